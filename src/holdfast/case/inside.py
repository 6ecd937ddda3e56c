"""A case from inside: everything that can be done while it is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from holdfast.case.code import CaseCode, RecoveryCode
from holdfast.case.keys import TRUSTED, wrap_for_code
from holdfast.case.ledger import ABOUT, ITEM, RECORD, C, Change, Ledger, new_id, with_free_locator
from holdfast.case.log import Action
from holdfast.case.seal import SealedReader
from holdfast.case.store import hour_of
from holdfast.case.stretch import Stretcher
from holdfast.case.values import (
    About,
    AgeInPicture,
    Body,
    Item,
    LogEntry,
    PictureAnswer,
    Place,
    Record,
    RecordKind,
)
from holdfast.case.written import item_from, plain, record_from, record_plain
from holdfast.errors import ChildPictureRule, NoSuchItem, NotUnderstood

if TYPE_CHECKING:
    from holdfast.case.adding import Arrival, Said
    from holdfast.case.checking import Finding
    from holdfast.case.moments import Moment
    from holdfast.case.trusted_time import Stamp

#: What of an item may be edited; the rest is what was found, not what was said about it.
_EDITABLE = frozenset({"title", "note", "captured", "platform"})
_ABOUT_FIELDS = frozenset(field.name for field in fields(About)) - {"version", "ticked"}
_ACTION = re.compile(r"[a-z]+\.[a-z_]+")


class Case:
    """An open case. A change is saved, together with its log line, before the call returns.

    Any call raises CaseGone once the case is deleted, Tampered where the one thing asked for does not open, and any
    change raises NotSaved or Busy. Lists pass over what is damaged, and :meth:`damaged` names it. Two cases on the
    same store may be used at once; none loses the other's work.
    """

    def __init__(self, ledger: Ledger, place: Place) -> None:
        self._ledger = ledger
        self.place = place
        self.case_id = ledger.sealing.case_id
        self.key = ledger.sealing.key

    def __repr__(self) -> str:
        return f"Case({self.case_id})"

    # --- what the case knows about the situation ---------------------------------------------------------

    @property
    def about(self) -> About:
        """As it is now in the store, whoever changed it. Damaged answers count as: nobody said how old."""
        return self._ledger.about()

    def set_about(self, **changes: Any) -> About:
        """New answers, by field name of :class:`About`. A changed age in the picture has its own log line.

        Raises HiddenInText.
        """
        if not changes.keys() <= _ABOUT_FIELDS:
            raise NotUnderstood("no such field of the situation")
        self._look_at(*strings(plain(changes)))
        with self._ledger.change() as change:
            about = change.about()
            changed = replace(about, **changes)
            age_changed = changed.age_in_picture is not about.age_in_picture
            return self._put_about(
                change, changed, Action.AGE_SET if age_changed else Action.ABOUT_SET, ABOUT
            )

    def tick(self, step_id: str) -> About:
        """The plan's step is done. Ticking it again changes nothing."""
        with self._ledger.change() as change:
            about = change.about()
            if step_id in about.ticked:
                return about
            ticked = replace(about, ticked=(*about.ticked, step_id))
            return self._put_about(change, ticked, Action.STEP_TICK, step_id)

    def untick(self, step_id: str) -> About:
        """The plan's step is not done after all."""
        with self._ledger.change() as change:
            about = change.about()
            if step_id not in about.ticked:
                return about
            left = tuple(step for step in about.ticked if step != step_id)
            return self._put_about(change, replace(about, ticked=left), Action.STEP_UNTICK, step_id)

    def _put_about(self, change: Change, about: About, action: Action, subject: str) -> About:
        about = replace(about, version=about.version + 1)
        row = change.put(ABOUT, ABOUT, about.version, plain(about))
        change.log(action, subject, row.sha256)
        return about

    def make_recovery(self, *, pepper: bytes, stretcher: Stretcher) -> RecoveryCode:
        """A second, independent secret that opens this case; the one made before opens it no more."""
        return self._new_code(RecoveryCode, RecoveryCode.KIND, Action.RECOVERY_NEW, pepper, stretcher)

    def make_trusted(self, *, pepper: bytes, stretcher: Stretcher) -> RecoveryCode:
        """A code of ten words for somebody the person trusts; the one made before opens the case no more."""
        return self._new_code(RecoveryCode, TRUSTED, Action.TRUSTED_NEW, pepper, stretcher)

    def end_trusted(self) -> None:
        """The trusted person's code opens the case no more."""
        with self._ledger.change() as change:
            change.store.drop_wraps(TRUSTED)
            change.log(Action.TRUSTED_END, TRUSTED)

    def change_code(self, *, pepper: bytes, stretcher: Stretcher) -> CaseCode:
        """A new case code; the old one opens the case no more. Recovery and trusted codes stay as they are."""
        return self._new_code(CaseCode, CaseCode.KIND, Action.CODE_NEW, pepper, stretcher)

    def _new_code(self, form: type[C], kind: str, action: Action, pepper: bytes, stretcher: Stretcher) -> C:
        sealing = self._ledger.sealing

        def keep(drawn: C) -> None:
            wrap = wrap_for_code(
                self.key,
                drawn,
                case_id=self.case_id,
                pepper=pepper,
                stretcher=stretcher,
                chance=sealing.chance,
                kind=kind,
            )
            with self._ledger.change() as change:
                change.store.drop_wraps(kind)
                change.store.put_wrap(wrap)
                change.log(action, kind)

        return with_free_locator(lambda: form.new(sealing.chance), keep)

    # --- items -----------------------------------------------------------------------------------------------

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
        """One file, in pieces of any length. What returns is on the disk with its log line.

        ``original_sha256`` (hex) where ``chunks`` is a covered copy made on the person's device; it is not kept
        when the person in the picture may be under 18. ``many``: more files come in the same step. The same bytes
        again give the item that is there already (struck no more): its id is not a new one. Raises what
        :mod:`holdfast.case.intake` raises; then nothing of the file was kept.
        """
        from holdfast.case.adding import Said

        self._look_at(title, note, captured, platform)
        said = Said(name, answer, original_sha256, title, note, captured, platform, many)
        return self._arrival(said).add_file(chunks)

    def add_text(self, text: str, *, title: str = "", platform: str = "", captured: str = "") -> Item:
        """Typed or pasted words. Raises EmptyFile, TooLarge, HiddenInText."""
        from holdfast.case.adding import Said

        self._look_at(text, title, platform, captured)
        said = Said("text.txt", title=title, platform=platform, captured=captured)
        return self._arrival(said).add_words(text)

    def _look_at(self, *typed: str) -> None:
        """Words typed into any field may not spell out a file where only words may enter. Raises HiddenInText."""
        look_at(typed, self.place, self.about.age_in_picture)

    def _arrival(self, said: Said) -> Arrival:
        from holdfast.case.adding import Arrival

        return Arrival(self._ledger, self.place, self.about.age_in_picture, said)

    def items(self) -> tuple[Item, ...]:
        """All items by their number, struck ones too; without those that :meth:`damaged` names."""
        found = self._ledger.all_newest(ITEM, item_from)
        return tuple(sorted(found, key=lambda item: item.number))

    def item(self, item_id: str) -> Item:
        """One item as it is now. Raises NoSuchItem."""
        found = self._ledger.newest(ITEM, item_id)
        if found is None:
            raise NoSuchItem
        return item_from(found.value)

    def blocked_items(self) -> tuple[Item, ...]:
        """Items that the hard rule forbids to show or hand on, as the case and its place are now."""
        from holdfast.case.adding import is_blocked

        age = self.about.age_in_picture
        return tuple(item for item in self.items() if is_blocked(item.kind, self.place, age))

    def open_item(self, item: Item) -> SealedReader:
        """The kept bytes, seekable; close it. Raises ChildPictureRule for a blocked item."""
        self._refuse_blocked(item)
        return self._open_blob(item.blob_id)

    def open_copy(self, item: Item) -> SealedReader:
        """The smaller copy; close it. Raises NoSuchItem where there is none, ChildPictureRule."""
        self._refuse_blocked(item)
        if not item.copy_blob_id:
            raise NoSuchItem
        return self._open_blob(item.copy_blob_id)

    def put_copy(self, item_id: str, jpeg: bytes, size: tuple[int, int]) -> Item:
        """Keeps a smaller copy, ``size`` in pixels (width, height). Raises NoSuchItem, ChildPictureRule."""
        from holdfast.case.adding import Said

        self._refuse_blocked(self.item(item_id))
        return self._arrival(Said("copy.jpg")).add_copy(item_id, jpeg, size)

    def edit_item(self, item_id: str, /, **changes: str) -> Item:
        """New ``title``, ``note``, ``captured`` or ``platform``; what they were stays in the log's hashes."""
        if not changes.keys() <= _EDITABLE:
            raise NotUnderstood("not an editable field of an item")
        self._look_at(*changes.values())
        new: Any = changes
        return self._change_item(item_id, Action.ITEM_EDIT, lambda item: replace(item, **new))

    def strike(self, item_id: str) -> Item:
        """Out of the case for the eye and the pack; bytes and log line stay."""
        return self._change_item(item_id, Action.ITEM_STRIKE, lambda item: replace(item, struck=True))

    def undo_strike(self, item_id: str) -> Item:
        """Back in the case."""
        return self._change_item(item_id, Action.ITEM_UNSTRIKE, lambda item: replace(item, struck=False))

    def _change_item(self, item_id: str, action: Action, alter: Callable[[Item], Item]) -> Item:
        from holdfast.case.adding import put_item

        with self._ledger.change() as change:
            found = change.newest(ITEM, item_id)
            if found is None:
                raise NoSuchItem
            item = item_from(found.value)
            altered = alter(item)
            return item if altered == item else put_item(change, altered, action)

    def _refuse_blocked(self, item: Item) -> None:
        from holdfast.case.adding import is_blocked

        if is_blocked(item.kind, self.place, self.about.age_in_picture):
            raise ChildPictureRule("inside since before the answer changed")

    def _open_blob(self, blob_id: str) -> SealedReader:
        source = self._ledger.store.open_blob(self.case_id, blob_id)
        return SealedReader(source, self.key, self.case_id, blob_id)

    # --- records ---------------------------------------------------------------------------------------------

    def put(self, body: Body, record_id: str | None = None) -> Record:
        """A new record, or the next version of one (of the same kind), struck no more.

        Raises NoSuchItem, HiddenInText.
        """
        self._look_at(*strings(plain(body)))
        with self._ledger.change() as change:
            if record_id is None:
                record = Record(new_id(self._ledger.sealing.chance), body, change.now.replace(microsecond=0))
                return _put_record(change, record, Action.RECORD_ADD)
            old = _record_in(change, record_id)
            record = replace(old, body=body, version=old.version + 1, struck=False)
            if record.kind is not old.kind:
                raise NotUnderstood("a record keeps its kind")
            return _put_record(change, record, Action.RECORD_EDIT)

    def records(self, kind: RecordKind | None = None, struck: bool = False) -> tuple[Record, ...]:
        """Oldest first; with ``struck`` also those that were struck; without those that :meth:`damaged` names."""
        found = self._ledger.all_newest(RECORD, record_from)
        wanted = (one for one in found if kind in (None, one.kind) and (struck or not one.struck))
        return tuple(sorted(wanted, key=lambda one: (one.added, one.record_id)))

    def record(self, record_id: str) -> Record:
        """One record as it is now. Raises NoSuchItem."""
        found = self._ledger.newest(RECORD, record_id)
        if found is None:
            raise NoSuchItem
        return record_from(found.value)

    def strike_record(self, record_id: str) -> Record:
        """Out of the case for the eye and the pack. Raises NoSuchItem."""
        with self._ledger.change() as change:
            old = _record_in(change, record_id)
            struck = replace(old, struck=True, version=old.version + 1)
            return _put_record(change, struck, Action.RECORD_STRIKE)

    # --- log and whole ---------------------------------------------------------------------------------------

    def log_entries(self) -> tuple[LogEntry, ...]:
        """The log, first line first. A damaged line is missing: the numbers tell, and so does every check."""
        return self._ledger.log_entries()

    def log_public_key(self) -> bytes:
        """32 bytes, raw Ed25519."""
        return self.key.log_public_key

    def stamps(self) -> tuple[Stamp, ...]:
        """What time authorities said, oldest first (see :mod:`holdfast.case.trusted_time`)."""
        from holdfast.case.trusted_time import stamps

        return stamps(self)

    def note_in_log(self, action: str, subject: str, sha256: str = "", who: str = "person") -> LogEntry:
        """One more line that changes nothing else, e.g. ``pack.made``. ``subject`` is an id, never words."""
        if not _ACTION.fullmatch(action):
            raise NotUnderstood("not the id of an action")
        with self._ledger.change() as change:
            return change.log(action, subject, sha256, who)

    def timeline(self) -> tuple[Moment, ...]:
        """What happened when, oldest first, without what was struck."""
        from holdfast.case.moments import moments_of

        return moments_of(self.items(), self.records(), self.about.time_zone)

    def check(self, *, thorough: bool = False) -> tuple[Finding, ...]:
        """Empty when the log, every row and every blob hold together. ``thorough``: every signature, too."""
        from holdfast.case.checking import check_case

        return check_case(self._ledger, thorough=thorough)

    def damaged(self) -> tuple[Finding, ...]:
        """What :attr:`about`, :meth:`items` and :meth:`records` had to leave out. A door says it wherever it lists.

        Quick: no blob and no line of the log is looked at; :meth:`check` does that.
        """
        from holdfast.case.damage import damage

        return damage(self._ledger)

    def delete(self) -> None:
        """The case is gone, wraps first, bytes too. There is no way back."""
        self._ledger.store.delete(self.case_id, hour_of(self._ledger.clock()))


def look_at(typed: Iterable[str], place: Place, age: AgeInPicture) -> None:
    """See :func:`holdfast.case.intake.pasted_look`. Raises HiddenInText."""
    from holdfast.case.intake import pasted_look

    for text in typed:
        pasted_look(text, place=place, age=age)


def strings(value: object) -> Iterator[str]:
    """Every text inside plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings(part)


def _record_in(change: Change, record_id: str) -> Record:
    found = change.newest(RECORD, record_id)
    if found is None:
        raise NoSuchItem
    return record_from(found.value)


def _put_record(change: Change, record: Record, action: Action) -> Record:
    row = change.put(RECORD, record.record_id, record.version, record_plain(record))
    change.log(action, record.record_id, row.sha256)
    return record
