"""HTML cut into tags and words in one pass, and HTML as the words a person sees.

The standard library's parser looks for the end of a comment again and again; a megabyte of ``<!--`` takes it minutes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from holdfast.check.readers.interface import listed

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)((?:[^<>\"']+|\"[^\"<]*\"|'[^'<]*'|[\"'])*+)>")
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
#: Elements that have no end.
VOID = listed("area base br col embed hr img input link meta source track wbr")
_RAW = frozenset(("script", "style", "title", "textarea", "noscript", "template", "svg"))
_BLOCK = listed(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table tbody td th tr ul body html"
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|$|!)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|mso-hide\s*:\s*all|max-height\s*:\s*0",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Tag:
    """``name`` in small letters; ``rest`` is what stands between the name and the end."""

    name: str
    closes: bool
    rest: str = ""

    def attribute(self, name: str) -> str:
        """The first value of an attribute, entities made letters; "" where it has none."""
        for match in _ATTRIBUTE.finditer(self.rest):
            if match.group(1).lower() == name:
                return html.unescape(match.group(2) or match.group(3) or match.group(4) or "")
        return ""

    def attributes(self, names: frozenset[str]) -> dict[str, str]:
        """Those of ``names`` that are there, entities made letters."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.rest):
            name = match.group(1).lower()
            if name in names and name not in found:
                found[name] = html.unescape(match.group(2) or match.group(3) or match.group(4) or "")
        return found

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attribute("class").split())


def events(source: str) -> Iterator[Tag | str]:
    """Tags and the words between them (entities still in them), in order; comments and scripts left out."""
    place, length = 0, len(source)
    sought: dict[str, int] = {}
    while place < length:
        start = source.find("<", place)
        if start < 0:
            yield source[place:]
            return
        if start > place:
            yield source[place:start]
        if source.startswith(("<!", "<?"), start):
            place = _behind(source, start, sought)
            continue
        match = _TAG.match(source, start)
        if match is None:
            yield "&lt;"
            place = start + 1
            continue
        tag = Tag(match.group(2).lower(), bool(match.group(1)), match.group(3))
        place = match.end()
        yield tag
        if tag.name in _RAW and not tag.closes and not tag.rest.endswith("/"):
            place = _raw_end(source, place, tag.name, sought)


def _behind(source: str, start: int, sought: dict[str, int]) -> int:
    """Behind a comment or declaration. An end that is not there is looked for once."""
    ending = "-->" if source.startswith("<!--", start) else ">"
    end = _find(source, ending, start + 2, sought)
    return end + len(ending) if end >= 0 else start + len("<!--" if ending == "-->" else "<!")


def _raw_end(source: str, place: int, name: str, sought: dict[str, int]) -> int:
    small, large = (_find(source, f"</{word}", place, sought) for word in (name, name.upper()))
    ends = [end for end in (small, large) if end >= 0]
    return min(ends) if ends else place


def _find(source: str, ending: str, start: int, sought: dict[str, int]) -> int:
    """Like ``find``, remembering the last place: no stretch is searched twice for the same words."""
    known = sought.get(ending)
    if known is None or (0 <= known < start):
        known = sought[ending] = source.find(ending, start)
    return known


@dataclass(slots=True)
class _Page:
    """Words as they are laid out: blocks on lines of their own, spaces as one."""

    pieces: list[str] = field(default_factory=list)
    fresh: bool = True

    def words(self, raw: str) -> None:
        text = _SPACE.sub(" ", html.unescape(raw)).replace("\u00a0", " ")
        if self.fresh:
            text = text.lstrip(" ")
        if text:
            self.pieces.append(text)
            self.fresh = text.endswith(" ")

    def line(self) -> None:
        if self.pieces and self.pieces[-1] != "\n":
            self.pieces.append("\n")
        self.fresh = True

    def blank(self) -> None:
        if self.pieces:
            self.pieces.append("\n")
        self.fresh = True

    def text(self) -> str:
        joined = re.sub(r" ?\n ?", "\n", "".join(self.pieces))
        return re.sub(r"\n{3,}", "\n\n", joined).strip()


def visible(source: str) -> tuple[str, bool]:
    """The words a person sees, and whether words were hidden by style.

    Mass mails set letters of size 0 between the letters of a word. Where nothing at all is left, everything is taken:
    a page that hides all its words was not read right.
    """
    text, hidden = _laid_out(source, hide=True)
    if hidden and not text:
        return _laid_out(source, hide=False)[0], False
    return text, hidden


def _laid_out(source: str, *, hide: bool) -> tuple[str, bool]:
    page = _Page()
    hidden_in: list[str] = []
    found = False
    for event in events(source):
        if isinstance(event, str):
            if hidden_in:
                found = found or bool(event.strip())
            else:
                page.words(event)
        elif hidden_in:
            _walk_hidden(event, hidden_in)
        elif hide and _is_hidden(event):
            hidden_in.append(event.name)
        elif event.name == "br":
            page.blank()
        elif event.name in _BLOCK:
            page.line()
            if event.name == "p" and event.closes:
                page.blank()
    return page.text(), found


def _walk_hidden(tag: Tag, hidden_in: list[str]) -> None:
    """Elements of the same name nest; others inside a hidden one do not matter."""
    if tag.name == hidden_in[0]:
        if tag.closes:
            hidden_in.pop()
        elif not tag.rest.endswith("/"):
            hidden_in.append(tag.name)


def _is_hidden(tag: Tag) -> bool:
    if tag.closes or tag.name in VOID or "style" not in tag.rest.lower() or tag.rest.endswith("/"):
        return False
    return _HIDDEN.search(tag.attribute("style")) is not None
