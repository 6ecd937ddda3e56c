"""The case room's front: make a case, open it, go on with one that is open."""

from __future__ import annotations

from dataclasses import replace

from holdfast.case.code import CaseCode, Chance, parse_code
from holdfast.case.inside import Case, look_at, strings
from holdfast.case.keys import CaseKey, Wrap, locator, unwrap_with_code, wrap_for_code
from holdfast.case.ledger import ABOUT, Clock, Head, Ledger, Sealing, new_id, with_free_locator
from holdfast.case.log import Action, head_of, sign_entry
from holdfast.case.store import Store, hour_of
from holdfast.case.stretch import Stretcher
from holdfast.case.values import About, Place
from holdfast.case.written import plain

__all__ = ["Case", "locator_of", "new_case", "open_case", "resume"]


def new_case(
    store: Store,
    *,
    place: Place,
    about: About,
    pepper: bytes,
    stretcher: Stretcher,
    clock: Clock,
    chance: Chance,
) -> tuple[Case, CaseCode]:
    """A new, empty case and its code, which is shown once and stored nowhere.

    ``clock`` gives aware UTC, ``chance(n)`` n random bytes; ``pepper`` is the same for all doors of one store.
    Raises Busy, NotSaved, HiddenInText.
    """
    look_at(strings(plain(about)), place, about.age_in_picture)
    case_id, key = new_id(chance), CaseKey.new(chance)
    ledger = Ledger(store, Sealing(case_id, key, chance), clock)
    code = with_free_locator(
        lambda: CaseCode.new(chance),
        lambda drawn: _create(
            ledger,
            wrap_for_code(key, drawn, case_id=case_id, pepper=pepper, stretcher=stretcher, chance=chance),
            replace(about, version=1, ticked=()),
        ),
    )
    return Case(ledger, place), code


def open_case(
    store: Store,
    typed: str,
    *,
    place: Place,
    pepper: bytes,
    stretcher: Stretcher,
    clock: Clock,
    chance: Chance,
) -> Case:
    """The case that a case code or recovery code opens, both typed into the same field.

    Stretches exactly once, whether the case exists or not. Raises CodeNotReadable, WrongCode (unknown locator and
    wrong secret alike), Busy, Tampered.
    """
    code = parse_code(typed)
    wrap = store.find(locator(code, pepper))
    key = unwrap_with_code(wrap, code, pepper=pepper, stretcher=stretcher)
    assert wrap is not None, "no wrap never opens"
    store.sweep(wrap.case_id, clock())
    return resume(store, wrap.case_id, key, place=place, clock=clock, chance=chance)


def resume(store: Store, case_id: str, key: CaseKey, *, place: Place, clock: Clock, chance: Chance) -> Case:
    """An open case by its key. Raises CaseGone, and Tampered for a key of another case."""
    ledger = Ledger(store, Sealing(case_id, key, chance), clock)
    ledger.head()
    return Case(ledger, place)


def locator_of(typed: str, pepper: bytes) -> bytes:
    """32 bytes that stand for the case a typed code points at, for counting tries. Raises CodeNotReadable."""
    return locator(parse_code(typed), pepper)


def _create(ledger: Ledger, wrap: Wrap, about: About) -> None:
    sealing, now = ledger.sealing, ledger.clock()
    hour = hour_of(now)
    row = sealing.row(ABOUT, ABOUT, 1, plain(about), hour, None)
    entry = sign_entry(
        None,
        sealing.key.log_key,
        now=now,
        time_zone=about.time_zone,
        action=Action.CASE_NEW.value,
        subject=sealing.case_id,
        sha256=sealing.opened(row).sha256,
        who="person",
    )
    head = sealing.sealed_head(Head(head_of((entry,)), 0))
    ledger.store.create(wrap, head, (row, sealing.log_row(entry, hour)), hour)
