"""Letters as a page shows them: filled, with where to send them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from holdfast.content.facts import platforms
from holdfast.content.letters import letters
from holdfast.content.platform import Platform
from holdfast.guide.crisis import crisis_words
from holdfast.guide.letters import Known, Letter, UnknownLetter, letters_for
from holdfast.web.guide.cards import host
from holdfast.web.guide.letters_case import known_in_case
from holdfast.web.guide.pages import Beside, LinkShown, beside
from holdfast.web.guide.person import Person

#: Letter id → the last part of its address. As with pages, none is ever given to another letter.
ADDRESSES = {
    "platform": 1, "platform-posted": 2, "us-48-hours": 3, "police-101": 4, "police-form": 5, "ceop": 6,
    "report-fraud": 7, "ic3": 8, "internet-provider": 9, "bank": 10, "card": 11, "gift-card": 12,
    "payment-company": 13, "crypto-exchange": 14, "school": 15, "employer": 16, "friends": 17,
}  # fmt: skip
LETTER_AT = {address: letter_id for letter_id, address in ADDRESSES.items()}

#: What a person may fill in once for all letters, in the order of the form. The rest comes from the answers.
ASKED = (
    "account",
    "link",
    "since",
    "payee",
    "amount",
    "paid_on",
    "transaction",
    "police_number",
    "reach",
    "name",
)
#: Longest text of one field that is taken.
FIELD_LIMIT = 200


@dataclass(frozen=True, slots=True)
class FieldToFill:
    name: str
    label: str
    value: str
    limit: int = FIELD_LIMIT


@dataclass(frozen=True, slots=True)
class LetterShown:
    """One letter. ``apps`` are the forms of the apps it goes to; ``rows`` is how tall its field is."""

    letter: Letter
    place: int
    apps: tuple[LinkShown, ...]
    beside: Beside
    rows: int


def all_letters(asking: Person, known: Known) -> tuple[LetterShown, ...]:
    """Every letter for this person: the fitting ones first, each kind in the order of the addresses."""
    found = letters_for(asking.situation, now=asking.local, language=asking.language, known=known)
    listed = (shown(letter, asking) for letter in found)
    return tuple(sorted(listed, key=lambda one: (not one.letter.fits, one.place)))


def letter_at(place: int, asking: Person, known: Known) -> LetterShown:
    """The letter at ``/w/PLACE``. Raises UnknownLetter."""
    for found in all_letters(asking, known):
        if found.place == place:
            return found
    raise UnknownLetter(f"no letter at {place}")


def shown(letter: Letter, asking: Person) -> LetterShown:
    apps = tuple(platforms().get(name) for name in asking.situation.platforms)
    forms = tuple(link for app in apps if (link := _form(app, letter.apps)))
    lines = sum(1 + len(line) // 34 for line in letter.text.split("\n"))
    return LetterShown(
        letter, ADDRESSES[letter.letter_id], forms, beside(letter.links, asking), max(6, min(lines + 1, 32))
    )


def _form(app: Platform, use: str) -> LinkShown | None:
    """Where the app takes such a letter: its own form, else its help page."""
    if not use:
        return None
    own = app.removal_form_url if use == "remove" else app.report_form_url
    href = own or app.report_form_url or app.help_url
    return LinkShown(href, f"{app.name}: {host(href)}") if href else None


def known_for(request: HttpRequest) -> Known:
    """What this browser sent with the form, above what the open case knows, if one is open."""
    typed = _typed(request.POST) if request.method == "POST" else Known()
    return known_in_case(request).and_also(typed)


def _typed(post: QueryDict) -> Known:
    """One line each, cut to its limit."""
    said = {name: " ".join(post.get(name, "").split())[:FIELD_LIMIT] for name in ASKED}
    return Known(**said)


def with_crisis(asking: Person, known: Known) -> Person:
    """Words about dying in a field bring the crisis contacts, as everywhere."""
    typed = " ".join(getattr(known, field.name) for field in fields(Known))
    if not crisis_words(typed, asking.language):
        return asking
    return asking.after(replace(asking.told, situation=replace(asking.told.situation, crisis=True)))


def to_fill(found: tuple[LetterShown, ...], known: Known) -> tuple[FieldToFill, ...]:
    """The fields that some fitting letter still misses, or that were filled in."""
    missing = {name for one in found if one.letter.fits for name in one.letter.missing}
    labels = _labels()
    return tuple(
        FieldToFill(name, labels[name], getattr(known, name))
        for name in ASKED
        if name in missing or getattr(known, name)
    )


def frame_lines(asking: Person) -> tuple[str, ...]:
    return letters(asking.language).frame.lines


def frame_title(asking: Person) -> str:
    return letters(asking.language).frame.title


def _labels() -> dict[str, str]:
    return {
        "account": gettext("Name of their account"),
        "link": gettext("Link of the profile or the post"),
        "since": gettext("Date of the first threat"),
        "payee": gettext("Where the money went"),
        "amount": gettext("Amount you paid"),
        "paid_on": gettext("Date of the payment"),
        "transaction": gettext("Payment or card number"),
        "police_number": gettext("Number of your police report"),
        "reach": gettext("A safe phone or e-mail to reach you"),
        "name": gettext("Your name"),
    }
