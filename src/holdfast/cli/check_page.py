"""A reading for the terminal and for machines. The blackmailer's words are not printed again: only what they are."""

from __future__ import annotations

from holdfast.check.course import Point
from holdfast.check.summary import StepRead, Summary, asked_for, summary
from holdfast.check.values import DemandRead, FoundIdentifier, Reading
from holdfast.cli.asker import asker
from holdfast.cli.door import Door
from holdfast.cli.guide_page import plain, print_crisis
from holdfast.cli.printing import Page
from holdfast.cli.words import _
from holdfast.content.readings import reading_words
from holdfast.guide.situation import Situation

#: Never more than three things to do at once.
FEW = 3
LANGUAGE = "en"


def print_crisis_in(page: Page, door: Door, country: str) -> None:
    """The crisis box of a country; without one, the numbers of the world."""
    print_crisis(page, asker(Situation(country=country), door, LANGUAGE))


def print_reading(page: Page, reading: Reading, notes: tuple[str, ...]) -> None:
    """The summary first; then what to do; then why we say so."""
    said = summary(reading, LANGUAGE)
    page.heading(said.title)
    for line in (*said.lines, said.stage, said.sure):
        if line:
            page.say(line)
    _print_steps(page, said)
    if said.bluff:
        _print_list(page, _("Is it a bluff?"), (said.bluff,))
        _print_list(page, _("What is there"), said.present)
        _print_list(page, _("What is missing"), said.absent)
    _print_demand(page, reading.demand)
    _print_identifiers(page, reading.identifiers)
    times = _("{why} ({times} times)")
    _print_list(
        page,
        _("What we saw in the words"),
        tuple(s.why if s.times == 1 else times.format(why=s.why, times=s.times) for s in said.signs),
    )
    _print_list(page, _("How it was read"), tuple(reading_words().text("note", note) for note in notes))


def _print_steps(page: Page, said: Summary) -> None:
    if not said.steps:
        return
    print_few_steps(page, said.steps[:FEW])
    if len(said.steps) > FEW:
        page.say(_("After that:"), indent="  ")
        for step in said.steps[FEW:]:
            page.say(step.title, indent="       ", first="     - ")


def print_few_steps(page: Page, steps: tuple[StepRead, ...]) -> None:
    """The first steps, with how to do each; nothing where there is none."""
    if steps:
        page.heading(_("What to do next"))
    for number, step in enumerate(steps, 1):
        page.say(step.title, indent="     ", first=f"  {number}. ")
        for line in step.lines:
            page.say(plain(line), indent="       ", first="     - ")


def print_course(page: Page, points: tuple[Point, ...], total: int) -> None:
    """At which message each stage began; their words are not printed again."""
    if points:
        page.heading(_("How it went"))
        said = reading_words()
        where = _("Message {number} of {total}")
        page.table(
            (f"  {where.format(number=point.message + 1, total=total)}", said.text("stage", point.stage))
            for point in points
        )


def _print_list(page: Page, title: str, lines: tuple[str, ...]) -> None:
    if lines:
        page.heading(title)
        for line in lines:
            page.say(line, indent="    ", first="  - ")


def _print_demand(page: Page, demand: DemandRead) -> None:
    names = {
        "wants": _("They want"),
        "amount": _("How much"),
        "method": _("Paid by"),
        "deadline": _("By when"),
        "audience": _("They would show"),
    }
    rows = asked_for(demand, LANGUAGE)
    if rows:
        page.heading(_("What they ask for"))
        page.table((f"  {names[field]}", words) for field, words in rows)


def _print_identifiers(page: Page, found: tuple[FoundIdentifier, ...]) -> None:
    if not found:
        return
    said = reading_words()
    page.heading(_("Names, numbers and accounts in it"))
    once = dict.fromkeys((one.kind, one.service, one.value, one.valid, one.role) for one in found)
    page.table(
        (
            f"  {said.name('identifier', kind)}" + (f" ({service})" if service else ""),
            said.text("role", role) + ("" if valid is not False else "; " + _("not a real one")),
            value,
        )
        for kind, service, value, valid, role in once
    )


def reading_json(
    file: str, reading: Reading, notes: tuple[str, ...], course: tuple[Point, ...] = ()
) -> dict[str, object]:
    """One file for machines; keys are promised in docs/cli.md."""
    return {
        "file": file,
        "kind": reading.kind.value,
        "stage": reading.stage.value if reading.stage else None,
        "bluff": reading.bluff.value,
        "text": reading.text,
        "signs": [
            {"id": one.id, "start": one.start, "end": one.end, "reported": one.reported}
            for one in reading.signs
        ],
        "identifiers": [_identifier_json(one) for one in reading.identifiers],
        "demand": _demand_json(reading.demand),
        "steps": list(reading.steps),
        "sure": reading.sure.value,
        "present": list(reading.present),
        "absent": list(reading.absent),
        "blackmailer": reading.blackmailer or None,
        "languages": list(reading.languages),
        "crisis": reading.crisis,
        "other": reading.other.value if reading.other else None,
        "notes": list(notes),
        "course": [
            {"stage": one.stage.value, "message": one.message, "signs": [sign.id for sign in one.signs]}
            for one in course
        ],
    }


def _identifier_json(one: FoundIdentifier) -> dict[str, object]:
    return {
        "kind": one.kind,
        "value": one.value,
        "valid": one.valid,
        "role": one.role.value,
        "service": one.service or None,
        "start": one.start,
        "end": one.end,
        "repaired": one.repaired,
    }


def _demand_json(demand: DemandRead) -> dict[str, object] | None:
    if not demand:
        return None
    return {
        "amount": demand.amount or None,
        "currency": demand.currency or None,
        "amounts": list(demand.amounts),
        "method": demand.method or None,
        "deadline": demand.deadline or None,
        "deadline_hours": demand.deadline_hours,
        "audience": list(demand.audience),
        "wants": list(demand.wants),
        "spans": [list(span) for span in demand.spans],
    }
