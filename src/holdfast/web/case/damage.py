"""What of the open case was damaged on the disk, in words for its pages. Lists leave it out, never silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext

from holdfast.case.checking import Finding
from holdfast.case.log import Action
from holdfast.case.room import Case
from holdfast.case.values import LogEntry

_OPEN_CASE = "open_case"


@dataclass(frozen=True, slots=True)
class Damaged:
    """``saved``: aware UTC, by the log; None where it is no item and no note."""

    name: str
    saved: datetime | None = None


def remember(request: HttpRequest, case: Case) -> None:
    """So that the pages of this request can ask :func:`for_pages`."""
    setattr(request, _OPEN_CASE, case)


def for_pages(request: HttpRequest) -> dict[str, Callable[[], tuple[Damaged, ...]]]:
    """A context processor: ``damaged`` is looked for only where a template asks for it."""
    return {"damaged": lambda: damaged_parts(getattr(request, _OPEN_CASE, None))}


def damaged_parts(case: Case | None) -> tuple[Damaged, ...]:
    """Empty when all of the case opens."""
    found = case.damaged() if case else ()
    if case is None or not found:
        return ()
    added = [entry for entry in case.log_entries() if entry.action in (Action.ITEM_ADD, Action.RECORD_ADD)]
    return tuple(_named(one, added) for one in found)


def _named(one: Finding, added: list[LogEntry]) -> Damaged:
    if one.subject == "about":
        return Damaged(gettext("Your answers. Say again how old the person in the picture is."))
    line = next((entry for entry in added if entry.subject == one.subject), None)
    if line is None:
        return Damaged(gettext("A mark that says where the record of changes ends."))
    saved = datetime.fromisoformat(line.utc)
    if line.action == Action.RECORD_ADD:
        return Damaged(gettext("A note you wrote"), saved)
    number = 1 + [entry.subject for entry in added if entry.action == Action.ITEM_ADD].index(one.subject)
    return Damaged(gettext("An item: {exhibit}").format(exhibit=f"HF/{number:03d}"), saved)
