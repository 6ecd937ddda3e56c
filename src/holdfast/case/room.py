"""The case room's front: make a case, open it, and everything one does with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from holdfast.case.checking import Finding
from holdfast.case.code import CaseCode, Chance, RecoveryCode
from holdfast.case.keys import CaseKey
from holdfast.case.moments import Moment
from holdfast.case.seal import SealedReader
from holdfast.case.store import Store
from holdfast.case.stretch import Stretcher
from holdfast.case.values import About, Body, Item, LogEntry, PictureAnswer, Place, Record, RecordKind

Clock = Callable[[], datetime]


def new_case(
    store: Store,
    *,
    place: Place,
    about: About,
    pepper: bytes,
    stretcher: Stretcher,
    clock: Clock,
    chance: Chance,
) -> tuple[Case, CaseCode]:
    """A new, empty case and its code, which is shown once and stored nowhere."""
    raise NotImplementedError


def open_case(
    store: Store,
    typed: str,
    *,
    place: Place,
    pepper: bytes,
    stretcher: Stretcher,
    clock: Clock,
    chance: Chance,
) -> Case:
    """The case that a case code or recovery code opens. Raises CodeNotReadable, WrongCode, Busy, Tampered."""
    raise NotImplementedError


def resume(store: Store, case_id: str, key: CaseKey, *, place: Place, clock: Clock, chance: Chance) -> Case:
    """An open case by its key. Raises CaseGone, Tampered."""
    raise NotImplementedError


def locator_of(typed: str, pepper: bytes) -> bytes:
    """32 bytes that stand for the case a typed code points at, for counting tries. Raises CodeNotReadable."""
    raise NotImplementedError


class Case:
    """An open case. Every change is saved, with its log line, before the call returns."""

    case_id: str
    place: Place
    key: CaseKey

    @property
    def about(self) -> About:
        raise NotImplementedError

    def set_about(self, **changes: object) -> About:
        raise NotImplementedError

    def make_recovery(self, *, pepper: bytes, stretcher: Stretcher) -> RecoveryCode:
        raise NotImplementedError

    def add(
        self,
        name: str,
        chunks: Iterable[bytes],
        *,
        answer: PictureAnswer,
        original_sha256: str = "",
        title: str = "",
        note: str = "",
        captured: str = "",
        platform: str = "",
        many: bool = False,
    ) -> Item:
        raise NotImplementedError

    def add_text(self, text: str, *, title: str = "", platform: str = "", captured: str = "") -> Item:
        raise NotImplementedError

    def items(self) -> tuple[Item, ...]:
        raise NotImplementedError

    def item(self, item_id: str) -> Item:
        raise NotImplementedError

    def blocked_items(self) -> tuple[Item, ...]:
        raise NotImplementedError

    def open_item(self, item: Item) -> SealedReader:
        raise NotImplementedError

    def edit_item(self, item_id: str, **changes: str) -> Item:
        raise NotImplementedError

    def strike(self, item_id: str) -> Item:
        raise NotImplementedError

    def undo_strike(self, item_id: str) -> Item:
        raise NotImplementedError

    def put_copy(self, item_id: str, jpeg: bytes, size: tuple[int, int]) -> Item:
        raise NotImplementedError

    def open_copy(self, item: Item) -> SealedReader:
        raise NotImplementedError

    def put(self, body: Body, record_id: str | None = None) -> Record:
        raise NotImplementedError

    def record(self, record_id: str) -> Record:
        raise NotImplementedError

    def records(self, kind: RecordKind | None = None, struck: bool = False) -> tuple[Record, ...]:
        raise NotImplementedError

    def strike_record(self, record_id: str) -> Record:
        raise NotImplementedError

    def tick(self, step_id: str) -> About:
        raise NotImplementedError

    def untick(self, step_id: str) -> About:
        raise NotImplementedError

    def log_entries(self) -> tuple[LogEntry, ...]:
        raise NotImplementedError

    def log_public_key(self) -> bytes:
        raise NotImplementedError

    def note_in_log(self, action: str, subject: str, sha256: str = "", who: str = "person") -> LogEntry:
        raise NotImplementedError

    def timeline(self) -> tuple[Moment, ...]:
        raise NotImplementedError

    def check(self) -> tuple[Finding, ...]:
        raise NotImplementedError

    def delete(self) -> None:
        raise NotImplementedError
