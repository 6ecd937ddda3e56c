"""Text made alike, character for character: the fold has the length of the text, so every place stays true.

Case, marks, full-width and mathematical letters, invisible characters, HTML entities and tags, and
quoted-printable leave no trace in the fold. What is dropped becomes ``IGNORED``; the tokens close up over it.
"""

from __future__ import annotations

import html
import re
import unicodedata

#: Stands in the fold for a character that a reader does not see.
IGNORED = "\x00"

# Letters that look like Latin ones and belong to no living alphabet a pack is written in: IPA, small capitals,
# letters with a stroke, squared and regional letters. Sources: the Unicode blocks' own names.
_LATIN_SHAPES = (
    ("ɑɐᴀⱥ", "a"), ("ƀɓʙᴃ", "b"), ("ƈᴄȼↄ", "c"), ("đɖɗᴅð", "d"), ("ɛəɘᴇɇ", "e"), ("ƒꜰ", "f"),
    ("ɡɢǥɠ", "g"), ("ħɦʜɥ", "h"), ("ıɩɪɨɫ", "i"), ("ɉʝᴊȷ", "j"), ("ƙᴋ", "k"), ("łƚʟɭⱡ", "l"), ("ɱᴍ", "m"),
    ("ɲŋɴɳ", "n"), ("øɵᴏɔ", "o"), ("ƥᴘ", "p"), ("ʠ", "q"), ("ɍʀɹɾɽ", "r"), ("ʂꜱƨ", "s"), ("ŧƭʈᴛ", "t"),
    ("ʉᴜʊ", "u"), ("ʋᴠʌ", "v"), ("ʍᴡ", "w"), ("ƴʏ", "y"), ("ƶᴢʐ", "z"),
)  # fmt: skip
# Armenian, Cherokee and Lisu letters, in their folded form, that pass for Latin ones.
_FOREIGN_SHAPES = (
    ("ꓮꭺꮜ", "a"), ("ꓐᏼ", "b"), ("ꓚꮯ", "c"), ("ꓓꭰԁ", "d"), ("ꓰꭼ", "e"), ("ꓝ", "f"), ("ꓖꮐց", "g"), ("ꓧꮋհ", "h"),
    ("ꓲꭵ", "i"), ("ꓙꭻյ", "j"), ("ꓗꮶ", "k"), ("ꓡꮮⳑ", "l"), ("ꓟꮇ", "m"), ("ꓠոռ", "n"), ("ꓳօⲟ", "o"), ("ꓑꮲք", "p"),
    ("ꓣꮁꭱ", "r"), ("ꓢꮪ", "s"), ("ꓔꭲ", "t"), ("ꓴսԱ", "u"), ("ꓦꮩ", "v"), ("ꓪꮃ", "w"), ("ꓫ", "x"), ("ꓬ", "y"), ("ꓜꮓ", "z"),
)  # fmt: skip
_SHAPES = {other: latin for others, latin in (*_LATIN_SHAPES, *_FOREIGN_SHAPES) for other in others}
_QUOTES = dict.fromkeys("‘’ʼ`´‛′", "'") | dict.fromkeys("“”„‟″«»‹›", '"') | dict.fromkeys("‐‑‒–—―−", "-")

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,24});")
_INLINE = r"span|b|i|u|s|em|strong|font|wbr|a|small|big|sup|sub|mark|code|tt|o:p"
_BLOCK = r"br|p|div|tr|td|th|table|tbody|li|ul|ol|h[1-6]|hr|html|body|head|meta|title|style|center|blockquote|img|pre"
_TAG = re.compile(rf"<!--[^>]{{0,400}}-->|</?(?:({_INLINE})|{_BLOCK})(?:[\s/][^<>]{{0,400}})?>", re.I)
# Lines of an e-mail's head that a machine wrote: what a filter says in them is no part of the letter.
_HEADER = re.compile(
    r"^(?:received(?:-spf)?|return-path|x-[\w-]+|dkim-[\w-]+|arc-[\w-]+|authentication-[\w-]+|message-id|mime-version|"
    r"content-[\w-]+|delivered-to|list-[\w-]+|references|in-reply-to|envelope-to|user-agent|thread-[\w-]+):"
    r"[^\n]*(?:\n[ \t]+[^\n]*)*",
    re.M,
)
_TURNED = re.compile("\u202e([^\u202c\u202e\n]{2,2000})(?:\u202c|\n|$)")
_SOFT_BREAK = re.compile(r"=\r?\n")
_QUOTED_BYTES = re.compile(r"(?:=[0-9A-F]{2})+")


class _FoldTable(dict[int, str]):
    """One character to one character, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        folded = _fold_one(chr(point))
        if len(self) < 20_000:
            self[point] = folded
        return folded


def _fold_one(sign: str) -> str:
    if sign in _QUOTES:
        return _QUOTES[sign]
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return IGNORED
    if sign == "…" or sign == "。":
        return sign
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    if 0x1F1E6 <= ord(sign) <= 0x1F1FF:
        return chr(ord(sign) - 0x1F1E6 + ord("a"))
    if 0x1F130 <= ord(sign) <= 0x1F189:
        return chr((ord(sign) - 0x1F130) % 32 + ord("a")) if (ord(sign) - 0x1F130) % 32 < 26 else " "
    parts = unicodedata.normalize("NFKD", sign).casefold()
    kept = "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me", "Cf"))
    kept = "".join(_SHAPES.get(part, part) for part in kept)
    # What folds to two letters (ß, ﬁ) stays; the tokens open it.
    return kept if len(kept) == 1 else (sign if kept else IGNORED)


_TABLE = _FoldTable()


def turned(text: str) -> tuple[tuple[int, int], ...]:
    """The places where a control character turns the direction of writing, so that letters stand in reverse."""
    return tuple(found.span(1) for found in _TURNED.finditer(text)) if "\u202e" in text else ()


def turn(folded: str, places: tuple[tuple[int, int], ...]) -> str:
    """The text with the letters of these places in the order in which they are seen."""
    if not places:
        return folded
    pieces, last = [], 0
    for start, end in places:
        pieces += [folded[last:start], folded[start:end][::-1]]
        last = end
    return "".join((*pieces, folded[last:]))


def fold(text: str) -> str:
    """The text in its folded form, of the same length. Takes any str; costs time in step with its length."""
    folded = text.lower() if text.isascii() else text.translate(_TABLE)
    if "\nx-" in folded or "received:" in folded or "content-type:" in folded:
        folded = _HEADER.sub(lambda found: " " * len(found[0]), folded)
    if "&" in folded:
        folded = _ENTITY.sub(_open_entity, folded)
    if "<" in folded:
        folded = _TAG.sub(_drop_tag, folded)
    if "=\n" in folded or "=\r\n" in folded:
        folded = _SOFT_BREAK.sub(lambda found: IGNORED * len(found[0]), folded)
        folded = _open_quoted(text, folded)
    return folded


def open_up(word: str) -> str:
    """A token without ignored characters, with the letters of two (ß → ss) opened."""
    word = word.replace(IGNORED, "")
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word).casefold()
    return "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me", "Cf"))


def _open_entity(found: re.Match[str]) -> str:
    said = html.unescape(found[0])
    if said == found[0]:
        return found[0]
    first = said[:1].translate(_TABLE).lower()
    return first + IGNORED * (len(found[0]) - 1)


def _drop_tag(found: re.Match[str]) -> str:
    if found[1] is not None or found[0].startswith("<!--"):
        return IGNORED * len(found[0])
    return "\n" + " " * (len(found[0]) - 1)


def _open_quoted(text: str, folded: str) -> str:
    """``=C3=A9`` → ``e`` and filling. Only where soft line breaks showed that the text is quoted-printable."""
    pieces, last = [], 0
    for found in _QUOTED_BYTES.finditer(text):
        raw = bytes.fromhex(found[0].replace("=", ""))
        said = raw.decode("utf-8", "replace").translate(_TABLE).lower()
        if len(said) > len(found[0]):
            continue
        pieces += [folded[last : found.start()], said, IGNORED * (len(found[0]) - len(said))]
        last = found.end()
    return "".join((*pieces, folded[last:]))
