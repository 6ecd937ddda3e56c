"""How an item comes into a case: looked at, sealed while it streams, looked at again, then saved with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO, cast

from holdfast.case import intake
from holdfast.case.checking import bytes_hold
from holdfast.case.kinds import HEAD
from holdfast.case.ledger import ITEM, Change, Ledger, new_id
from holdfast.case.log import Action
from holdfast.case.seal import SealedInfo, SealedReader, Sealer
from holdfast.case.store import BlobSink, hour_of
from holdfast.case.values import AgeInPicture, Item, Kind, PictureAnswer, Place
from holdfast.case.written import item_from, plain
from holdfast.errors import EmptyFile, NoSuchItem, NotUnderstood, TooLarge

_HASH = re.compile(r"(?:[0-9a-f]{64})?")


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said about a file that comes in."""

    name: str
    answer: PictureAnswer = PictureAnswer.NOT_ASKED
    original_sha256: str = ""
    title: str = ""
    note: str = ""
    captured: str = ""
    platform: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class _Staged:
    """A sealed blob that is on the disk and not yet part of the case."""

    blob_id: str
    sink: BlobSink
    info: SealedInfo


def is_blocked(kind: Kind, place: Place, age: AgeInPicture) -> bool:
    """Whether the hard rule forbids to show or hand on what is already inside.

    A PDF can hold pictures. A recording is for adults only, wherever this runs.
    """
    if kind.is_recording:
        return age.maybe_child
    return (kind.is_picture or kind is Kind.PDF) and place is Place.HOSTED and age.maybe_child


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file on its way in. ``age`` is the case's answer when it arrived."""

    ledger: Ledger
    place: Place
    age: AgeInPicture
    said: Said

    def add_file(self, chunks: Iterable[bytes]) -> Item:
        """The item, saved. Raises what ``intake`` raises; then nothing was kept."""
        if not _HASH.fullmatch(self.said.original_sha256):
            raise NotUnderstood("not a SHA-256 in hex")
        head, rest = _first_bytes(chunks)
        kind = self._first_look(head, self.age)
        with self._staged(chain((head,), rest), intake.size_limit(kind)) as whole:
            with self._reading(whole) as reader:
                kept = self._second_look(kind, reader, whole.info.size)
                if kept.replacement is not None:
                    with self._staged(kept.replacement, intake.MAX_EXPORT) as instead:
                        return self._save(instead, kept, head)
            return self._save(whole, kept, head)

    def add_words(self, text: str) -> Item:
        """Typed or pasted words: text by its type, so that nothing of it needs a look."""
        written = text.encode("utf-8", "replace")
        if not written.strip():
            raise EmptyFile
        with self._staged((written,), intake.MAX_TEXT) as staged:
            return self._save(staged, intake.Kept(Kind.TEXT, None, (), ""), b"")

    def add_copy(self, item_id: str, jpeg: bytes, size: tuple[int, int]) -> Item:
        """A smaller copy beside its original; a new version of the item's row points to it."""
        with self._staged((jpeg,), intake.MAX_EXPORT) as staged, self.ledger.change() as change:
            found = change.newest(ITEM, item_id)
            if found is None:
                raise NoSuchItem
            change.store.keep_blob(staged.blob_id, hour_of(change.now))
            item = item_from(found.value)
            item = replace(item, version=item.version + 1, copy_blob_id=staged.blob_id, copy_size=size)
            change.put(ITEM, item_id, item.version, plain(item))
            change.log(Action.ITEM_COPY, item_id, staged.info.sha256)
            return item

    def _first_look(self, head: bytes, age: AgeInPicture) -> Kind:
        said = self.said
        return intake.first_look(
            head, name=said.name, answer=said.answer, place=self.place, age=age, many=said.many
        )

    def _second_look(self, kind: Kind, reader: SealedReader, size: int) -> intake.Kept:
        return intake.second_look(
            kind,
            cast(BinaryIO, reader),
            size=size,
            name=self.said.name,
            answer=self.said.answer,
            place=self.place,
            age=self.age,
        )

    @contextmanager
    def _staged(self, chunks: Iterable[bytes], limit: int) -> Iterator[_Staged]:
        """Seals into a staged blob, which is gone again on the way out unless it was kept."""
        sealing = self.ledger.sealing
        blob_id = new_id(sealing.chance)
        sink = self.ledger.store.stage(sealing.case_id, blob_id)
        try:
            sealer = Sealer(sink, sealing.key, sealing.case_id, blob_id, chance=sealing.chance)
            left = limit
            for chunk in chunks:
                left -= len(chunk)
                if left < 0:
                    raise TooLarge(f"over {limit} bytes", limit=f"{limit // intake.MB} MB")
                sealer.write(chunk)
            info = sealer.finish()
            sink.finish()
            yield _Staged(blob_id, sink, info)
        finally:
            sink.abandon()

    @contextmanager
    def _reading(self, staged: _Staged) -> Iterator[SealedReader]:
        sealing = self.ledger.sealing
        source = self.ledger.store.open_staged(sealing.case_id, staged.blob_id)
        with SealedReader(source, sealing.key, sealing.case_id, staged.blob_id) as reader:
            yield reader

    def _save(self, staged: _Staged, kept: intake.Kept, head: bytes) -> Item:
        with self.ledger.change() as change:
            age = change.about().age_in_picture
            if age is not self.age and head:
                # The answer was changed in another tab while the file came in.
                self._first_look(head, age)
            there = change.tagged(ITEM, self._tag(staged))
            if there is not None and bytes_hold(self.ledger, item_from(there.value)):
                return _again(change, item_from(there.value))
            item = self._item(staged, kept, change)
            change.store.keep_blob(staged.blob_id, hour_of(change.now))
            change.put(ITEM, item.item_id, 1, plain(item), self._tag(staged))
            change.log(Action.ITEM_ADD, item.item_id, item.sha256)
            return item

    def _tag(self, staged: _Staged) -> bytes:
        return self.ledger.sealing.key.tag(f"bytes {staged.info.sha256}")

    def _item(self, staged: _Staged, kept: intake.Kept, change: Change) -> Item:
        said = self.said
        original = "" if self.age.maybe_child else kept.original_sha256 or said.original_sha256
        return Item(
            item_id=new_id(self.ledger.sealing.chance),
            number=change.next_number(),
            kind=kept.kind,
            name=intake.clean_name(said.name),
            size=staged.info.size,
            sha256=staged.info.sha256,
            added=change.now.replace(microsecond=0),
            blob_id=staged.blob_id,
            title=said.title,
            note=said.note,
            captured=said.captured,
            platform=said.platform,
            answer=said.answer,
            original_sha256=original,
            left_out=kept.left_out,
        )


def _again(change: Change, item: Item) -> Item:
    """The same bytes came before: that item, back in the case if it was struck."""
    return put_item(change, replace(item, struck=False), Action.ITEM_UNSTRIKE) if item.struck else item


def put_item(change: Change, item: Item, action: Action) -> Item:
    """A changed item as its next version, with its line. An edit's line carries the row's hash."""
    item = replace(item, version=item.version + 1)
    row = change.put(ITEM, item.item_id, item.version, plain(item))
    change.log(action, item.item_id, row.sha256 if action is Action.ITEM_EDIT else item.sha256)
    return item


def _first_bytes(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first 64 KiB at least, and the rest; chunks may be of any length."""
    rest = iter(chunks)
    taken = b""
    for chunk in rest:
        taken += chunk
        if len(taken) >= HEAD:
            break
    head, more = taken[:HEAD], taken[HEAD:]
    return head, chain((more,), rest)
