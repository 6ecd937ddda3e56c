"""The facts a step may ask for: each a named predicate with an example and a counter-example.

Front matter says ``when = ["maybe_under_18"]`` and ``unless = ["known_person"]``; all of ``when`` must hold and
none of ``unless``. There is no other rule language (decision 0046). A fact that is true of a situation nobody
told us anything about (``Situation()``) is what the base plan is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from holdfast.guide.contacts import NIGHT_FROM, NIGHT_TO
from holdfast.guide.situation import (
    Age,
    Deadline,
    Did,
    Happened,
    Nation,
    PaidWhen,
    PaymentMethod,
    Since,
    Situation,
    Tri,
    Wants,
    Who,
)

Holds = Callable[[Situation, datetime], bool]

#: From this hour on the second moment is called tonight; before it, today.
EVENING_FROM = 17

_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
_NOTHING = Situation()


@dataclass(frozen=True, slots=True)
class Fact:
    """``example`` (at ``at``) has it, ``counter`` has it not; a house test looks at both."""

    fact_id: str
    holds: Holds
    example: Situation
    counter: Situation = _NOTHING
    at: datetime = _NOON
    counter_at: datetime = _NOON


def is_night(now: datetime) -> bool:
    """``now`` in the person's own time zone. At night reports can wait and silent contacts come first."""
    return now.hour >= NIGHT_FROM or now.hour < NIGHT_TO


def facts_of(situation: Situation, now: datetime) -> frozenset[str]:
    """Ids of all facts that hold. ``now`` is aware and in the person's own time zone."""
    told = _beside(situation) if situation.who.stands_beside else situation
    return frozenset(fact.fact_id for fact in FACTS if fact.holds(told, now))


def _beside(s: Situation) -> Situation:
    """What counts for someone near it: where they are, their age, the app. What happened is another's to tell."""
    return Situation(
        country=s.country, nation=s.nation, watched=s.watched, who=s.who, age_in_picture=s.age_in_picture,
        age_now=s.age_now, platforms=s.platforms, crisis=s.crisis,
    )  # fmt: skip


def _has(what: Happened) -> Holds:
    return lambda s, _: what in s.happened


def _did(what: Did) -> Holds:
    return lambda s, _: what in s.did


def _paid_by(method: PaymentMethod) -> Holds:
    return lambda s, _: Happened.PAID in s.happened and method in s.payment_methods


def _in(*countries: str) -> Holds:
    return lambda s, _: s.country in countries


def _nation(*nations: Nation) -> Holds:
    return lambda s, _: s.country == "GB" and s.nation in nations


def _who(*who: Who) -> Holds:
    return lambda s, _: s.who in who


def _is_only_email(s: Situation) -> bool:
    """An e-mail and nothing that makes it more than words: no picture shown, no post, nobody known."""
    more = {Happened.HAS_PICTURE, Happened.POSTED, Happened.DID_SOMETHING}
    return Happened.ONLY_EMAIL in s.happened and not more & s.happened and s.known_person is not Tri.YES


def _is_asked_only(s: Situation) -> bool:
    return s.happened == {Happened.ASKED}


def _is_blackmail(s: Situation) -> bool:
    return not s.who.stands_beside and not _is_only_email(s) and not _is_asked_only(s)


def _is_by_a_stranger(s: Situation) -> bool:
    """Blackmail by someone not known in real life, told by who is not the parent: "stop replying" fits."""
    return _is_blackmail(s) and s.known_person is not Tri.YES and s.who is not Who.MY_CHILD


def _stops_in_one(s: Situation) -> bool:
    """Something else has to stand among the first three: "stop replying" and "do not pay" are said as one."""
    other = s.deadline in _TIMER or s.who in (Who.SOMEONE_I_KNOW, Who.WORKER)
    return other and _is_by_a_stranger(s) and Happened.PAID not in s.happened


def _since(since: Since) -> Holds:
    return lambda s, _: _is_blackmail(s) and s.since is since


def _paid_when(when: PaidWhen) -> Holds:
    return lambda s, _: Happened.PAID in s.happened and s.paid_when is when


def _worked_through(s: Situation) -> bool:
    return s.country in ("GB", "IE", "US")


def _s(**words: object) -> Situation:
    return Situation(**words)  # type: ignore[arg-type]


def _h(*happened: Happened) -> Situation:
    return Situation(happened=frozenset(happened))


def _paid(method: PaymentMethod) -> Situation:
    return Situation(happened=frozenset({Happened.PAID}), payment_methods=frozenset({method}))


_TIMER = (Deadline.HOURS, Deadline.DAYS, Deadline.OVER)

_UK, _CHILD, _ADULT = _s(country="GB"), _s(age_in_picture=Age.A13_15), _s(age_in_picture=Age.ADULT)
_CARD, _PAID = _paid(PaymentMethod.CARD), _h(Happened.PAID)
_MAIL, _ASKED = _h(Happened.ONLY_EMAIL), _h(Happened.ASKED)

FACTS: tuple[Fact, ...] = (
    # Safety
    Fact("crisis", lambda s, _: s.crisis, _s(crisis=True)),
    Fact("watched", lambda s, _: s.watched is Tri.YES, _s(watched=Tri.YES)),
    Fact("known_person", lambda s, _: s.known_person is Tri.YES, _s(known_person=Tri.YES)),
    Fact(
        "crisis_of_another",
        lambda s, _: s.crisis and s.who in (Who.MY_CHILD, Who.SOMEONE_I_KNOW, Who.WORKER, Who.SCHOOL, Who.WORKPLACE),
        _s(crisis=True, who=Who.MY_CHILD),
        _s(crisis=True),
    ),
    Fact("stranger", lambda s, _: s.known_person is Tri.NO, _s(known_person=Tri.NO)),
    Fact(
        "may_need_silent_999",
        lambda s, _: s.country == "GB" and Tri.YES in (s.known_person, s.watched),
        replace(_UK, watched=Tri.YES),
        _UK,
    ),
    Fact("night", lambda _, now: is_night(now), Situation(), at=_NOON.replace(hour=1)),
    # Who asks
    Fact("for_me", _who(Who.ME, Who.UNKNOWN), Situation(), _s(who=Who.WORKER)),
    Fact("for_my_child", _who(Who.MY_CHILD), _s(who=Who.MY_CHILD)),
    Fact("for_someone_i_know", _who(Who.SOMEONE_I_KNOW), _s(who=Who.SOMEONE_I_KNOW)),
    Fact("worker", _who(Who.WORKER), _s(who=Who.WORKER)),
    Fact("recipient", _who(Who.RECIPIENT), _s(who=Who.RECIPIENT)),
    Fact("for_school", _who(Who.SCHOOL), _s(who=Who.SCHOOL)),
    Fact("for_workplace", _who(Who.WORKPLACE), _s(who=Who.WORKPLACE)),
    Fact("for_school_or_work", _who(Who.SCHOOL, Who.WORKPLACE), _s(who=Who.SCHOOL)),
    # Ages
    Fact("maybe_under_18", lambda s, _: s.picture_age is not Age.ADULT, Situation(), _ADULT),
    Fact("adult_in_picture", lambda s, _: s.picture_age is Age.ADULT, _ADULT, replace(_ADULT, age_now=Age.A16_17)),
    Fact("age_in_picture_skipped", lambda s, _: s.picture_age is Age.UNKNOWN, Situation(), _CHILD),
    Fact("under_18_now", lambda s, _: s.age_now.is_child, _s(age_now=Age.A16_17)),
    Fact("adult_now", lambda s, _: s.age_now is Age.ADULT, _s(age_now=Age.ADULT)),
    Fact(
        "child_then_adult_now",
        lambda s, _: s.age_in_picture.is_child and s.age_now is Age.ADULT,
        replace(_CHILD, age_now=Age.ADULT),
        _CHILD,
    ),
    # What happened
    Fact("blackmail", lambda s, _: _is_blackmail(s), Situation(), _MAIL),
    Fact("stop_in_one", lambda s, _: _stops_in_one(s), _s(deadline=Deadline.HOURS)),
    Fact("started_again", _has(Happened.AGAIN), _h(Happened.AGAIN)),
    Fact("rescue_offered", _has(Happened.RESCUE_OFFER), _h(Happened.RESCUE_OFFER)),
    Fact("day_1", _since(Since.TODAY), _s(since=Since.TODAY)),
    Fact("day_3", _since(Since.DAYS), _s(since=Since.DAYS)),
    Fact("day_7", _since(Since.WEEK), _s(since=Since.WEEK)),
    Fact("day_30", _since(Since.MONTH), _s(since=Since.MONTH)),
    Fact("worth_reporting", lambda s, _: _is_blackmail(s) or Happened.PAID in s.happened, Situation(), _MAIL),
    Fact("only_email", lambda s, _: _is_only_email(s), _MAIL, _h(Happened.ONLY_EMAIL, Happened.HAS_PICTURE)),
    Fact("asked_only", lambda s, _: _is_asked_only(s), _ASKED, _h(Happened.ASKED, Happened.THREATENED)),
    Fact("posted", _has(Happened.POSTED), _h(Happened.POSTED)),
    Fact("accused", _has(Happened.ACCUSED), _h(Happened.ACCUSED)),
    Fact("ai_made", lambda s, _: s.ai_made is Tri.YES, _s(ai_made=Tri.YES)),
    Fact("no_copy", lambda s, _: s.have_picture is Tri.NO, _s(have_picture=Tri.NO)),
    Fact("has_deadline", lambda s, _: s.deadline in (Deadline.HOURS, Deadline.DAYS), _s(deadline=Deadline.HOURS)),
    Fact("timer_over", lambda s, _: s.deadline is Deadline.OVER, _s(deadline=Deadline.OVER)),
    Fact("wants_pictures", lambda s, _: Wants.PICTURES in s.wants, _s(wants=frozenset({Wants.PICTURES}))),
    # Money
    Fact("paid", _has(Happened.PAID), _PAID),
    Fact(
        "paid_a_stranger", lambda s, _: Happened.PAID in s.happened and _is_by_a_stranger(s), _PAID,
        replace(_PAID, known_person=Tri.YES),
    ),
    Fact(
        "paid_otherwise", lambda s, _: Happened.PAID in s.happened and not _is_by_a_stranger(s),
        replace(_PAID, known_person=Tri.YES), _PAID,
    ),
    Fact("paid_just_now", _paid_when(PaidWhen.JUST_NOW), replace(_PAID, paid_when=PaidWhen.JUST_NOW), _PAID),
    Fact("paid_long_ago", _paid_when(PaidWhen.LONGER), replace(_PAID, paid_when=PaidWhen.LONGER), _PAID),
    Fact("paid_how_skipped", lambda s, _: Happened.PAID in s.happened and not s.payment_methods, _PAID, _CARD),
    Fact("paid_card", _paid_by(PaymentMethod.CARD), _CARD, _PAID),
    Fact("paid_bank", _paid_by(PaymentMethod.BANK), _paid(PaymentMethod.BANK), _PAID),
    Fact("paid_gift_card", _paid_by(PaymentMethod.GIFT_CARD), _paid(PaymentMethod.GIFT_CARD), _PAID),
    Fact("paid_crypto", _paid_by(PaymentMethod.CRYPTO), _paid(PaymentMethod.CRYPTO), _PAID),
    Fact("paid_app", _paid_by(PaymentMethod.APP), _paid(PaymentMethod.APP), _PAID),
    # What they did because they were told to
    Fact("sent_more", _did(Did.SENT_MORE), _s(did=frozenset({Did.SENT_MORE}))),
    Fact("sent_others_picture", _did(Did.OTHERS_PICTURE), _s(did=frozenset({Did.OTHERS_PICTURE}))),
    Fact("gave_password", _did(Did.PASSWORD), _s(did=frozenset({Did.PASSWORD}))),
    Fact(
        "did_other",
        lambda s, _: Did.OTHER in s.did or (Happened.DID_SOMETHING in s.happened and not s.did),
        _h(Happened.DID_SOMETHING),
        _s(did=frozenset({Did.PASSWORD})),
    ),
    # Where
    Fact("in_uk", _in("GB"), _UK),
    Fact("in_england_or_wales", _nation(Nation.ENGLAND, Nation.WALES), replace(_UK, nation=Nation.WALES), _UK),
    Fact("in_scotland", _nation(Nation.SCOTLAND), replace(_UK, nation=Nation.SCOTLAND), _UK),
    Fact("in_northern_ireland", _nation(Nation.NORTHERN_IRELAND), replace(_UK, nation=Nation.NORTHERN_IRELAND), _UK),
    Fact("in_uk_nation_skipped", _nation(Nation.UNKNOWN), _UK, replace(_UK, nation=Nation.SCOTLAND)),
    Fact("in_ireland", _in("IE"), _s(country="IE")),
    Fact("in_usa", _in("US"), _s(country="US")),
    Fact("elsewhere", lambda s, _: not _worked_through(s), Situation(), _UK),
)  # fmt: skip

#: The same, by id.
BY_ID: Mapping[str, Fact] = {fact.fact_id: fact for fact in FACTS}
