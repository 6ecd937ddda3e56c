"""The seven questions and their follow-ups: which page comes next. The words are in content."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from holdfast.content.facts import platforms
from holdfast.content.platform import PlatformStatus
from holdfast.content.words import ENGLISH, FieldWords, QuestionWords, words
from holdfast.errors import NotUnderstood
from holdfast.guide.situation import Happened, Situation


class UnknownQuestion(NotUnderstood):
    for_person = "There is no such question. Go on with the next one."


class FieldKind(StrEnum):
    ONE = "one"
    MANY = "many"
    TEXT = "text"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Option:
    option_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked. ``field_id`` is the key in ``Situation.from_answers``.

    ``options`` are empty for a text and for the country (the door lists the countries).
    """

    field_id: str
    kind: FieldKind
    label: str
    help: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One page. ``number`` of the seven; a follow-up has the number of the question before it."""

    question_id: str
    title: str
    help: str
    number: int
    of: int
    follow_up: bool
    fields: tuple[Field, ...]

    @property
    def progress(self) -> str:
        """``3 of 7``."""
        return f"{self.number} of {self.of}"


def _may_have_picture(situation: Situation) -> bool:
    return bool(situation.happened & {Happened.HAS_PICTURE, Happened.POSTED})


#: Not asked of who got a picture of somebody else, nor of a school or an employer: it is another's to tell.
THEIRS_TO_TELL = frozenset({"known", "happened", "payment", "did", "picture", "wants"})

#: When a follow-up is opened. The seven are always open.
OPENED: dict[str, Callable[[Situation], bool]] = {
    "country": lambda s: not s.country,
    "payment": lambda s: Happened.PAID in s.happened,
    "did": lambda s: Happened.DID_SOMETHING in s.happened,
    "picture": _may_have_picture,
    "nation": lambda s: s.country == "GB",
}

#: Platforms offered first: those worked through whole. The rest follow by name, "other" last.
FIRST_PLATFORMS = (
    "instagram", "snapchat", "whatsapp", "facebook", "tiktok", "x", "telegram", "discord", "email",
)  # fmt: skip


def next_question(situation: Situation, asked: Collection[str], language: str = ENGLISH) -> Question | None:
    """The first open question whose id is not in ``asked`` (answered or skipped), or None at the end."""
    for found in words(language).questions:
        if found.question_id not in asked and _is_open(found.question_id, situation):
            return question(found.question_id, language)
    return None


def question(question_id: str, language: str = ENGLISH) -> Question:
    """One question by its id. Raises :class:`UnknownQuestion`."""
    every = words(language).questions
    found = next((q for q in every if q.question_id == question_id), None)
    if found is None:
        raise UnknownQuestion(f"no question {question_id[:40]!r}")
    counted = [q for q in every if not q.follow_up]
    number = sum(1 for q in every[: every.index(found) + 1] if not q.follow_up)
    return Question(
        found.question_id, found.title, found.help, number, len(counted), found.follow_up, _fields(found)
    )


def _is_open(question_id: str, situation: Situation) -> bool:
    if situation.who.stands_beside and question_id in THEIRS_TO_TELL:
        return False
    opened = OPENED.get(question_id)
    return opened is None or opened(situation)


def _fields(found: QuestionWords) -> tuple[Field, ...]:
    return tuple(_field(field) for field in found.fields)


def _field(field: FieldWords) -> Field:
    if field.kind == "platforms":
        return Field(field.field_id, FieldKind.MANY, field.label, field.help, _platform_options())
    options = tuple(Option(option.option_id, option.text) for option in field.options)
    return Field(field.field_id, FieldKind(field.kind), field.label, field.help, options)


def _platform_options() -> tuple[Option, ...]:
    known = {p.platform_id: p for p in platforms().all}
    first = [known[platform_id] for platform_id in FIRST_PLATFORMS]
    rest = [p for p in known.values() if p.platform_id not in FIRST_PLATFORMS]
    rest.sort(key=lambda p: (p.platform_id == "other", p.status is PlatformStatus.CLOSED))
    return tuple(Option(p.platform_id, p.name) for p in (*first, *rest))
