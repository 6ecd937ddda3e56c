"""A process of its own for work on an open case: making a pack, making smaller copies.

Run as ``python -m holdfast.case.pack.child``. The order is one line of JSON on standard input, the case key in it;
each line of JSON on standard output is what was done so far, the last one what came out or the name of an error.
When standard input closes, whoever started this is gone, and so is this process. Nothing readable is written
anywhere: a pack goes sealed into the store, staged beside the case.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from holdfast.case.keys import CaseKey
from holdfast.case.pack.interface import Choice, Section
from holdfast.case.pack.readers import Reader as PackReader
from holdfast.case.room import Case, resume
from holdfast.case.seal import SealedInfo, Sealer
from holdfast.case.store import Store
from holdfast.case.values import Place
from holdfast.errors import ChangedMeanwhile, HoldfastError

#: Bytes of private memory. Typst took under 1 GB for 100 pictures; a picture of 100 megapixels takes 400 MB.
MEMORY = 2 * 1024**3
#: The person may go on writing in another tab, and smaller copies may be saved, while a pack is made.
TRIES = 5


def main() -> int:
    """0 when done, 1 when an error was told."""
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory()
    try:
        say(**_work(order))
    except HoldfastError as error:
        say(error=type(error).__name__)
        return 1
    except MemoryError:
        say(error="MemoryError")
        return 1
    return 0


def say(**what: object) -> None:
    """One line to whoever started this. Counts and ids only."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    """Reads past Python's own buffer, whose lock would be held when the program ends."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(3)


def _limit_memory() -> None:
    """Where the system has such a limit (Linux counts private writable memory since 4.7)."""
    try:
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


def _clock() -> datetime:
    return datetime.now(UTC)


def _work(order: Mapping[str, Any]) -> dict[str, object]:
    store = _store(order)
    key, place = CaseKey(bytes.fromhex(order["key"])), Place(order["place"])
    case = resume(store, order["case"], key, place=place, clock=_clock, chance=os.urandom)
    with closing(store):
        return (
            {"size": _pack(store, case, order).size} if order["task"] == "pack" else {"copies": _copies(case)}
        )


def _store(order: Mapping[str, Any]) -> Store:
    if order["database"]:
        from holdfast.case.store_postgres import PostgresStore

        return cast(Store, PostgresStore(order["database"]))
    from holdfast.case.store_sqlite import SqliteStore

    return SqliteStore(Path(order["folder"]))


def _pack(store: Store, case: Case, order: Mapping[str, Any]) -> SealedInfo:
    """Makes the pack straight into a sealed, staged blob; again where the case was changed meanwhile.

    Raises PackError, NotSaved, Tampered.
    """
    _copies(case, tell=False)
    for _try in range(TRIES - 1):
        try:
            return _one_pack(store, case, order)
        except ChangedMeanwhile:
            time.sleep(1)
    return _one_pack(store, case, order)


def _one_pack(store: Store, case: Case, order: Mapping[str, Any]) -> SealedInfo:
    from holdfast.case.pack.make import make_pack

    sink = store.stage(case.case_id, order["blob"])
    try:
        sealer = Sealer(sink, case.key, case.case_id, order["blob"], chance=os.urandom)
        make_pack(
            case,
            _Pushed(sealer),
            choice_from(order["choice"]),
            clock=_clock,
            progress=lambda done, total: say(done=done, total=total),
            to=order.get("to") or None,
            passphrase=order.get("passphrase") or None,
        )
        info = sealer.finish()
        sink.finish()
    except BaseException:
        sink.abandon()
        raise
    return info


class _Pushed:
    """The sealer as a sink that only takes bytes."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def write(self, data: bytes) -> int:
        self._sealer.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


def choice_from(found: Mapping[str, Any]) -> Choice:
    """A choice as JSON carries it."""
    items = found["items"]
    return Choice(
        items=None if items is None else frozenset(items),
        records=bool(found["records"]),
        sections=tuple(Section(part["title"], tuple(part["paragraphs"])) for part in found["sections"]),
        language=found["language"],
        include_log=bool(found["include_log"]),
        risk=tuple(found["risk"]),
        reader=PackReader(found["reader"]),
        contact=bool(found["contact"]),
    )


def _copies(case: Case, *, tell: bool = True) -> int:
    """Makes the smaller copies that are missing, and says how many. What does not decode is passed over."""
    from holdfast.case.pictures import smaller_copy

    blocked = {item.item_id for item in case.blocked_items()}
    missing = [
        i for i in case.items() if i.kind.is_picture and not i.copy_blob_id and i.item_id not in blocked
    ]
    made = 0
    for item in missing:
        try:
            with closing(case.open_item(item)) as reader:
                jpeg, size = smaller_copy(cast(BinaryIO, reader))
            case.put_copy(item.item_id, jpeg, size)
            made += 1
        except HoldfastError:
            continue
        if tell:
            say(done=made, total=len(missing))
    return made


if __name__ == "__main__":
    raise SystemExit(main())
