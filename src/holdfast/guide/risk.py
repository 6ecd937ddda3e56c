"""What the answers say about danger, for the first page of a pack: stated by the person, checked by nobody."""

from __future__ import annotations

from enum import StrEnum

from holdfast.guide.situation import Deadline, Happened, Situation, Tri


class Risk(StrEnum):
    """Ids of sentences in ``content/<language>/report.toml`` (``risk.said.…``), most pressing first."""

    KNOWN_PERSON = "known_person"
    WATCHED = "watched"
    POSTED = "posted"
    DEADLINE_HOURS = "deadline_hours"
    DID_SOMETHING = "did_something"


def risks_of(situation: Situation) -> tuple[Risk, ...]:
    """The dangers that the answers name; empty where they name none."""
    said = (
        (situation.known_person is Tri.YES, Risk.KNOWN_PERSON),
        (situation.watched is Tri.YES, Risk.WATCHED),
        (Happened.POSTED in situation.happened, Risk.POSTED),
        (situation.deadline is Deadline.HOURS, Risk.DEADLINE_HOURS),
        (Happened.DID_SOMETHING in situation.happened, Risk.DID_SOMETHING),
    )
    return tuple(risk for true, risk in said if true)
