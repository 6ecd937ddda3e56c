"""What a person told us: one small frozen value. Everything may be left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from holdfast.content.facts import OTHER_CODES, platforms
from holdfast.errors import HoldfastError, NotUnderstood, UnknownCountry
from holdfast.guide.crisis import crisis_words

E = TypeVar("E", bound=StrEnum)

#: Longest demand that is kept; a longer one is cut. A chat belongs into a case, not into a question.
DEMAND_LIMIT = 400


class UnknownAnswer(NotUnderstood):
    for_person = "This is not one of the answers to “{question}”. Choose one from the list, or leave it out."


class Tri(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Who(StrEnum):
    """For whom the plan is made."""

    ME = "me"
    MY_CHILD = "my_child"
    SOMEONE_I_KNOW = "someone_i_know"
    WORKER = "worker"
    RECIPIENT = "recipient"
    """Somebody who was sent a picture of another person."""
    SCHOOL = "school"
    WORKPLACE = "workplace"
    """A teacher about a pupil; an employer about somebody at work."""
    UNKNOWN = "unknown"

    @property
    def stands_beside(self) -> bool:
        """The plan is for somebody near it, not for the person who is threatened."""
        return self in (Who.RECIPIENT, Who.SCHOOL, Who.WORKPLACE)


class Happened(StrEnum):
    ASKED = "asked"
    HAS_PICTURE = "has_picture"
    THREATENED = "threatened"
    POSTED = "posted"
    ONLY_EMAIL = "only_email"
    PAID = "paid"
    DID_SOMETHING = "did_something"
    ACCUSED = "accused"
    """They claim that the other person was a minor, or that they are police."""
    AGAIN = "again"
    """It had stopped, and has started again."""
    RESCUE_OFFER = "rescue_offer"
    """Somebody offers to end it for money."""


class Did(StrEnum):
    """What the person did because they were told to."""

    SENT_MORE = "sent_more"
    OTHERS_PICTURE = "others_picture"
    PASSWORD = "password"  # noqa: S105 (what was given away, not a secret)
    OTHER = "other"


class Age(StrEnum):
    UNDER_13 = "under_13"
    A13_15 = "13_15"
    A16_17 = "16_17"
    ADULT = "adult"
    UNKNOWN = "unknown"

    @property
    def is_child(self) -> bool:
        return self in (Age.UNDER_13, Age.A13_15, Age.A16_17)

    @classmethod
    def of(cls, years: int) -> Age:
        """The band of an exact age in years."""
        if years < 13:
            return cls.UNDER_13
        return cls.A13_15 if years < 16 else cls.A16_17 if years < 18 else cls.ADULT


class Wants(StrEnum):
    MONEY = "money"
    PICTURES = "pictures"
    OTHER = "other"
    UNSURE = "unsure"


class Deadline(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    OVER = "over"
    """The time they gave has passed."""
    NONE = "none"
    UNKNOWN = "unknown"


class Since(StrEnum):
    """How long ago the first threat came."""

    TODAY = "today"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    UNKNOWN = "unknown"


class PaidWhen(StrEnum):
    """How long ago the last payment was."""

    JUST_NOW = "just_now"
    DAYS = "days"
    LONGER = "longer"
    UNKNOWN = "unknown"


class PaymentMethod(StrEnum):
    CARD = "card"
    BANK = "bank"
    GIFT_CARD = "gift_card"
    CRYPTO = "crypto"
    APP = "app"


class Nation(StrEnum):
    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    UNKNOWN = "unknown"


_AREAS = {
    Nation.ENGLAND: "GB-ENG",
    Nation.WALES: "GB-WLS",
    Nation.SCOTLAND: "GB-SCT",
    Nation.NORTHERN_IRELAND: "GB-NIR",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """``country`` is ISO 3166 or ""; ``platforms`` are ids; ``demand`` is what they want, in anybody's words.

    ``crisis`` is read from words, never stored: :meth:`to_answers` leaves it out.
    """

    country: str = ""
    nation: Nation = Nation.UNKNOWN
    watched: Tri = Tri.UNKNOWN
    who: Who = Who.UNKNOWN
    known_person: Tri = Tri.UNKNOWN
    happened: frozenset[Happened] = frozenset()
    did: frozenset[Did] = frozenset()
    age_in_picture: Age = Age.UNKNOWN
    age_now: Age = Age.UNKNOWN
    platforms: tuple[str, ...] = ()
    wants: frozenset[Wants] = frozenset()
    deadline: Deadline = Deadline.UNKNOWN
    demand: str = ""
    payment_methods: frozenset[PaymentMethod] = frozenset()
    paid_when: PaidWhen = PaidWhen.UNKNOWN
    since: Since = Since.UNKNOWN
    ai_made: Tri = Tri.UNKNOWN
    have_picture: Tri = Tri.UNKNOWN
    crisis: bool = False

    @property
    def area(self) -> str | None:
        """The code of the UK nation in the places files (``GB-SCT``), or None."""
        return _AREAS.get(self.nation) if self.country == "GB" else None

    @property
    def picture_age(self) -> Age:
        """The age that routes: in the picture. Who is a child now was a child then, whatever else was said."""
        return self.age_now if self.age_now.is_child else self.age_in_picture

    @classmethod
    def from_answers(cls, answers: Mapping[str, Sequence[str]], language: str = "en") -> Situation:
        """The situation behind ``{field id: [answer, …]}``, as a form or the command line gives it.

        Empty answers and ``unknown`` are skipped ones; keys that are no field are ignored; ages may be years.
        Raises :class:`UnknownAnswer`, :class:`UnknownCountry`, :class:`UnknownPlatform`.
        """
        given = {key: [a.strip() for a in values if a.strip()] for key, values in answers.items()}
        demand = _line(" ".join(given.get("demand", [])))
        return cls(
            country=_country(given),
            nation=_one(given, "nation", Nation, Nation.UNKNOWN),
            watched=_one(given, "watched", Tri, Tri.UNKNOWN),
            who=_one(given, "who", Who, Who.UNKNOWN),
            known_person=_one(given, "known_person", Tri, Tri.UNKNOWN),
            happened=_many(given, "happened", Happened),
            did=_many(given, "did", Did),
            age_in_picture=_age(given, "age_in_picture"),
            age_now=_age(given, "age_now"),
            platforms=_platforms(given),
            wants=_many(given, "wants", Wants),
            deadline=_one(given, "deadline", Deadline, Deadline.UNKNOWN),
            demand=demand,
            payment_methods=_many(given, "payment_methods", PaymentMethod),
            paid_when=_one(given, "paid_when", PaidWhen, PaidWhen.UNKNOWN),
            since=_one(given, "since", Since, Since.UNKNOWN),
            ai_made=_one(given, "ai_made", Tri, Tri.UNKNOWN),
            have_picture=_one(given, "have_picture", Tri, Tri.UNKNOWN),
            crisis=crisis_words(demand, language),
        )

    @classmethod
    def from_case(
        cls, answers: Mapping[str, Sequence[str]], picture: str, country: str = "", language: str = "en"
    ) -> Situation:
        """What a case knows. Answers that no longer mean anything count as skipped, all of them.

        ``picture`` is the case's own answer (``adult``, ``under_18``, ``unknown``): it stands above what the plan
        was told earlier. ``country`` is taken where the answers name none.
        """
        told = {key: list(values) for key, values in answers.items()}
        if country and not told.get("country"):
            told["country"] = [country]
        if (picture == "adult") != (told.get("age_in_picture") == ["adult"]):
            told["age_in_picture"] = {"adult": ["adult"], "under_18": [Age.A16_17.value]}.get(picture, [])
        try:
            return cls.from_answers(told, language)
        except HoldfastError:
            return cls(country=country)

    def to_answers(self) -> dict[str, list[str]]:
        """The answers that give this situation back; skipped ones are left out, and so is ``crisis``."""
        found: dict[str, list[str]] = {}
        for field in ANSWERS:
            value = getattr(self, field)
            if isinstance(value, frozenset):
                found[field] = sorted(value)
            elif isinstance(value, tuple):
                found[field] = list(value)
            else:
                skipped = isinstance(value, StrEnum) and value == "unknown"
                found[field] = [] if skipped else [str(value)]
        return {field: values for field, values in found.items() if any(values)}


#: Ids of everything that can be answered, in the order of the questions.
ANSWERS = (
    "country", "nation", "watched", "who", "known_person", "happened", "did", "payment_methods",
    "paid_when", "age_in_picture", "age_now", "platforms", "wants", "deadline", "since", "demand",
    "ai_made", "have_picture",
)  # fmt: skip


def _line(text: str) -> str:
    kept = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(kept.split())[:DEMAND_LIMIT].strip()


def _country(given: Mapping[str, list[str]]) -> str:
    typed = (given.get("country") or [""])[-1].upper()
    code = OTHER_CODES.get(typed, typed)
    if code and not re.fullmatch("[A-Z]{2}", code):
        raise UnknownCountry(f"country of {len(typed)} characters")
    return code


def _one(given: Mapping[str, list[str]], field: str, kind: type[E], skipped: E) -> E:
    values = given.get(field)
    return _member(field, values[-1], kind) if values else skipped


def _many(given: Mapping[str, list[str]], field: str, kind: type[E]) -> frozenset[E]:
    return frozenset(_member(field, value, kind) for value in given.get(field, []) if value != "unknown")


def _member(field: str, value: str, kind: type[E]) -> E:
    try:
        return kind(value.lower().replace("-", "_"))
    except ValueError as broken:
        raise UnknownAnswer(f"{field}: not one of {', '.join(kind)}", question=field) from broken


def _age(given: Mapping[str, list[str]], field: str) -> Age:
    values = given.get(field)
    if values and re.fullmatch("[0-9]{1,3}", values[-1]) and int(values[-1]) <= 120:
        return Age.of(int(values[-1]))
    return _one(given, field, Age, Age.UNKNOWN)


def _platforms(given: Mapping[str, list[str]]) -> tuple[str, ...]:
    found = (platforms().get(name).platform_id for name in given.get("platforms", []) if name != "unknown")
    return tuple(dict.fromkeys(found))
