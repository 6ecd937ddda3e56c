"""A program that adds to a case and tells each item once it is saved. Run: ``python writing.py``, settings as JSON on
standard input: store (folder or dsn), case, key (hex), seed, and how many items (0: until it is killed).
"""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from holdfast.case.keys import CaseKey
from holdfast.case.room import resume
from holdfast.case.store import Store
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.values import Demand, PictureAnswer, Place


def store_at(address: str) -> Store:
    if address.startswith("host="):
        from holdfast.case.store_postgres import PostgresStore

        return PostgresStore(address)
    return SqliteStore(Path(address))


def main() -> None:
    given = json.loads(sys.stdin.readline())
    case = resume(
        store_at(given["store"]),
        given["case"],
        CaseKey(bytes.fromhex(given["key"])),
        place=Place.OWN_COMPUTER,
        clock=lambda: datetime.now(UTC),
        chance=os.urandom,
    )
    chosen = random.Random(given["seed"])
    print("ready", flush=True)
    number = 0
    while not given["count"] or number < given["count"]:
        number += 1
        words = f"{given['seed']}-{number} ".encode() * chosen.choice((1, 100, 10_000, 60_000))
        item = case.add("words.txt", [words], answer=PictureAnswer.NOT_ASKED)
        print(f"item {item.item_id} {item.sha256}", flush=True)
        if number % 3 == 0:
            record = case.put(Demand(wants=f"{given['seed']}-{number}"))
            print(f"record {record.record_id} -", flush=True)
        if number % 5 == 0:
            case.edit_item(item.item_id, title=f"{number}")


if __name__ == "__main__":
    main()
