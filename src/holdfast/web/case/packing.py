"""What goes into a pack: the person's choice, joined with what the plan and the platform facts know."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext

from holdfast.case.pack.interface import Choice, Section
from holdfast.case.pack.readers import Reader as PackReader
from holdfast.case.room import Case
from holdfast.case.values import Item, RecordKind
from holdfast.errors import BadRecipient, HoldfastError
from holdfast.guide.risk import risks_of
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
    passphrase: str = field(default="", repr=False)
    recipient: str = ""
    reader: PackReader = PackReader.OFFICER
    contact: bool = False

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
        reader=_reader(post.get("reader", "")),
        contact="contact" in post,
    )
    if asked.protect == "passphrase" and len(asked.passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseShort("short passphrase", length=SHORTEST_PASSPHRASE)
    if asked.protect == "age" and not asked.recipient.startswith("age1"):
        raise BadRecipient("not an age recipient")
    return asked


def has_something(case: Case, asked: Asked) -> bool:
    """Whether a pack for this reader would hold anything."""
    if asked.reader is PackReader.PLATFORM:
        return bool(case.records(RecordKind.OFFENDER))
    if asked.reader is PackReader.BANK:
        return bool(case.records(RecordKind.PAYMENT))
    return bool(asked.items or (asked.records and case.records()))


def _reader(told: str) -> PackReader:
    return PackReader(told) if told in set(PackReader) else PackReader.OFFICER


def order_of(case: Case, asked: Asked, language: str) -> dict[str, object]:
    """The work order for the child; :func:`holdfast.case.pack.child.choice_from` reads it."""
    sections: tuple[Section, ...] = (plan_section(case, gettext("My plan")),) if asked.plan else ()
    choice = Choice(
        asked.items, asked.records, sections, language, asked.log, risks_of(situation_of(case)),
        reader=asked.reader, contact=asked.contact,
    )  # fmt: skip
    written = {**asdict(choice), "items": sorted(asked.items)}
    return {
        "choice": written,
        "to": asked.recipient if asked.protect == "age" else "",
        "passphrase": asked.passphrase if asked.protect == "passphrase" else "",
    }
