"""What a reading tells the plan: joined here, because the reader and the guide do not know each other."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from holdfast.check.values import Reading, Stage, Verdict
from holdfast.guide.situation import Deadline, Happened, PaymentMethod, Tri, Wants
from holdfast.web.guide.answers import Told

Answers = Mapping[str, tuple[str, ...]]

_HAPPENED = {
    Stage.REQUEST: Happened.ASKED,
    Stage.REVEAL: Happened.HAS_PICTURE,
    Stage.THREAT: Happened.THREATENED,
    Stage.DEMAND: Happened.THREATENED,
    Stage.AFTER_PAYING: Happened.PAID,
    Stage.MASS_MAIL: Happened.ONLY_EMAIL,
    Stage.CHAT_BLUFF: Happened.THREATENED,
    Stage.OTHER_BRANCH: Happened.THREATENED,
}
_WANTS = {"money": Wants.MONEY, "pictures": Wants.PICTURES, "obey": Wants.OTHER}
_PAID_BY = {
    "gift_card": PaymentMethod.GIFT_CARD,
    "bitcoin": PaymentMethod.CRYPTO,
    "crypto": PaymentMethod.CRYPTO,
    "bank": PaymentMethod.BANK,
    "card": PaymentMethod.CARD,
}
#: A deadline of two days or less is one of hours.
_SOON = 48
#: Signs that answer a question by themselves.
_KNOWN, _MADE, _MINOR = "ex-partner", "made-with-ai", "false-minor"
FIELDS = ("happened", "wants", "deadline", "payment_methods", "known_person", "ai_made")
#: Fields of which a person can have several answers; theirs stay beside ours.
_MANY = frozenset({"happened", "wants", "payment_methods"})


def answers_from(reading: Reading) -> Answers:
    """Answers to the plan's questions, by field; empty where the text tells none."""
    if reading.kind not in (Verdict.SEXTORTION, Verdict.OWN_ACCOUNT, Verdict.TOO_EARLY):
        return {}
    signs, demand = {sign.id for sign in reading.signs}, reading.demand
    happened = {_HAPPENED[reading.stage]} if reading.stage in _HAPPENED else set()
    if reading.stage is Stage.AFTER_PAYING:
        happened.add(Happened.THREATENED)
    if _MINOR in signs:
        happened.add(Happened.ACCUSED)
    paid = Happened.PAID in happened and demand.method
    soon = demand.deadline_hours is not None and demand.deadline_hours <= _SOON
    found: dict[str, tuple[str, ...]] = {
        "happened": tuple(sorted(happened)),
        "wants": tuple(_WANTS[one].value for one in demand.wants if one in _WANTS),
        "deadline": ((Deadline.HOURS if soon else Deadline.DAYS).value,) if demand.deadline else (),
        "payment_methods": (_PAID_BY.get(demand.method, PaymentMethod.APP).value,) if paid else (),
        "known_person": (Tri.YES.value,) if _KNOWN in signs else (),
        "ai_made": (Tri.YES.value,) if _MADE in signs else (),
    }
    return {field: values for field, values in found.items() if values and happened}


def told_with(told: Told, post: QueryDict, language: str) -> Told:
    """What was told before, and the answers in the form beside it. Raises what ``Situation.from_answers`` raises."""
    before = told.situation.to_answers()
    fields = {}
    for name in FIELDS:
        given = post.getlist(name)
        if given:
            fields[name] = [*before.get(name, []), *given] if name in _MANY else given
    return told.with_answers("happened", fields, language)
