"""Checksums of coins and banks, held against the specifications' own vectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check import specified

from holdfast.check.finding import banks, base58, bech32, cashaddr, coins, ethereum, monero
from holdfast.check.finding.keccak import keccak256
from holdfast.check.finding.links import onion_valid
from holdfast.check.finding.repair import repaired


@pytest.mark.parametrize("word", specified.BECH32)
def test_a_bech32_string_of_bip_173_holds(word):
    assert bech32.decode(word)[2] is bech32.Form.BECH32


@pytest.mark.parametrize("word", specified.BECH32M)
def test_a_bech32m_string_of_bip_350_holds(word):
    assert bech32.decode(word)[2] is bech32.Form.BECH32M


@pytest.mark.parametrize("word", specified.BECH32_BROKEN)
def test_a_broken_bech32_string_does_not_hold(word):
    assert bech32.decode(word) is None


@pytest.mark.parametrize(("word", "part", "version", "length"), specified.SEGWIT)
def test_a_segwit_address_of_bip_350_gives_version_and_program(word, part, version, length):
    found = bech32.witness(word, part)
    assert found is not None and (found[0], len(found[1])) == (version, length)


@pytest.mark.parametrize("word", specified.SEGWIT_BROKEN)
def test_a_broken_segwit_address_is_none_of_any_network(word):
    assert bech32.witness(word, "bc") is None and bech32.witness(word, "tb") is None


@pytest.mark.parametrize("word", specified.ETHEREUM)
def test_an_address_of_eip_55_holds_and_with_one_letter_turned_does_not(word):
    assert ethereum.valid(word) is True
    place = next(place for place, letter in enumerate(word) if place > 1 and letter.isalpha())
    assert ethereum.valid(word[:place] + word[place].swapcase() + word[place + 1 :]) is False
    assert ethereum.checksummed(word.lower()) == word


@pytest.mark.parametrize("word", specified.ETHEREUM_ONE_CASE)
def test_an_address_in_one_case_carries_no_checksum(word):
    assert ethereum.valid(word) is None


@pytest.mark.parametrize(("legacy", "cash"), specified.CASHADDR)
def test_cashaddr_and_base58_name_the_same_hash(legacy, cash):
    kind, content = cashaddr.decode(cash)
    version = base58.checked(legacy)
    assert version[1:] == content and version[0] == (0, 5)[kind]
    assert cashaddr.decode(cash.partition(":")[2]) == (kind, content) == cashaddr.decode(cash.upper())
    assert cashaddr.encode(kind, content) == cash


@pytest.mark.parametrize(("coin", "word"), specified.BASE58)
def test_an_address_from_a_ledgers_documentation_is_that_coins(coin, word):
    scheme, valid = coins.named(word)
    assert (scheme.coin, valid) == (coin, True)


@pytest.mark.parametrize("word", specified.MONERO)
def test_a_monero_address_holds(word):
    assert monero.checked(word) is not None
    assert monero.checked(word[:-1] + ("1" if word[-1] != "1" else "2")) is None


@pytest.mark.parametrize(("data", "digest"), specified.KECCAK)
def test_keccak_gives_the_published_digest(data, digest):
    assert keccak256(data).hex() == digest


@pytest.mark.parametrize("word", specified.IBANS)
def test_an_iban_of_the_registry_holds_and_with_a_digit_changed_does_not(word):
    assert banks.iban_valid(word)
    place = max(place for place, letter in enumerate(word) if letter.isdigit())
    assert not banks.iban_valid(word[:place] + str((int(word[place]) + 1) % 10) + word[place + 1 :])
    assert not banks.iban_valid(word[:-1])


def test_bank_numbers_with_check_digits_hold():
    assert banks.routing_valid("021000021") and not banks.routing_valid("021000022")
    assert banks.clabe_valid("032180000118359719") and not banks.clabe_valid("032180000118359710")
    assert banks.cpf_valid("52998224725") and not banks.cpf_valid("52998224726")
    assert not banks.cpf_valid("11111111111")


def test_an_onion_name_carries_a_checksum():
    assert onion_valid(specified.ONION) and onion_valid("www." + specified.ONION)
    assert not onion_valid(specified.ONION.replace("pg6", "pg7")) and not onion_valid("short.onion")


@pytest.mark.parametrize("scheme", coins.SCHEMES, ids=lambda scheme: f"{scheme.coin}-{scheme.example[:4]}")
def test_a_scheme_knows_its_example_and_refuses_its_counter_example(scheme):
    assert scheme.shape.fullmatch(scheme.example) and scheme.valid(scheme.example) is True
    assert scheme.shape.fullmatch(scheme.counter) and scheme.valid(scheme.counter) is False


@given(st.binary(min_size=21, max_size=21), st.integers(0, 33), st.sampled_from(base58.BITCOIN))
def test_any_one_letter_changed_breaks_base58check(payload, place, letter):
    word = base58.with_checksum(payload)
    assert base58.checked(word) == payload
    place %= len(word)
    changed = word[:place] + letter + word[place + 1 :]
    assert changed == word or base58.checked(changed) is None


@given(st.binary(max_size=40))
def test_base58_gives_back_the_same_bytes(data):
    assert data == b"" or base58.decode(base58.encode(data)) == data


@given(st.lists(st.integers(0, 31), max_size=60), st.sampled_from(list(bech32.Form)))
def test_bech32_gives_back_the_same_data(data, form):
    assert bech32.decode(bech32.encode("bc", data, form)) == ("bc", tuple(data), form)


@given(st.binary(min_size=64, max_size=64))
def test_monero_gives_back_the_same_keys(keys):
    assert monero.checked(monero.with_checksum(b"\x12" + keys)) == b"\x12" + keys


MISREAD = {"1": "l", "o": "0", "i": "I", "Q": "O"}


@given(st.binary(min_size=20, max_size=20))
def test_a_misread_bitcoin_address_is_repaired_to_itself(content):
    word = base58.with_checksum(b"\0" + content)
    wrong = word[0] + "".join(MISREAD.get(letter, letter) for letter in word[1:])
    if wrong == word or sum(wrong.count(letter) for letter in "l0IO") > 5:
        return
    found = repaired(wrong)
    assert found is not None and found[1] == word


@given(st.binary(min_size=20, max_size=20))
def test_a_misread_segwit_address_is_repaired_to_itself(content):
    word = bech32.encode("bc", [0, *(bech32.regroup(content, 8, 5, pad=True) or [])], bech32.Form.BECH32)
    wrong = "bcl" + word[3:].replace("0", "O").replace("l", "1")
    assert repaired(wrong)[1] == word


@given(st.text(alphabet=base58.BITCOIN, min_size=33, max_size=33))
def test_random_letters_are_not_repaired_into_an_address(word):
    found = repaired("1" + word)
    assert found is None or base58.checked(found[1]) is not None
