"""The dates to keep, as a page shows them. The list travels in the form itself and is kept nowhere."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext

from holdfast.content.facts import platforms
from holdfast.errors import HoldfastError
from holdfast.guide import dates
from holdfast.guide.dates import Did, Due, Noted, Reason
from holdfast.guide.questions import FIRST_PLATFORMS


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class NotedShown:
    """One line that was written down, as hidden fields carry it on."""

    did: str
    on: date
    platform: str
    text: str

    @property
    def value(self) -> str:
        return f"{self.did} {self.on.isoformat()} {self.platform}".strip()


@dataclass(frozen=True, slots=True)
class DueShown:
    on: date
    text: str
    why: str


def read_lines(post: QueryDict) -> tuple[Noted, ...]:
    """The lines that were carried on, and the one that is added now. Raises what ``dates.noted`` raises."""
    kept = kept_lines(post)
    if post.get("go") != "add":
        return kept
    return (*kept, dates.noted(post.get("did", ""), post.get("on", ""), post.get("platform", "")))


def kept_lines(post: QueryDict) -> tuple[Noted, ...]:
    """The lines that were carried on; what is none, or was taken off, is left out."""
    found = []
    for line in post.getlist("line")[: dates.MOST]:
        did, on, platform = (*line.split(" "), "", "", "")[:3]
        if line != post.get("off"):
            with contextlib.suppress(HoldfastError):
                found.append(dates.noted(did, on, platform))
    return tuple(found)


def noted_shown(lines: tuple[Noted, ...]) -> tuple[NotedShown, ...]:
    return tuple(NotedShown(one.did, one.on, one.platform, _line(one)) for one in lines)


def dues_shown(lines: tuple[Noted, ...]) -> tuple[DueShown, ...]:
    return tuple(DueShown(due.on, _what(due), _line(due.noted)) for due in dates.dues(lines))


def titles(lines: tuple[Noted, ...]) -> tuple[tuple[Due, str], ...]:
    """Due dates with the neutral words for a calendar: no app, no reason."""
    return tuple((due, _neutral(due)) for due in dates.dues(lines))


def kinds() -> tuple[Choice, ...]:
    return tuple(Choice(did.value, text) for did, text in _kinds().items())


def apps() -> tuple[Choice, ...]:
    """Apps that are worked through first, then the rest."""
    known = {app.platform_id: app.name for app in platforms().all}
    ordered = [*FIRST_PLATFORMS, *(name for name in known if name not in FIRST_PLATFORMS)]
    return tuple(Choice(name, known[name]) for name in ordered)


def _kinds() -> dict[Did, str]:
    return {
        Did.APP: gettext("I reported an account to an app"),
        Did.POST: gettext("I asked an app to take a post down"),
        Did.US_REQUEST: gettext("I sent a US request: 48 hours"),
        Did.POLICE: gettext("I reported to the police"),
        Did.BANK: gettext("I wrote to a bank or payment company"),
        Did.THREAT: gettext("The first threat came"),
        Did.SWITCHED_OFF: gettext("I paused or deactivated an account"),
    }


def _line(one: Noted) -> str:
    app = platforms().get(one.platform).name if one.platform else ""
    return " · ".join(part for part in (_kinds()[one.did], app, date_format(one.on, "j F Y")) if part)


def _what(due: Due) -> str:
    return {
        Reason.ASK_AGAIN: gettext("Ask again, if nothing came"),
        Reason.LOOK: gettext("Look once, then stop"),
        Reason.LOG_IN: gettext("Log in before this day. Then the app deletes the account"),
        Reason.LOG_IN_CAREFUL: gettext(
            "Log in by now, to be careful. We do not know how long this app waits"
        ),
    }[due.reason]


def _neutral(due: Due) -> str:
    return {
        Reason.ASK_AGAIN: gettext("Check the mail"),
        Reason.LOOK: gettext("Look once"),
        Reason.LOG_IN: gettext("Log in before %(day)s") % {"day": date_format(due.on, "j F Y")},
        Reason.LOG_IN_CAREFUL: gettext("Log in before %(day)s") % {"day": date_format(due.on, "j F Y")},
    }[due.reason]
