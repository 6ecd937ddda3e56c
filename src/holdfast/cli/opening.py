"""From a typed code to an open case."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from holdfast.cli.asking import case_code
from holdfast.cli.door import Door
from holdfast.cli.words import _
from holdfast.errors import HoldfastError
from holdfast.home import data_folder, is_hosted, pepper

if TYPE_CHECKING:
    from holdfast.case.room import Case
    from holdfast.case.store import Store
    from holdfast.case.values import Place


class PartMissing(HoldfastError):
    """An optional part of the program is not installed."""

    for_person = "This needs a part that is not installed. To add it, type: pip install '{package}'"
    exit_code = 3


def store_of(door: Door) -> Store:
    """Where the cases lie: HOLDFAST_DATABASE (PostgreSQL), else files in the data folder."""
    if address := door.environ.get("HOLDFAST_DATABASE"):
        try:
            from holdfast.case.store_postgres import PostgresStore
        except ImportError as missing:
            raise PartMissing("psycopg", package="holdfast-help[hosted]") from missing
        return PostgresStore(address)
    from holdfast.case.store_sqlite import SqliteStore

    return SqliteStore(data_folder(door.environ))


def place_of(door: Door) -> Place:
    """Whose computer this is; the hard rule for children's pictures hangs on it."""
    from holdfast.case.values import Place

    return Place.HOSTED if is_hosted(door.environ) else Place.OWN_COMPUTER


def the_case(args: argparse.Namespace, door: Door) -> Case:
    """The case that the person's code opens. Raises CodeNeeded, CodeNotReadable, WrongCode, Busy, Tampered."""
    from holdfast.case.room import open_case

    typed = case_code(args, door)
    return open_case(
        store_of(door),
        typed,
        place=place_of(door),
        pepper=pepper(door.environ, door.chance),
        stretcher=door.stretcher(),
        clock=door.clock,
        chance=door.chance,
    )


def say_damage(case: Case, door: Door) -> int:
    """Tells on stderr that parts of the case do not open, and how many; listings and packs go without them."""
    count = len(case.damaged())
    if count:
        words = _("{count} parts of this case were changed or damaged, and are left out here.")
        print(words.format(count=count), _("To see which, type: holdfast case check"), file=door.stderr)
    return count
