"""A bank keeps up with a mirror: what came is found, what was withdrawn is not, whatever happened in between."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest
from tests.takedown.index import banks

from holdfast.errors import NoSuchMirror
from holdfast.takedown.client.feed import FeedRecord, Page
from holdfast.takedown.client.mirror import Mirror
from holdfast.takedown.exchange.values import Kind
from holdfast.takedown.index.bank import Bank
from holdfast.takedown.index.following import bank_beside, follow
from holdfast.takedown.index.words import bytes_of

HASHES = bytes_of(banks.uniform(30, 11))
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Feed:
    """What an exchange would send: one page at a time."""

    def __init__(self, *records: FeedRecord) -> None:
        self._records = records

    def page(self, start: int, token: str = "", size: int = 0) -> Page:
        return Page(self._records, "", 5)


def photos(hashes: list[bytes], *, active: bool = True) -> Feed:
    return Feed(*(FeedRecord(Kind.PHOTO, one, active, 4) for one in hashes))


def fetch(path, feed: Feed) -> None:
    with closing(Mirror(path)) as mirror:
        mirror.fetch(feed, lambda: NOW)


def held(bank: Bank) -> list[bytes]:
    return [one for one, matches in zip(HASHES, bank.lookup(HASHES, 0), strict=True) if matches]


@pytest.fixture
def mirror(tmp_path):
    fetch(tmp_path / "mirror.db", photos(HASHES[:20]))
    return tmp_path / "mirror.db"


def test_all_of_a_mirror_is_found(mirror):
    assert held(follow(mirror, bank_beside(mirror))) == HASHES[:20]


def test_what_comes_is_found_and_what_is_withdrawn_is_not(mirror):
    reader = follow(mirror, bank_beside(mirror))
    fetch(mirror, photos(HASHES[:5], active=False))
    fetch(mirror, photos(HASHES[20:]))
    follow(mirror, bank_beside(mirror))
    assert held(reader) == HASHES[5:]
    fetch(mirror, photos(HASHES[:1]))
    assert held(follow(mirror, bank_beside(mirror))) == [HASHES[0], *HASHES[5:]]
    assert reader.generation == 1


def test_following_again_after_a_kill_changes_nothing(mirror):
    bank = follow(mirror, bank_beside(mirror))
    before = (bank.folder / "followed").read_text()
    fetch(mirror, photos(HASHES[:5], active=False))
    follow(mirror, bank.folder)
    (bank.folder / "followed").write_text(before)
    assert held(follow(mirror, bank.folder)) == HASHES[5:20]


@pytest.mark.parametrize("broken", ["", "x y", "999999999 1"])
def test_a_lost_place_has_the_mirror_read_whole(mirror, broken):
    bank = follow(mirror, bank_beside(mirror))
    (bank.folder / "followed").write_text(broken)
    bank.add(HASHES[25:])
    assert held(follow(mirror, bank.folder)) == HASHES[:20]


def test_another_mirror_is_read_whole(mirror, tmp_path):
    bank = follow(mirror, bank_beside(mirror))
    fetch(tmp_path / "other.db", photos(HASHES[25:]))
    assert held(follow(tmp_path / "other.db", bank.folder)) == HASHES[25:]


def test_whole_files_of_videos_are_no_photos(mirror):
    fetch(mirror, Feed(FeedRecord(Kind.VIDEO, bytes(range(16)), True, 4)))
    assert held(follow(mirror, bank_beside(mirror))) == HASHES[:20]


def test_no_mirror_is_told_so_and_none_is_made(tmp_path):
    with pytest.raises(NoSuchMirror):
        follow(tmp_path / "none.db", tmp_path / "bank")
    assert list(tmp_path.iterdir()) == []
