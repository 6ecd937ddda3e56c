"""Sealing: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.case import drawn
from tests.case.memory import peak_mib
from tests.case.rooms import Memory, pieces

from holdfast.case.keys import CaseKey
from holdfast.case.seal import CHUNK, HEADER, TAG, SealedInfo, SealedReader, Sealer, open_row, padme, seal_row
from holdfast.errors import Tampered

KEY = CaseKey(bytes(range(32)))
LENGTHS = (0, 1, 4_087, 4_088, 4_089, CHUNK - 8, CHUNK, CHUNK + 1, 16 * CHUNK, 16 * CHUNK + 1, 33 * CHUNK + 5)


def sealed(
    data: bytes, blob: str = "blob", case: str = "case", key: CaseKey = KEY, length: int = 50_000
) -> Memory:
    return sealed_with_info(data, blob, case, key, length)[0]


def sealed_with_info(
    data: bytes, blob: str = "blob", case: str = "case", key: CaseKey = KEY, length: int = 50_000
) -> tuple[Memory, SealedInfo]:
    sink = Memory()
    sealer = Sealer(sink, key, case, blob, chance=os.urandom)
    for piece in pieces(data, length):
        sealer.write(piece)
    return sink, sealer.finish()


def opened(blob: Memory, name: str = "blob", case: str = "case", key: CaseKey = KEY) -> bytes:
    with SealedReader(blob, key, case, name) as reader:
        return reader.read()


# --- what goes in comes out ------------------------------------------------------------------------------


@given(st.binary(max_size=3 * CHUNK), st.integers(1, 2 * CHUNK))
@settings(max_examples=60, deadline=None)
def test_sealing_and_opening_gives_the_same_bytes(data: bytes, length: int) -> None:
    blob, info = sealed_with_info(data, length=length)
    assert opened(blob) == data
    assert info == SealedInfo(len(data), hashlib.sha256(data).hexdigest(), blob.size)


@pytest.mark.parametrize("length", LENGTHS)
def test_every_length_around_the_edges_comes_back(length: int) -> None:
    data = drawn.noise(length)
    blob, info = sealed_with_info(data, length=300_000)
    assert opened(blob) == data
    assert (info.size, info.sha256) == (length, drawn.sha256(data))


@given(st.lists(st.tuples(st.integers(0, 40 * CHUNK), st.integers(0, 3 * CHUNK)), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_it_reads_as_a_file_would_in_any_order(steps: list[tuple[int, int]]) -> None:
    plain, reader = io.BytesIO(LONG), SealedReader(LONG_BLOB, KEY, "case", "blob")
    for place, length in steps:
        assert reader.seek(place) == plain.seek(place)
        assert reader.read(length) == plain.read(length)
        assert reader.tell() == plain.tell() or place > len(LONG)
    assert reader.seek(-5, io.SEEK_END) == plain.seek(-5, io.SEEK_END)
    assert reader.read() == plain.read()


LONG = drawn.noise(35 * CHUNK + 77)
LONG_BLOB = sealed(LONG)


def test_a_zip_and_a_picture_are_read_through_it() -> None:
    archive = drawn.archive({"chat.txt": b"pay " * 50_000, "photo.png": drawn.picture("PNG")})
    with zipfile.ZipFile(SealedReader(sealed(archive), KEY, "case", "blob")) as read:
        assert read.testzip() is None
        assert read.read("chat.txt") == b"pay " * 50_000
    with Image.open(SealedReader(sealed(drawn.picture("JPEG")), KEY, "case", "blob")) as picture:
        picture.load()
        assert picture.size == (390, 844)


def test_a_closed_reader_reads_no_more() -> None:
    reader = SealedReader(LONG_BLOB, KEY, "case", "blob")
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.read(1)
    with pytest.raises(ValueError, match="before the start"):
        SealedReader(LONG_BLOB, KEY, "case", "blob").seek(-1)


def test_sealing_twice_gives_other_bytes() -> None:
    assert sealed(b"x").data[HEADER:] != sealed(b"x").data[HEADER:]


# --- sizes -----------------------------------------------------------------------------------------------


@given(st.integers(2, 2**42))
def test_a_padded_size_is_at_most_12_percent_more_and_says_little(length: int) -> None:
    padded = padme(length)
    assert length <= padded <= length * 1.12 or padded - length <= 1
    assert padme(padded) == padded
    # O(log log length) bits are left of a length (Nikitin et al. 2019, section 4.2).
    assert len(f"{padded:b}".rstrip("0")) <= length.bit_length().bit_length() + 1


def test_files_of_nearly_the_same_size_look_the_same() -> None:
    assert sealed(b"").size == sealed(b"x" * 4_000).size
    assert sealed(bytes(1_000_001)).size == sealed(bytes(1_010_000)).size


def test_memory_stays_flat_from_20_to_200_mib(tmp_path: Path) -> None:
    code = """
import os, sys
from holdfast.case.keys import CaseKey
from holdfast.case.seal import Sealer, SealedReader
from holdfast.case.blob_files import FileSource
path, mib = sys.argv[1], int(sys.argv[2])
key = CaseKey(bytes(32))
with open(path, "wb", buffering=0) as sink:
    sealer = Sealer(sink, key, "c", "b", chance=os.urandom)
    for number in range(mib):
        sealer.write(bytes([number]) * 1048576)
        sealer.write(bytearray(300000))
    sealer.finish()
from pathlib import Path
reader, buffer, size = SealedReader(FileSource(Path(path)), key, "c", "b"), bytearray(1048576), 0
while read := reader.readinto(buffer):
    size += read
assert size == mib * 1348576
"""
    small, large = (peak_mib(code, str(tmp_path / "blob"), mib) for mib in ("20", "200"))
    assert small > 15
    assert large - small < 8


# --- the seven refusals ----------------------------------------------------------------------------------

PART = HEADER + 2 * (CHUNK + TAG)


def cut(blob: Memory) -> Memory:
    return Memory(blob.data[:PART])


def reordered(blob: Memory) -> Memory:
    first, second = blob.data[HEADER : HEADER + CHUNK + TAG], blob.data[HEADER + CHUNK + TAG : PART]
    return Memory(blob.data[:HEADER] + second + first + blob.data[PART:])


def appended(blob: Memory) -> Memory:
    return Memory(blob.data + blob.data[-(CHUNK + TAG) :])


def with_a_foreign_chunk(blob: Memory) -> Memory:
    foreign = sealed(LONG).data
    return Memory(blob.data[: HEADER + CHUNK + TAG] + foreign[HEADER + CHUNK + TAG : PART] + blob.data[PART:])


@pytest.mark.parametrize("harm", [cut, reordered, appended, with_a_foreign_chunk])
def test_a_blob_with_other_chunks_is_refused(harm: Callable[[Memory], Memory]) -> None:
    assert opened(LONG_BLOB) == LONG
    with pytest.raises(Tampered):
        opened(harm(LONG_BLOB))


@pytest.mark.parametrize("other", [{"case": "other"}, {"name": "other"}, {"key": CaseKey(bytes(32))}])
def test_a_blob_of_another_case_or_name_or_key_is_refused(other: dict[str, str | CaseKey]) -> None:
    with pytest.raises(Tampered):
        opened(LONG_BLOB, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize("kept", [0, 1, 71, 72, 73, 72 + 23, HEADER + CHUNK + TAG, HEADER + CHUNK + TAG + 1])
def test_a_blob_cut_anywhere_is_refused(kept: int) -> None:
    with pytest.raises(Tampered):
        opened(Memory(LONG_BLOB.data[:kept]))


def test_every_flipped_byte_of_a_blob_is_noticed() -> None:
    blob = sealed(b"He wants 300 by ten.")
    for place in range(blob.size):
        changed = Memory(bytearray(blob.data))
        changed.data[place] ^= 1 << place % 8
        with pytest.raises(Tampered):
            opened(changed)


def test_a_flip_in_a_later_chunk_gives_out_nothing_of_it() -> None:
    changed = Memory(bytearray(LONG_BLOB.data))
    changed.data[PART + 5] ^= 1
    reader = SealedReader(changed, KEY, "case", "blob")
    assert reader.read(2 * CHUNK) == LONG[: 2 * CHUNK]
    with pytest.raises(Tampered):
        reader.read(1)
    reader.seek(3 * CHUNK)
    assert reader.read(9) == LONG[3 * CHUNK : 3 * CHUNK + 9]


# --- rows ------------------------------------------------------------------------------------------------

PLACE = ("item", "sealed", "abc/1", "case")


@given(st.binary(max_size=3_000))
def test_a_row_comes_back(data: bytes) -> None:
    assert open_row(KEY, *PLACE, seal_row(KEY, *PLACE, data, chance=os.urandom)) == data


@pytest.mark.parametrize("number", range(4))
def test_a_row_opens_in_its_own_place_only(number: int) -> None:
    row = seal_row(KEY, *PLACE, b"words", chance=os.urandom)
    moved = [*PLACE]
    moved[number] += "x"
    with pytest.raises(Tampered):
        open_row(KEY, *moved, row)
    with pytest.raises(Tampered):
        open_row(CaseKey(bytes(32)), *PLACE, row)


def test_parts_of_a_row_s_place_cannot_be_shifted() -> None:
    row = seal_row(KEY, "item", "ab", "c", "case", b"words", chance=os.urandom)
    with pytest.raises(Tampered):
        open_row(KEY, "item", "a", "bc", "case", row)


def test_every_flipped_byte_of_a_row_is_noticed() -> None:
    row = seal_row(KEY, *PLACE, b"words", chance=os.urandom)
    for place in range(len(row)):
        with pytest.raises(Tampered):
            open_row(KEY, *PLACE, row[:place] + bytes([row[place] ^ 0x20]) + row[place + 1 :])
    for end in range(len(row)):
        with pytest.raises(Tampered):
            open_row(KEY, *PLACE, row[:end])


def test_short_rows_look_the_same() -> None:
    assert len({len(seal_row(KEY, *PLACE, b"w" * length, chance=os.urandom)) for length in (0, 1, 250)}) == 1
