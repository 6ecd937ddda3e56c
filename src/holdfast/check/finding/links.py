"""Links, also defanged ones (``hxxps://evil[.]example``): made whole, tracking parts taken off.

Only a link with a scheme, ``www.`` or one of the endings below is taken for one (docs/decisions/0057).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.check.finding.near import Searched

_DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?)"
_LINK = re.compile(
    r"(?:h(?:tt|xx|XX|\*\*)ps?|HTTPS?|Https?|tg|skype|signal)\s?\[?:\]?(?:\[?//\]?|(?=live:|[\w.]{3,32}\?))"
    r"[^\s<>\"`|\\^]{3,2000}|(?<![\w@.-])[wW]{3}\.[^\s<>\"`|\\^]{4,2000}"
)
#: Endings that make a bare word a link. Short ones that are words elsewhere (me, to, it, is) need a path behind.
_SURE = (
    "com|net|org|info|biz|xyz|top|site|online|club|shop|vip|live|icu|cc|ru|su|cn|io|app|dev|link|click|onion|edu|gov"
    "|co\\.uk|org\\.uk|com\\.br|com\\.mx|com\\.ar|com\\.co|com\\.au|de|fr|es|nl|pl|pt|cz|se|jp|ua|ng|ph"
)
_WITH_PATH = (
    "me|to|it|is|gg|tv|ly|co|be|at|ch|uk|us|eu|in|id|ws|pw|tk|ml|ga|cf|gq|im|so|st|gl|us|ee|dog|page|chat|bio"
)
_BARE = re.compile(
    rf"(?<![\w@./:-])((?:[a-z0-9][a-z0-9-]{{0,62}}{_DOT}){{1,5}}(?:(?:{_SURE})(?![\w-])|(?:{_WITH_PATH})(?=/))"
    rf"(?::\d{{2,5}})?)((?:/[^\s<>\"`|\\^]{{0,2000}})?)(?!@)"
)
#: What every bare link holds, and how far one reaches from there: five labels before, a path behind.
_INNER_DOT = re.compile(r"\.(?=[a-z0-9])|[\[({]\s?(?:\.|dot)")
_BEFORE, _BEHIND = 340, 2100
_TRACKING = re.compile(
    r"(?i:igsh(?:id)?|utm_\w+|fbclid|gclid|mibextid|si|s|t|ref(?:_\w+)?|__tn__|_rdr|_r|_t|share_id|feature|lang|hl)"
)
_DEFANGED = (
    (re.compile(r"^h(?:xx|XX|\*\*)p", re.IGNORECASE), "http"),
    (re.compile(r"\s?\[:\]"), ":"),
    (re.compile(r"\[//\]|\[/\]/"), "//"),
    (re.compile(r"^(\w+)\s:"), r"\1:"),
    (re.compile(r"\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?", re.IGNORECASE), "."),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text. ``host`` without ``www.``, ``path`` without the first slash, ``query`` without ``?``."""

    whole: str
    host: str
    path: str
    query: str
    start: int
    end: int
    defanged: bool


def find(searched: Searched) -> Iterator[Link]:
    """Every link in ``searched``, in order of its place, none inside another."""
    text, done = searched.text, 0
    spans = [match.span() for match in _LINK.finditer(text)] if _may_have_scheme(searched) else []
    if "." in text or "dot" in searched.words:
        small = searched.small
        spans += [
            match.span() for start, end in _around(small) for match in _BARE.finditer(small, start, end)
        ]
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done and (link := _read(text, start, end)) is not None:
            done = link.end
            yield link


def _around(small: str) -> list[tuple[int, int]]:
    """Where a bare link can be, in order, none overlapping another."""
    windows: list[tuple[int, int]] = []
    for dot in _INNER_DOT.finditer(small):
        start, end = max(0, dot.start() - _BEFORE), dot.end() + _BEHIND
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def onion_valid(host: str) -> bool:
    """Version 3 onion addresses carry a checksum (Tor rend-spec-v3): two bytes of SHA3-256."""
    label = host.rpartition(".")[0].rpartition(".")[2]
    try:
        data = base64.b32decode(label.upper())
    except (binascii.Error, ValueError):
        return False
    if len(data) != 35:
        return False
    key, check, version = data[:32], data[32:34], data[34:]
    return hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2] == check and version == b"\3"


def _may_have_scheme(searched: Searched) -> bool:
    return not searched.words.isdisjoint(
        ("http", "https", "hxxp", "hxxps", "www", "tg", "skype", "signal", "ps", "p")
    )


def _read(text: str, start: int, end: int) -> Link | None:
    raw = _trimmed(text[start:end])
    whole = raw
    for pattern, right in _DEFANGED:
        whole = pattern.sub(right, whole)
    scheme, marks, rest = whole.partition("://")
    if not marks:
        scheme, rest = "", whole
    address, _, fragment = rest.partition("#")
    address, _, query = address.partition("?")
    host, slash, path = address.partition("/")
    host = host.rpartition("@")[2].casefold().removeprefix("www.")
    host = host[2:] if host.startswith("m.") and host.count(".") > 1 else host
    if not host or ("." not in host and scheme.lower() in ("http", "https", "")):
        return None
    query = "&".join(
        part for part in query.split("&") if part and not _TRACKING.fullmatch(part.split("=")[0])
    )
    clean = (f"{scheme.lower()}://" if marks else "") + address.partition("/")[0].casefold() + slash + path
    clean = (
        (clean if fragment else clean.rstrip("/"))
        + (f"?{query}" if query else "")
        + (f"#{fragment}" if fragment else "")
    )
    return Link(clean, host, path, query or fragment, start, start + len(raw), whole != raw)


def _trimmed(raw: str) -> str:
    """Without the full stop, comma or closing bracket that belongs to the sentence."""
    while raw:
        last = raw[-1]
        closes = last in ")]}" and raw.count(last) > raw.count("([{"[")]}".index(last)])
        if last not in ".,;:!?'’”»*_…。、" and not closes:
            break
        raw = raw[:-1]
    return raw
