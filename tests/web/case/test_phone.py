"""A phone's pass: once, for one case, for 30 minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.case.rooms import House

from holdfast.case.room import Case
from holdfast.case.store_sqlite import SqliteStore
from holdfast.web.base.lan import certificate
from holdfast.web.case.models import OpenCase
from holdfast.web.case.phone import LASTS, Passes

NOW = datetime(2031, 5, 6, 21, 0, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return House(SqliteStore(tmp_path)).case()


@pytest.fixture
def owner(case: Case) -> str:
    """The case is open on the computer."""
    handle = f"owner {case.case_id}"
    OpenCase.objects.create(handle=handle, case_id=case.case_id, wrapped=b"", seen=NOW)
    return handle


def test_a_token_works_once_and_its_pass_for_thirty_minutes(case, owner):
    passes = Passes()
    token = passes.new(case, owner, NOW)
    found = passes.enter(token, NOW)
    assert found is not None
    this, _, cookie = found
    assert this.key is None, "the key is dropped once the phone is in"
    assert passes.enter(token, NOW) is None
    assert passes.of(cookie, NOW + LASTS - timedelta(seconds=1)) is this
    assert passes.of(cookie, NOW + LASTS) is None
    assert passes.of("", NOW) is None


def test_a_token_that_nobody_used_ends(case, owner):
    passes = Passes()
    token = passes.new(case, owner, NOW)
    assert passes.enter(token, NOW + LASTS) is None


def test_a_new_token_ends_the_one_before(case, owner):
    passes = Passes()
    first, second = (passes.new(case, owner, NOW) for _ in range(2))
    assert passes.enter(first, NOW) is None
    assert passes.enter(second, NOW) is not None


def test_a_locked_computer_ends_the_pass(case, owner):
    passes = Passes()
    found = passes.enter(passes.new(case, owner, NOW), NOW)
    assert found is not None
    token = passes.new(case, owner, NOW)
    OpenCase.objects.filter(handle=owner).delete()
    assert passes.of(found[2], NOW) is None
    assert passes.enter(token, NOW) is None


def test_ending_takes_the_phone_s_open_case_away(case, owner):
    passes = Passes()
    found = passes.enter(passes.new(case, owner, NOW), NOW)
    assert found is not None
    found[0].phone = "phone"
    OpenCase.objects.create(handle="phone", case_id=case.case_id, wrapped=b"", seen=NOW)
    passes.end(owner)
    assert passes.of(found[2], NOW) is None
    assert not OpenCase.objects.filter(handle="phone").exists()


def test_the_certificate_names_the_address_and_lasts_a_day():
    from cryptography import x509

    pem, _, _ = certificate("192.168.1.20", NOW)
    made = x509.load_pem_x509_certificate(pem)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["192.168.1.20"]
    assert made.not_valid_after_utc - NOW == timedelta(days=1)
