"""Vectors: files in the real shape of each export, and beside each what must come out (``NAME.expected.json``)."""

from __future__ import annotations

import json
from pathlib import Path

from holdfast.check.values import Document

FOLDER = Path(__file__).parents[2] / "vectors" / "check" / "readers"
FILES = sorted(path for path in FOLDER.iterdir() if not path.name.endswith((".expected.json", ".md")))


def expected(path: Path) -> object:
    return json.loads(path.with_name(path.name + ".expected.json").read_text("utf-8"))


def came_out(document: Document) -> object:
    """A document as plain lists: speaker, time, mine, words of each message."""
    return {
        "format": document.format,
        "notes": list(document.notes),
        "messages": [[one.speaker, one.when, one.mine, one.text] for one in document.messages],
        "attachments": [[one.name, one.media, one.message] for one in document.attachments],
        "facts": [list(fact) for fact in document.facts],
    }
