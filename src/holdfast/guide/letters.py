"""Letters that others have to get: chosen by the situation, filled once with what is known.

What is not known is printed in capitals, so that a person sees it. Nothing is sent from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from holdfast.content.facts import platforms
from holdfast.content.letters import BLANK, LetterFrame, LetterWords, letters
from holdfast.content.words import ENGLISH
from holdfast.errors import NotUnderstood
from holdfast.guide.facts import facts_of
from holdfast.guide.plan import Link
from holdfast.guide.situation import Age, Happened, PaymentMethod, Situation, Tri, Wants, Who


class UnknownLetter(NotUnderstood):
    for_person = "There is no such letter. Choose one from the list."


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter can be filled with; "" is not known. A case may know more than the answers of the plan.

    ``account`` is theirs, never the person's own. Dates are as the person wrote them.
    """

    account: str = ""
    amount: str = ""
    app: str = ""
    bank_told: str = ""
    child: str = ""
    demand: str = ""
    link: str = ""
    method: str = ""
    name: str = ""
    paid_on: str = ""
    payee: str = ""
    police_number: str = ""
    reach: str = ""
    recipient: str = ""
    shop: str = ""
    since: str = ""
    today: str = ""
    transaction: str = ""

    def and_also(self, more: Known) -> Known:
        """What ``more`` knows stands above what is known here."""
        return Known(**{f.name: getattr(more, f.name) or getattr(self, f.name) for f in fields(Known)})


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, filled. ``missing`` are ids of the blanks that stand in capitals. ``fits``: it is offered first.

    ``ask_again`` is the day to ask again when it is sent today; None where no answer is due.
    """

    letter_id: str
    title: str
    before: tuple[str, ...]
    text: str
    answer: tuple[str, ...]
    missing: tuple[str, ...]
    links: tuple[Link, ...]
    apps: str
    sources: tuple[str, ...]
    fits: bool
    ask_again: date | None


def letters_for(
    situation: Situation, *, now: datetime, language: str = ENGLISH, known: Known | None = None
) -> tuple[Letter, ...]:
    """Every letter, those that fit the situation first; each kind in the order of the files.

    ``now`` is aware and in the person's own time zone. ``known`` stands above what the answers say.
    """
    facts = facts_of(situation, now)
    shelf = letters(language)
    filled = known_from(situation, shelf.frame, now.date()).and_also(known or Known())
    written = [_write(one, shelf.frame, situation, filled, facts, now.date()) for one in shelf.all.values()]
    return tuple(sorted(written, key=lambda letter: not letter.fits))


def letter_for(
    letter_id: str,
    situation: Situation,
    *,
    now: datetime,
    language: str = ENGLISH,
    known: Known | None = None,
) -> Letter:
    """One letter by its id. Raises :class:`UnknownLetter`."""
    for letter in letters_for(situation, now=now, language=language, known=known):
        if letter.letter_id == letter_id:
            return letter
    raise UnknownLetter(f"no letter {letter_id[:40]!r}")


def known_from(situation: Situation, frame: LetterFrame, today: date) -> Known:
    """What the answers of the plan say."""
    names = [platforms().get(name).name for name in situation.platforms if name != "other"]
    methods = [frame.phrases[f"method.{way}"] for way in PaymentMethod if way in situation.payment_methods]
    return Known(
        app=", ".join(names), method=", ".join(methods), demand=situation.demand, today=today.isoformat()
    )


def _write(
    one: LetterWords,
    frame: LetterFrame,
    situation: Situation,
    known: Known,
    facts: frozenset[str],
    today: date,
) -> Letter:
    sentences = _sentences(situation, frame.phrases)
    text = BLANK.sub(lambda found: sentences.get(found[1], found[0]), one.text)
    missing = tuple(dict.fromkeys(name for name in BLANK.findall(text) if not getattr(known, name)))
    text = BLANK.sub(lambda found: getattr(known, found[1]) or frame.blanks[found[1]], text)
    apps = next((link.partition(":")[2] for link in one.links if link.startswith("apps:")), "")
    fits = facts.issuperset(one.when) and facts.isdisjoint(one.unless)
    return Letter(
        one.letter_id,
        one.title,
        one.before,
        "\n".join(" ".join(line.split()) for line in text.split("\n")),
        one.answer,
        missing,
        tuple(Link.read(link) for link in one.links if not link.startswith("apps:")),
        apps,
        one.sources,
        fits and not situation.who.stands_beside,
        today + timedelta(days=one.answer_days) if one.answer_days else None,
    )


def _sentences(situation: Situation, phrases: Mapping[str, str]) -> dict[str, str]:
    """The sentences that are chosen: blank id → words, with blanks of their own."""
    whose = {Who.ME: "me", Who.UNKNOWN: "me", Who.MY_CHILD: "my_child"}.get(situation.who, "other")
    posted = ".posted" if Happened.POSTED in situation.happened else ""
    return {
        "what": phrases[f"what.{whose}{posted}"],
        "shown": phrases[f"shown.{whose}"],
        "why": phrases["why.fake" if situation.ai_made is Tri.YES else "why.real"],
        "age": phrases[f"age.{_age(situation, whose)}"],
        "wants": phrases[f"wants.{_wants(situation)}"],
        "paid": _paid(situation, phrases),
    }


def _age(situation: Situation, whose: str) -> str:
    if situation.picture_age.is_child:
        grown = whose == "me" and situation.age_now is Age.ADULT
        return "was_under_18" if grown else "under_18"
    return "adult" if situation.picture_age is Age.ADULT else "unknown"


def _wants(situation: Situation) -> str:
    if situation.demand:
        return "said"
    if {Wants.MONEY, Wants.PICTURES} <= situation.wants:
        return "both"
    found = situation.wants & {Wants.MONEY, Wants.PICTURES}
    return next(iter(found)).value if found else "unknown"


def _paid(situation: Situation, phrases: Mapping[str, str]) -> str:
    """Whether money was paid; nothing where nobody was asked what happened."""
    if Happened.PAID in situation.happened:
        return phrases["paid.yes"]
    return phrases["paid.no"] if situation.happened else ""
