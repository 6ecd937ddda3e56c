"""The plan's answers as options: the same for ``holdfast guide`` and ``holdfast case about``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from holdfast.cli.command import Parser, plain
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood

if TYPE_CHECKING:
    from holdfast.guide.situation import Situation


class UnknownLanguage(NotUnderstood):
    for_person = "We do not have the language “{language}” yet. We have: {languages}."


class UnknownZone(NotUnderstood):
    for_person = "We do not know the time zone “{zone}”. Say it like Europe/London."


#: Values of ``--age-in-picture`` where only the hard rule is asked; ``holdfast.case.values.AgeInPicture``.
AGES = ("adult", "under_18", "unknown")
#: Spellings a person types, and what the guide calls them.
_OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "age_in_picture": {"under_18": "16_17"},
    "age_now": {"under_18": "16_17"},
    "who": {"someone": "someone_i_know", "child": "my_child"},
    "nation": {
        "gb_eng": "england",
        "gb_wls": "wales",
        "gb_sct": "scotland",
        "gb_nir": "northern_ireland",
    },
}


class Answer(NamedTuple):
    """One option. ``field`` is its name in ``Situation.from_answers``; ``values`` are for the help."""

    option: str
    field: str
    values: str
    help: str
    many: bool = False


ANSWERS = (
    Answer("--country", "country", _("CODE"), _("two letters, e.g. GB")),
    Answer("--nation", "nation", "GB-ENG|GB-WLS|GB-SCT|GB-NIR", _("part of the UK")),
    Answer("--watched", "watched", "yes|no", _("can someone else see this screen?")),
    Answer(
        "--who", "who", "me|my_child|someone|worker|recipient|school|workplace", _("for whom the plan is")
    ),
    Answer("--known-person", "known_person", "yes|no", _("is it someone known in real life?")),
    Answer(
        "--happened",
        "happened",
        "asked|has_picture|threatened|posted|only_email|paid|did_something|accused|again|rescue_offer",
        _("what has happened; may be given several times"),
        many=True,
    ),
    Answer(
        "--did", "did", "sent_more|others_picture|password|other", _("what was done on demand"), many=True
    ),
    Answer(
        "--paid-by", "payment_methods", "card|bank|gift_card|crypto|app", _("how money was sent"), many=True
    ),
    Answer("--paid-when", "paid_when", "just_now|days|longer", _("when money was last sent")),
    Answer(
        "--age-in-picture", "age_in_picture", _("YEARS|adult|unknown"), _("age when the picture was taken")
    ),
    Answer("--age-now", "age_now", _("YEARS|adult|unknown"), _("age today")),
    Answer("--platform", "platforms", _("NAME"), _("e.g. instagram; may be given several times"), many=True),
    Answer("--wants", "wants", "money|pictures|other|unsure", _("what they want"), many=True),
    Answer("--deadline", "deadline", "hours|days|over|none", _("by when they want it")),
    Answer("--since", "since", "today|days|week|month", _("when the first threat came")),
    Answer("--have-picture", "have_picture", "yes|no", _("do you have the picture yourself?")),
)


def add_answers(parser: Parser) -> None:
    """The options of :data:`ANSWERS` and ``--ai-made``."""
    group = parser.add_argument_group(_("the situation; leave out what you do not want to say"))
    for answer in ANSWERS:
        group.add_argument(
            answer.option,
            dest=answer.field,
            metavar=answer.values,
            help=answer.help,
            type=plain,
            action="append" if answer.many else "store",
        )
    group.add_argument("--ai-made", action="store_true", help=_("the picture was made by a computer"))


def answers_of(args: argparse.Namespace) -> dict[str, list[str]]:
    """What was answered, as ``Situation.from_answers`` takes it; values may be joined with commas."""
    found: dict[str, list[str]] = {}
    for answer in ANSWERS:
        given = getattr(args, answer.field)
        texts: Sequence[str] = given if isinstance(given, list) else [] if given is None else [given]
        parts = [part for text in texts for part in (text.split(",") if answer.many else [text])]
        if parts:
            found[answer.field] = [_spelled(answer.field, part.strip()) for part in parts]
    if args.ai_made:
        found["ai_made"] = ["yes"]
    return found


def _spelled(field: str, typed: str) -> str:
    return _OTHER_WORDS.get(field, {}).get(typed.lower().replace("-", "_"), typed)


def situation_of(answers: Mapping[str, Sequence[str]], language: str = "en") -> Situation:
    """The situation. Raises UnknownAnswer, UnknownCountry, UnknownPlatform."""
    from holdfast.guide.situation import Situation

    return Situation.from_answers(answers, language)


def age_words(value: str) -> str:
    """One of :data:`AGES` as a person says it."""
    return {
        "adult": _("18 or older"),
        "under_18": _("under 18"),
        "unknown": _("I do not know, or I do not want to say"),
    }[value]


def read_age(text: str) -> str:
    """An option's value: years, or one of :data:`AGES`."""
    typed = text.strip().lower().replace("-", "_")
    if typed.isdecimal() and int(typed) <= 120:
        return "under_18" if int(typed) < 18 else "adult"
    if typed in AGES:
        return typed
    raise argparse.ArgumentTypeError(_("say adult, under_18, unknown, or years"))


def read_language(text: str) -> str:
    """An option's value: a language that has words. Raises :class:`UnknownLanguage`."""
    from holdfast.content.words import languages

    code = text.strip().lower().split("-")[0]
    if code not in languages():
        raise UnknownLanguage("no such language", language=text, languages=", ".join(languages()))
    return code


def read_country(text: str) -> str:
    """An option's value: two letters. Raises UnknownCountry."""
    return situation_of({"country": [text]}).country


def read_zone(text: str) -> str:
    """An option's value: an IANA name. Raises :class:`UnknownZone`."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(text.strip()).key
    except (KeyError, ValueError, OSError) as broken:
        raise UnknownZone("no such time zone", zone=text) from broken
