"""A question as a form: what was chosen before is chosen again; what is sent becomes answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from holdfast.content.facts import places
from holdfast.content.words import words
from holdfast.guide.questions import FIRST_PLATFORMS, Field, FieldKind, Question, question
from holdfast.guide.situation import DEMAND_LIMIT
from holdfast.web.guide.answers import Told
from holdfast.web.guide.person import Person

#: The buttons under a question, by what they send as ``go``.
SKIP, TO_PLAN = "skip", "plan"


@dataclass(frozen=True, slots=True)
class OptionShown:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldShown:
    """``options`` are shown at once, ``more`` behind one press (the apps that are rarely chosen)."""

    name: str
    kind: FieldKind
    label: str
    help: str
    options: tuple[OptionShown, ...]
    more: tuple[OptionShown, ...]
    value: str
    limit: int = DEMAND_LIMIT

    @property
    def input_type(self) -> str:
        return "checkbox" if self.kind is FieldKind.MANY else "radio"

    @property
    def more_is_open(self) -> bool:
        return any(option.chosen for option in self.more)


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """``place`` is where it stands among all questions and follow-ups: ``/p/PLACE``."""

    question_id: str
    place: int
    title: str
    help: str
    number: int
    of: int
    follow_up: bool
    fields: tuple[FieldShown, ...]

    @property
    def is_single(self) -> bool:
        """One list to choose from: then the title is the list's own label."""
        return (
            len(self.fields) == 1
            and bool(self.fields[0].options)
            and self.fields[0].kind is not FieldKind.COUNTRY
        )


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One line of the check-answers list. ``answers`` are empty where it was skipped.

    ``quoted``: words of the blackmailer, shown on press: reading them again gets worse each time.
    """

    place: int
    title: str
    answers: tuple[str, ...]
    quoted: str = ""


def order(language: str) -> tuple[str, ...]:
    """Ids of all questions; the place in the address counts from 1."""
    return tuple(found.question_id for found in words(language).questions)


def place_of(question_id: str, language: str) -> int:
    return order(language).index(question_id) + 1


def shown(asked: Question, asking: Person) -> QuestionShown:
    given = asking.told.situation.to_answers()
    return QuestionShown(
        asked.question_id,
        place_of(asked.question_id, asking.language),
        asked.title,
        asked.help,
        asked.number,
        asked.of,
        asked.follow_up,
        tuple(_field(field, given.get(field.field_id, []), asking) for field in asked.fields),
    )


def _field(field: Field, given: list[str], asking: Person) -> FieldShown:
    options = _options(field, given, asking)
    cut = len(FIRST_PLATFORMS) if field.field_id == "platforms" else len(options)
    return FieldShown(
        field.field_id, field.kind, field.label, field.help, options[:cut], options[cut:], " ".join(given)
    )


def _options(field: Field, given: list[str], asking: Person) -> tuple[OptionShown, ...]:
    if field.kind is FieldKind.COUNTRY:
        named = sorted((country.name_in(asking.language), country.code) for country in places().all)
        return tuple(OptionShown(code, name, code in given) for name, code in named)
    return tuple(
        OptionShown(option.option_id, option.text, option.option_id in given) for option in field.options
    )


def told_after(asked: Question, post: QueryDict, asking: Person) -> Told:
    """What is known after this form was sent. Raises what ``Situation.from_answers`` raises."""
    skipped = post.get("go") == SKIP
    fields = {field.field_id: [] if skipped else post.getlist(field.field_id) for field in asked.fields}
    return asking.told.with_answers(asked.question_id, fields, asking.language)


def answers_shown(asking: Person) -> tuple[AnswerShown, ...]:
    """Everything asked so far, to look over and change."""
    found = [question(name, asking.language) for name in order(asking.language) if name in asking.told.asked]
    return tuple(_answer(shown(one, asking)) for one in found)


def _answer(one: QuestionShown) -> AnswerShown:
    texts = [text for field in one.fields for text in _texts(field, named=len(one.fields) > 1)]
    quoted = next((field.value for field in one.fields if field.kind is FieldKind.TEXT), "")
    return AnswerShown(one.place, one.title, tuple(texts), quoted)


def _texts(field: FieldShown, *, named: bool) -> list[str]:
    """The choices of one field; with its label before them where a question has several."""
    chosen = [option.text for option in (*field.options, *field.more) if option.chosen]
    return [f"{field.label.rstrip('?')}: {', '.join(chosen)}"] if named and chosen else chosen
