"""``holdfast site OUT``: reads its options, writes the pages, says what it wrote."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from holdfast.errors import HoldfastError, NotSaved, NotUnderstood


class NotAnAddress(NotUnderstood):
    for_person = "Give the address at which the pages will be found, for example https://help.example.org."


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="holdfast site",
        description="Write the whole guide as pages that any web server, or a folder, can show.",
        epilog="Examples:\n  holdfast site public --operator 'Example Helpline' --address https://help.example.org\n"
        "  holdfast site public --operator 'Example Police' --country GB --address https://example.org/help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("out", metavar="OUT", type=Path, help="folder for the pages")
    parser.add_argument(
        "--operator", required=True, metavar="NAME", help="who hosts them; it stands on every page"
    )
    parser.add_argument(
        "--address", required=True, metavar="URL", help="where they will be found; for the QR code"
    )
    parser.add_argument(
        "--country",
        default="",
        metavar="CODE",
        help="make every plan for this country (default: for everywhere)",
    )
    parser.add_argument("--language", default="en", metavar="CODE", help="language of the pages (default en)")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Returns 0; 2 for an option that is not understood; 3 where the folder cannot be written."""
    args = arguments(argv)
    try:
        with tempfile.TemporaryDirectory() as empty:
            # Django's settings want a data folder; these pages keep nothing in it.
            os.environ.setdefault("HOLDFAST_HOME", empty)
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
            print(_write(args))
    except HoldfastError as error:
        print(error.says(), file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"{NotSaved.for_person} ({error.strerror})", file=sys.stderr)
        return NotSaved.exit_code
    return 0


def _write(args: argparse.Namespace) -> str:
    import django

    django.setup()
    from holdfast.content.facts import places
    from holdfast.content.words import words
    from holdfast.web.site.writing import Operator, Site, write

    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", args.address):
        raise NotAnAddress("not http(s)")
    country = places().country(args.country) if args.country else None
    named = country.name_in(args.language) if country else ""
    operator = Operator(" ".join(args.operator.split()), named, args.address.rstrip("/"))
    words(args.language)  # refuses a language without words
    count = write(Site(operator, country, args.language, datetime.now(UTC)), args.out)
    return f"{count} files in {args.out}. Open {args.out / 'index.html'} in a browser to see them."


if __name__ == "__main__":
    raise SystemExit(main())
