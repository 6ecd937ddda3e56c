"""Words about dying in every language that has them: the plan's own, or those beside the signs of a pack.

A language of the plan has ``<language>/crisis.toml`` with what is said; a language that is only read has the signs
alone, ``<language>/check/crisis.toml``, and the words of English or of the page's language are said.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from holdfast.content.tables import Table
from holdfast.content.words import CrisisSign, languages, words
from holdfast.errors import FactsBroken


@lru_cache(maxsize=32)
def dying_signs(language: str) -> tuple[CrisisSign, ...]:
    """The signs of one language, () where it has none. Raises FactsBroken where a file does not keep the schema."""
    if language in languages():
        return words(language).crisis.signs
    file = files("holdfast.content") / language / "check" / "crisis.toml"
    if not file.is_file():
        return ()
    where = f"{language}/check/crisis.toml"
    try:
        table = Table(tomllib.loads(file.read_text(encoding="utf-8")), where)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise FactsBroken(f"{where}: {broken}") from broken
    found = tuple(_sign(inner) for inner in table.tables("sign"))
    table.done()
    return found


def _sign(table: Table) -> CrisisSign:
    sign = CrisisSign(table.text("id"), table.text("pattern"), table.text("example"), table.text("counter"))
    table.done()
    return sign
