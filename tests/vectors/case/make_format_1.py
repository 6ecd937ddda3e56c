"""Made the frozen case in ``format-1/`` once. Never run again: the point is that those bytes do not change.

``python make_format_1.py FOLDER`` writes a case with real stretching, and what it is expected to hold.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.case import drawn

from holdfast.case.log import log_lines
from holdfast.case.room import Case, new_case
from holdfast.case.store_sqlite import SqliteStore
from holdfast.case.stretch import Argon2
from holdfast.case.values import (
    About,
    Account,
    AgeInPicture,
    Demand,
    Offender,
    Payment,
    PictureAnswer,
    Place,
    Report,
)
from holdfast.case.written import plain, record_plain
from holdfast.identifiers import Identifier, IdentifierKind

PEPPER = bytes(range(32))


class Ticking:
    """A minute a look."""

    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def fill(case: Case) -> None:
    picture = case.add("chat screen.png", [drawn.picture("PNG")], answer=PictureAnswer.NO, title="The threat")
    case.put_copy(picture.item_id, drawn.picture("JPEG", (195, 422)), (195, 422))
    case.add("WhatsApp Chat.zip", [drawn.whatsapp_zip()], answer=PictureAnswer.NOT_ASKED)
    words = case.add_text(
        "Pay 300 by ten. \u202e\U0001f600 ไทย", platform="instagram", captured="2026-01-01 22:10"
    )
    case.edit_item(words.item_id, note="read aloud by the person")
    gone = case.add_text("Added by accident.")
    case.strike(gone.item_id)
    handle = Identifier(IdentifierKind.HANDLE, "@Mia.Example", "instagram")
    case.put(Offender((handle, Identifier(IdentifierKind.PHONE, "+44 7700 900123")), "instagram", "19", ""))
    demand = case.put(Demand("money", "300", "GBP", "gift card", "2026-01-02 22:00"))
    case.put(
        Demand("money", "500", "GBP", "gift card", "2026-01-03 22:00", "family", "pay or else"),
        demand.record_id,
    )
    case.put(Payment("50", "GBP", "card", (handle,), "2026-01-01", "A1"))
    case.put(Report("instagram", "2026-01-02", "778"))
    record = case.put(Account("What happened.", "No calls.", "A.", "a@example.org"))
    case.strike_record(record.record_id)
    case.set_about(situation={"happened": ["threatened"], "paid": True})
    case.tick("stop-replying")
    case.note_in_log("pack.made", "pack1", "ab" * 32)


def expected(case: Case, codes: dict[str, str]) -> dict[str, object]:
    """What opening must give, ever."""
    return {
        **codes,
        "pepper": PEPPER.hex(),
        "case": case.case_id,
        "log_public_key": case.log_public_key().hex(),
        "about": plain(case.about),
        "items": [plain(item) for item in case.items()],
        "records": [record_plain(record) for record in case.records(struck=True)],
    }


def main(folder: Path) -> None:
    store = SqliteStore(folder / "home")
    about = About(AgeInPicture.ADULT, "GB", "en", "Europe/London")
    case, code = new_case(
        store,
        place=Place.OWN_COMPUTER,
        about=about,
        pepper=PEPPER,
        stretcher=Argon2(),
        clock=Ticking(),
        chance=os.urandom,
    )
    fill(case)
    recovery = case.make_recovery(pepper=PEPPER, stretcher=Argon2())
    codes = {
        "code": code.text,
        "digits": code.digits,
        "recovery": recovery.text,
        "recovery_digits": recovery.digits,
    }
    (folder / "expected.json").write_text(
        json.dumps(expected(case, codes), indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    (folder / "log.jsonl").write_bytes(b"".join(log_lines(case.log_entries())))
    store._truncate_wal()
    store._connection().execute("PRAGMA journal_mode = DELETE")
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
