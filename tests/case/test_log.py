"""The evidence log: every change to it is noticed."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.keys import CaseKey
from holdfast.case.log import (
    LogFinding,
    LogHead,
    LogProblem,
    entry_bytes,
    entry_from_bytes,
    head_of,
    log_lines,
    read_log_lines,
    sign_entry,
    verify_log,
)
from holdfast.case.values import LogEntry
from holdfast.errors import Tampered

KEY = CaseKey(bytes(range(32)))
PUBLIC = KEY.log_public_key
START = datetime(2031, 5, 6, 21, 47, 13, tzinfo=UTC)


def a_log(length: int, key: CaseKey = KEY, zone: str = "Europe/London") -> tuple[LogEntry, ...]:
    entries: list[LogEntry] = []
    for number in range(length):
        entries.append(
            sign_entry(
                head_of(entries) if entries else None,
                key.log_key,
                now=START + timedelta(minutes=number),
                time_zone=zone,
                action="item.add",
                subject=f"item{number}",
                sha256=f"{number:064x}",
                who="person",
            )
        )
    return tuple(entries)


LOG = a_log(5)
HEAD = head_of(LOG)


def problems(
    entries: tuple[LogEntry, ...], head: LogHead | None = HEAD, *, thorough: bool = False
) -> set[LogProblem]:
    return {finding.problem for finding in verify_log(entries, PUBLIC, head, thorough=thorough)}


@pytest.mark.parametrize("thorough", [False, True])
def test_an_unchanged_log_holds(thorough: bool) -> None:
    assert verify_log(LOG, PUBLIC, HEAD, thorough=thorough) == ()
    assert read_log_lines(b"".join(log_lines(LOG))) == LOG


def test_an_entry_says_both_times() -> None:
    entry = a_log(1)[0]
    assert (entry.utc, entry.local) == ("2031-05-06T21:47:13Z", "2031-05-06T22:47:13+01:00 Europe/London")
    assert a_log(1, zone="Nowhere/At_All")[0].local == "2031-05-06T21:47:13+00:00 UTC"
    assert a_log(1, zone="../etc/passwd")[0].local.endswith(" UTC")


@pytest.mark.parametrize("thorough", [False, True])
def test_every_flipped_bit_of_a_log_is_noticed(thorough: bool) -> None:
    written = b"".join(log_lines(LOG))
    for place in range(len(written)):
        for bit in (1, 0x20):
            changed = written[:place] + bytes([written[place] ^ bit]) + written[place + 1 :]
            try:
                found = verify_log(read_log_lines(changed), PUBLIC, HEAD, thorough=thorough)
            except Tampered:
                continue
            assert found, f"byte {place}"


@pytest.mark.parametrize("field", ["utc", "local", "action", "subject", "who", "tool", "sha256", "before"])
@pytest.mark.parametrize("line", [0, 2, 4])
def test_a_changed_field_is_noticed_also_without_a_head(field: str, line: int) -> None:
    value = "f" * 64 if field in ("sha256", "before") else "changed"
    changed = (*LOG[:line], replace(LOG[line], **{field: value}), *LOG[line + 1 :])
    assert problems(changed, None)
    assert LogProblem.SIGNATURE in problems(changed, None, thorough=True)


def test_a_cut_off_end_is_noticed_by_the_head() -> None:
    assert problems(LOG[:3]) == {LogProblem.CUT}
    assert problems(LOG[:3], None) == set()
    assert problems(()) == {LogProblem.EMPTY}


def test_a_cut_off_start_and_a_hole_are_noticed() -> None:
    assert LogProblem.CHAIN in problems(LOG[1:])
    assert {LogProblem.CHAIN, LogProblem.NUMBER} <= problems((*LOG[:2], *LOG[3:]))


def test_lines_in_another_order_or_twice_are_noticed() -> None:
    assert problems((LOG[1], LOG[0], *LOG[2:]))
    assert problems((*LOG, LOG[-1]))


def test_a_log_signed_anew_with_another_key_is_noticed() -> None:
    forged = a_log(5, CaseKey(os.urandom(32)))
    assert problems(forged) == {LogProblem.CUT, LogProblem.SIGNATURE}
    assert problems(forged, None) == {LogProblem.SIGNATURE}


def test_lines_chained_on_by_another_key_are_noticed() -> None:
    other = CaseKey(os.urandom(32)).log_key
    more = sign_entry(
        HEAD, other, now=START, time_zone="UTC", action="item.add", subject="x", sha256="", who="person"
    )
    assert verify_log((*LOG, more), PUBLIC) == (LogFinding(6, LogProblem.SIGNATURE),)


def test_each_wrong_signature_is_named_when_asked_thoroughly() -> None:
    wrong = replace(LOG[1], signature="0" * 128)
    found = verify_log((LOG[0], wrong, *LOG[2:]), PUBLIC, HEAD, thorough=True)
    assert found == (LogFinding(2, LogProblem.SIGNATURE), LogFinding(3, LogProblem.CHAIN))


@pytest.mark.parametrize(
    "change", [{"signature": "A" * 128}, {"before": "0" * 63}, {"sha256": "x"}, {"number": True}]
)
def test_an_entry_of_another_shape_is_noticed(change: dict[str, object]) -> None:
    changed = (*LOG[:4], replace(LOG[4], **change))  # type: ignore[arg-type]
    assert LogProblem.SHAPE in problems(changed)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"{",
        b'"x"',
        b"\xff",
        b"1" * 5000,
        b"[" * 100_000,
        entry_bytes(LOG[0]) + b" ",
    ],
)
def test_what_is_not_an_entry_is_refused(line: bytes) -> None:
    with pytest.raises(Tampered):
        entry_from_bytes(line)


def test_a_line_with_the_same_meaning_in_another_spelling_is_refused() -> None:
    line = entry_bytes(LOG[0])
    for other in (
        line.replace(b'":', b'": '),
        line.replace(b"item", b"\\u0069tem"),
        line[:-1] + b',"more":1}',
    ):
        with pytest.raises(Tampered):
            entry_from_bytes(other)
    with pytest.raises(Tampered):
        read_log_lines(line)


@given(st.text(), st.text(max_size=5))
@settings(max_examples=50, deadline=None)
def test_any_words_in_an_entry_read_back_or_are_refused(subject: str, who: str) -> None:
    entry = sign_entry(
        None, KEY.log_key, now=START, time_zone="UTC", action="a.b", subject=subject, sha256="", who=who
    )
    assert verify_log(read_log_lines(b"".join(log_lines([entry]))), PUBLIC) == ()
