"""``holdfast case time``: trusted time for the evidence log, only when asked for, with authorities that you name."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.opening import the_case
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood, RootNotReadable

if TYPE_CHECKING:
    from holdfast.case.trusted_time import Authority, Stamp

#: Seconds for one authority; without an answer by then it counts as unreachable, and the log says so.
PATIENCE = 20


class RootMissing(NotUnderstood):
    for_person = "Each --authority needs its own --root, in the same order."


def time(args: argparse.Namespace, door: Door) -> int:
    """Asks the authorities, or lists what they said before. Exit code 1 where one gave no trusted time."""
    from holdfast.case.trusted_time import ask_for_time, stamps

    authorities = _authorities(args)
    case = the_case(args, door)
    told = ask_for_time(case, authorities, _post) if authorities else stamps(case)
    if args.json:
        say_json(door, {"stamps": [_json(stamp) for stamp in told]})
    else:
        _say(told, door)
    return 1 if authorities and any(stamp.time is None for stamp in told) else 0


def _authorities(args: argparse.Namespace) -> tuple[Authority, ...]:
    from holdfast.case.trusted_time import Authority

    addresses, roots = args.authority or [], args.root or []
    if len(addresses) != len(roots):
        raise RootMissing(f"{len(addresses)} authorities, {len(roots)} roots")
    return tuple(Authority(address, _pem(root)) for address, root in zip(addresses, roots, strict=True))


def _pem(path: str) -> str:
    try:
        return Path(path).read_text("ascii")
    except (OSError, ValueError) as unread:
        raise RootNotReadable(type(unread).__name__) from unread


def _post(address: str, request: bytes) -> bytes:
    """RFC 3161, 3.4: over HTTP. Raises OSError, also for an address that is none."""
    from urllib.request import Request, urlopen

    from holdfast.case.trusted_time import LONGEST_ANSWER

    if not address.startswith(("http://", "https://")):
        raise OSError("not an address")
    asked = Request(address, request, {"Content-Type": "application/timestamp-query"})  # noqa: S310
    with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
        return bytes(answer.read(LONGEST_ANSWER))


def _json(stamp: Stamp) -> dict[str, object]:
    return {
        "line": stamp.line,
        "head": stamp.head,
        "authority": stamp.authority.address,
        "time": stamp.time.isoformat() if stamp.time else None,
        "why": stamp.why or None,
    }


def _say(told: tuple[Stamp, ...], door: Door) -> None:
    page = Page(door)
    if not told:
        page.say(_("There is no trusted time yet. To ask for it, see: holdfast case time --help"))
    for stamp in told:
        if stamp.time:
            words = _("Line {line} of the log existed by {time} UTC, says {authority}.")
            page.say(
                words.format(
                    line=stamp.line, time=f"{stamp.time:%Y-%m-%d %H:%M:%S}", authority=stamp.authority.address
                )
            )
        else:
            words = _("No trusted time yet from {authority}: {why} You can ask again later.")
            page.say(words.format(authority=stamp.authority.address, why=_why(stamp.why)))


def _why(reason: str) -> str:
    return {
        "unreachable": _("it could not be reached."),
        "unreadable": _("its answer could not be read."),
        "refused": _("it refused."),
        "not_proven": _("its answer does not lead to the root you named, or is for something else."),
    }.get(reason, reason)


def _options(parser: Parser) -> None:
    parser.add_argument(
        "--authority",
        action="append",
        metavar="URL",
        type=plain,
        help=_("address of a time authority (RFC 3161); may be given twice. It gets a hash, no words"),
    )
    parser.add_argument(
        "--root",
        action="append",
        metavar="FILE",
        type=plain,
        help=_("its root certificate (PEM), one for each --authority, in the same order"),
    )


LEAVES = (
    Leaf(
        "case time",
        _(
            "Have time authorities outside confirm the log. Without options: what they said before. Goes online."
        ),
        (
            "holdfast case time",
            "holdfast case time --authority https://time.example.org/ --root root.pem",
        ),
        _options,
        time,
        opens_case=True,
    ),
)
