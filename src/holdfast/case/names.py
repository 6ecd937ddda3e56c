"""File names for the eye. A name that came with a file is shown and never used as a path."""

from __future__ import annotations

import re
import unicodedata

#: Longest name shown, in characters; leaves room beside it on a phone and under every file system's 255 bytes.
MAX_NAME = 120
#: Combining marks kept on one letter. Vietnamese and Hebrew need up to three; stacks of fifty cover a page.
MAX_MARKS = 4
NAMELESS = "file"

_RESERVED = re.compile(
    r"^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$", re.IGNORECASE
)
_UNSAFE = re.compile(r'[<>:"|?*]')
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}$")


def clean_name(name: str) -> str:
    """A safe name to show for ``name``: one line, no path, at most :data:`MAX_NAME` characters, never empty.

    Control, format (bidirectional overrides, zero-width), surrogate, private and unassigned characters are
    dropped; characters and base names that Windows reserves are changed; the extension survives shortening.
    """
    last = re.split(r"[/\\]", name.rstrip("/\\ "))[-1]
    shown = _UNSAFE.sub("_", _visible(unicodedata.normalize("NFC", last)))
    shown = re.sub(r"\s+", " ", shown).strip(" .")
    return _not_reserved(_shortened(shown)) or NAMELESS


def clean_place(path: str) -> str:
    """A path inside an archive as words: each part cleaned, joined with ``/``, at most 240 characters."""
    parts = [clean_name(part) for part in re.split(r"[/\\]", path) if part.strip(" .")]
    joined = "/".join(parts)
    return joined if len(joined) <= 240 else "…" + joined[-239:]


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
            continue
        if category.startswith("C"):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME:
        return name
    found = _EXTENSION.search(name)
    extension = found.group() if found else ""
    stem = name[: MAX_NAME - len(extension) - 1].rstrip(" .")
    return f"{stem}…{extension}"


def _not_reserved(name: str) -> str:
    return f"_{name}" if _RESERVED.match(name.partition(".")[0].strip()) else name
