"""States of a take-down in words: what really happened, never more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from holdfast.takedown.exchange.persons import ItemStatus, PlatformState
from holdfast.takedown.exchange.values import Kind


@dataclass(frozen=True, slots=True)
class ItemLine:
    name: str
    state: str
    platforms: tuple[tuple[str, str], ...]


def item_line(item: ItemStatus) -> ItemLine:
    """One picture or video, where it stands, and each platform with what it did."""
    kind = gettext("Video {n}") if item.kind is Kind.VIDEO else gettext("Picture {n}")
    state = {
        "waiting": gettext("waits its turn, goes out at {when}").format(when=_time(item.due)),
        "shared": gettext("platforms can fetch it"),
        "held": gettext("a person looks at it first"),
        "refused": gettext("not shared: a person looked and said no"),
        "withdrawn": gettext("taken back"),
    }[item.state.value]
    return ItemLine(
        kind.format(n=item.item), state, tuple((one.name, _platform(one)) for one in item.platforms)
    )


def _platform(one: PlatformState) -> str:
    fetched = _time(one.fetched)
    words = {
        "not_fetched": gettext("has not fetched it yet"),
        "fetched": gettext("fetched it at {when}").format(when=fetched),
        "under_review": gettext("found a match and is looking"),
        "blocked": gettext("looked, and blocked it"),
        "not_blocked": gettext("looked, and did not block it"),
        "withdrawal_waits": gettext("has it, and does not know yet that you took it back"),
        "withdrawal_fetched": gettext("was told at {when} that you took it back").format(when=fetched),
        "withdrawal_confirmed": gettext("says that it stopped"),
        "never_sent": gettext("never had it"),
    }[one.state.value]
    if one.state.value == "withdrawal_fetched" and one.withdraws == "no":
        return words + ". " + gettext("Its program goes on blocking it")
    if one.state.value == "withdrawal_fetched" and one.withdraws != "yes":
        return words + ". " + gettext("We do not know if its program obeys")
    return words


def _time(seconds: int) -> str:
    return date_format(datetime.fromtimestamp(seconds, UTC), "j F Y, H:i") + " UTC" if seconds else "?"


def added() -> str:
    return gettext("Added.")


def withdrawn(count: int) -> str:
    return ngettext("{n} fingerprint is taken back.", "{n} fingerprints are taken back.", count).format(
        n=count
    )
