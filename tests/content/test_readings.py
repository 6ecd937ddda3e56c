"""The words of a reading: every id that a reading can carry has them, and no other is there."""

from __future__ import annotations

import pytest

from holdfast.check import values
from holdfast.check.readers.interface import Note
from holdfast.content.readings import SHELVES, reading_words
from holdfast.content.signs import sign_pack
from holdfast.errors import FactsBroken
from holdfast.identifiers import IdentifierKind

ENUMS = {
    "kind": values.Verdict,
    "stage": values.Stage,
    "bluff": values.Bluff,
    "sure": values.Sure,
    "other": values.Other,
    "note": Note,
    "role": values.Role,
    "identifier": IdentifierKind,
}


def ids(shelf: str) -> set[str]:
    return {said_id for name, said_id in reading_words().said if name == shelf}


@pytest.mark.parametrize("shelf", ENUMS)
def test_every_member_has_words_and_no_other_id_is_there(shelf):
    assert ids(shelf) == {member.value for member in ENUMS[shelf]}


def test_every_shelf_is_used():
    assert {name for name, _ in reading_words().said} == set(SHELVES)


def test_everybody_a_threat_can_name_has_words():
    assert ids("audience") >= {name for table, name in sign_pack().named if table == "audiences"}


def test_a_brand_without_words_is_written_out():
    assert reading_words().name("method", "western_union") == "Western Union"
    assert reading_words().name("method", "gift_card") == "gift cards"


def test_an_id_without_words_is_a_fault_of_the_program():
    with pytest.raises(FactsBroken):
        reading_words().kind("nothing")


def test_a_language_without_words_reads_the_english_ones():
    assert reading_words("qq") is reading_words("en")
