"""Both looks in a row, as the case does it, for tests."""

from __future__ import annotations

import io
from dataclasses import dataclass

from holdfast.case import intake
from holdfast.case.kinds import HEAD
from holdfast.case.values import AgeInPicture, Kind, LeftOut, PictureAnswer, Place

ADULT, CHILD, SKIPPED = AgeInPicture.ADULT, AgeInPicture.UNDER_18, AgeInPicture.UNKNOWN
HOSTED, OWN = Place.HOSTED, Place.OWN_COMPUTER
NO, YES, COVERED, NOT_ASKED = (
    PictureAnswer.NO,
    PictureAnswer.YES,
    PictureAnswer.COVERED,
    PictureAnswer.NOT_ASKED,
)


@dataclass(frozen=True)
class Inside:
    """What came into the case: ``data`` are the kept bytes; ``same`` says they are the file's own."""

    kind: Kind
    data: bytes
    same: bool
    left_out: tuple[LeftOut, ...]
    original_sha256: str


def bring(
    data: bytes,
    name: str = "file",
    *,
    answer: PictureAnswer = NO,
    place: Place = OWN,
    age: AgeInPicture = ADULT,
    many: bool = False,
) -> Inside:
    kind = intake.first_look(data[:HEAD], name=name, answer=answer, place=place, age=age, many=many)
    reader = io.BytesIO(data)
    kept = intake.second_look(kind, reader, size=len(data), name=name, answer=answer, place=place, age=age)
    inside = data if kept.replacement is None else b"".join(kept.replacement)
    return Inside(kept.kind, inside, kept.replacement is None, kept.left_out, kept.original_sha256)
