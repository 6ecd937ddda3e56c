"""Any situation, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from holdfast.content.facts import platforms
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

_tri = st.sampled_from(Tri)
_text = st.one_of(
    st.just(""), st.sampled_from(["$200 by midnight", "unknown", "kill yourself"]), st.text(max_size=40)
)


@st.composite
def _demands(draw: st.DrawFn) -> str:
    return Situation.from_answers({"demand": [draw(_text)]}).demand


def situations() -> st.SearchStrategy[Situation]:
    """Every combination of answers that a door can give, and some that contradict each other."""
    return st.builds(
        Situation,
        country=st.sampled_from(["", "GB", "IE", "US", "DE", "ZZ"]),
        nation=st.sampled_from(Nation),
        watched=_tri,
        who=st.sampled_from(Who),
        known_person=_tri,
        happened=st.frozensets(st.sampled_from(Happened)),
        did=st.frozensets(st.sampled_from(Did)),
        age_in_picture=st.sampled_from(Age),
        age_now=st.sampled_from(Age),
        platforms=st.lists(st.sampled_from(platforms().ids), unique=True, max_size=3).map(tuple),
        wants=st.frozensets(st.sampled_from(Wants)),
        deadline=st.sampled_from(Deadline),
        demand=_demands(),
        payment_methods=st.frozensets(st.sampled_from(PaymentMethod)),
        paid_when=st.sampled_from(PaidWhen),
        since=st.sampled_from(Since),
        ai_made=_tri,
        have_picture=_tri,
        crisis=st.booleans(),
    )
