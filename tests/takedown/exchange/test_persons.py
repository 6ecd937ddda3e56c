"""The person's side: what is taken in, what each platform really did, withdrawing and deleting."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.takedown.exchange.kit import PEPPER, Site, Turned, bytes_below, md5, pdq, photo, request_key

from holdfast.errors import (
    HoldfastError,
    NoFingerprintUnder18,
    NotAFingerprint,
    RequestKeyWeak,
    TooManyPictures,
    TooPlain,
    WrongExchangeKey,
    WrongNumber,
)
from holdfast.takedown.exchange.exchange import Exchange
from holdfast.takedown.exchange.rules import Item
from holdfast.takedown.exchange.store_sqlite import SqliteDatabase
from holdfast.takedown.exchange.values import AgeInPicture, Kind

NOT_ADULTS = [AgeInPicture.UNDER_18, AgeInPicture.NOT_SAID]


@pytest.mark.parametrize("age", NOT_ADULTS)
def test_only_adults_pictures_are_taken_by_both_ways_in(site: Site, age: AgeInPicture):
    made = site.submit("a")
    with pytest.raises(NoFingerprintUnder18):
        site.exchange.submit((photo("b"),), age=age, request_key=request_key())
    with pytest.raises(NoFingerprintUnder18):
        site.exchange.add(made.number, made.secret, (photo("b"),), age=age)
    site.partner("Platform A")
    assert pdq("b") not in site.fetched("Platform A")


@pytest.mark.parametrize("age", NOT_ADULTS)
def test_the_age_is_asked_before_anything_else_is_read(site: Site, age: AgeInPicture):
    with pytest.raises(NoFingerprintUnder18):
        site.exchange.submit((), age=age, request_key="")


@pytest.mark.parametrize("tag", ["csam", "minor depicted", "Under-18", "NCMEC"])
def test_a_partners_hash_that_is_tagged_as_a_childs_is_refused(site: Site, tag: str):
    partner = site.partner("Platform A")
    record = {
        "signalType": "ImagePDQ",
        "hashValue": pdq("b"),
        "CSPFeedbacks": [{"feedbackValue": "Blocked", "tags": [tag]}],
    }
    with pytest.raises(NoFingerprintUnder18):
        site.exchange.partner_hashes(partner, {"hashRecords": [record]})
    assert pdq("b") not in site.fetched("Platform A")


BAD = {
    "63 characters": (Kind.PHOTO, "a" * 63, NotAFingerprint),
    "65 characters": (Kind.PHOTO, pdq("x") + "0", NotAFingerprint),
    "nothing": (Kind.PHOTO, "", NotAFingerprint),
    "no hex": (Kind.PHOTO, "g" * 64, NotAFingerprint),
    "digits of another script": (Kind.PHOTO, "٣" * 64, NotAFingerprint),
    "all zero": (Kind.PHOTO, "0" * 64, NotAFingerprint),
    "all one": (Kind.PHOTO, "f" * 64, NotAFingerprint),
    "a flat picture's": (Kind.PHOTO, f"{(1 << 88) - 1:064x}", TooPlain),
    "96 bits": (Kind.PHOTO, f"{(1 << 96) - 1:064x}", TooPlain),
    "160 bits": (Kind.PHOTO, f"{(1 << 160) - 1:064x}", TooPlain),
    "an MD5 as a photo": (Kind.PHOTO, md5("x"), NotAFingerprint),
    "a PDQ as a video": (Kind.VIDEO, pdq("x"), NotAFingerprint),
    "MD5 of nothing": (Kind.VIDEO, "d41d8cd98f00b204e9800998ecf8427e", NotAFingerprint),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_fingerprint_is_refused_in_words_and_takes_nothing_along(site: Site, name: str):
    kind, text, error = BAD[name]
    with pytest.raises(error) as refused:
        site.exchange.submit(
            (photo("good"), Item(kind, (text,))), age=AgeInPicture.ADULT, request_key=request_key()
        )
    assert "2" in refused.value.says()
    site.partner("Platform A")
    assert pdq("good") not in site.fetched("Platform A")


def test_a_high_quality_claim_buys_nothing_and_a_low_one_is_believed(site: Site):
    flat = Item(Kind.PHOTO, (f"{(1 << 96) - 1:064x}",), quality=100)
    for item in (flat, photo("a", quality=49)):
        with pytest.raises(TooPlain):
            site.exchange.submit((item,), age=AgeInPicture.ADULT, request_key=request_key())


def test_capital_letters_and_doubles_are_the_same_fingerprint(site: Site):
    items = (Item(Kind.PHOTO, (pdq("a").upper(), pdq("a"), f" {pdq('a')} ")),)
    made = site.exchange.submit(items, age=AgeInPicture.ADULT, request_key=request_key())
    assert site.exchange.status(made.number, made.secret).items[0].fingerprints == 1


@pytest.mark.parametrize("items", [(), tuple(photo(n) for n in range(201)), (photo(*range(65)),)])
def test_too_much_at_once_is_refused(site: Site, items: tuple[Item, ...]):
    with pytest.raises(TooManyPictures):
        site.exchange.submit(items, age=AgeInPicture.ADULT, request_key=request_key())


def test_a_submission_that_is_sent_twice_is_one(site: Site):
    key = request_key()
    first, again = (
        site.exchange.submit((photo("a"),), age=AgeInPicture.ADULT, request_key=key) for _ in range(2)
    )
    assert (first.number, first.secret, first.items) == (again.number, again.secret, again.items)
    assert len(site.exchange.status(first.number, first.secret).items) == 1


@pytest.mark.parametrize("key", ["", "short", "a" * 64, "é" * 40, "ab 12" * 8, "ab12" * 40])
def test_a_weak_request_key_is_refused(site: Site, key: str):
    with pytest.raises(RequestKeyWeak):
        site.exchange.submit((photo("a"),), age=AgeInPicture.ADULT, request_key=key)


def test_number_and_secret_are_forgiving_to_type_and_open_nothing_else(site: Site):
    mine, other = site.submit("a"), site.submit("b")
    typed = mine.number.upper().replace("-", " ").replace("0", "o").replace("1", "l")
    assert site.exchange.status(typed, mine.secret.upper()).number == mine.number
    for number, secret in (
        (mine.number, other.secret),
        (other.number, mine.secret),
        (mine.number, ""),
        ("", ""),
        (mine.number + "x", mine.secret),
        ("\0", "é"),
    ):
        for call in (
            lambda n=number, s=secret: site.exchange.status(n, s),
            lambda n=number, s=secret: site.exchange.withdraw(n, s),
            lambda n=number, s=secret: site.exchange.delete(n, s, keep=False),
            lambda n=number, s=secret: site.exchange.add(n, s, (photo("c"),), age=AgeInPicture.ADULT),
        ):
            with pytest.raises(WrongNumber):
                call()


def test_the_person_sees_what_each_platform_really_did(site: Site):
    site.partner("Platform A")
    site.partner("Platform B")
    made = site.submit("a")
    assert site.states(made) == [("shared", ["not_fetched", "not_fetched"])]
    site.fetched("Platform A")
    fetched = site.exchange.now()
    assert site.states(made) == [("shared", ["fetched", "not_fetched"])]
    assert site.exchange.status(made.number, made.secret).items[0].platforms[0].fetched == fetched
    for value, state in (
        ("PendingReview", "under_review"),
        ("Blocked", "blocked"),
        ("NotBlocked", "not_blocked"),
    ):
        site.clock.turn(60)
        site.says("Platform A", "a", value)
        assert site.states(made) == [("shared", [state, "not_fetched"])]
    # Feedback moved the record on in the feed; that Platform A had it is not forgotten.
    assert site.exchange.status(made.number, made.secret).items[0].platforms[0].fetched == fetched
    site.fetched("Platform B")
    assert site.states(made) == [("shared", ["not_blocked", "fetched"])]


def test_nobody_is_said_to_have_fetched_what_was_skipped(site: Site):
    site.partner("Platform A")
    made = site.submit("a")
    site.clock.turn(100)
    site.submit("b")
    site.fetched("Platform A", start=site.exchange.now())
    assert site.states(made) == [("shared", ["not_fetched"])]
    site.fetched("Platform A")
    assert site.states(made) == [("shared", ["fetched"])]


def test_withdrawing_is_followed_to_each_platform(site: Site):
    site.partner("Platform A", withdraws="yes")
    site.partner("Platform B", withdraws="no")
    site.partner("Platform C")
    made = site.submit("a", "b")
    site.fetched("Platform A")
    site.fetched("Platform B")
    assert site.exchange.withdraw(made.number, made.secret, frozenset({1})) == 1
    waits = ["withdrawal_waits", "withdrawal_waits", "never_sent"]
    assert site.states(made) == [("withdrawn", waits), ("shared", ["fetched", "fetched", "not_fetched"])]
    assert site.fetched("Platform A")[pdq("a")] == "Withdrawn"
    assert site.states(made)[0] == ("withdrawn", ["withdrawal_fetched", "withdrawal_waits", "never_sent"])
    site.says("Platform A", "a", "Withdrawn")
    site.fetched("Platform A")
    assert site.states(made)[0][1][0] == "withdrawal_confirmed"
    told = site.exchange.status(made.number, made.secret).items[0].platforms
    assert [one.withdraws for one in told] == ["yes", "no", "unknown"]


def test_who_submits_again_after_withdrawing_is_in_the_feed_again(site: Site):
    site.partner("Platform A")
    made = site.submit("a")
    site.fetched("Platform A")
    site.exchange.withdraw(made.number, made.secret)
    assert site.fetched("Platform A")[pdq("a")] == "Withdrawn"
    site.exchange.add(made.number, made.secret, (photo("a"),), age=AgeInPicture.ADULT)
    assert site.states(made) == [("shared", ["not_fetched"])]
    assert site.fetched("Platform A")[pdq("a")] == "Active"
    assert site.states(made) == [("shared", ["fetched"])]


def test_one_of_two_people_withdraws_and_the_other_stays_protected(site: Site):
    site.partner("Platform A")
    mine, theirs = site.submit("a"), site.submit("a")
    site.exchange.withdraw(mine.number, mine.secret)
    assert site.fetched("Platform A")[pdq("a")] == "Active"
    site.exchange.withdraw(theirs.number, theirs.secret)
    assert site.fetched("Platform A")[pdq("a")] == "Withdrawn"


@pytest.mark.parametrize(("keep", "left"), [(True, "Active"), (False, "Withdrawn")])
def test_deleting_keeps_or_withdraws_as_asked(site: Site, keep: bool, left: str):
    site.partner("Platform A")
    made = site.submit("a")
    site.fetched("Platform A")
    site.exchange.delete(made.number, made.secret, keep=keep)
    assert site.fetched("Platform A")[pdq("a")] == left
    with pytest.raises(WrongNumber):
        site.exchange.status(made.number, made.secret)
    assert site.exchange.database.read("SELECT * FROM cases") == []


def test_add_gives_new_numbers_and_the_same_again_changes_nothing(site: Site):
    made = site.submit("a", "b")
    assert site.exchange.add(made.number, made.secret, (photo("c"),), age=AgeInPicture.ADULT) == 1
    assert site.exchange.add(made.number, made.secret, (photo("c"),), age=AgeInPicture.ADULT) == 0
    assert [item.item for item in site.exchange.status(made.number, made.secret).items] == [1, 2, 3]


def test_the_exchange_is_offered_only_where_a_platform_fetched_lately(site: Site):
    site.partner("Never")
    site.partner("Lately")
    site.partner("Long ago")
    site.fetched("Long ago")
    site.clock.turn(86_400)
    site.fetched("Lately")
    assert [(p.name, recent) for p, recent in site.exchange.partners_now()] == [
        ("Lately", True),
        ("Long ago", False),
        ("Never", False),
    ]
    site.exchange.revoke("Lately", "tests")
    assert not any(recent for _, recent in site.exchange.partners_now())


# --- sealing ----------------------------------------------------------------------------------------------


def test_nothing_of_a_person_is_readable_in_the_store(tmp_path: Path):
    database = SqliteDatabase(tmp_path / "exchange.db")
    site = Site(database, Turned())
    site.partner("Platform A")
    made = site.submit("a", network="192.0.2.0/24")
    site.says("Platform A", "a", "Blocked")
    secrets = [made.number, made.secret, pdq("a"), "192.0.2.0", *_all_keys(site)]
    found = bytes_below(tmp_path)
    database.close()
    for form in secrets:
        plain = form.replace("-", "")
        for written in (form.encode(), plain.encode(), plain.upper().encode()):
            assert written not in found
    assert bytes.fromhex(pdq("a")) not in found
    assert b"Platform A" in found


def _all_keys(site: Site) -> list[str]:
    keys = site.keys["Platform A"]
    return [keys.subscription, *(key for _, key in keys.functions)]


@pytest.mark.postgres
def test_nothing_of_a_person_is_readable_in_postgresql(clean_postgres):
    import psycopg

    from holdfast.takedown.exchange.store_postgres import PostgresDatabase

    site = Site(PostgresDatabase(clean_postgres.dsn), Turned())
    site.partner("Platform A")
    made = site.submit("a", network="192.0.2.0/24")
    with psycopg.connect(clean_postgres.dsn, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    found = bytes_below(clean_postgres.data)
    assert bytes.fromhex(pdq("a")) not in found and pdq("a").encode() not in found
    assert made.secret.replace("-", "").encode() not in found and b"192.0.2.0" not in found
    site.exchange.database.close()


def test_another_pepper_opens_nothing_and_says_so(tmp_path: Path):
    database = SqliteDatabase(tmp_path / "exchange.db")
    Site(database, Turned()).submit("a")
    with pytest.raises(WrongExchangeKey):
        Exchange(database, PEPPER[::-1], clock=Turned(), chance=bytes)
    database.close()


def test_a_fingerprint_never_shows_itself(site: Site):
    site.partner("Platform A")
    site.submit("a")
    site.clock.turn(1)
    page = site.exchange.fetch(site.look("Platform A"), 0, "", 10)
    assert pdq("a") not in repr(page) and pdq("a") not in repr(page.records)
    try:
        site.exchange.submit(
            (Item(Kind.PHOTO, ("zz" + pdq("a"),)),), age=AgeInPicture.ADULT, request_key=request_key()
        )
    except HoldfastError as refused:
        assert pdq("a")[:8] not in str(refused) + refused.says()
