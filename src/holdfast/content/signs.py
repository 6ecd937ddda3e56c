"""The sign packs: what gives a blackmailer away, in each language. One loader, strict, cached. Schema: docs/signs.md.

English holds the structure (family, stage); every other language brings patterns and words under the same ids.

>>> sign_pack("en").sign("will-send").stage
'5'
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from holdfast.content.tables import Table
from holdfast.errors import FactsBroken

ENGLISH = "en"
#: A full pack reads chats and mails; a mail pack reads mass e-mails only.
SCOPES = ("full", "mail")
#: Tables of things a demand names.
NAMED = ("methods", "audiences", "units")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign in one language.

    ``family`` and ``stage`` are the same in all languages. ``why`` is one plain sentence for the person.
    ``patterns`` follow the grammar of docs/signs.md. Each example is found, each counter-example is missed.
    """

    sign_id: str
    family: str
    stage: str
    why: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignPack:
    """All signs of one language.

    ``common`` are the words a text in this language is full of; ``negations`` are words no gap steps over;
    ``sets`` are named alternatives that patterns use as ``{name}``. ``named`` are patterns of things a demand
    names, by ``(table, id)``: ``("methods", "gift_card")``, ``("audiences", "family")``, ``("units", "hours")``.
    """

    language: str
    scope: str
    common: tuple[str, ...]
    negations: tuple[str, ...]
    sets: Mapping[str, str]
    named: Mapping[tuple[str, str], str]
    signs: tuple[Sign, ...]

    def sign(self, sign_id: str) -> Sign:
        """One sign. Raises FactsBroken where the pack has none by that id."""
        for sign in self.signs:
            if sign.sign_id == sign_id:
                return sign
        raise FactsBroken(f"{self.language}: no sign by the id {sign_id[:60]!r}")


def sign_pack(language: str = ENGLISH) -> SignPack:
    """The pack of one language that comes with the program. Raises FactsBroken where there is none."""
    return _pack(language)


@lru_cache(maxsize=1)
def sign_languages() -> tuple[str, ...]:
    """Codes of the languages that have a pack, English first."""
    found = {entry.name for entry in files("holdfast.content").iterdir() if _file(entry).is_file()}
    return (ENGLISH, *sorted(found - {ENGLISH}))


@lru_cache(maxsize=32)
def _pack(language: str) -> SignPack:
    if language not in sign_languages():
        raise FactsBroken(f"no signs in the language {language[:8]!r}")
    english = None if language == ENGLISH else _pack(ENGLISH)
    return read_pack(_file(files("holdfast.content") / language), language, english)


def _file(folder: Traversable) -> Traversable:
    return folder / "check" / "signs.toml"


def read_pack(file: Traversable, language: str, english: SignPack | None) -> SignPack:
    """Read one file of signs. Raises FactsBroken where it does not keep the schema."""
    where = f"{language}/check/signs.toml"
    try:
        table = Table(tomllib.loads(file.read_text(encoding="utf-8")), where)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise FactsBroken(f"{where}: {broken}") from broken
    pack = SignPack(
        language=language,
        scope=table.text("scope"),
        common=table.texts("common"),
        negations=table.texts("negations"),
        sets=_read_sets(table, "sets"),
        named={(name, key): text for name in NAMED for key, text in _read_sets(table, name).items()},
        signs=tuple(_read_sign(inner, english) for inner in table.tables("sign")),
    )
    table.done()
    if pack.scope not in SCOPES:
        raise table.fail(f"scope is one of {', '.join(SCOPES)}")
    ids = [sign.sign_id for sign in pack.signs]
    if len(set(ids)) < len(ids):
        raise table.fail(f"twice: {', '.join(sorted({i for i in ids if ids.count(i) > 1}))}")
    return pack


def _read_sets(table: Table, name: str) -> Mapping[str, str]:
    inner = table.maybe_table(name)
    return {} if inner is None else {key: inner.text(key) for key in inner.names()}


def _read_sign(table: Table, english: SignPack | None) -> Sign:
    sign_id = table.text("id")
    if english is None:
        family, stage = table.text("family"), table.maybe_text("stage") or ""
    else:
        base = english.sign(sign_id)
        family, stage = base.family, base.stage
    sign = Sign(
        sign_id=sign_id,
        family=family,
        stage=stage,
        why=table.text("why"),
        patterns=table.texts("patterns"),
        examples=table.texts("examples"),
        counters=table.texts("counters"),
    )
    table.done()
    for name in ("patterns", "examples", "counters"):
        if not getattr(sign, name):
            raise table.fail(f"{sign_id}: {name} are missing")
    return sign
