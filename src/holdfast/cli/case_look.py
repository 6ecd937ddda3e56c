"""``holdfast case list``, ``timeline``, ``log``, ``check``: looking, without the blackmailer's words."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.case_json import entry_json, item_json, record_json
from holdfast.cli.command import Leaf, Parser
from holdfast.cli.door import Door
from holdfast.cli.opening import say_damage, the_case
from holdfast.cli.printing import Page, say_json, sizes
from holdfast.cli.words import _

if TYPE_CHECKING:
    from holdfast.case.room import Case
    from holdfast.case.values import Item, Record


def list_all(args: argparse.Namespace, door: Door) -> int:
    """Items and records in short; ``holdfast case show`` opens one."""
    case = the_case(args, door)
    items = [item for item in case.items() if args.all or not item.struck]
    records = case.records(struck=args.all)
    damaged = say_damage(case, door)
    if args.json:
        say_json(
            door,
            {
                "case": case.case_id,
                "items": [item_json(item) for item in items],
                "records": [record_json(record) for record in records],
                "damaged": damaged,
            },
        )
        return 0
    page = Page(door)
    if not items and not records:
        page.say(_("Your case is empty. To add a file, type: holdfast case add FILE"))
        return 0
    page.table(_item_row(item) for item in items)
    page.table(_record_row(record) for record in records)
    return 0


def _item_row(item: Item) -> tuple[str, ...]:
    struck = _("left out") if item.struck else ""
    return item.exhibit, item.kind.value, sizes(item.size), struck, item.title or item.name


def _record_row(record: Record) -> tuple[str, ...]:
    struck = _("left out") if record.struck else ""
    return record.record_id, record.kind.value, f"{record.added:%Y-%m-%d}", struck, ""


def timeline(args: argparse.Namespace, door: Door) -> int:
    """What happened when."""
    case = the_case(args, door)
    moments = case.timeline()
    if args.json:
        rows = [
            {
                "time": m.time.isoformat(),
                "said": m.said,
                "exact": m.exact,
                "what": m.what,
                "subject": m.subject,
            }
            for m in moments
        ]
        say_json(door, {"case": case.case_id, "timeline": rows})
        return 0
    names = _names(case)
    Page(door).table(
        (f"{m.time:%Y-%m-%d %H:%M} UTC", m.what, m.said or "", names.get(m.subject, m.subject))
        for m in moments
    )
    return 0


def _names(case: Case) -> dict[str, str]:
    return {item.item_id: f"{item.exhibit} {item.title or item.name}" for item in case.items()}


def log(args: argparse.Namespace, door: Door) -> int:
    """The evidence log. With ``--verify`` exit code 1 where it does not hold."""
    from holdfast.case.keys import fingerprint
    from holdfast.case.log import verify_log

    case = the_case(args, door)
    entries = case.log_entries()
    findings = verify_log(entries, case.log_public_key(), thorough=True) if args.verify else ()
    key = fingerprint(case.log_public_key())
    if args.json:
        found = [{"number": f.number, "problem": f.problem.value} for f in findings]
        answer = {"entries": [entry_json(entry) for entry in entries], "key_fingerprint": key}
        say_json(door, {**answer, "findings": found} if args.verify else answer)
        return 1 if findings else 0
    page = Page(door)
    page.table((str(e.number), e.utc, e.action, e.subject, e.sha256[:16]) for e in entries)
    page.say(_("Fingerprint of the key that signs: {key}").format(key=key))
    for finding in findings:
        page.say(
            _("Line {number} does not hold: {problem}.").format(
                number=finding.number, problem=finding.problem
            )
        )
    if args.verify and not findings:
        page.say(_("Every line holds: {count} lines, each signed.").format(count=len(entries)))
    return 1 if findings else 0


def check(args: argparse.Namespace, door: Door) -> int:
    """Log, rows and sealed files. Exit code 1 where anything does not hold."""
    case = the_case(args, door)
    findings = case.check(thorough=True)
    if args.json:
        rows = [{"problem": f.problem.value, "subject": f.subject, "detail": f.detail} for f in findings]
        say_json(door, {"case": case.case_id, "good": not findings, "findings": rows})
        return 1 if findings else 0
    page = Page(door)
    if not findings:
        page.say(_("Everything in your case is as it was saved."))
        return 0
    page.say(_("These parts were changed or damaged after they were saved:"))
    page.table((f.problem.value, f.subject, f.detail) for f in findings)
    return 1


def _list_options(parser: Parser) -> None:
    parser.add_argument("--all", action="store_true", help=_("also what you left out"))


def _log_options(parser: Parser) -> None:
    parser.add_argument("--verify", action="store_true", help=_("check every line and signature"))


def _no_options(parser: Parser) -> None:
    """None of its own."""


LEAVES = (
    Leaf(
        "case list",
        _("What is in your case. Messages stay closed; holdfast case show opens one."),
        ("holdfast case list", "holdfast case list --all --json"),
        _list_options,
        list_all,
        opens_case=True,
    ),
    Leaf(
        "case timeline",
        _("What happened when, out of items and records."),
        ("holdfast case timeline",),
        _no_options,
        timeline,
        opens_case=True,
    ),
    Leaf(
        "case log",
        _("The evidence log: every change, signed."),
        ("holdfast case log --verify",),
        _log_options,
        log,
        opens_case=True,
    ),
    Leaf(
        "case check",
        _("Check the log, every row and every sealed file of your case."),
        ("holdfast case check",),
        _no_options,
        check,
        opens_case=True,
    ),
)
