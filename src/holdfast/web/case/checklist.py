"""The checklist's words and drawings: what is missing, and how to get it on that app."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from holdfast.case.checklist import AppChecks, Check, Need, checks_of, platforms_in
from holdfast.case.room import Case
from holdfast.content.facts import platforms
from holdfast.content.platform import Platform, Steps
from holdfast.errors import HoldfastError
from holdfast.web.case.facts import words_only
from holdfast.web.case.plan import language, situation_of

#: Which drawing stands beside which need.
_DRAWN = {
    Need.CHAT: "chat", Need.PROFILE: "profile", Need.NAME: "name", Need.LINK: "link", Need.EXPORT: "export",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One check in words; ``state`` is ``there``, ``missing`` or ``look``; ``how`` short lines for this app."""

    title: str
    state: str
    path: str
    how: tuple[str, ...]
    drawn: str


@dataclass(frozen=True, slots=True)
class AppLines:
    name: str
    lines: tuple[Line, ...]
    missing: int


def lists_of(case: Case) -> tuple[tuple[AppLines, ...], tuple[Line, ...]]:
    """What is there and what is missing, app by app, then what belongs to no app."""
    items, records = case.items(), case.records()
    named = platforms_in(items, records, situation_of(case).platforms)
    apps, general = checks_of(items, records, named)
    only_words = words_only(case)
    return tuple(_app(app, only_words) for app in apps), tuple(
        _line(check, Steps(), only_words) for check in general
    )


def _app(app: AppChecks, only_words: bool) -> AppLines:
    known = _known(app.platform)
    steps = known.steps(language()) if known else Steps()
    checks = [c for c in app.checks if not (only_words and c.need in (Need.PROFILE, Need.EXPORT))]
    lines = tuple(
        _line(check, steps, only_words) for check in checks if check.need is not Need.EXPORT or steps.export
    )
    name = known.name if known else app.platform or gettext("The app or website")
    return AppLines(name, lines, sum(line.state == "missing" for line in lines))


def _known(name: str) -> Platform | None:
    try:
        return platforms().get(name) if name else None
    except HoldfastError:
        return None


def _line(check: Check, steps: Steps, only_words: bool) -> Line:
    title, path = _titles(only_words)[check.need]
    state = {True: "there", False: "missing", None: "look"}[check.done]
    how = {
        Need.CHAT: () if only_words else steps.capture,
        Need.NAME: steps.write_down,
        Need.EXPORT: steps.export,
    }.get(check.need, ())
    return Line(title, state, path, how, "" if only_words else _DRAWN.get(check.need, ""))


def _titles(only_words: bool) -> dict[Need, tuple[str, str]]:
    chat = (
        (gettext("What they wrote, pasted or typed"), "/n/words")
        if only_words
        else (gettext("The chat, from the first message to the last"), "/n/add")
    )
    return {
        Need.CHAT: chat,
        Need.PROFILE: (gettext("Their profile page, with name and numbers"), "/n/add"),
        Need.NAME: (gettext("Their user name, letter by letter"), "/n/who"),
        Need.LINK: (gettext("The link to their profile"), "/n/who"),
        Need.NUMBER: (gettext("The number of their account, if you can see it"), "/n/who"),
        Need.EXPORT: (gettext("Your own data from the app: it holds the chat too"), "/n/add"),
        Need.DEMAND: (gettext("What they want, and by when"), "/n/want"),
        Need.PAYEE: (gettext("Where the money should go: names, numbers, addresses"), "/n/who"),
    }
