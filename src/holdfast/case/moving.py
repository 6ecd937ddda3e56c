"""A case moves to another installation: all of it, still sealed, in one file (docs/formats/move-1.md)."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from holdfast.case.adding import is_blocked
from holdfast.case.canonical import canonical
from holdfast.case.code import CaseCode, Chance, RecoveryCode, parse_code
from holdfast.case.inside import look_at, strings
from holdfast.case.intake import second_look
from holdfast.case.keys import CaseKey, Wrap, locator, unwrap_with_code
from holdfast.case.ledger import ABOUT, ITEM, RECORD, TABLES, Clock, Sealing
from holdfast.case.log import Action
from holdfast.case.room import Case, resume
from holdfast.case.seal import SealedReader, Source, open_row, seal_row
from holdfast.case.store import Row, Store, checked_id, hour_of
from holdfast.case.stretch import Parameters, Stretcher
from holdfast.case.values import AgeInPicture, Item, Kind, Place
from holdfast.case.written import about_from, item_from, read_json
from holdfast.errors import CaseGone, ChildPictureRule, MovedApart, NotAMove, Tampered, WrongCode

FORMAT = "holdfast-move-1"
#: Bytes of the rows of one case; 2,000 items with their log lines take about 8 MB.
MOST_ROWS = 512 << 20
_PIECE = 1 << 20
_FIRST, _ROWS, _LIST, _BLOBS = "move.json", "rows.jsonl", "list", "blobs/"
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """How much is in the file, or was new here: versions of rows, blobs."""

    rows: int
    blobs: int


def write_move(case: Case, typed: str, pepper: bytes, sink: BinaryIO) -> Moved:
    """Writes the case as it is now. It opens elsewhere with ``typed``, one of its codes. One log line says so.

    The file holds what a stolen store would: sealed rows and blobs, and the key wrapped under that code. Raises
    CodeNotReadable, WrongCode for a code of another case, ChildPictureRule where the hard rule has locked an item.
    """
    if case.blocked_items():
        raise ChildPictureRule("a case with items that nobody may look at")
    code, store = parse_code(typed), case._ledger.store
    wrap = store.find(locator(code, pepper))
    if wrap is None or wrap.case_id != case.case_id:
        raise WrongCode("a code of another case")
    case.note_in_log(Action.CASE_MOVED, "case")
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        head = {"format": FORMAT, "wrap": _wrap_plain(wrap), "head": store.head(case.case_id).hex()}
        _put(archive, hashes, _FIRST, [canonical(head)])
        rows = [row for table in TABLES for row in store.rows(case.case_id, table)]
        _put(archive, hashes, _ROWS, (canonical(_row_plain(row)) + b"\n" for row in rows))
        blobs = sorted(store.blob_ids(case.case_id))
        for blob_id in blobs:
            with closing(store.open_blob(case.case_id, blob_id)) as source:
                _put(archive, hashes, _BLOBS + blob_id, _pieces(source))
        chance = case._ledger.sealing.chance
        listed = seal_row(case.key, "move", "list", "list", case.case_id, canonical(hashes), chance=chance)
        _put(archive, {}, _LIST, [listed])
    return Moved(len(rows), len(blobs))


def take_move(
    store: Store,
    file: BinaryIO,
    typed: str,
    *,
    place: Place,
    pepper: bytes,
    stretcher: Stretcher,
    clock: Clock,
    chance: Chance,
) -> tuple[Case, Moved]:
    """The case from the file, checked whole before anything is kept; what is here already is not taken twice.

    Where an older state of the same case is here, it goes on from there. Raises NotAMove, WrongCode, Tampered (any
    byte was changed), :class:`MovedApart` (both went on), CaseGone (deleted here before), LocatorTaken,
    ChildPictureRule (pictures that may not enter this place), NotSaved.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            move = _Move.read(archive, parse_code(typed), pepper, stretcher)
            rule = move.check_rule(place, chance)
            taken = move.keep(store, archive, clock(), rule)
    except _BROKEN as broken:
        raise NotAMove(type(broken).__name__) from broken
    case = resume(store, move.case_id, move.key, place=place, clock=clock, chance=chance)
    if taken.rows:
        case.note_in_log(Action.CASE_TAKEN, "case")
    return case, taken


@dataclass(frozen=True, slots=True)
class Rule:
    """Only words may enter here: what each blob holds is looked at again, as if it came in by the front door."""

    sealing: Sealing
    items: Mapping[str, Item]
    place: Place
    age: AgeInPicture

    def look(self, store: Store, blob_id: str) -> None:
        """Raises ChildPictureRule, HiddenInText."""
        item, case_id = self.items[blob_id], self.sealing.case_id
        source = store.open_staged(case_id, blob_id)
        with SealedReader(source, self.sealing.key, case_id, blob_id) as reader:
            if item.kind is Kind.TEXT:
                look_at((reader.read().decode("utf-8", "replace"),), self.place, self.age)
                return
            kept = second_look(
                item.kind,
                cast(BinaryIO, reader),
                size=item.size,
                name=item.name,
                answer=item.answer,
                place=self.place,
                age=self.age,
            )
        if kept.replacement is not None:
            raise ChildPictureRule("a moved item carries more than words")


@dataclass(frozen=True, slots=True)
class _Move:
    """A move file whose list and rows were checked; blobs are checked as they pass."""

    wrap: Wrap
    key: CaseKey
    head: bytes
    rows: tuple[Row, ...]
    hashes: Mapping[str, str]

    @property
    def case_id(self) -> str:
        return self.wrap.case_id

    @classmethod
    def read(
        cls, archive: zipfile.ZipFile, code: CaseCode | RecoveryCode, pepper: bytes, stretcher: Stretcher
    ) -> _Move:
        for part in archive.infolist():
            if part.compress_type != zipfile.ZIP_STORED or part.file_size > part.compress_size:
                raise NotAMove("packed parts")
        first_bytes = _whole(archive, _FIRST)
        first = json.loads(first_bytes)
        if first["format"] != FORMAT:
            raise NotAMove("another format")
        wrap = _wrap_from(first["wrap"], code, pepper)
        key = unwrap_with_code(wrap, code, pepper=pepper, stretcher=stretcher)
        listed = open_row(key, "move", "list", "list", wrap.case_id, _whole(archive, _LIST))
        hashes = {name: str(digest) for name, digest in read_json(listed).items()}
        names = set(archive.namelist())
        rows_bytes = _whole(archive, _ROWS)
        if names != {*hashes, _LIST} or len(names) != len(archive.namelist()):
            raise Tampered("parts were added or taken out")
        for name, found in ((_FIRST, first_bytes), (_ROWS, rows_bytes)):
            if hashlib.sha256(found).hexdigest() != hashes[name]:
                raise Tampered("a part was changed")
        rows = tuple(_row_from(json.loads(line)) for line in rows_bytes.splitlines())
        return cls(wrap, key, bytes.fromhex(first["head"]), rows, hashes)

    @property
    def blobs(self) -> tuple[str, ...]:
        return tuple(checked_id(name.removeprefix(_BLOBS)) for name in self.hashes if name.startswith(_BLOBS))

    def check_rule(self, place: Place, chance: Chance) -> Rule | None:
        """The hard rule at this door: where only words may enter, every version of every row is looked at.

        Gives the rule for the blobs, or None where pictures may be. Raises ChildPictureRule, HiddenInText.
        """
        sealing = Sealing(self.case_id, self.key, chance)
        opened = [
            (row.table, sealing.opened(row).value) for row in self.rows if row.table in (ABOUT, ITEM, RECORD)
        ]
        age = about_from([value for table, value in opened if table == ABOUT][-1]).age_in_picture
        items = {
            item.blob_id: item for item in (item_from(value) for table, value in opened if table == ITEM)
        }
        if any(is_blocked(item.kind, place, age) for item in items.values()):
            raise ChildPictureRule("a moved case holds pictures")
        if not (place is Place.HOSTED and age.maybe_child):
            return None
        for _, value in opened:
            look_at(strings(dict(value)), place, age)
        if set(self.blobs) != set(items):
            raise ChildPictureRule("a blob that no item names")
        return Rule(sealing, items, place, age)

    def keep(self, store: Store, archive: zipfile.ZipFile, now: datetime, rule: Rule | None) -> Moved:
        """Everything that is not here yet, in one transaction."""
        self._make_case(store, now)
        here = {
            (row.table, row.row_id, row.version): row for t in TABLES for row in store.rows(self.case_id, t)
        }
        coming = {(row.table, row.row_id, row.version): row for row in self.rows}
        new = [row for name, row in coming.items() if name not in here]
        if any(here[name].sealed != row.sealed for name, row in coming.items() if name in here):
            raise MovedApart("the same version differs")
        if new and here.keys() - coming.keys():
            raise MovedApart("both went on")
        blobs = [blob_id for blob_id in self.blobs if blob_id not in store.blob_ids(self.case_id)]
        try:
            for blob_id in blobs:
                self._stage(store, archive, blob_id)
                if rule is not None:
                    rule.look(store, blob_id)
            with store.transaction(self.case_id) as transaction:
                for row in new:
                    transaction.append(row)
                for blob_id in blobs:
                    transaction.keep_blob(blob_id, hour_of(now))
                if new:
                    transaction.set_head(self.head)
        except BaseException:
            for blob_id in blobs:
                store.drop_staged(self.case_id, blob_id)
            raise
        return Moved(len(new), len(blobs))

    def _make_case(self, store: Store, now: datetime) -> None:
        """An empty place with the code's wrap, unless the case is here; what a crash left is completed next time."""
        try:
            store.head(self.case_id)
        except CaseGone:
            if self.case_id in store.deleted():
                raise
            store.create(self.wrap, self.head, (), hour_of(now))

    def _stage(self, store: Store, archive: zipfile.ZipFile, blob_id: str) -> None:
        digest, sink = hashlib.sha256(), store.stage(self.case_id, blob_id)
        try:
            with archive.open(_BLOBS + blob_id) as part:
                while piece := part.read(_PIECE):
                    digest.update(piece)
                    sink.write(piece)
            if digest.hexdigest() != self.hashes[_BLOBS + blob_id]:
                raise Tampered("a blob was changed")
            sink.finish()
        except BaseException:
            sink.abandon()
            raise


def _put(archive: zipfile.ZipFile, hashes: dict[str, str], name: str, pieces: Any) -> None:
    """One part, in pieces; its hash goes into the list."""
    digest = hashlib.sha256()
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
        for piece in pieces:
            digest.update(piece)
            part.write(piece)
    hashes[name] = digest.hexdigest()


def _pieces(source: Source) -> Iterator[bytes]:
    for offset in range(0, source.size, _PIECE):
        yield source.read_at(offset, min(_PIECE, source.size - offset))


def _whole(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_ROWS:
        raise NotAMove("too large")
    return archive.read(name)


def _wrap_plain(wrap: Wrap) -> dict[str, object]:
    """Without the locator: it hangs on the pepper of the place."""
    hard = wrap.parameters
    return {
        "case": wrap.case_id,
        "kind": wrap.kind,
        "salt": wrap.salt.hex(),
        "parameters": [hard.memory_kib, hard.iterations, hard.lanes],
        "commitment": wrap.commitment.hex(),
        "sealed": wrap.sealed.hex(),
    }


def _wrap_from(found: Mapping[str, Any], code: CaseCode | RecoveryCode, pepper: bytes) -> Wrap:
    return Wrap(
        case_id=checked_id(found["case"]),
        kind=str(found["kind"]),
        locator=locator(code, pepper),
        salt=bytes.fromhex(found["salt"]),
        parameters=Parameters(*map(int, found["parameters"])),
        commitment=bytes.fromhex(found["commitment"]),
        sealed=bytes.fromhex(found["sealed"]),
    )


def _row_plain(row: Row) -> Sequence[object]:
    tag = row.tag.hex() if row.tag else ""
    sealed = base64.b64encode(row.sealed).decode()
    return [row.table, row.row_id, row.version, sealed, int(row.hour.timestamp()), tag]


def _row_from(found: Sequence[Any]) -> Row:
    table, row_id, version, sealed, hour, tag = found
    if table not in TABLES:
        raise NotAMove("a table of a later version")
    when = datetime.fromtimestamp(int(hour), UTC)
    return Row(table, str(row_id), int(version), base64.b64decode(sealed), when, bytes.fromhex(tag) or None)
