"""Makes a pack: gathers, prints, streams, signs (docs/formats/pack-1.md)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from holdfast import __version__
from holdfast.case.log import Action, entry_bytes, head_of, log_lines
from holdfast.case.pack.bag import PIECE, BagFile, BagWriter, CountingSink, closing, pieces_of
from holdfast.case.pack.exhibits import Exhibit, choose
from holdfast.case.pack.graph import graph_bytes
from holdfast.case.pack.interface import (
    Chance,
    Choice,
    Clock,
    PackMade,
    PackSource,
    Progress,
    Reader,
    SmallerCopy,
)
from holdfast.case.pack.lists import accounts_csv, misp_event, payments_csv, requests_text
from holdfast.case.pack.manifest import fingerprint_of, manifest_bytes
from holdfast.case.pack.matter import Matter
from holdfast.case.pack.readers import SCOPES, records_for
from holdfast.case.pack.report import ReportPrinter, Volume, read_me, web_text
from holdfast.case.pack.threads import Told, tell
from holdfast.case.pack.words import Words, words_for
from holdfast.case.values import Kind, LogEntry, Offender, Payment
from holdfast.errors import BadRecipient, ChangedMeanwhile, HoldfastError, NothingToPack, Tampered

#: All chats, mails and texts together; about 100 printed pages.
THREAD_CHARACTERS = 500_000


class Sink(Protocol):
    """Takes bytes; needs no ``seek`` and no ``tell``."""

    def write(self, data: bytes, /) -> object: ...


def make_pack(
    source: PackSource,
    sink: Sink,
    choice: Choice,
    *,
    clock: Clock,
    progress: Progress | None = None,
    to: str | None = None,
    passphrase: str | None = None,
    chance: Chance = os.urandom,
    smaller: SmallerCopy | None = None,
) -> PackMade:
    """Write a pack of ``source`` into ``sink``, as a zip, or sealed to an age recipient or a passphrase.

    With the same case, choice and clock the zip has the same bytes. One line is added to the case's log: it signs
    the pack's list of files. ``smaller`` makes the copy of a picture that has none stored.
    Raises :class:`NothingToPack`, :class:`BadRecipient`, :class:`Tampered` where an item is not what was saved,
    :class:`ChangedMeanwhile`. After an error what reached the sink is no pack: throw it away.
    """
    if to and passphrase:
        raise BadRecipient("both a recipient and a passphrase")
    matter = _gather(source, choice, clock)
    counting = CountingSink(sink)
    with _sealing(counting, to, passphrase, chance) as plain:
        maker = _Maker(source, matter, BagWriter(plain), progress, smaller or _smaller_copy)
        seal = maker.write()
    return PackMade(
        sha256=counting.hexdigest(),
        size=counting.size,
        items=len(matter.chosen.exhibits),
        held_back=matter.chosen.held_back,
        key_fingerprint=matter.fingerprint,
        manifest_sha256=seal.sha256,
        replaced_characters=maker.printer.by_number.total(),
        volumes=maker.volumes,
        sealed=bool(to or passphrase),
    )


def _gather(source: PackSource, choice: Choice, clock: Clock) -> Matter:
    scope = SCOPES[choice.reader]
    if not scope.whole:
        choice = replace(choice, items=frozenset(), records=True, sections=(), include_log=False, risk=())
    chosen = choose(source, choice)
    records = records_for(choice.reader, source.records() if choice.records else (), contact=choice.contact)
    needed = (Offender, Payment) if not scope.whole else object
    if not (chosen.exhibits or any(isinstance(one.body, needed) for one in records) or choice.sections):
        raise NothingToPack("no item, record or section")
    log = source.log_entries()
    return Matter(
        case_id=source.case_id,
        about=source.about,
        records=records,
        chosen=chosen,
        choice=choice,
        log=log,
        log_head=head_of(log).sha256,
        stamps=source.stamps(),
        fingerprint=fingerprint_of(source.log_public_key()),
        made=clock().astimezone(UTC).replace(microsecond=0),
        version=__version__,
        words=words_for("report", choice.language),
    )


@contextmanager
def _sealing(sink: CountingSink, to: str | None, passphrase: str | None, chance: Chance) -> Iterator[Sink]:
    """The sink itself, or a writer that seals into it."""
    if not (to or passphrase):
        yield sink
        return
    from holdfast.case.pack.sealed import seal_to_age, seal_to_passphrase

    writer = (
        seal_to_age(sink, to, chance=chance)
        if to
        else seal_to_passphrase(sink, passphrase or "", chance=chance)
    )
    yield writer
    writer.close()


def _smaller_copy(reader: Reader) -> tuple[bytes, tuple[int, int]]:
    from holdfast.case.pictures import smaller_copy

    return smaller_copy(cast(BinaryIO, reader))


class _Maker:
    """Writes one pack, in this order: texts that are known, exhibits with their copies and the report, the lists."""

    def __init__(
        self,
        source: PackSource,
        matter: Matter,
        bag: BagWriter,
        progress: Progress | None,
        smaller: SmallerCopy,
    ) -> None:
        self._source, self._matter, self._bag, self._smaller = source, matter, bag, smaller
        self._progress = progress
        self._steps = len(matter.chosen.exhibits) + 3
        self._done = 0
        self._copies: dict[str, BagFile] = {}
        self.printer = ReportPrinter(matter, self._threads())
        self.volumes = 0

    def write(self) -> LogEntry:
        """Everything; gives back the line of the log that signs the list of files."""
        matter, bag = self._matter, self._bag
        bag.add("READ-ME-FIRST.txt", read_me(matter).encode())
        bag.add("verify.py", verifier_script(words_for("verify", matter.choice.language)).encode())
        self._step()
        volume = Volume()
        for exhibit in matter.chosen.exhibits:
            self._original(exhibit)
            volume = self._picture(exhibit, volume)
            self._step()
        self._print(volume)
        bag.add("text-for-web-forms.txt", web_text(matter).encode("utf-8", "replace"))
        self._lists()
        if matter.choice.include_log:
            bag.stream("log.jsonl", log_lines(matter.log), 0)
        for path, stamp in matter.times:
            bag.add(path, stamp.answer)
            bag.add(path.replace(".tsr", "-root.pem"), stamp.authority.root.encode())
        self._step()
        seal = self._sign()
        bag.finish(self._info(), matter.made)
        self._step()
        return seal

    def _lists(self) -> None:
        """What machines and forms read."""
        matter, bag, scope = self._matter, self._bag, SCOPES[self._matter.choice.reader]
        if scope.accounts:
            bag.add("accounts.csv", accounts_csv(matter))
            bag.add("accounts-misp.json", misp_event(matter))
            bag.add("requests-to-keep-data.txt", requests_text(matter).encode("utf-8", "replace"))
        if scope.payments:
            bag.add("payments.csv", payments_csv(matter))
        if scope.whole:
            bag.add("case.jsonld", graph_bytes(matter, self._copies))

    def _step(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(min(self._done, self._steps), self._steps)

    def _threads(self) -> dict[str, Told]:
        told: dict[str, Told] = {}
        room = THREAD_CHARACTERS
        for exhibit in self._matter.chosen.exhibits:
            if exhibit.item.kind in (Kind.CHAT, Kind.EMAIL, Kind.TEXT):
                with closing(self._source.open_item(exhibit.item)) as reader:
                    words = tell(exhibit.item, cast(Reader, reader), room)
                told[exhibit.item.item_id] = words
                room = max(0, room - sum(map(len, words.lines)))
        return told

    def _original(self, exhibit: Exhibit) -> None:
        """The kept bytes, compared with the hash they had when they were saved, as they pass."""
        item = exhibit.item
        with closing(self._source.open_item(item)) as reader:
            written = self._bag.stream(exhibit.path.removeprefix("data/"), pieces_of(reader), item.size)
        if (written.sha256, written.size) != (item.sha256, item.size):
            raise Tampered(f"item {item.number} is not what was saved")

    def _picture(self, exhibit: Exhibit, volume: Volume) -> Volume:
        """Adds a picture's smaller copy to the bag and to the volume, which is printed when it is full."""
        if not exhibit.copy_path:
            return volume
        try:
            jpeg, size = self._copy(exhibit)
        except HoldfastError:
            return volume.without(exhibit)
        self._copies[exhibit.item.item_id] = self._bag.add(exhibit.copy_path.removeprefix("data/"), jpeg)
        if volume.is_full_with(jpeg):
            self._print(volume)
            volume = Volume()
        return volume.with_picture(exhibit, jpeg, size)

    def _copy(self, exhibit: Exhibit) -> tuple[bytes, tuple[int, int]]:
        item = exhibit.item
        if item.copy_blob_id:
            with closing(self._source.open_copy(item)) as reader:
                return b"".join(iter(lambda: reader.read(PIECE), b"")), item.copy_size
        with closing(self._source.open_item(item)) as reader:
            return self._smaller(cast(Reader, reader))

    def _print(self, volume: Volume) -> None:
        self.volumes += 1
        name = "report.pdf" if self.volumes == 1 else f"report-{self.volumes}.pdf"
        self._bag.add(name, self.printer.pdf(volume, self.volumes))

    def _sign(self) -> LogEntry:
        """Write the manifest, have the log's next line sign it, and put that line beside it."""
        matter = self._matter
        key = self._source.log_public_key()
        manifest = self._bag.add(
            "manifest.json", manifest_bytes(matter, key, self._bag.payload, self._copies)
        )
        entry = self._source.note_in_log(Action.PACK_MADE, "pack", manifest.sha256)
        # By the last line's own number: a damaged line is missing from the lines that could be read.
        last = matter.log[-1].number if matter.log else 0
        if (entry.number, entry.before) != (last + 1, matter.log_head):
            raise ChangedMeanwhile("the log grew while the pack was made")
        self._bag.add("seal.json", entry_bytes(entry))
        return entry

    def _info(self) -> tuple[tuple[str, str], ...]:
        matter = self._matter
        return (
            ("External-Description", matter.words("subject")),
            ("External-Identifier", matter.short_id),
            ("Bag-Software-Agent", f"Holdfast {matter.version}"),
        )


_HERE = Path(__file__).parent
_IMPORT = "from holdfast.case.pack.curve import ed25519\n"
_NO_WORDS = "WORDS: dict[str, str] = {}\n"


def verifier_script(words: Words) -> str:
    """``data/verify.py``: alone.py with its curve and its sentences inside, one file for Python 3.8."""
    script = (_HERE / "alone.py").read_text("utf-8")
    curve = (_HERE / "curve.py").read_text("utf-8").split("import hashlib\n", 1)[1]
    sentences = "".join(f"    {word_id!r}: {text!r},\n" for word_id, text in sorted(words.table.items()))
    for old, new in (
        (_IMPORT, curve.strip() + "\n"),
        (_NO_WORDS, f"WORDS: dict[str, str] = {{\n{sentences}}}\n"),
    ):
        if script.count(old) != 1:
            raise AssertionError(f"alone.py has changed: {old!r}")
        script = script.replace(old, new)
    return script
