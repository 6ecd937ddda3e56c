"""The Spanish a frightened person reads: as short and as plain as the English, and the same plan."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from tests.house.reading import read
from tests.house.spanish import ease_of
from tests.house.test_learn import BANNED_ES, EASE
from tests.house.test_words import LONGEST, MEAN, NAMES, Banned
from tests.house.texts import Text, facts_of, letters_of, readings_of, shelves_of, site_of

from holdfast.content.facts import platforms
from holdfast.content.letters import letters
from holdfast.content.readings import reading_words
from holdfast.content.site import site_words
from holdfast.content.words import StepWords, words

SPANISH = "es"
FACTS = facts_of(SPANISH)
TEXTS = [*shelves_of(SPANISH), *letters_of(SPANISH), *site_of(SPANISH), *readings_of(SPANISH), *FACTS]
#: Lines of a few words each, often mostly a service's name, are read together.
TOGETHER = ("plan", "places", "readings")
ACTION = [text for text in TEXTS if not text.text_id.startswith(TOGETHER)] + [
    Text(shelf, "\n".join(text.words for text in TEXTS if text.text_id.startswith(shelf)))
    for shelf in TOGETHER
]
STEPS = tuple(words(SPANISH).steps.values())

BANNED = (
    *BANNED_ES,
    Banned(r"\bsextear|\bsexteo\b|\bnudes?\b|\bpack\b", "Mandó un pack", "El paquete"),
    Banned(r"\bpedofil|\bped[oó]fil", "un pedófilo", "un chantajista"),
    Banned(r"\b(?:borrar|quitar|desaparecer)[áa] (?:de todas partes|para siempre)", "Se borrará para siempre", "Borra"),
    Banned(r"\bno (?:lo|la) va[n]? a (?:mandar|publicar|compartir)", "No lo van a mandar", "Va a mandarlo"),
    Banned(r"\b(?:ordenador|computadora|celular|coger|cog[eé]|platicar|vosotr)", "Coge el celular", "Usa el teléfono"),
)  # fmt: skip

#: Numbers a translation must not change: digits, and the blanks of a letter. 58,034 is written 58.034 in Spanish.
FIGURE = re.compile(r"\d+|\{[a-z_]+\}")
#: In a step the number of lines, on a page its headings, lists and quotes.
SHAPE = re.compile(r"^(##|- \*\*|-|>|\d\.)", re.M)


def figures(text: str) -> list[str]:
    return sorted(FIGURE.findall(re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text)))


def one(step: StepWords) -> str:
    return "\n".join((*step.lines, *step.any_app, step.why))


@pytest.mark.parametrize("banned", BANNED, ids=lambda banned: banned.example)
def test_a_banned_word_finds_its_example_and_misses_its_counter_example(banned: Banned) -> None:
    assert banned.found_in(banned.example)
    assert not banned.found_in(banned.counter)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.text_id)
def test_no_text_blames_dramatises_or_promises_too_much(text: Text) -> None:
    said = NAMES.sub("", text.words)
    assert [banned.example for banned in BANNED if banned.found_in(said)] == []


@pytest.mark.parametrize("text", ACTION, ids=lambda text: text.text_id)
def test_a_text_is_easy_to_read(text: Text) -> None:
    found = read(text.words)
    assert len(found.longest) <= LONGEST, " ".join(found.longest)
    assert found.mean <= MEAN
    assert ease_of(text.words) >= EASE


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.step_id)
def test_a_step_has_the_lines_and_the_figures_of_the_english_one(step: StepWords) -> None:
    english = words().step(step.step_id)
    assert (len(step.lines), len(step.any_app)) == (len(english.lines), len(english.any_app))
    assert figures(one(step)) == figures(one(english))
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", step.why)) <= 3
    assert not step.title.endswith(".")


def test_a_page_has_the_parts_and_the_figures_of_the_english_one() -> None:
    for page in words(SPANISH).pages.values():
        english = words().page(page.page_id)
        assert SHAPE.findall(page.body) == SHAPE.findall(english.body), page.page_id
        assert figures(page.body) == figures(english.body), page.page_id


def test_a_letter_has_the_blanks_and_the_figures_of_the_english_one() -> None:
    shelf = letters(SPANISH)
    for letter in shelf.all.values():
        english = letters().all[letter.letter_id]
        assert figures(letter.text) == figures(english.text), letter.letter_id
        assert (len(letter.before), len(letter.answer)) == (len(english.before), len(english.answer))
    ours, theirs = shelf.frame, letters().frame
    assert (set(ours.blanks), set(ours.phrases)) == (set(theirs.blanks), set(theirs.phrases))
    for phrase_id, phrase in ours.phrases.items():
        assert figures(phrase) == figures(theirs.phrases[phrase_id]), phrase_id


def test_a_platform_in_spanish_has_the_lines_and_the_figures_of_the_english_one() -> None:
    for platform in platforms().all:
        ours, theirs = platform.steps(SPANISH), platform.steps()
        for field in fields(theirs):
            here, there = getattr(ours, field.name), getattr(theirs, field.name)
            assert len(here) == len(there), f"{platform.platform_id}: {field.name}"
            assert figures("\n".join(here)) == figures("\n".join(there)), (
                f"{platform.platform_id}: {field.name}"
            )


def test_a_reading_says_the_same_under_every_id() -> None:
    ours, theirs = reading_words(SPANISH).said, reading_words().said
    assert list(ours) == list(theirs)
    assert {key: len(said.lines) for key, said in ours.items()} == {
        key: len(said.lines) for key, said in theirs.items()
    }


def test_the_site_and_its_poster_have_the_same_situations() -> None:
    ours, theirs = site_words(SPANISH), site_words()
    assert list(ours.situations) == list(theirs.situations)
    assert (len(ours.lines), len(ours.poster.lines)) == (len(theirs.lines), len(theirs.poster.lines))
    assert ours != theirs


def test_the_questions_and_openings_ask_and_hold_the_same_as_in_english() -> None:
    ours, theirs = words(SPANISH).questions, words().questions
    assert [q.question_id for q in ours] == [q.question_id for q in theirs]
    for question, english in zip(ours, theirs, strict=True):
        assert question.follow_up == english.follow_up
        assert [(f.field_id, f.kind, [o.option_id for o in f.options]) for f in question.fields] == [
            (f.field_id, f.kind, [o.option_id for o in f.options]) for f in english.fields
        ]
    facts = [
        [(o.opening_id, o.when, o.unless) for o in words(code).plan.openings] for code in (SPANISH, "en")
    ]
    assert facts[0] == facts[1]


def test_no_sentence_is_left_in_english() -> None:
    english = {line for text in shelves_of("en") for line in text.words.split("\n") if len(line.split()) > 2}
    kept = {line for text in shelves_of(SPANISH) for line in text.words.split("\n") if line in english}
    assert kept == set()
