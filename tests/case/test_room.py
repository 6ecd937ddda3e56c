"""An open case: filled, changed, checked, deleted."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.case import drawn
from tests.case.rooms import House, pieces

from holdfast.case.log import head_of, verify_log
from holdfast.case.room import Case
from holdfast.case.values import (
    Account,
    AgeInPicture,
    Body,
    Demand,
    Item,
    Kind,
    Offender,
    Payment,
    PictureAnswer,
    RecordKind,
    Report,
)
from holdfast.errors import (
    CaseGone,
    EmptyFile,
    NoSuchItem,
    NotUnderstood,
    WrongCode,
)
from holdfast.identifiers import Identifier, IdentifierKind

PNG = drawn.picture("PNG")
NO = PictureAnswer.NO


def actions(case: Case) -> list[str]:
    return [entry.action for entry in case.log_entries()]


# --- items -----------------------------------------------------------------------------------------------


def test_a_screenshot_is_kept_byte_for_byte(any_house: House) -> None:
    case = any_house.case()
    item = case.add(
        "IMG 1.png", pieces(PNG), answer=NO, title="Threat", note="n", captured="2 May", platform="x"
    )
    assert case.open_item(item).read() == PNG
    assert (item.kind, item.size, item.sha256) == (Kind.PNG, len(PNG), drawn.sha256(PNG))
    assert (item.name, item.title, item.note, item.captured, item.platform) == (
        "IMG 1.png",
        "Threat",
        "n",
        "2 May",
        "x",
    )
    assert (item.exhibit, item.added) == ("HF/001", any_house.clock.now.replace(microsecond=0))
    assert case.items() == (item,) == any_house.again(case).items()
    assert case.log_entries()[-1].sha256 == item.sha256
    assert case.check(thorough=True) == ()


@pytest.mark.parametrize("length", [1, 100, 65_536, 10_000_000])
def test_pieces_of_any_length_give_the_same_item(house: House, length: int) -> None:
    case = house.case()
    case.add("a.png", pieces(PNG, length), answer=NO)
    assert case.open_item(case.items()[0]).read() == PNG


def test_what_was_replaced_is_not_kept(any_house: House) -> None:
    case = any_house.case()
    export = drawn.whatsapp_zip()
    item = case.add("chat.zip", pieces(export), answer=PictureAnswer.NOT_ASKED)
    assert item.kind is Kind.CHAT
    assert item.left_out
    assert item.original_sha256 == drawn.sha256(export)
    kept = case.open_item(item).read()
    assert b"PK" not in kept[:4]
    assert len(any_house.store.blob_ids(case.case_id)) == 1
    assert case.check() == ()


def test_a_refused_file_leaves_nothing(any_house: House) -> None:
    case = any_house.case()
    for name, data, answer in (
        ("a.png", PNG, PictureAnswer.YES),
        ("a.png", PNG[: len(PNG) // 2], NO),
        ("a.mp4", drawn.film(), PictureAnswer.NOT_ASKED),
        ("a.txt", b"", NO),
    ):
        with pytest.raises(Exception, match=r"."):
            case.add(name, pieces(data), answer=answer)
    assert case.items() == ()
    assert any_house.store.blob_ids(case.case_id) == ()
    assert actions(case) == ["case.new"]


def test_the_same_bytes_again_are_the_same_item(any_house: House) -> None:
    case = any_house.case()
    first = case.add("a.png", pieces(PNG), answer=NO)
    again = case.add("other name.png", pieces(PNG), answer=NO)
    assert again == first
    case.strike(first.item_id)
    back = case.add("a.png", pieces(PNG), answer=NO)
    assert (back.item_id, back.struck) == (first.item_id, False)
    assert len(any_house.store.blob_ids(case.case_id)) == 1
    assert actions(case) == ["case.new", "item.add", "item.strike", "item.unstrike"]


def test_a_covered_copy_keeps_the_original_s_hash_for_adults_only(house: House) -> None:
    original = "ab" * 32
    covered = {"answer": PictureAnswer.COVERED, "original_sha256": original}
    assert house.case().add("a.png", pieces(PNG), **covered).original_sha256 == original  # type: ignore[arg-type]
    child = house.case(AgeInPicture.UNDER_18)
    assert child.add("a.png", pieces(PNG), **covered).original_sha256 == ""  # type: ignore[arg-type]
    with pytest.raises(NotUnderstood):
        house.case().add("a.png", pieces(PNG), answer=PictureAnswer.COVERED, original_sha256="not a hash")


def test_an_item_is_edited_struck_and_brought_back(any_house: House) -> None:
    case = any_house.case()
    item = case.add_text("Pay by ten.", title="one")
    edited = case.edit_item(item.item_id, title="two", note="from the phone")
    assert (edited.title, edited.note, edited.version) == ("two", "from the phone", 2)
    assert case.strike(item.item_id).struck
    assert case.strike(item.item_id).version == 3
    assert not case.undo_strike(item.item_id).struck
    assert case.item(item.item_id).title == "two"
    assert actions(case) == ["case.new", "item.add", "item.edit", "item.strike", "item.unstrike"]
    assert case.check(thorough=True) == ()


@pytest.mark.parametrize(
    "field", sorted({field.name for field in fields(Item)} - {"title", "note", "captured", "platform"})
)
def test_what_was_found_cannot_be_edited(house: House, field: str) -> None:
    case = house.case()
    item = case.add_text("Pay by ten.")
    with pytest.raises(NotUnderstood):
        case.edit_item(item.item_id, **{field: "x"})


def test_a_smaller_copy_points_to_its_original(any_house: House) -> None:
    case = any_house.case()
    item = case.add("a.png", pieces(PNG), answer=NO)
    with pytest.raises(NoSuchItem):
        case.open_copy(item)
    smaller = drawn.picture("JPEG", (195, 422))
    with_copy = case.put_copy(item.item_id, smaller, (195, 422))
    assert case.open_copy(with_copy).read() == smaller
    assert case.open_item(with_copy).read() == PNG
    assert (with_copy.copy_size, with_copy.sha256) == ((195, 422), item.sha256)
    assert case.check() == ()


def test_nothing_is_found_under_an_unknown_id(house: House) -> None:
    case = house.case()
    for attempt in (case.item, case.strike, case.undo_strike, case.record, case.strike_record):
        with pytest.raises(NoSuchItem):
            attempt("nosuchthing")
    with pytest.raises(NoSuchItem):
        case.put(Demand(), "nosuchthing")
    with pytest.raises(NoSuchItem):
        case.put_copy("nosuchthing", b"x", (1, 1))


def test_empty_words_are_no_item(house: House) -> None:
    with pytest.raises(EmptyFile):
        house.case().add_text(" \n ")


@given(text=st.text(min_size=1), title=st.text())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_are_kept(house: House, text: str, title: str) -> None:
    case = house.case()
    if text.strip():
        item = case.add_text(text, title=title)
        kept = case.item(item.item_id)
        assert case.open_item(kept).read() == text.encode("utf-8", "replace")
        assert kept.title == title.encode("utf-8", "replace").decode()


# --- records, answers, ticks -----------------------------------------------------------------------------

HANDLE = Identifier(IdentifierKind.HANDLE, "@Mia.Example", "instagram")
PHONE = Identifier(IdentifierKind.PHONE, "+44 7700 900123")
BODIES: tuple[Body, ...] = (
    Offender((HANDLE, PHONE), "instagram", "says 19", "note"),
    Demand("money", "300", "GBP", "gift card", "2031-05-07 22:00", "my mother", "pay or else", ""),
    Payment("50", "GBP", "card", (PHONE,), "2031-05-05", "ref", ""),
    Report("instagram", "2031-05-06", "123", "", ""),
    Account("What happened.", "No calls.", "A", "a@example.org", (HANDLE,)),
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_every_kind_of_record_comes_back_as_it_was(any_house: House, body: Body) -> None:
    case = any_house.case()
    record = case.put(body)
    found = any_house.again(case).records(record.kind)
    assert found == (record,)
    assert found[0].body == body
    assert plain_values(found[0].body) == plain_values(body)


def plain_values(body: Body) -> list[Any]:
    """Identifiers compare by their normal form; what was typed has to come back too."""
    return [
        getattr(part, "value", part) for field in fields(body) for part in _parts(getattr(body, field.name))
    ]


def _parts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_a_record_is_edited_and_struck_by_version(any_house: House) -> None:
    case = any_house.case()
    record = case.put(Demand(wants="money"))
    any_house.clock.moves(hours=1)
    edited = case.put(Demand(wants="pictures"), record.record_id)
    assert (edited.version, edited.added, edited.body) == (2, record.added, Demand(wants="pictures"))
    case.strike_record(record.record_id)
    assert case.records() == ()
    assert [one.struck for one in case.records(struck=True)] == [True]
    case.put(Demand(wants="both"), record.record_id)
    assert [one.body for one in case.records(RecordKind.DEMAND)] == [Demand(wants="both")]
    with pytest.raises(NotUnderstood):
        case.put(Report(), record.record_id)
    assert case.check(thorough=True) == ()


def test_answers_and_ticks_are_kept(any_house: House) -> None:
    case = any_house.case()
    case.set_about(country="IE", situation={"happened": ["threatened"], "paid": False, "days": 3})
    case.tick("stop-replying")
    case.tick("stop-replying")
    case.tick("tell-someone")
    case.untick("stop-replying")
    case.untick("never-ticked")
    about = any_house.again(case).about
    assert (about.country, about.ticked, about.version) == ("IE", ("tell-someone",), 5)
    assert about.situation == {"happened": ["threatened"], "paid": False, "days": 3}
    assert actions(case) == ["case.new", "about.set", "step.tick", "step.tick", "step.untick"]
    assert case.check() == ()


def test_only_known_answers_are_kept_and_only_writable_ones(house: House) -> None:
    case = house.case()
    for change in ({"shoe_size": 4}, {"version": 9}, {"ticked": ("x",)}, {"situation": {"a": 1.5}}):
        with pytest.raises(NotUnderstood):
            case.set_about(**change)
    assert case.about.version == 1


# --- log, timeline, whole --------------------------------------------------------------------------------


def test_every_change_has_a_line_and_the_head_follows(any_house: House) -> None:
    case = any_house.case()
    case.add_text("one")
    case.put(Demand())
    any_house.clock.moves(hours=2)
    line = case.note_in_log("pack.made", "pack1", "ab" * 32, who="person")
    entries = case.log_entries()
    assert entries[-1] == line
    assert verify_log(entries, case.log_public_key(), head_of(entries), thorough=True) == ()
    assert (line.number, line.utc, line.local) == (
        4,
        "2031-05-06T23:47:13Z",
        "2031-05-07T00:47:13+01:00 Europe/London",
    )


@pytest.mark.parametrize("action", ["", "Pack made", "pack.made\n", "pack"])
def test_a_line_is_about_an_action_and_not_free_words(house: House, action: str) -> None:
    with pytest.raises(NotUnderstood):
        house.case().note_in_log(action, "x")


def test_the_hash_of_answers_in_the_log_cannot_be_guessed_from_them(house: House) -> None:
    hashes = {house.case().log_entries()[0].sha256 for _ in range(3)}
    assert len(hashes) == 3


def test_the_timeline_puts_said_times_in_their_order(house: House) -> None:
    case = house.case()
    case.put(BODIES[1])
    case.put(BODIES[2])
    house.clock.moves(minutes=1)
    case.add_text("one", captured="some day in May")
    struck = case.add_text("two", captured="2031-01-01")
    case.strike(struck.item_id)
    told = [(moment.what, moment.time.isoformat()[:16], moment.exact) for moment in case.timeline()]
    assert told == [
        ("payment", "2031-05-04T23:00", True),
        ("demand", "2031-05-06T21:47", True),
        ("item", "2031-05-06T21:48", False),
        ("deadline", "2031-05-07T21:00", True),
    ]


def test_all_is_gone_for_every_open_tab_after_deleting(any_house: House) -> None:
    case, code = any_house.new()
    case.add_text("one")
    tab = any_house.again(case)
    case.delete()
    with pytest.raises(WrongCode):
        any_house.open(code.text)
    for attempt in (
        lambda: tab.add_text("x"),
        lambda: tab.about,
        lambda: tab.tick("x"),
        lambda: any_house.again(case),
    ):
        with pytest.raises(CaseGone):
            attempt()


def test_many_items_list_in_their_order_and_check_clean(house: House) -> None:
    case = house.case()
    for number in range(120):
        case.add_text(f"line {number}")
    assert [item.number for item in case.items()] == list(range(1, 121))
    assert case.check(thorough=True) == ()
