"""How fast files are read: a WhatsApp export of 50,000 messages in a process of its own, hostile text, a screenshot."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from holdfast.check.read import read
from holdfast.check.readers import open_document, open_text
from holdfast.check.readers.interface import listed
from holdfast.check.readers.screenshot import available
from tests.bench.row import Row

MESSAGES, SECONDS, MEGABYTES, PICTURE = 50_000, 5.0, 200, 3.0
_SAID = (
    *(
        "ok",
        "lol",
        "good night 😘",
        "where are you?",
        "do you need milk?",
        "see you tomorrow at 8",
        "yes",
        "no",
    ),
    *("mum says hi", "did you watch the match yesterday?", "my number changed, call me on 07700 900{n:03}"),
    *("pay me back the 20 quid when you can", "<Media omitted>", "https://example.org/a/{n}", "I love you"),
)
_WORDS = listed(
    "the a of time work school people friend video house week message train money party morning picture evening "
    "phone dinner game weather film mother brother garden holiday I you we will can did they said from about"
)
HOSTILE = {
    "without a space": lambda size: "a" * size,
    "quotes in quotes": lambda size: "> " * (size // 2),
    "faces": lambda size: "😂😭🔥" * (size // 3),
    "brackets": lambda size: "[" * size,
    "half addresses": lambda size: "a@b." * (size // 4),
}


def rows() -> Iterator[Row]:
    """Every figure of reading files."""
    yield from _export()
    for name, made in HOSTILE.items():
        small, large = (_taken(made(size)) for size in (250_000, 1_000_000))
        good = large < 8 * max(small, 0.05)
        yield Row(f"check: 1 MB {name}", large, "s", "four times 250 KB, about", good, "250 KB", small)
    if available():
        yield _screenshot()
    else:
        print("no screenshot is read: the extra 'ocr' is not installed")


def whatsapp_export(messages: int) -> str:
    """A chat of two, half of it phrases that come again, half random words; the same at every run."""
    chance, now, lines = random.Random(5), datetime(2023, 1, 1, 9), []
    for n in range(messages):
        now += timedelta(minutes=chance.randint(0, 30))
        said = chance.choice(_SAID).format(n=n % 1000)
        if chance.random() < 0.5:
            said = " ".join(chance.choices(sorted(_WORDS), k=chance.randint(3, 16))) + chance.choice(".?! ")
        lines.append(f"{now:%d/%m/%Y, %H:%M} - {chance.choice(('Ana Example', 'Sam'))}: {said}")
    return "\n".join(lines)


def _export() -> Iterator[Row]:
    """The whole command, start and packs and JSON included."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "WhatsApp Chat with Ana Example.txt"
        file.write_text(whatsapp_export(MESSAGES), "utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = [sys.executable, "-m", "holdfast", "check", str(file), "--me", "Sam", "--json"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = after.ru_maxrss / 1024
    yield Row(f"check: WhatsApp export, {MESSAGES:,} messages", taken, "s", "<= 5 s of CPU", taken <= SECONDS)
    yield Row("check: memory of it", memory, "MB", "<= 200 MB", memory <= MEGABYTES)


def _taken(text: str) -> float:
    start = time.process_time()
    read(open_text(text), country="GB")
    return time.process_time() - start


def _screenshot() -> Row:
    from holdfast.check.readers.screenshot import read_each
    from tests.check.readers.drawn_chat import LOOKS, drawn

    chat = [("them" if n % 2 else "me", f"message number {n} of a chat") for n in range(8)]
    pictures = [drawn(chat, LOOKS[0])] * 4
    starts: list[float] = []
    for _ in read_each(pictures):
        starts.append(time.perf_counter())
    each = (starts[-1] - starts[0]) / (len(starts) - 1)
    assert open_document(pictures[0]).messages
    return Row("check: a screenshot after loading", each, "s", "<= 3 s on 2 cores", each <= PICTURE)
