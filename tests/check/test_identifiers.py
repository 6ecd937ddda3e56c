"""Identifiers in a text: each kind with what must be found and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check import specified

from holdfast.check.finding.giftcards import BRANDS
from holdfast.check.finding.profiles import PROFILES
from holdfast.check.identifiers import as_identifier, different, find, gift_cards

BTC = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
BECH = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"

#: Text, country, and (kind, service, value) of every find in order.
FOUND = (
    ("add me on insta: jo.example", "", [("handle", "instagram", "jo.example")]),
    ("my snap is mia_rose22 ok", "", [("handle", "snapchat", "mia_rose22")]),
    ("snap: miarose", "", [("handle", "snapchat", "miarose")]),
    ("add me on telegram @mia_example", "", [("handle", "telegram", "mia_example")]),
    ("Telegram:\n@mia_rose", "", [("handle", "telegram", "mia_rose")]),
    ("add jo_b99 on snap", "", [("handle", "snapchat", "jo_b99")]),
    ("mi insta es mia.rosa y mi telegram @rosita_9", "",
        [("handle", "instagram", "mia.rosa"), ("handle", "telegram", "rosita_9")]),
    ("mein Insta ist mia_rose", "", [("handle", "instagram", "mia_rose")]),
    ("ajoute-moi sur snap mia.rose9", "", [("handle", "snapchat", "mia.rose9")]),
    ("meu insta é mia_rosa", "", [("handle", "instagram", "mia_rosa")]),
    ("aggiungimi su telegram mia_rosa1", "", [("handle", "telegram", "mia_rosa1")]),
    ("dodaj mnie na snapie mia_9", "", [("handle", "snapchat", "mia_9")]),
    ("voeg me toe op snap mia_99", "", [("handle", "snapchat", "mia_99")]),
    ("мой телеграм @mia_rose", "", [("handle", "telegram", "mia_rose")]),
    ("ig mia.rose9, sc mia_r, tg @mia9x", "",
        [("handle", "instagram", "mia.rose9"), ("handle", "snapchat", "mia_r"), ("handle", "telegram", "mia9x")]),
    ("discord mia#1234", "", [("handle", "discord", "mia#1234")]),
    ("skype live:.cid.ab12cd34ef", "", [("handle", "skype", "live:.cid.ab12cd34ef")]),
    ("username: miarose99", "", [("handle", "", "miarose99")]),
    ("@mia_r pay or I post", "", [("handle", "", "mia_r")]),
    ("my telegram id is 123456789", "GB", [("numeric_id", "telegram", "123456789")]),
    ("call me on 07700 900123 now", "GB", [("phone", "", "+447700900123")]),
    ("+44 (0)20 7946 0123", "", [("phone", "", "+442079460123")]),
    ("0044 7700 900123", "", [("phone", "", "+447700900123")]),
    ("\u202a+44\u00a07700\u00a0900123\u202c", "", [("phone", "", "+447700900123")]),
    ("text (202) 555-0143", "US", [("phone", "", "+12025550143")]),
    ("whatsapp 2025550143", "US", [("phone", "", "+12025550143")]),
    ("mon num 06.12.34.56.78", "FR", [("phone", "", "+33612345678")]),
    ("mi móvil: 612 345 678", "ES", [("phone", "", "+34612345678")]),
    ("meu zap 11 98765-4321", "BR", [("phone", "", "+5511987654321")]),
    ("+44 7700 900123 - 21 years", "GB", [("phone", "", "+447700900123")]),
    ("mia@example.org is mine", "", [("email", "", "mia@example.org")]),
    ("write to mia (at) example (dot) org", "", [("email", "", "mia@example.org")]),
    ("mia[at]example[.]org", "", [("email", "", "mia@example.org")]),
    ("hxxps://evil[.]example[.]com/a?utm_source=1&x=2.", "", [("link", "", "https://evil.example.com/a?x=2")]),
    ("see evil(dot)com/x now", "", [("link", "", "evil.com/x")]),
    (f"http://{specified.ONION}/pay", "", [("link", "", f"http://{specified.ONION}/pay")]),
    ("pay $MiaRose99 on cash app", "", [("payment", "cashapp", "MiaRose99")]),
    ("venmo @Mia-Rose9", "", [("payment", "venmo", "Mia-Rose9")]),
    ("revtag @miarose", "", [("payment", "revolut", "miarose")]),
    ("UPI mia@okaxis", "", [("payment", "upi", "mia@okaxis")]),
    ("MTCN 123-456-7890", "", [("payment", "western-union", "1234567890")]),
    ("chave pix: 123e4567-e89b-12d3-a456-426614174000", "",
        [("payment", "pix", "123e4567-e89b-12d3-a456-426614174000")]),
    ("pix 529.982.247-25", "", [("payment", "pix", "52998224725")]),
    ("zelle 202-555-0143", "US", [("payment", "zelle", "+12025550143"), ("phone", "", "+12025550143")]),
    ("bizum al 612 345 678", "ES", [("payment", "bizum", "+34612345678"), ("phone", "", "+34612345678")]),
    ("paypal: mia@example.org", "", [("email", "", "mia@example.org"), ("payment", "paypal", "mia@example.org")]),
    ("IBAN GB29 NWBK 6016 1331 9268 19 thanks", "GB", [("bank", "iban", "GB29NWBK60161331926819")]),
    ("Sort code 12-34-56 Account 12345678", "GB", [("bank", "uk-account", "123456 12345678")]),
    ("routing number 021000021", "US", [("bank", "us-routing", "021000021")]),
    ("CLABE 032180000118359719", "MX", [("bank", "clabe", "032180000118359719")]),
    ("steam gift card code: ABCDE-FGH1J-KLMN9", "", [("gift_card", "steam", "ABCDEFGH1JKLMN9")]),
    ("apple card X1234567890ABCDE", "", [("gift_card", "apple", "X1234567890ABCDE")]),
    (f"send it to {BTC} now", "", [("coin_address", "btc", BTC)]),
    ("wallet 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "",
        [("coin_address", "eth", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]),
)  # fmt: skip

#: Text and country where nothing may be found.
NOTHING = (
    ("my snap is broken", ""),
    ("Snapchat: send me a pic", ""),
    ("my insta is down today", ""),
    ("I am on insta and snap too", ""),
    ("whatsapp me", ""),
    ("snap mia 16", ""),
    ("gr8 on insta", ""),
    ("mit deinem Insta-Foto.", ""),
    ("give me your insta\nmia_rose: no", ""),
    ("meet @ 5pm @home, @everyone", ""),
    ("not @gmail.com", ""),
    ("it costs $TSLA $5k and $500", ""),
    ("cash app $500 now", ""),
    ("12/03/2026 21:04", "GB"),
    ("12.03.2026 - 14.03.2026", "DE"),
    ("12.03.26 21.04", "DK"),
    ("2026-03-12 21:04:33", "GB"),
    ("2019-2024", "DK"),
    ("you have 1 500 000 views", "FR"),
    ("$1,500.00 or 1000-2000", "US"),
    ("I have 10000000 followers", "GB"),
    ("order 0612345678", "FR"),
    ("Ref: 020 7946 0123", "GB"),
    ("192.168.100.200", "US"),
    ("3.141592653589", "US"),
    ("1234 5678 9012 3456", "GB"),
    ("call 999 or 112", "GB"),
    ("call me.Now it is.To be", ""),
    ("e.g. this, i.e. that, 3.50 a.m., file.txt", ""),
    (BTC[:-1] + "3", ""),
    ("DE89370400440532013001 x"[:20], "DE"),
    ("a steam gift card", ""),
    ("western union 12345", ""),
    ("the code is ABCDEFGHIJKLMNOP", ""),
    ("👍" * 50, "GB"),
)


def told(text: str, country: str = "") -> list[tuple[str, str, str]]:
    return [(found.kind, found.service, found.value) for found in find(text, country)]


@pytest.mark.parametrize(("text", "country", "wanted"), FOUND, ids=[text[:40] for text, _, _ in FOUND])
def test_what_stands_there_is_found(text, country, wanted):
    assert sorted(told(text, country)) == sorted(wanted)


@pytest.mark.parametrize(("text", "country", "wanted"), FOUND, ids=[text[:40] for text, _, _ in FOUND])
def test_what_is_found_stands_at_its_place_also_behind_emoji(text, country, wanted):
    alone = find(text, country)
    behind = find("😀é " + text, country)
    assert [(one.start + 3, one.end + 3, one.value) for one in alone] == [
        (one.start, one.end, one.value) for one in behind
    ]
    for one in alone:
        letters = set("".join(text[one.start : one.end].lower().split()))
        assert set(one.value.lower()) & letters


@pytest.mark.parametrize(("text", "country"), NOTHING, ids=[text[:40] for text, _ in NOTHING])
def test_nothing_is_found_where_nothing_is(text, country):
    assert told(text, country) == []


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: f"{profile.service}-{profile.kind}")
def test_a_profile_link_names_its_account_and_its_counter_example_does_not(profile):
    (found,) = find(f"see {profile.example}, ok")
    assert (found.kind, found.service) == (profile.kind, profile.service)
    assert not any(
        (one.kind, one.service) == (profile.kind, profile.service)
        for one in find(f"see {profile.counter}, ok")
    )


def test_a_profile_link_and_the_name_are_one():
    text = "https://www.instagram.com/Jo.Example?igsh=abc or insta: jo.example"
    link, name = find(text)
    assert as_identifier(link) == as_identifier(name)
    assert len(different(find(text))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"wallet {BECH}", f"WALLET {BECH.upper()}"),
        (f"eth {specified.ETHEREUM[0]}", f"eth {specified.ETHEREUM[0].lower()}"),
        (specified.CASHADDR[0][1], f"bch {specified.CASHADDR[0][1].partition(':')[2]}"),
        ("cash app $MiaRose", "https://cash.app/$miarose/20"),
        ("07700 900123", "+44 (0)7700 900-123"),
        ("iban GB29NWBK60161331926819", "GB29 NWBK 6016 1331 9268 19"),
    ],
)
def test_two_spellings_of_one_identifier_are_the_same(one, other):
    assert as_identifier(find(one, "GB")[0]) == as_identifier(find(other, "GB")[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lBvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", BTC),
        ("1BvBMSEYstWetqTFn5\nAu4m4GFg7xJaNVN2", BTC),
        ("1BvBMSEYstWetqTFn5 Au4m4GFg7xJaNVN2", BTC),
        ("1BvBMSEYst*WetqTFn5Au4m4GFg7xJaNVN2 (remove the *)", BTC),
        ("Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", BECH),
        ("bclqw5O8d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", BECH),
        ("bc1qw508d6qejxtdg4y5r3zarv\nary0c5xw7kv8f3t4", BECH),
        ("bc1q w508 d6qe jxtd g4y5 r3za rvar y0c5 xw7k v8f3 t4", BECH),
        ("bc1qw508d6qejxtdg4y5r3zarv\u200bary0c5xw7kv8f3t4", BECH),
        ("0x5aAeb6053F3E94C9b9AO9f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    ],
)
def test_a_broken_or_misread_address_is_repaired_and_said_to_be(text, value):
    (found,) = find("wallet: " + text)
    assert (found.value, found.valid, found.repaired) == (value, True, True)


def test_an_address_that_cannot_be_repaired_is_given_as_it_stands():
    (found,) = find("BTC wallet: " + BTC[:-2] + "33")
    assert (found.valid, found.repaired, found.value) == (False, False, BTC[:-2] + "33")


def test_an_iban_that_fails_is_given_as_wrong():
    (found,) = find("IBAN GB29 NWBK 6016 1331 9268 18", "GB")
    assert (found.kind, found.valid) == ("bank", False)


@pytest.mark.parametrize(
    "word", [*(word for _, word in specified.BASE58), *specified.MONERO, *specified.IBANS]
)
def test_every_published_vector_is_found_as_valid(word):
    found = find(f"please pay to {word} today", "GB")
    assert [(one.value, one.valid) for one in found] == [(word, True)]


def test_a_phone_carries_no_checksum_but_its_plan_may_know_it():
    assert find("+33 6 12 34 56 78")[0].valid is True
    assert find("+44 7700 900123")[0].valid is None


def test_an_onion_link_carries_a_checksum():
    assert find(f"http://{specified.ONION}/x")[0].valid is True
    assert find(f"http://{specified.ONION.replace('pg6', 'pg7')}/x")[0].valid is False


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: brand.id)
def test_a_brand_is_named_by_its_example_and_not_by_its_counter_example(brand):
    assert brand.id in [named.brand for named in gift_cards(brand.example)]
    assert gift_cards(brand.counter) == ()


@given(st.text(max_size=300))
def test_any_text_gives_places_inside_itself(text):
    for found in find(text, "GB"):
        assert 0 <= found.start < found.end <= len(text)
        as_identifier(found)


@given(
    st.lists(st.sampled_from([text for text, _, _ in FOUND] + ["\n", " ", "@", ":", "pay", "İ"]), max_size=6)
)
def test_texts_side_by_side_give_finds_in_order(parts):
    text = "\n\n".join(parts)
    places = [(found.start, found.end) for found in find(text, "GB")]
    assert places == sorted(places)
    assert find(text, "GB") == find(text, "GB")
