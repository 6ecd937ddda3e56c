"""A slip of the pen in a facts file is an error, never passed over."""

from __future__ import annotations

import pytest

from holdfast.content.country import Region
from holdfast.content.tables import Table, by_language
from holdfast.errors import FactsBroken


def table(**raw: object) -> Table:
    return Table(raw, "made.toml")


def test_a_key_that_nobody_read_is_an_error_with_its_name() -> None:
    made = table(name="a", naem="b")
    made.text("name")
    with pytest.raises(FactsBroken, match=r"made\.toml: unknown: naem"):
        made.done()


def test_a_missing_text_is_an_error_and_an_absent_one_is_none() -> None:
    with pytest.raises(FactsBroken, match="name: is missing"):
        table().text("name")
    assert table().maybe_text("name") is None


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_text_is_refused(value: str) -> None:
    with pytest.raises(FactsBroken, match="is empty"):
        table(name=value).maybe_text("name")


@pytest.mark.parametrize(
    ("method", "value"),
    [("flag", 1), ("flag", "yes"), ("number", True), ("number", "3"), ("number", -1), ("text", 3),
     ("texts", ["a", 1]), ("texts", [""]), ("texts", "a"), ("day", "2026-01-01"), ("table", []),
     ("tables", {}), ("tables", [1])],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_refused(method: str, value: object) -> None:
    with pytest.raises(FactsBroken):
        getattr(table(key=value), method)("key")


def test_a_choice_outside_the_enum_is_refused_and_the_choices_are_named() -> None:
    with pytest.raises(FactsBroken, match="'mars' is none of eu, americas, world"):
        table(region="mars").choice("region", Region)


def test_words_without_english_are_refused() -> None:
    with pytest.raises(FactsBroken, match="English"):
        by_language(table(text={"cy": {"name": "Cymru"}}))


def test_a_file_that_is_no_table_is_refused() -> None:
    with pytest.raises(FactsBroken):
        Table(["a"], "made.toml")
