"""What goes into a pack: the person's choice, joined with what the plan and the platform facts know."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from holdfast.case.pack.interface import Choice, Section
from holdfast.case.room import Case
from holdfast.case.values import Item, Offender, Record
from holdfast.content.facts import platforms
from holdfast.errors import BadRecipient, HoldfastError, UnknownPlatform
from holdfast.guide.situation import Deadline, Happened, Tri
from holdfast.web.case import facts
from holdfast.web.case.plan import plan_section, situation_of

#: So that a passphrase that is read out on the phone still takes years to guess.
SHORTEST_PASSPHRASE = 12


class PassphraseShort(HoldfastError):
    for_person = "This passphrase is too short. Use four words or more, or {length} letters."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person chose on the page. ``protect``: plain, passphrase or age."""

    items: frozenset[str]
    records: bool = True
    plan: bool = False
    log: bool = True
    protect: str = "plain"
    passphrase: str = ""
    recipient: str = ""

    @property
    def ending(self) -> str:
        return "zip" if self.protect == "plain" else "zip.age"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a pack could hold: items that are neither struck nor blocked, and how many are blocked."""

    items: tuple[Item, ...]
    held_back: int

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(item.item_id for item in self.items)


def shelf(case: Case) -> Shelf:
    blocked = facts.blocked_ids(case)
    return Shelf(tuple(i for i in case.items() if not i.struck and i.item_id not in blocked), len(blocked))


def everything(case: Case, there: Shelf) -> Asked:
    """What the page proposes."""
    return Asked(there.ids, plan=bool(case.about.ticked))


def read(there: Shelf, post: QueryDict) -> Asked:
    """Raises PassphraseShort, BadRecipient."""
    protect = post.get("protect", "plain")
    asked = Asked(
        items=frozenset(post.getlist("item")) & there.ids,
        records="records" in post,
        plan="plan" in post,
        log="log" in post,
        protect=protect if protect in ("plain", "passphrase", "age") else "plain",
        passphrase=post.get("passphrase", "")[:500],
        recipient=post.get("recipient", "").strip()[:200],
    )
    if asked.protect == "passphrase" and len(asked.passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseShort("short passphrase", length=SHORTEST_PASSPHRASE)
    if asked.protect == "age" and not asked.recipient.startswith("age1"):
        raise BadRecipient("not an age recipient")
    return asked


def order_of(case: Case, asked: Asked, language: str) -> dict[str, object]:
    """The work order for the child; :func:`holdfast.case.pack.child.choice_from` reads it."""
    sections: tuple[Section, ...] = (plan_section(case, gettext("My plan")),) if asked.plan else ()
    choice = Choice(asked.items, asked.records, sections, language, asked.log, _risk(case), _preserve(case))
    written = {**asdict(choice), "items": sorted(asked.items)}
    return {
        "choice": written,
        "to": asked.recipient if asked.protect == "age" else "",
        "passphrase": asked.passphrase if asked.protect == "passphrase" else "",
    }


def _risk(case: Case) -> tuple[str, ...]:
    """What the plan's answers say about danger, for page 1: stated by the person."""
    told = situation_of(case)
    said = (
        (told.known_person is Tri.YES, gettext("The person who threatens is known in real life.")),
        (told.watched is Tri.YES, gettext("Someone may see this person’s screen.")),
        (Happened.POSTED in told.happened, gettext("Pictures were posted already.")),
        (told.deadline is Deadline.HOURS, gettext("They gave a deadline of hours.")),
        (Happened.DID_SOMETHING in told.happened, gettext("The person was made to do something more.")),
    )
    return tuple(line for true, line in said if true)


def _preserve(case: Case) -> tuple[tuple[str, str], ...]:
    """For each platform in the case: how long it keeps data when police ask, with the source."""
    found = []
    for name in _platforms(case.records(), case.items(), situation_of(case).platforms):
        try:
            platform = platforms().get(name)
        except UnknownPlatform:
            continue
        sources = platform.sources_for("preservation_days")
        if platform.preservation_days and sources:
            line = gettext("{name} keeps data for {days} days when police ask ({source}).")
            said = line.format(
                name=platform.name, days=platform.preservation_days, source=sources[0].url or ""
            )
            found.append((platform.platform_id, said))
    return tuple(found)


def _platforms(
    records: tuple[Record, ...], items: tuple[Item, ...], told: tuple[str, ...]
) -> tuple[str, ...]:
    """Names in the order they come, each once."""
    named = list(told)
    for record in records:
        if isinstance(record.body, Offender):
            named += [record.body.platform, *(i.service for i in record.body.identifiers)]
    named += [item.platform for item in items if not item.struck]
    return tuple(dict.fromkeys(name for name in named if name))
