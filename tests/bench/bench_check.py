"""How well and how fast texts are read: found and false, stage by stage, kind by kind, beside SpamAssassin.

The texts are those of ``tests/vectors/check``: ``dev`` was worked on, ``held_out`` was not. The bars are those of an
independent set (found 97 of 100, false 1 of 283), held here against our own.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from holdfast.check.read import read
from holdfast.check.values import Document, Message, Reading, Stage, Verdict
from tests.bench import check_chart, check_live, check_peer
from tests.bench.row import Row
from tests.check.vectors import Case, cases, languages

FOUND, FALSE, STAGES, SPEED, LONG_CHAT = 0.97, 0.0036, 0.90, 500, 5.0
#: The order of the live stages; the branches beside them are right or wrong, never "one off".
ORDER = tuple(Stage)[:8]
Read = tuple[Case, Reading]


def rows() -> Iterator[Row]:
    """Every figure of the reader."""
    bars = []
    for part in ("dev", "held_out"):
        done = [(case, read(case.document, me=case.me, country=case.country)) for case in cases(part)]
        if not done:
            continue
        bars += shares(part, done)
        print(confusion(part, done))
        for code in ("all", *languages(part)):
            yield from _quality(part, code, [pair for pair in done if code in ("all", pair[0].language)])
    check_chart.write(bars, "Texts of our own: found, and false alarms")
    yield from check_live.rows()
    yield _speed()
    yield from _long_chat()
    yield from check_peer.rows()


def _quality(part: str, code: str, done: Sequence[Read]) -> Iterator[Row]:
    if not done:
        return
    positives = [pair for pair in done if pair[0].positive]
    negatives = [pair for pair in done if not pair[0].positive]
    chats = [pair for pair in positives if pair[0].stage and pair[1].kind is Verdict.SEXTORTION]
    found = _share(reading.kind is Verdict.SEXTORTION for _, reading in positives)
    false = _share(reading.kind is Verdict.SEXTORTION for _, reading in negatives)
    right = _share(reading.stage == case.stage for case, reading in chats)
    far = sum(steps_off(case, reading) > 1 for case, reading in chats)
    name = f"check {part} {code}"
    yield Row(f"{name}: found of {len(positives)}", 100 * found, "%", ">= 97 %", found >= FOUND)
    yield Row(f"{name}: false of {len(negatives)}", 100 * false, "%", "<= 1 of 283", false <= FALSE)
    yield Row(
        f"{name}: stage right of {len(chats)}",
        100 * right,
        "%",
        ">= 90 %, none off by 2",
        right >= STAGES and not far,
    )


def shares(part: str, done: Sequence[Read]) -> list[tuple[str, float, float]]:
    """The bars of the chart: each language, then each kind of blackmail, of one part."""
    bars = []
    for name in (*languages(part), *sorted({case.group for case, _ in done if case.positive})):
        some = [pair for pair in done if name in (pair[0].language, pair[0].group)]
        found = [reading.kind is Verdict.SEXTORTION for case, reading in some if case.positive]
        false = [reading.kind is Verdict.SEXTORTION for case, reading in some if not case.positive]
        if found:
            bars.append(
                (f"{part} {name} ({len(found)}/{len(false)})", _share(iter(found)), _share(iter(false)))
            )
    return bars


def _share(holds: Iterator[bool]) -> float:
    answers = list(holds)
    return sum(answers) / len(answers) if answers else 0.0


def steps_off(case: Case, reading: Reading) -> int:
    """How many stages lie between; 1 where a branch (B, C, D) is taken for another or for a live stage."""
    if reading.stage is None or reading.stage == case.stage:
        return 0 if reading.stage else 2
    stages = [Stage(case.stage), reading.stage]
    return abs(ORDER.index(stages[0]) - ORDER.index(stages[1])) if set(stages) <= set(ORDER) else 1


def confusion(part: str, done: Sequence[Read]) -> str:
    """Groups of texts down, kinds of readings across; then stages down, stages read across."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    stages: dict[str, Counter[str]] = defaultdict(Counter)
    for case, reading in done:
        kinds[f"{case.kind}: {case.group}"][reading.kind] += 1
        if case.stage and reading.kind in case.right:
            stages[f"stage {case.stage}"][reading.stage or "-"] += 1
    lines = [f"\n{part}: what it is down, what was read across", _line("", [*Verdict])]
    lines += [_line(name, [str(kinds[name][kind] or ".") for kind in Verdict]) for name in sorted(kinds)]
    lines += [f"{part}: stages", _line("", [*Stage])]
    lines += [_line(name, [str(stages[name][stage] or ".") for stage in Stage]) for name in sorted(stages)]
    return "\n".join(lines)


def _line(name: str, cells: Sequence[str]) -> str:
    return f"  {name:<32}" + "".join(f"{cell[:11]:>12}" for cell in cells)


def _speed() -> Row:
    """Short texts a second on one core: those of up to 600 letters, identifiers included."""
    texts = [
        case.document
        for part in ("dev", "held_out")
        for case in cases(part)
        if len(case.document.text) <= 600
    ]
    for document in texts:
        read(document)
    start = time.process_time()
    for document in texts:
        read(document)
    rate = len(texts) / (time.process_time() - start)
    return Row(f"check: short texts a second ({len(texts)})", rate, "1/s", f">= {SPEED}", rate >= SPEED)


def _long_chat() -> Iterator[Row]:
    """50,000 messages with a threat near the end."""
    lines = (
        "hey how was your day",
        "good, long, tired",
        "send me the pictures of the dog",
        "I'm at the shop, need milk?",
    )
    said = [lines[n % 4] for n in range(50_000)]
    said[49_000:49_003] = ["I recorded you", "pay me $500 or", "I send the video to all your friends"]
    text, messages, at = "\n".join(said), [], 0
    for number, line in enumerate(said):
        speaker = "a" if number % 3 or 49_000 <= number < 49_003 else "b"
        messages.append(Message(speaker, line, at, at + len(line)))
        at += len(line) + 1
    start = time.process_time()
    reading = read(Document(text, tuple(messages), "names"))
    taken = time.process_time() - start
    yield Row("check: 50,000 messages", taken, "s", f"<= {LONG_CHAT:.0f} s", taken <= LONG_CHAT)
    yield Row(
        "check: the threat in it is found",
        float(reading.kind is Verdict.SEXTORTION),
        "",
        "yes",
        reading.kind is Verdict.SEXTORTION,
    )
