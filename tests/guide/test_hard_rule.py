"""The hard rule in words: no plan for somebody who may be under 18 tells anyone to copy, send or take the picture."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from tests.guide.situations import situations
from tests.guide.test_plan import NOON

from holdfast.guide.plan import make_plan
from holdfast.guide.situation import Age, Situation

_TAKES = re.compile(
    r"\b(?:screenshots?|photograph|photo of|upload|download|save|copy|copies|capture|send|forward|share|film|record|"
    r"fingerprint|hash|submit|attach|cover|blur|crop)\b",
    re.I,
)
_SECOND = re.compile(r"\b(?:second|another|other) (?:phone|camera|device)\b", re.I)
_PICTURE = re.compile(r"\b(?:pictures?|photos?|images?|videos?|clips?|nudes?|snaps?)\b", re.I)
_NOT = re.compile(
    r"\b(?:not|never|no|nobody|without|leave|instead|cannot|untick|threat|threatens)\b",
    re.I,
)


def takes_the_picture(line: str) -> bool:
    """A sentence tells to do something with a picture. A quoted sentence to be said is no instruction."""
    said = re.sub(r"“[^”]*”", "", line)
    if _SECOND.search(said) and _PICTURE.search(said) and not _NOT.search(said):
        return True
    return any(
        _TAKES.search(sentence) and _PICTURE.search(sentence) and not _NOT.search(sentence)
        for sentence in re.split(r"(?<=[.!?:])\s", said)
    )


@pytest.mark.parametrize(
    "line",
    [
        "Take a screenshot of the picture.",
        "Save the video first. Do not delete the chat.",
        "Upload the photo to their page.",
        "Send us the nude.",
        "A picture that opens once tells them. Use a second phone.",
    ],
)
def test_an_instruction_to_take_the_picture_is_seen(line: str) -> None:
    assert takes_the_picture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Do not copy the picture. Do not delete it either.",
        "Take screenshots of words only: their name, the threat, what they want.",
        "Leave sexual pictures out of your screenshots.",
        "Say: “This person sends pictures.”",
    ],
)
def test_a_warning_is_no_instruction(line: str) -> None:
    assert not takes_the_picture(line)


@given(situations().filter(lambda s: s.picture_age is not Age.ADULT))
@settings(max_examples=400, deadline=None)
def test_no_plan_for_a_child_tells_anyone_to_take_the_picture(situation: Situation) -> None:
    for step in make_plan(situation, now=NOON).steps():
        for line in (step.title, *step.lines):
            assert not takes_the_picture(line), f"{step.id}: {line}"
