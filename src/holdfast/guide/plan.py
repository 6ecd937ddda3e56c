"""From a situation to a plan: which steps, in which order, three at a time.

Pure: the same situation, time, language and ticks give the same plan. The words and each step's place are in
``content/en/guide``; here is only how they are chosen (decisions 0046 and 0047).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from holdfast.content.facts import platforms
from holdfast.content.platform import Deactivating, Platform, PlatformStatus, Steps
from holdfast.content.words import ENGLISH, OpeningWords, StepWords, words
from holdfast.guide.contacts import NIGHT_TO
from holdfast.guide.facts import EVENING_FROM, facts_of
from holdfast.guide.situation import Situation

#: Never more than three things to do at once under one heading (lives.md; decision 0047).
AT_ONCE = 3


class Moment(StrEnum):
    NOW = "now"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"
    WEEK = "week"


class PerApp(StrEnum):
    """Which of a platform's own lines a step is made of."""

    CAPTURE = "capture"
    WRITE_DOWN = "write_down"
    EXPORT = "export"
    EXPORT_SLOW = "export_slow"
    REPORT = "report"
    REMOVE = "remove"
    BLOCK = "block"
    CLOSE_AUDIENCE = "close_audience"
    GO_PRIVATE = "go_private"
    PAUSE = "pause"
    READ_FIRST = "read_first"
    DO_NOT_PAUSE = "do_not_pause"


class LinkKind(StrEnum):
    PAGE = "page"
    CONTACT = "contact"
    """One service, by its id in the places files."""
    KIND = "kind"
    """Every service of a kind that the person's country has."""
    CASE = "case"
    LETTERS = "letters"
    """The shelf of letters, or one of them by its id."""
    DATES = "dates"
    """The dates to keep: reports, and accounts that wait."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a step leads. ``target`` is "" for the case, the dates and the whole shelf of letters."""

    kind: LinkKind
    target: str = ""

    @classmethod
    def read(cls, text: str) -> Link:
        """``page:for-an-adult`` → a link. Raises ValueError for an unknown kind; a house test looks."""
        kind, _, target = text.partition(":")
        return cls(LinkKind(kind), target)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One thing to do. ``id`` is what is ticked: ``block`` or ``block:instagram``.

    ``lines`` and ``why`` are Markdown in one line each. ``platform`` is an id and ``app`` its name, or "".
    """

    id: str
    title: str
    lines: tuple[str, ...]
    why: str
    minutes: int
    links: tuple[Link, ...]
    rows: tuple[str, ...]
    sources: tuple[str, ...] = ()
    platform: str = ""
    app: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class MomentPlan:
    """One heading. ``shown`` has at most three; ``done`` came before them, ``later`` comes after."""

    moment: Moment
    title: str
    shown: tuple[PlanStep, ...]
    later: tuple[PlanStep, ...] = ()
    done: tuple[PlanStep, ...] = ()

    @property
    def steps(self) -> tuple[PlanStep, ...]:
        return self.done + self.shown + self.later


@dataclass(frozen=True, slots=True)
class Opening:
    """The words above the steps."""

    opening_id: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``crisis``: the crisis contacts and ``content.words.crisis`` stand above everything else."""

    crisis: bool
    first: Opening
    moments: tuple[MomentPlan, ...]

    def steps(self) -> tuple[PlanStep, ...]:
        """Every step, in order."""
        return tuple(step for moment in self.moments for step in moment.steps)

    def ids(self) -> tuple[str, ...]:
        """The id of every step, in order."""
        return tuple(step.id for step in self.steps())


def make_plan(
    situation: Situation, *, now: datetime, language: str = ENGLISH, ticked: Collection[str] = ()
) -> Plan:
    """The plan for ``situation``; a moment without steps is left out.

    ``now`` is aware and in the person's own time zone: its hour tells night, its date how old a source is.
    ``ticked`` are step ids; unknown ones are ignored. Raises FactsBroken for a language without words.
    """
    known = facts_of(situation, now)
    shelf = words(language)
    chosen = sorted(
        (step for step in shelf.steps.values() if _applies(step.when, step.unless, known)),
        key=lambda step: (step.order, step.step_id),
    )
    apps = tuple(platforms().get(name) for name in situation.platforms)
    moments = []
    for moment in Moment:
        steps = [
            made
            for step in chosen
            if step.moment == moment
            for made in _for_each_app(step, apps, now.date(), language)
        ]
        if steps:
            title = shelf.plan.moment(_heading(moment, now))
            moments.append(_three_at_a_time(moment, title, _tick(steps, ticked)))
    opening = _first_that_holds(shelf.plan.openings, known)
    return Plan(situation.crisis, Opening(opening.opening_id, opening.lines), tuple(moments))


def app_steps(platform_id: str, *, now: datetime, language: str = ENGLISH) -> tuple[PlanStep, ...]:
    """What can be done in one app, in the safe order: proof first, the account last.

    These are the plan's own steps for somebody of whom nothing is known but the app, so that they hold for
    anyone. Empty for an app that is closed and kept nothing. Raises UnknownPlatform.
    """
    known = platforms().get(platform_id).platform_id
    plan = make_plan(Situation(platforms=(known,)), now=now, language=language)
    return tuple(step for step in plan.steps() if step.platform == known)


def plan_lines(plan: Plan) -> tuple[str, ...]:
    """The plan as plain lines for a pack: headings, then steps, those that are done marked."""
    lines: list[str] = []
    for moment in plan.moments:
        lines.append(moment.title)
        for step in moment.steps:
            mark = "[x]" if step.ticked else "[ ]"
            lines.append(f"- {mark} {step.title}" + (f" ({step.app})" if step.app else ""))
    return tuple(lines)


def _applies(when: Iterable[str], unless: Iterable[str], known: frozenset[str]) -> bool:
    return known.issuperset(when) and known.isdisjoint(unless)


def _first_that_holds(openings: Iterable[OpeningWords], known: frozenset[str]) -> OpeningWords:
    return next(opening for opening in openings if _applies(opening.when, opening.unless, known))


def _heading(moment: Moment, now: datetime) -> str:
    """By day the second moment is called today."""
    by_day = NIGHT_TO <= now.hour < EVENING_FROM
    return "today" if moment is Moment.TONIGHT and by_day else moment.value


def _for_each_app(
    step: StepWords, apps: tuple[Platform, ...], today: date, language: str
) -> Iterator[PlanStep]:
    if not step.per_app:
        yield _made(step, step.lines)
    elif apps:
        for app in apps:
            own = own_lines(PerApp(step.per_app), app, today, language)
            if own is not None:
                yield _made(step, step.lines + (own or step.any_app), app)
    elif step.per_app not in _NEEDS_AN_APP:
        yield _made(step, step.lines + step.any_app)


def _made(step: StepWords, lines: tuple[str, ...], app: Platform | None = None) -> PlanStep:
    return PlanStep(
        id=f"{step.step_id}:{app.platform_id}" if app else step.step_id,
        title=step.title,
        lines=lines,
        why=step.why,
        minutes=step.minutes,
        links=tuple(Link.read(link) for link in step.links),
        rows=step.rows,
        sources=step.sources,
        platform=app.platform_id if app else "",
        app=app.name if app else "",
    )


#: What is said only of a known app. Without one, "keep the proof" and "read the screen first" stand for them.
_NEEDS_AN_APP = frozenset(
    {PerApp.CAPTURE, PerApp.EXPORT, PerApp.EXPORT_SLOW, PerApp.PAUSE, PerApp.DO_NOT_PAUSE}
)

_ADVICE = {
    PerApp.PAUSE: Deactivating.DO_IT,
    PerApp.READ_FIRST: Deactivating.READ_SCREEN_FIRST,
    PerApp.DO_NOT_PAUSE: Deactivating.DO_NOT,
}

_LINES: Mapping[PerApp, Callable[[Steps], tuple[str, ...]]] = {
    PerApp.CAPTURE: lambda own: own.capture,
    PerApp.WRITE_DOWN: lambda own: own.write_down,
    PerApp.EXPORT: lambda own: own.export,
    PerApp.EXPORT_SLOW: lambda own: own.export,
    PerApp.REPORT: lambda own: own.report,
    PerApp.REMOVE: lambda own: own.remove,
    PerApp.BLOCK: lambda own: own.block,
    PerApp.CLOSE_AUDIENCE: lambda own: own.close_audience,
    PerApp.GO_PRIVATE: lambda own: own.go_private,
    PerApp.PAUSE: lambda own: own.deactivate_note,
    PerApp.READ_FIRST: lambda own: own.deactivate_note,
    PerApp.DO_NOT_PAUSE: lambda own: own.deactivate_note,
}


def own_lines(kind: PerApp, app: Platform, today: date, language: str) -> tuple[str, ...] | None:
    """The platform's own lines, () where it has none of this kind, None where the step is not for it.

    A closed platform keeps only what is about proof; each kind of advice on "deactivate" is for the platforms
    it is true of on the day ``today``; data is asked for before a report only where that takes minutes.
    """
    own = _LINES[kind](app.steps(language))
    if app.status is PlatformStatus.CLOSED:
        return own or None if kind in (PerApp.CAPTURE, PerApp.WRITE_DOWN) else None
    if kind in _ADVICE and app.advice_on_deactivating(today) is not _ADVICE[kind]:
        return None
    if kind in (PerApp.EXPORT, PerApp.EXPORT_SLOW):
        takes_minutes = app.export.minutes is not None
        return own if own and takes_minutes == (kind is PerApp.EXPORT) else None
    if kind in (PerApp.CLOSE_AUDIENCE, PerApp.GO_PRIVATE):
        return own or None
    return own


def _tick(steps: Iterable[PlanStep], ticked: Collection[str]) -> list[PlanStep]:
    return [replace(step, ticked=True) if step.id in ticked else step for step in steps]


def _three_at_a_time(moment: Moment, title: str, steps: list[PlanStep]) -> MomentPlan:
    """The first three that are not all ticked are shown; with everything ticked, nothing is."""
    groups = [tuple(steps[n : n + AT_ONCE]) for n in range(0, len(steps), AT_ONCE)]
    done = 0
    while done < len(groups) and all(step.ticked for step in groups[done]):
        done += 1
    cut = done * AT_ONCE
    shown = groups[done] if done < len(groups) else ()
    return MomentPlan(moment, title, shown, tuple(steps[cut + AT_ONCE :]), tuple(steps[:cut]))
