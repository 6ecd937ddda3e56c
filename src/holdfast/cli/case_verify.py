"""``holdfast case verify``: what holds in a pack and what does not. Needs no case and writes nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from holdfast.cli.asking import passphrase
from holdfast.cli.case_add import NoSuchFile, NotReadable
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _


def verify(args: argparse.Namespace, door: Door) -> int:
    """Exit code 0 where everything holds, 1 where anything does not."""
    from holdfast.case.pack.verify import FindingId, verify_pack

    path = Path(args.file)
    secrets: dict[str, str | None] = {
        "passphrase": passphrase(door) if args.passphrase else door.environ.get("HOLDFAST_PASSPHRASE"),
        "identity": _identity(args.identity),
    }
    try:
        verdict = verify_pack(path, **secrets, fingerprint=args.fingerprint)
        needs_one = verdict.has(FindingId.SEALED, False) and not any(secrets.values())
        if needs_one and door.person_is_here and not args.json:
            secrets["passphrase"] = passphrase(door)
            verdict = verify_pack(path, **secrets, fingerprint=args.fingerprint)
    except FileNotFoundError as error:
        raise NoSuchFile("pack", name=path.name) from error
    except OSError as error:
        raise NotReadable("pack", name=path.name) from error
    if args.json:
        rows = [
            {"id": finding.id.value, "ok": finding.ok, "words": finding.says(args.language)}
            for finding in verdict.findings
        ]
        say_json(door, {"good": verdict.good, "words": verdict.says(args.language), "findings": rows})
        return 0 if verdict.good else 1
    page = Page(door)
    for finding in verdict.findings:
        page.say(finding.says(args.language), indent="    ", first=_("yes ") if finding.ok else _("NO  "))
    page.heading(verdict.says(args.language))
    return 0 if verdict.good else 1


def _identity(name: str | None) -> str | None:
    """The first key in a file as ``age-keygen`` writes it."""
    if name is None:
        return None
    path = Path(name)
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError as error:
        raise NoSuchFile("identity", name=path.name) from error
    except OSError as error:
        raise NotReadable("identity", name=path.name) from error
    return next((line.strip() for line in lines if line.strip() and not line.startswith("#")), "")


def _options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("the pack: a file, or the folder it was unpacked to"))
    parser.add_argument(
        "--fingerprint",
        type=plain,
        metavar="TEXT",
        help=_("the fingerprint from the person's own paper: is it really their case?"),
    )
    parser.add_argument(
        "--passphrase",
        action="store_true",
        help=_("the pack is sealed: ask for its passphrase (or HOLDFAST_PASSPHRASE)"),
    )
    parser.add_argument("--identity", metavar="FILE", help=_("the pack is sealed: an age key file opens it"))
    parser.add_argument("--language", default="en", metavar="CODE", help=_("language of the answer"))


LEAVES = (
    Leaf(
        "case verify",
        _("Check a pack: what holds and what does not, in words. Needs no case, changes nothing."),
        (
            "holdfast case verify for-police.zip",
            "holdfast case verify for-police.zip.age --passphrase --fingerprint '1f2e 3d4c …'",
        ),
        _options,
        verify,
    ),
)
