"""What happens when one reports: every list has a source, and no line without one is shown."""

from __future__ import annotations

import pytest

from holdfast.content.facts import places
from holdfast.content.reporting import PARTS, read_reporting
from holdfast.content.tables import Table
from holdfast.errors import FactsBroken

KNOWN = [country for country in places().all if country.reporting]


def made(**more: object) -> dict[str, object]:
    source = {"url": "https://example.org/", "seen": "undated", "by": "police", "supports": ["ask"]}
    return {"text": {"en": {"ask": ["Your name."]}}, "source": [source], **more}


def test_the_countries_worked_through_say_what_happens() -> None:
    assert {"GB", "IE", "US"} <= {country.code for country in KNOWN}


@pytest.mark.parametrize("country", KNOWN, ids=lambda country: country.code)
def test_every_part_is_told_and_has_a_good_source(country) -> None:
    said = country.reporting.text()
    for part in PARTS:
        assert getattr(said, part)
        assert any(source.is_good for source in country.reporting.sources if part in source.supports), part


def test_another_language_falls_back_to_english() -> None:
    reporting = read_reporting(Table(made(), "x"))
    assert reporting.text("cy") == reporting.text("en")


def test_a_list_without_a_source_is_refused() -> None:
    with pytest.raises(FactsBroken):
        read_reporting(Table(made(text={"en": {"ask": ["x"], "told": ["y"]}}), "x"))


def test_a_source_for_something_else_is_refused() -> None:
    source = {"url": "https://example.org/", "seen": "undated", "by": "police", "supports": ["hours"]}
    with pytest.raises(FactsBroken):
        read_reporting(Table(made(source=[source]), "x"))
