"""The hard rule for children's pictures, inside the case: at the door, under a changed answer, for what is inside."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from tests.case import drawn
from tests.case.rooms import House, pieces

from holdfast.case.room import Case
from holdfast.case.store import Store
from holdfast.case.values import AgeInPicture, Demand, Kind, PictureAnswer, Place
from holdfast.errors import ChildPictureRule, HiddenInText, IntimatePicture, NotAdmitted, PictureNotAnswered

PNG, JPEG = drawn.picture("PNG"), drawn.picture("JPEG")
NO = PictureAnswer.NO
MEDIA = {
    "a.png": PNG,
    "a.jpg": JPEG,
    "a.pdf": drawn.paper(),
    "a.zip": drawn.whatsapp_zip(),
    "a.mp4": drawn.film(),
}


@pytest.fixture
def hosted(store: Store) -> House:
    return House(store, place=Place.HOSTED)


@pytest.mark.parametrize("age", [AgeInPicture.UNDER_18, AgeInPicture.UNKNOWN])
@pytest.mark.parametrize("name", MEDIA)
def test_a_hosted_case_that_may_show_a_child_takes_no_picture(
    hosted: House, name: str, age: AgeInPicture
) -> None:
    case = hosted.case(age)
    with pytest.raises(NotAdmitted):
        case.add(name, pieces(MEDIA[name]), answer=NO)
    with pytest.raises(NotAdmitted):
        case.add("words.txt", pieces(MEDIA[name]), answer=NO)
    assert case.items() == ()
    assert hosted.store.blob_ids(case.case_id) == ()
    case.add_text("Pay by ten.")
    case.add("chat.txt", pieces(drawn.whatsapp()), answer=PictureAnswer.NOT_ASKED)
    assert [item.kind for item in case.items()] == [Kind.TEXT, Kind.CHAT]


SPELT_OUT = base64.b64encode(PNG).decode()
TYPED: dict[str, Callable[[Case], object]] = {
    "pasted words": lambda case: case.add_text(SPELT_OUT),
    "a title": lambda case: case.add_text("Pay.", title=SPELT_OUT),
    "a note beside a file": lambda case: case.add("a.txt", pieces(b"Pay."), answer=NO, note=SPELT_OUT),
    "an answer": lambda case: case.set_about(situation={"demand": [SPELT_OUT]}),
    "a record": lambda case: case.put(Demand(words=SPELT_OUT)),
}


@pytest.mark.parametrize("typed", TYPED)
def test_a_picture_spelt_out_in_letters_is_refused_wherever_it_is_typed(hosted: House, typed: str) -> None:
    case = hosted.case(AgeInPicture.UNKNOWN)
    with pytest.raises(ChildPictureRule):
        TYPED[typed](case)
    assert case.items() == ()
    assert case.records() == ()
    TYPED[typed](hosted.case(AgeInPicture.ADULT))


def test_no_byte_is_staged_before_the_rule_has_looked(hosted: House) -> None:
    case = hosted.case(AgeInPicture.UNKNOWN)
    taken = 0

    def upload() -> object:
        nonlocal taken
        for piece in pieces(PNG * 100, 65_536):
            taken += 1
            yield piece

    with pytest.raises(ChildPictureRule):
        case.add("a.png", upload(), answer=NO)  # type: ignore[arg-type]
    assert taken == 1


def test_pictures_inside_are_closed_when_the_answer_changes(hosted: House) -> None:
    case = hosted.case()
    picture = case.add("a.png", pieces(PNG), answer=NO)
    paper = case.add("a.pdf", pieces(drawn.paper()), answer=NO)
    words = case.add_text("Pay by ten.")
    picture = case.put_copy(picture.item_id, JPEG, (390, 844))
    assert case.blocked_items() == ()
    case.set_about(age_in_picture=AgeInPicture.UNDER_18)
    assert {item.item_id for item in case.blocked_items()} == {picture.item_id, paper.item_id}
    for attempt in (case.open_item, case.open_copy):
        with pytest.raises(ChildPictureRule):
            attempt(picture)
    with pytest.raises(ChildPictureRule):
        case.put_copy(picture.item_id, JPEG, (390, 844))
    assert case.open_item(words).read() == b"Pay by ten."
    assert case.log_entries()[-1].action == "age.set"
    assert case.check() == ()


def test_on_one_s_own_computer_nothing_is_closed(hosted: House) -> None:
    case = hosted.case()
    picture = case.add("a.png", pieces(PNG), answer=NO)
    case.set_about(age_in_picture=AgeInPicture.UNKNOWN)
    own = hosted.again(case, place=Place.OWN_COMPUTER)
    assert own.blocked_items() == ()
    assert own.open_item(picture).read() == PNG


def test_an_answer_changed_in_another_tab_while_a_picture_comes_in_counts(hosted: House) -> None:
    case: Case = hosted.case()
    tab = hosted.again(case)

    def slow_upload() -> object:
        yield PNG[:1000]
        yield PNG[1000:]
        tab.set_about(age_in_picture=AgeInPicture.UNDER_18)

    with pytest.raises(ChildPictureRule):
        case.add("a.png", slow_upload(), answer=NO)  # type: ignore[arg-type]
    assert case.items() == ()
    assert hosted.store.blob_ids(case.case_id) == ()


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("answer", [PictureAnswer.YES, PictureAnswer.NOT_ASKED])
def test_no_picture_enters_without_the_right_answer(
    store: Store, place: Place, answer: PictureAnswer
) -> None:
    case = House(store, place=place).case()
    with pytest.raises((IntimatePicture, PictureNotAnswered)):
        case.add("a.png", pieces(PNG), answer=answer)
    assert case.items() == ()


def test_a_new_case_does_not_begin_with_a_picture_in_letters(hosted: House) -> None:
    with pytest.raises(HiddenInText):
        hosted.new(AgeInPicture.UNKNOWN, situation={"demand": [SPELT_OUT]})
