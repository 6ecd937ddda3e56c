"""Keys, wraps and stretching."""

from __future__ import annotations

import os
import pickle
import threading
from dataclasses import replace

import pytest
from tests.case.rooms import PEPPER, CountingStretcher

from holdfast.case.code import CaseCode, RecoveryCode
from holdfast.case.keys import (
    CaseKey,
    Wrap,
    fake_salt,
    fingerprint,
    locator,
    unwrap_from_cookie,
    unwrap_with_code,
    wrap_for_code,
    wrap_for_cookie,
)
from holdfast.case.pack import alone
from holdfast.case.stretch import Argon2, Bounded, Parameters, WeakParameters
from holdfast.errors import Busy, CaseLocked, Tampered, WrongCode

KEY = CaseKey(bytes(range(32)))
CODE = CaseCode((1, 2, 3, 4, 5, 6, 7))
OTHER = CaseCode((1, 2, 3, 4, 5, 6, 8))


def wrapped(code: CaseCode | RecoveryCode = CODE, case_id: str = "case") -> Wrap:
    return wrap_for_code(
        KEY, code, case_id=case_id, pepper=PEPPER, stretcher=CountingStretcher(), chance=os.urandom
    )


def unwrapped(wrap: Wrap | None, code: CaseCode = CODE) -> bytes:
    return unwrap_with_code(wrap, code, pepper=PEPPER, stretcher=CountingStretcher()).to_bytes()


def test_each_use_has_a_key_of_its_own() -> None:
    keys = {KEY.to_bytes(), KEY.blob_key, KEY.row_key, KEY.search_key, KEY.log_key.private_bytes_raw()}
    assert len(keys) == 5


def test_a_key_is_not_shown_nor_pickled() -> None:
    assert KEY.to_bytes().hex() not in repr(KEY) + str(KEY)
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
    with pytest.raises(Tampered):
        CaseKey(b"short")


def test_tags_are_equal_in_one_case_only() -> None:
    assert KEY.tag("a") == KEY.tag("a") != KEY.tag("b")
    assert KEY.tag("a") != CaseKey(bytes(32)).tag("a")


def test_the_fingerprint_can_be_read_aloud() -> None:
    shown = fingerprint(KEY.log_public_key)
    assert [len(group) for group in shown.split()] == [4] * 8


def test_the_fingerprint_on_the_receipt_is_the_one_in_the_pack() -> None:
    assert fingerprint(KEY.log_public_key) == alone.fingerprint_of(KEY.log_public_key)


# --- wraps -----------------------------------------------------------------------------------------------


def test_a_code_opens_its_own_wrap_only() -> None:
    assert unwrapped(wrapped()) == KEY.to_bytes()
    with pytest.raises(WrongCode):
        unwrapped(wrapped(), OTHER)
    with pytest.raises(WrongCode):
        unwrapped(None)


def test_a_recovery_code_is_no_case_code_with_the_same_words() -> None:
    recovery = RecoveryCode((1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    assert recovery.locator_bytes.split(b"\0")[0] != CODE.locator_bytes.split(b"\0")[0]
    assert (
        unwrap_with_code(wrapped(recovery), recovery, pepper=PEPPER, stretcher=CountingStretcher()).to_bytes()
        == KEY.to_bytes()
    )


@pytest.mark.parametrize("change", ["case_id", "kind", "parameters", "sealed"])
def test_a_changed_wrap_is_refused(change: str) -> None:
    wrap = wrapped()
    sealed = wrap.sealed[:-1] + bytes([wrap.sealed[-1] ^ 1])
    other = {"case_id": "other", "kind": "recovery", "parameters": Parameters(131_072), "sealed": sealed}
    with pytest.raises(Tampered):
        unwrapped(replace(wrap, **{change: other[change]}))  # type: ignore[arg-type]


def test_a_wrap_that_was_made_for_two_secrets_is_refused_by_the_commitment() -> None:
    mine, foreign = wrapped(), wrapped(OTHER)
    with pytest.raises(WrongCode):
        unwrapped(replace(mine, commitment=foreign.commitment))


def test_locators_need_the_pepper() -> None:
    assert locator(CODE, PEPPER) == locator(OTHER, PEPPER)
    assert locator(CODE, PEPPER) != locator(CODE, bytes(32))
    assert fake_salt(CODE, PEPPER) == fake_salt(OTHER, PEPPER) != locator(CODE, PEPPER)[:16]


def test_a_cookie_opens_its_own_session_only() -> None:
    cookie = os.urandom(32)
    kept = wrap_for_cookie(KEY, cookie, chance=os.urandom)
    assert unwrap_from_cookie(kept, cookie).to_bytes() == KEY.to_bytes()
    assert KEY.to_bytes() not in kept
    for wrong in (os.urandom(32), b""):
        with pytest.raises(CaseLocked):
            unwrap_from_cookie(kept, wrong)
    for place in range(len(kept)):
        with pytest.raises(CaseLocked):
            unwrap_from_cookie(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :], cookie)
    with pytest.raises(CaseLocked):
        unwrap_from_cookie(b"", cookie)


# --- stretching ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "weak",
    [(65_535, 3, 1), (65_536, 2, 1), (65_536, 3, 0), (2**21, 3, 1), (65_536, 1000, 1), (65_536, 3, 99)],
)
def test_parameters_outside_floor_and_ceiling_are_refused(weak: tuple[int, int, int]) -> None:
    with pytest.raises(WeakParameters):
        Parameters(*weak)


def test_argon2id_gives_what_another_implementation_gives() -> None:
    # From the reference C code of RFC 9106 (argon2-cffi): t=3, m=65536 KiB, p=1, 32 bytes.
    assert Argon2().stretch(b"seven words", b"0123456789abcdef", Parameters()).hex() == ARGON2_REFERENCE


ARGON2_REFERENCE = "f099b2ffcc127247977407ca26ac1b649408638ee53bf16cc1698091bac542eb"


class Slow:
    """Counts how many are inside at once, and lets nobody out before it is told."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.lock, self.out = threading.Lock(), threading.Event()
        self.full = threading.Semaphore(0)

    def stretch(self, secret: bytes, salt: bytes, parameters: Parameters) -> bytes:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.full.release()
        assert self.out.wait(10)
        with self.lock:
            self.inside -= 1
        return secret


def test_two_stretch_at_a_time_and_the_third_is_told_to_wait() -> None:
    slow = Slow()
    bounded = Bounded(slow, at_once=2, wait_seconds=0.05)
    two = [threading.Thread(target=bounded.stretch, args=(b"", b"", Parameters())) for _ in range(2)]
    for thread in two:
        thread.start()
        assert slow.full.acquire(timeout=10)
    with pytest.raises(Busy):
        bounded.stretch(b"", b"", Parameters())
    slow.out.set()
    for thread in two:
        thread.join()
    assert bounded.stretch(b"again", b"", Parameters()) == b"again"
    assert slow.most == 2


def test_a_place_is_free_again_after_an_error() -> None:
    class Broken:
        def stretch(self, secret: bytes, salt: bytes, parameters: Parameters) -> bytes:
            raise MemoryError

    bounded = Bounded(Broken(), at_once=1, wait_seconds=0)
    for _ in range(3):
        with pytest.raises(MemoryError):
            bounded.stretch(b"", b"", Parameters())
