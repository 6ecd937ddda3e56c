"""Making a case and opening it: by its code, by its recovery code, by nothing else."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from tests.case.rooms import PEPPER, House

from holdfast.case.code import CaseCode
from holdfast.case.room import Case, locator_of, new_case
from holdfast.case.stretch import Parameters
from holdfast.errors import CodeNotReadable, Tampered, WrongCode


def test_a_code_opens_its_case(any_house: House) -> None:
    case, code = any_house.new()
    case.add_text("Pay by ten.")
    again = any_house.open(code.text.upper().replace(" ", "-"))
    assert again.case_id == case.case_id
    assert again.open_item(again.items()[0]).read() == b"Pay by ten."
    assert any_house.open(code.digits).items() == again.items()


def test_a_code_opens_no_other_case(house: House) -> None:
    first, second = house.new(), house.new()
    assert house.open(second[1].text).case_id == second[0].case_id != first[0].case_id


def test_unknown_locator_and_wrong_secret_are_the_same_error_for_the_same_effort(house: House) -> None:
    _, code = house.new()
    wrong_secret = CaseCode((*code.positions[:6], (code.positions[6] + 1) % 7000))
    unknown = CaseCode(((code.positions[0] + 1) % 7000, *code.positions[1:]))
    told: list[tuple[object, ...]] = []
    for typed in (wrong_secret, unknown):
        house.stretcher.asked.clear()
        with pytest.raises(WrongCode) as refused:
            house.open(typed.text)
        salts = [salt for salt, _ in house.stretcher.asked]
        told.append(
            ([used for _, used in house.stretcher.asked], [len(salt) for salt in salts], str(refused.value))
        )
    assert told[0] == told[1]
    assert told[0][0] == [Parameters()]


def test_an_unknown_case_has_the_same_salt_each_time(house: House) -> None:
    for _ in range(2):
        with pytest.raises(WrongCode):
            house.open("abacus zoom aim aim aim aim aim")
    assert house.stretcher.asked[0] == house.stretcher.asked[1]


def test_opening_stretches_once_and_nonsense_not_at_all(house: House) -> None:
    _, code = house.new()
    house.stretcher.asked.clear()
    house.open(code.text)
    assert len(house.stretcher.asked) == 1
    with pytest.raises(CodeNotReadable):
        house.open("let me in")
    assert len(house.stretcher.asked) == 1


def test_every_case_has_a_salt_of_its_own(house: House) -> None:
    for _ in range(5):
        house.new()
    assert len({salt for salt, _ in house.stretcher.asked}) == 5


def test_another_pepper_finds_nothing(house: House) -> None:
    _, code = house.new()
    with pytest.raises(WrongCode):
        house.open(code.text, pepper=bytes(32))


def test_a_locator_that_is_taken_is_drawn_again(house: House) -> None:
    drawn_bytes = iter([b"\0\1" * 1, b"\0\2"] + [b"\0\3"] * 5)

    def chance(size: int) -> bytes:
        return next(drawn_bytes, os.urandom(2)) if size == 2 else os.urandom(size)

    def make() -> CaseCode:
        case = house.case()
        return new_case(
            house.store,
            place=house.place,
            about=case.about,
            pepper=PEPPER,
            stretcher=house.stretcher,
            clock=house.clock,
            chance=chance,
        )[1]

    first = make()
    drawn_bytes = iter([b"\0\1", b"\0\2"] + [b"\0\4"] * 5 + [b"\0\5"] * 7)
    second = make()
    assert first.positions[:2] == (1, 2)
    assert second.positions == (5,) * 7
    assert house.open(first.text).case_id != house.open(second.text).case_id


def test_a_recovery_code_opens_the_same_case_and_a_new_one_ends_it(any_house: House) -> None:
    case, code = any_house.new()
    first = case.make_recovery(pepper=PEPPER, stretcher=any_house.stretcher)
    assert any_house.open(first.text).case_id == case.case_id
    second = case.make_recovery(pepper=PEPPER, stretcher=any_house.stretcher)
    with pytest.raises(WrongCode):
        any_house.open(first.digits)
    assert any_house.open(second.digits).case_id == any_house.open(code.text).case_id == case.case_id
    assert [entry.action for entry in case.log_entries()] == ["case.new", "recovery.new", "recovery.new"]


def test_the_locator_counts_tries_for_one_case(house: House) -> None:
    _, code = house.new()
    other_secret = CaseCode((*code.positions[:2], 1, 2, 3, 4, 5))
    assert locator_of(code.text, PEPPER) == locator_of(other_secret.digits, PEPPER)
    assert locator_of(code.text, PEPPER) != locator_of(code.text, bytes(32))


def test_a_case_goes_on_with_its_own_key_only(house: House) -> None:
    case, other = house.case(), house.case()
    assert house.again(case).about == case.about
    swapped = replace(case._ledger, sealing=replace(case._ledger.sealing, key=other.key))
    with pytest.raises(Tampered):
        house.again(Case(swapped, case.place))
