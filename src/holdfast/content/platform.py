"""One platform: what its buttons do, and our own words for each step. Read from ``platforms/*.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from holdfast.content.sources import Source, read_source, web_address
from holdfast.content.tables import Table, by_language


class PlatformStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class DeactivateKind(StrEnum):
    """What the button called "deactivate" (or disable, pause, hibernate) does."""

    PAUSE = "pause"
    """The account is hidden and kept until its owner comes back."""
    HIDE = "hide"
    """The profile is hidden; account and chats stay."""
    COUNTDOWN = "countdown"
    """It starts a deletion after some days."""
    PERMANENT_ONLY = "permanent_only"
    """There is only deletion."""
    NONE = "none"
    """There is no such button."""
    UNKNOWN = "unknown"


class Deactivating(StrEnum):
    """What to say about it."""

    DO_IT = "do_it"
    READ_SCREEN_FIRST = "read_screen_first"
    DO_NOT = "do_not"
    NO_SUCH_CONTROL = "no_such_control"


class Programme(StrEnum):
    """Take-down services whose fingerprints a platform uses."""

    STOPNCII = "stopncii"
    TAKE_IT_DOWN = "take_it_down"


class TheirSide(StrEnum):
    """Does the platform's export hold what the other person wrote?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


#: What a ``[[source]]`` of a platform can stand behind.
SUPPORTS = frozenset(
    {
        "status", "capture", "export", "report", "block", "close_audience", "go_private", "deactivate",
        "delete", "write_down", "remove", "report_form_url", "removal_form_url", "law_enforcement_url",
        "hash_programmes", "preservation_days", "tells_about_screenshots", "wipes_chat_on_block",
        "report_closes_chat", "other_side_can_delete", "their_side",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deactivate:
    """The button, and after how many ``days`` it deletes (COUNTDOWN only)."""

    kind: DeactivateKind
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Getting one's own data. How long it takes: ``minutes`` or ``days`` at most, None is not known."""

    url: str | None
    minutes: int | None
    days: int | None
    their_side: TheirSide


@dataclass(frozen=True, slots=True)
class Steps:
    """Our own words, each a list of short lines; () where there is nothing to say."""

    capture: tuple[str, ...] = ()
    write_down: tuple[str, ...] = ()
    export: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    close_audience: tuple[str, ...] = ()
    go_private: tuple[str, ...] = ()
    deactivate_note: tuple[str, ...] = ()
    note: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """One app or website. A yes/no that nobody knows is None.

    ``preservation_days``: how long the company keeps data when police ask. ``checked``: the day a person
    confirmed it in the app, None is not yet. ``help_url``: the page to look a step up on.
    """

    platform_id: str
    name: str
    status: PlatformStatus
    aliases: tuple[str, ...]
    help_url: str | None
    deactivate: Deactivate
    export: Export
    tells_about_screenshots: bool | None
    wipes_chat_on_block: bool | None
    report_closes_chat: bool | None
    other_side_can_delete: bool | None
    report_form_url: str | None
    report_email: str | None
    removal_form_url: str | None
    law_enforcement_url: str | None
    hash_programmes: frozenset[Programme]
    preservation_days: int | None
    sources: tuple[Source, ...]
    checked: date | None
    words: Mapping[str, Steps]

    def steps(self, language: str = "en") -> Steps:
        """The words in ``language``, or in English where it has none."""
        return self.words.get(language) or self.words["en"]

    @property
    def verified(self) -> frozenset[str]:
        """The fields that a source stands behind."""
        return frozenset(field for source in self.sources for field in source.supports)

    def sources_for(self, field: str) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if field in source.supports)

    def advice_on_deactivating(self, today: date) -> Deactivating:
        """DO_IT only where it pauses or hides *and* :meth:`deactivating_is_confirmed`."""
        kind = self.deactivate.kind
        if kind is DeactivateKind.NONE:
            return Deactivating.NO_SUCH_CONTROL
        if kind in (DeactivateKind.COUNTDOWN, DeactivateKind.PERMANENT_ONLY):
            return Deactivating.DO_NOT
        if kind is DeactivateKind.UNKNOWN or not self.deactivating_is_confirmed(today):
            return Deactivating.READ_SCREEN_FIRST
        return Deactivating.DO_IT

    def deactivating_is_confirmed(self, today: date) -> bool:
        """An official or police source, dated within 18 months of ``today``, stands behind ``deactivate``."""
        return any(s.is_official and s.seen.is_recent(today) for s in self.sources_for("deactivate"))


def read_platform(table: Table) -> Platform:
    """A whole platforms file (docs/facts.md). Raises FactsBroken."""
    sources = tuple(read_source(inner) for inner in table.tables("source"))
    platform = Platform(
        platform_id=table.text("id"),
        name=table.text("name"),
        status=table.choice("status", PlatformStatus),
        aliases=table.texts("aliases"),
        help_url=web_address(table, "help_url"),
        deactivate=_read_deactivate(table.table("deactivate")),
        export=_read_export(table.table("export")),
        tells_about_screenshots=table.flag("tells_about_screenshots"),
        wipes_chat_on_block=table.flag("wipes_chat_on_block"),
        report_closes_chat=table.flag("report_closes_chat"),
        other_side_can_delete=table.flag("other_side_can_delete"),
        report_form_url=web_address(table, "report_form_url"),
        report_email=table.maybe_text("report_email"),
        removal_form_url=web_address(table, "removal_form_url"),
        law_enforcement_url=web_address(table, "law_enforcement_url"),
        hash_programmes=frozenset(table.choices("hash_programmes", Programme)),
        preservation_days=table.number("preservation_days"),
        sources=sources,
        checked=table.day("checked"),
        words={code: _read_steps(inner) for code, inner in by_language(table).items()},
    )
    odd = platform.verified - SUPPORTS
    if odd:
        raise table.fail(f"supports: {', '.join(sorted(odd))} is no field")
    if not sources:
        raise table.fail(
            "a platform needs a source; say by = 'other' and name = 'no source' where there is none"
        )
    table.done()
    return platform


def _read_deactivate(table: Table) -> Deactivate:
    deactivate = Deactivate(table.choice("kind", DeactivateKind), table.number("days"))
    if (deactivate.kind is DeactivateKind.COUNTDOWN) != (deactivate.days is not None):
        raise table.fail("days: say them for a countdown, and only there")
    table.done()
    return deactivate


def _read_export(table: Table) -> Export:
    export = Export(
        web_address(table, "url"),
        table.number("minutes"),
        table.number("days"),
        table.choice("their_side", TheirSide),
    )
    table.done()
    return export


def _read_steps(table: Table) -> Steps:
    steps = Steps(
        capture=table.texts("capture"),
        write_down=table.texts("write_down"),
        export=table.texts("export"),
        report=table.texts("report"),
        remove=table.texts("remove"),
        block=table.texts("block"),
        close_audience=table.texts("close_audience"),
        go_private=table.texts("go_private"),
        deactivate_note=table.texts("deactivate_note"),
        note=table.texts("note"),
    )
    table.done()
    return steps
