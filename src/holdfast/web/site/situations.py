"""The situations of the static site: each has a short address of its own, ``3.html``."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.guide.situation import (
    Age,
    Deadline,
    Did,
    Happened,
    Situation,
    Tri,
    Wants,
    Who,
)

_THREAT = frozenset({Happened.HAS_PICTURE, Happened.THREATENED})
_POSTED = _THREAT | {Happened.POSTED}


def _of(**told: object) -> Situation:
    """By a stranger, unless it is said otherwise. The age is left out where the title does not say it."""
    return Situation(**{"known_person": Tri.NO, "happened": _THREAT, **told})  # type: ignore[arg-type]


def _with(*happened: Happened) -> frozenset[Happened]:
    return _THREAT | frozenset(happened)


_CHILD: Mapping[str, object] = {"age_in_picture": Age.A13_15, "age_now": Age.A13_15}
_ADULT: Mapping[str, object] = {"age_in_picture": Age.ADULT, "age_now": Age.ADULT}

#: Id in content/<language>/site.toml → its address and what is answered. An address is never given to another one.
SITUATIONS: Mapping[str, tuple[int, Situation]] = {
    "child-threat": (1, _of(**_CHILD)),
    "child-posted": (2, _of(**_CHILD, happened=_POSTED)),
    "adult-threat": (3, _of(**_ADULT)),
    "adult-posted": (4, _of(**_ADULT, happened=_POSTED)),
    "child-then": (5, _of(age_in_picture=Age.A16_17, age_now=Age.ADULT)),
    "timer": (6, _of(deadline=Deadline.HOURS)),
    "timer-over": (7, _of(deadline=Deadline.OVER)),
    "paid": (8, _of(happened=_with(Happened.PAID))),
    "more-pictures": (9, _of(wants=frozenset({Wants.PICTURES}))),
    "did-something": (10, _of(happened=_with(Happened.DID_SOMETHING), did=frozenset(Did))),
    "no-copy": (11, _of(have_picture=Tri.NO)),
    "fake": (12, _of(ai_made=Tri.YES)),
    "only-email": (13, Situation(happened=frozenset({Happened.ONLY_EMAIL}))),
    "accused": (14, _of(happened=_with(Happened.ACCUSED))),
    "known-person": (15, _of(known_person=Tri.YES)),
    "watched": (16, _of(watched=Tri.YES)),
    "crisis": (17, _of(crisis=True)),
    "again": (18, _of(happened=_with(Happened.AGAIN))),
    "rescue": (19, _of(happened=_with(Happened.RESCUE_OFFER))),
    "asked-only": (20, Situation(happened=frozenset({Happened.ASKED}))),
    "parent": (21, _of(who=Who.MY_CHILD)),
    "friend": (22, _of(who=Who.SOMEONE_I_KNOW)),
    "recipient": (23, Situation(who=Who.RECIPIENT)),
    "school": (24, Situation(who=Who.SCHOOL)),
    "workplace": (25, Situation(who=Who.WORKPLACE)),
    "worker": (26, _of(who=Who.WORKER)),
}
