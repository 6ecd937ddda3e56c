"""Trusted time: a real authority's answer is kept; what proves nothing is kept as "no trusted time yet"."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.case.authority import OpenSSLAuthority
from tests.case.rooms import House

from holdfast.case.room import Case
from holdfast.case.trusted_time import Authority, NoTime, ask_for_time, stamps
from holdfast.errors import RootNotReadable

A, B = "http://a.example.org/", "http://b.example.org/"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> OpenSSLAuthority:
    return OpenSSLAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> OpenSSLAuthority:
    return OpenSSLAuthority(tmp_path_factory.mktemp("other"))


@pytest.fixture
def case(house: House) -> Case:
    return house.case()


def test_two_authorities_confirm_the_same_line(case: Case, here, other) -> None:
    posts = {A: here, B: other}
    told = ask_for_time(
        case, (Authority(A, here.root), Authority(B, other.root)), lambda url, asked: posts[url].answer(asked)
    )
    assert [stamp.line for stamp in told] == [1, 1]
    assert told[0].head == told[1].head
    now = datetime.now(UTC)
    assert all(stamp.time and now - stamp.time < timedelta(minutes=1) for stamp in told)
    assert {stamp.stamp_id for stamp in stamps(case)} == {stamp.stamp_id for stamp in told}
    assert [entry.action for entry in case.log_entries()] == ["case.new", "time.stamped", "time.stamped"]
    assert case.check(thorough=True) == () == case.damaged()


def test_openssl_itself_accepts_what_is_kept(case: Case, here, tmp_path: Path) -> None:
    (stamp,) = ask_for_time(case, (Authority(A, here.root),), here.post)
    (tmp_path / "answer.tsr").write_bytes(stamp.answer)
    checked = subprocess.run(
        ["openssl", "ts", "-verify", "-digest", stamp.head, "-in", tmp_path / "answer.tsr", "-CAfile",
         here.folder / "root.pem"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Verification: OK" in checked.stdout + checked.stderr


def test_only_a_hash_goes_out(case: Case, here) -> None:
    case.add_text("MARKED-WORDS-9")
    sent: list[bytes] = []

    def post(url: str, asked: bytes) -> bytes:
        sent.append(asked)
        return here.answer(asked)

    (stamp,) = ask_for_time(case, (Authority(A, here.root),), post)
    assert bytes.fromhex(stamp.head) in sent[0]
    assert len(sent[0]) < 100
    assert b"MARKED" not in sent[0] and case.case_id.encode() not in sent[0]


def unreachable(url: str, asked: bytes) -> bytes:
    raise ConnectionRefusedError


def test_what_proves_nothing_is_kept_as_no_trusted_time_yet(case: Case, here, other, tmp_path: Path) -> None:
    earlier = here.answer(request_of(here, tmp_path))
    outcomes = (
        (unreachable, here.root, NoTime.UNREACHABLE),
        (lambda *_: b"<html>busy</html>", here.root, NoTime.UNREADABLE),
        (lambda _, asked: here.answer(asked)[:200], here.root, NoTime.UNREADABLE),
        (here.post, other.root, NoTime.NOT_PROVEN),
        (lambda *_: earlier, here.root, NoTime.NOT_PROVEN),
    )
    for post, root, why in outcomes:
        (stamp,) = ask_for_time(case, (Authority(A, root),), post)
        assert (stamp.time, stamp.answer, stamp.why) == (None, b"", why), why
    assert [entry.action for entry in case.log_entries()][1:] == ["time.none"] * len(outcomes)
    assert case.check(thorough=True) == ()


def test_a_replayed_answer_to_the_same_line_is_refused(house: House, here) -> None:
    """Same bytes asked, another random number: an old answer does not pass as a new one."""
    case = house.case()
    answers: list[bytes] = []

    def post(url: str, asked: bytes) -> bytes:
        answers.append(here.answer(asked))
        return answers[0]

    twice = (Authority(A, here.root), Authority(B, here.root))
    first, second = ask_for_time(case, twice, post)
    assert first.time is not None
    assert (second.time, second.why) == (None, NoTime.NOT_PROVEN)


def test_certificates_in_an_unsorted_order_are_an_answer_that_cannot_be_read(
    case: Case, tmp_path: Path
) -> None:
    odd = OpenSSLAuthority(tmp_path / "odd", unsorted=True)
    (stamp,) = ask_for_time(case, (Authority(A, odd.root),), odd.post)
    assert (stamp.time, stamp.why) == (None, NoTime.UNREADABLE)


def test_a_root_that_is_none_is_refused_before_anything_is_asked(case: Case, here) -> None:
    asked = here.asked
    with pytest.raises(RootNotReadable):
        ask_for_time(case, (Authority(A, "not a certificate"),), here.post)
    assert here.asked == asked
    assert len(case.log_entries()) == 1


def test_later_is_soon_enough(house: House, here) -> None:
    """A line that is confirmed later vouches for all lines before it."""
    case = house.case()
    authority = Authority(A, here.root)
    ask_for_time(case, (authority,), unreachable)
    case.add_text("more")
    ask_for_time(case, (authority,), here.post)
    assert [(stamp.line, stamp.time is not None) for stamp in stamps(case)] == [(1, False), (3, True)]


def request_of(here: OpenSSLAuthority, folder: Path) -> bytes:
    """A request about other bytes."""
    (folder / "other").write_bytes(b"other bytes")
    subprocess.run(
        ["openssl", "ts", "-query", "-data", folder / "other", "-sha256", "-cert", "-out", folder / "other.tsq"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return (folder / "other.tsq").read_bytes()
