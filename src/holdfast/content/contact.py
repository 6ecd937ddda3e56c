"""One service a person can turn to, and the ways to reach it. Read from ``places/*.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from holdfast.content.hours import UNKNOWN, Hours, read_hours
from holdfast.content.sources import Seen, Source, read_source, web_address
from holdfast.content.tables import Table, by_language


class ContactKind(StrEnum):
    EMERGENCY = "emergency"
    POLICE = "police"
    CRISIS = "crisis"
    CHILD = "child"
    IMAGE_REMOVAL = "image_removal"
    HOTLINE = "hotline"
    FRAUD = "fraud"
    VICTIM = "victim"
    DOMESTIC_ABUSE = "domestic_abuse"
    EDUCATION = "education"


class How(StrEnum):
    """A way to reach a service."""

    CALL = "call"
    TEXT = "text"
    CHAT = "chat"
    FORM = "form"
    EMAIL = "email"
    APP = "app"
    PAGE = "page"
    """Something to read; nobody answers there."""
    DIRECTORY = "directory"
    """A list of services in other countries."""


class Serves(StrEnum):
    """Whom a service is for, as a machine can use it. The words are in ``for_whom``."""

    ANYONE = "anyone"
    ADULT = "adult"
    CHILD = "child"
    PARENT = "parent"
    """Adults who act for a child: parents, carers, teachers."""
    YOUNG = "young"
    MEN = "men"
    WOMEN = "women"
    LGBT = "lgbt"
    DOMESTIC = "domestic"
    PAID = "paid"
    """People who sent money."""
    ADULT_IMAGE = "adult_image"
    """Sexual pictures of someone who was 18 or older in them."""
    CHILD_IMAGE = "child_image"
    """Sexual pictures of someone who was under 18 in them."""


class Cost(StrEnum):
    FREE = "free"
    LOCAL_RATE = "local_rate"
    STANDARD_RATE = "standard_rate"


LIVE = frozenset({How.CALL, How.TEXT, How.CHAT})
SILENT = frozenset({How.TEXT, How.CHAT, How.FORM, How.EMAIL, How.APP})
DIALLED = frozenset({How.CALL, How.TEXT})
TO_READ = frozenset({How.PAGE, How.DIRECTORY})

#: What a ``[[contact.source]]`` can stand behind; a way to reach stands for all channels of that kind.
FIELDS = frozenset(
    {"name", "for_whom", "url", "hours", "languages", "cost", "on_bill", "wait", "who_they_tell"}
)
SUPPORTS = FIELDS | frozenset(How)
#: What a source inside a channel can stand behind.
CHANNEL_SUPPORTS = frozenset({"value", "hours", "cost", "on_bill"})

_NUMBER = re.compile(r"[+#*]?[0-9][0-9 \-]*\Z")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a service.

    ``value`` is what is printed: a number, an address, or a web address. ``word`` is the word to text.
    ``letters`` is the number as the service spells it (1-800-CALL-FBI). ``hours``, ``cost`` and ``on_bill``
    are None where they do not differ from the contact's. ``then`` is what to press once it is answered.
    """

    how: How
    value: str
    silent: bool
    word: str | None = None
    then: str | None = None
    letters: str | None = None
    hours: Hours | None = None
    cost: Cost | None = None
    on_bill: bool | None = None
    source: Source | None = None
    hours_verified: bool = False

    @property
    def verified(self) -> bool:
        """A source stands behind this very number or address."""
        return self.source is not None

    @property
    def is_live(self) -> bool:
        """A person answers while the service is open."""
        return self.how in LIVE

    @property
    def tel(self) -> str | None:
        """The digits to dial (``+``, ``#`` and ``*`` kept), or None where nothing is dialled."""
        return re.sub(r"[ \-]", "", self.value) if self.how in DIALLED else None

    @property
    def href(self) -> str:
        """What a link opens: ``tel:``, ``sms:`` (with its word, RFC 5724), ``mailto:`` or a web address."""
        if self.how is How.CALL:
            return "tel:" + quote(self.tel or "", safe="+*")
        if self.how is How.TEXT:
            return f"sms:{self.tel}" + (f"?body={quote(self.word)}" if self.word else "")
        return f"mailto:{self.value}" if self.how is How.EMAIL else self.value


@dataclass(frozen=True, slots=True)
class ContactWords:
    """The words about one service in one language."""

    for_whom: str
    note: str | None = None
    who_they_tell: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One service. What is not known is None; nothing is guessed.

    ``area``: country or UK nation codes; () is the whole country. ``ages``: youngest, oldest; None is open.
    ``wait_minutes``: the usual wait. ``checked``: the day a person confirmed it, None is not yet.
    ``time_zone``: IANA name the hours are in. ``country``: the code of the file it stands in.
    """

    contact_id: str
    country: str
    name: str
    kind: ContactKind
    url: str | None
    channels: tuple[Channel, ...]
    serves: frozenset[Serves]
    area: tuple[str, ...]
    ages: tuple[int | None, int | None]
    hours: Hours
    time_zone: str
    languages: tuple[str, ...]
    cost: Cost | None
    on_bill: bool | None
    wait_minutes: int | None
    sources: tuple[Source, ...]
    checked: date | None
    words: Mapping[str, ContactWords]

    def text(self, language: str = "en") -> ContactWords:
        """The words in ``language``, or in English where it has none."""
        return self.words.get(language) or self.words["en"]

    @property
    def for_whom(self) -> str:
        return self.text().for_whom

    @property
    def note(self) -> str | None:
        return self.text().note

    @property
    def who_they_tell(self) -> str | None:
        return self.text().who_they_tell

    @property
    def is_emergency(self) -> bool:
        return self.kind is ContactKind.EMERGENCY

    @property
    def is_to_read(self) -> bool:
        """Only pages or lists: nobody answers there."""
        return all(way.how in TO_READ for way in self.channels)

    @property
    def verified(self) -> frozenset[str]:
        """The fields and ways to reach that a source stands behind; what is not in here has none."""
        fields = {field for source in self.sources for field in source.supports}
        return frozenset(fields | {way.how.value for way in self.channels if way.verified})

    @property
    def link(self) -> str | None:
        """The service's own page: where a fact is looked up."""
        return self.url

    @property
    def silent(self) -> bool:
        """It can be used without speaking."""
        return any(way.silent for way in self.channels)

    @property
    def silent_channels(self) -> tuple[Channel, ...]:
        return tuple(way for way in self.channels if way.silent)

    @property
    def seen(self) -> Seen | None:
        """The age of the freshest source."""
        dated = [s.seen for s in self.sources if s.seen.earliest is not None]
        return max(dated, key=lambda seen: str(seen.earliest)) if dated else None

    def hours_verified(self, channel: Channel) -> bool:
        """A source stands behind the hours of this way to reach it."""
        return channel.hours_verified if channel.hours is not None else "hours" in self.verified

    def has_good_source(self, channel: Channel) -> bool:
        """The number or address has a source that can be looked up and relied on (decision 0041)."""
        return channel.source is not None and channel.source.is_good


def read_contact(table: Table, country: str, time_zone: str, holidays: frozenset[date]) -> Contact:
    """One ``[[contact]]`` of a places file (docs/facts.md). Raises FactsBroken."""
    contact_id = table.text("id")
    table.where = f"{table.where} {contact_id}"
    if not _ID.match(contact_id):
        raise table.fail("id: small letters, digits and single hyphens only")
    sources = tuple(read_source(inner) for inner in table.tables("source"))
    _check_supports(table, sources, SUPPORTS)
    hours = table.maybe_table("hours")
    ages = table.number("age_from"), table.number("age_to")
    contact = Contact(
        contact_id=contact_id,
        country=country,
        name=table.text("name"),
        kind=table.choice("kind", ContactKind),
        url=web_address(table, "url"),
        channels=tuple(_read_channel(inner, sources, holidays) for inner in table.tables("channel")),
        serves=frozenset(table.choices("serves", Serves)),
        area=table.texts("area"),
        ages=ages,
        hours=UNKNOWN if hours is None else read_hours(hours, holidays),
        time_zone=table.maybe_text("time_zone") or time_zone,
        languages=table.texts("languages"),
        cost=table.maybe_choice("cost", Cost),
        on_bill=table.flag("on_bill"),
        wait_minutes=table.number("wait_minutes"),
        sources=sources,
        checked=table.day("checked"),
        words={code: _read_words(inner) for code, inner in by_language(table).items()},
    )
    _check(table, contact)
    table.done()
    return contact


def _check(table: Table, contact: Contact) -> None:
    if not contact.serves:
        raise table.fail("serves: say whom it is for")
    if not contact.channels:
        raise table.fail("a contact needs a channel")
    if not contact.sources:
        raise table.fail(
            "a contact needs a source; say by = 'other' and name = 'no source' where there is none"
        )
    if contact.url is None and any(way.how in DIALLED and not way.verified for way in contact.channels):
        raise table.fail("a number without a source needs the service's own page (url) beside it")


def _read_channel(table: Table, sources: tuple[Source, ...], holidays: frozenset[date]) -> Channel:
    how = table.choice("how", How)
    own = table.maybe_table("source")
    source = None if own is None else read_source(own)
    if source is not None:
        _check_supports(table, (source,), CHANNEL_SUPPORTS)
    hours = table.maybe_table("hours")
    silent = table.flag("silent")
    behind = min((s for s in sources if how in s.supports), key=lambda s: not s.is_good, default=None)
    channel = Channel(
        how=how,
        value=_read_value(table, how),
        silent=how in SILENT if silent is None else silent,
        word=table.maybe_text("word"),
        then=table.maybe_text("then"),
        letters=table.maybe_text("letters"),
        hours=None if hours is None else read_hours(hours, holidays),
        cost=table.maybe_choice("cost", Cost),
        on_bill=table.flag("on_bill"),
        hours_verified=source is not None and "hours" in source.supports,
        source=behind,
    )
    if table.flag("unverified"):
        channel = replace(channel, source=None)
    elif source is not None and "value" in source.supports:
        channel = replace(channel, source=source)
    table.done()
    return channel


def _read_value(table: Table, how: How) -> str:
    if how in (How.FORM, How.CHAT, How.PAGE, How.DIRECTORY, How.APP):
        value = web_address(table, "value")
        if value is None:
            raise table.fail("value: a web address is expected")
        return value
    value = table.text("value")
    if not (_EMAIL if how is How.EMAIL else _NUMBER).match(value):
        raise table.fail(f"value: {value!r} cannot be used for {how}")
    return value


def _read_words(table: Table) -> ContactWords:
    words = ContactWords(table.text("for_whom"), table.maybe_text("note"), table.maybe_text("who_they_tell"))
    table.done()
    return words


def _check_supports(table: Table, sources: tuple[Source, ...], known: frozenset[str]) -> None:
    odd = {field for source in sources for field in source.supports} - known
    if odd:
        raise table.fail(f"supports: {', '.join(sorted(odd))} is no field")
