"""Whatever stands in a facts file, the loader reads it or says FactsBroken, and never anything else."""

from __future__ import annotations

import contextlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.content.country import read_country
from holdfast.content.platform import read_platform
from holdfast.content.tables import Table
from holdfast.errors import FactsBroken

CONTENT = Path(__file__).parents[2] / "src" / "holdfast" / "content"
COUNTRY = tomllib.loads((CONTENT / "places" / "gb.toml").read_text("utf-8"))
COUNTRY["contact"] = COUNTRY["contact"][:3]
PLATFORM = tomllib.loads((CONTENT / "platforms" / "instagram.toml").read_text("utf-8"))

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a nested table, as a path of keys."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, below in inner for found in ((*path, key), *places_in(below, (*path, key)))]


def with_change(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of ``value`` with ``new`` at ``path``."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_change(copy[path[0]], path[1:], new)
    return copy


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(places_in(COUNTRY)), ANYTHING)
def test_a_country_with_anything_in_any_place_is_read_or_refused(path: tuple[Any, ...], new: Any) -> None:
    with contextlib.suppress(FactsBroken):
        read_country(Table(with_change(COUNTRY, path, new), "made.toml"))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(places_in(PLATFORM)), ANYTHING)
def test_a_platform_with_anything_in_any_place_is_read_or_refused(path: tuple[Any, ...], new: Any) -> None:
    with contextlib.suppress(FactsBroken):
        platform = read_platform(Table(with_change(PLATFORM, path, new), "made.toml"))
        platform.advice_on_deactivating(date(2026, 11, 22))


def test_the_tables_that_are_changed_are_read_as_they_are() -> None:
    """Else the two tests above could pass because everything is refused."""
    assert read_country(Table(COUNTRY, "gb.toml")).code == "GB"
    assert read_platform(Table(PLATFORM, "instagram.toml")).platform_id == "instagram"
