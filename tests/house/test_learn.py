"""The practice stories: every path ends, every sign is really there, every word is plain and blames nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from importlib.resources import files

import pytest
from tests.house.reading import read
from tests.house.spanish import ease_of, syllables_of
from tests.house.test_words import BANNED, GRADE, LONGEST, MEAN, NAMES, Banned

from holdfast.check.read import read as read_document
from holdfast.check.values import Document, Message, Reading
from holdfast.content.signs import sign_pack
from holdfast.content.stories import PAGES, LearnWords, Story, shelf, shelf_languages
from holdfast.learn.play import Played, chat, every_path

LANGUAGES = shelf_languages()
#: Fernández Huerta 80 and over is "easy" (person.md's floor for pages that lead to an action).
EASE = 80.0
STORIES = [(language, story) for language in LANGUAGES for story in shelf(language).stories]
NAMED = [f"{language}-{story.story_id}" for language, story in STORIES]

BANNED_ES = (
    Banned(r"\bno deber[ií]as? haber|\bdebiste\b|\btendr[ií]as que haber", "No debiste mandarla", "Deben parar"),
    Banned(r"\bte dejaste\b", "Te dejaste grabar", "Deja el chat"),
    Banned(r"\bca(?:er|er[ií]a|íste|iste|ído|yó|e) en (?:la|su|una) trampa", "Caíste en la trampa", "Cae bien"),
    Banned(r"\bdescuid(?:o|ad)", "Fue un descuido", "Con cuidado"),
    Banned(r"\berror(?:es)?\b", "Fue un error", "Es terror"),
    Banned(r"\barrepent|\barrepient", "Te arrepentirás", "De repente"),
    Banned(r"\bcompromet", "fotos comprometedoras", "una promesa"),
    Banned(r"\bporno(?:graf[ií]a)? (?:de venganza|vengativ|infantil)|\bpornovenganza", "porno de venganza", "la calma"),
    Banned(r"\bdepredador", "un depredador", "un chantajista"),
    Banned(r"\bincidentes?\b", "el incidente", "la amenaza"),
    Banned(r"\barruin|\bdestroz", "te arruinan la vida", "una ruina antigua"),
    Banned(r"\bcontenido (?:sexual|[ií]ntimo)", "contenido sexual", "el contenido de la caja"),
    Banned(r"\bpara siempre en (?:internet|la red)", "queda para siempre en internet", "para siempre amigos"),
    Banned(r"\bno (?:lo|la|las|los) (?:publicar|mandar|compartir)[áa]n?\b", "No lo publicarán", "Lo publican"),
    Banned(r"\b(?:tont[oa]s?|ingenu[oa]s?|est[uú]pid[oa]s?|avergonzarte)\b", "No seas ingenua", "Una tonada"),
    Banned(r"(?<!no )\b(?:tienes la culpa|es culpa tuya)|\bpor tu culpa", "Es culpa tuya", "Tú no tienes la culpa"),
)  # fmt: skip
BLAME = {"en": BANNED, "es": BANNED_ES}
#: A story may ask what the reader would not: these lines are what a worried parent says first, and what it leads to.
WORRIED = {"en": "What happened? What did you do?", "es": "¿Qué pasó? ¿Qué has hecho?"}


def document_of(played: Played) -> Document:
    """The chat so far, as a person would hand it to ``check``."""
    told = chat(played)
    said = told.said
    return Document(
        told.text,
        tuple(Message(s.line.speaker, s.line.text, s.start, s.end, mine=s.line.mine) for s in said),
    )


@lru_cache(maxsize=4096)
def reading_of(text: str, messages: tuple[Message, ...], me: str, language: str) -> Reading:
    return read_document(Document(text, messages), me=me, language=language)


def missing(played: Played, language: str) -> list[tuple[str, str]]:
    """Signs a message names that the reader does not find in it, in the chat so far."""
    document = document_of(played)
    found = reading_of(document.text, document.messages, played.story.you, language).signs
    return [
        (sign, said.line.text)
        for said in chat(played).said
        for sign in said.line.signs
        if not any(hit.id == sign and hit.start < said.end and hit.end > said.start for hit in found)
    ]


def steps_of(played: Played) -> Iterator[Played]:
    """Every turn of a path, from the beginning to its end."""
    for length in range(len(played.turns)):
        yield Played(played.story, played.path[:length], played.turns[: length + 1])


@pytest.mark.parametrize(("language", "story"), STORIES, ids=NAMED)
def test_every_path_comes_to_an_end_and_every_scene_is_on_one(language: str, story: Story) -> None:
    paths = list(every_path(story))
    assert all(path.is_over and path.here.ending for path in paths)
    assert {turn.scene.scene_id for path in paths for turn in path.turns} == {
        s.scene_id for s in story.scenes
    }
    assert len({path.path for path in paths}) == len(paths) <= 40


@pytest.mark.parametrize(("language", "story"), STORIES, ids=NAMED)
def test_a_story_played_long_has_ten_to_fifteen_messages(language: str, story: Story) -> None:
    assert 10 <= max(len(chat(path).said) for path in every_path(story)) <= 15


@pytest.mark.parametrize(("language", "story"), STORIES, ids=NAMED)
def test_every_sign_a_story_names_is_found_by_check_at_that_message(language: str, story: Story) -> None:
    turns = {turn.path: turn for path in every_path(story) for turn in steps_of(path)}
    assert {name for turn in turns.values() for name in missing(turn, language)} == set()


@pytest.mark.parametrize(("language", "story"), STORIES, ids=NAMED)
def test_a_sign_that_is_not_in_the_words_would_be_noticed(language: str, story: Story) -> None:
    """The test above can fail: no reader finds all stages of blackmail in the first greeting."""
    first = next(every_path(story))
    document = document_of(Played(story, (), first.turns[:1]))
    found = {hit.id for hit in reading_of(document.text, document.messages, story.you, language).signs}
    assert not {"fee-to-delete", "pay-again"} & found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_has_its_sentence_in_the_language(language: str) -> None:
    pack = sign_pack(language)
    for story in shelf(language).stories:
        assert all(pack.sign(sign).why for sign in story.signs)
        assert story.signs


def test_a_threat_comes_before_an_ending_that_puts_help_first_and_only_there() -> None:
    """A chat in which ``check`` sees a threat to a person ends with help in front, never without."""
    late = {"will-send", "will-post", "recorded-you"}
    for story in shelf().stories:
        for path in every_path(story):
            threatened = any(late & set(said.line.signs) for said in chat(path).said)
            assert path.here.ending is not None
            assert path.here.ending.late == threatened, (story.story_id, path.path)


def test_the_six_stories_are_the_six_that_were_asked_for() -> None:
    """A webcam and another app, an ex, a mass mail, a friend in need, a parent's view, and one that is innocent."""
    signs = {story.story_id: set(story.signs) for story in shelf().stories}
    assert {"move-app", "video-call", "recorded-you"} <= signs["a-new-follower"]
    assert "ex-partner" in signs["the-ex"]
    assert {"hacked-device", "clock-started"} <= signs["the-mail"]
    assert "asks-picture" in signs["a-favour"]
    assert "more-pictures" in signs["the-night"]
    assert signs["coffee"] == {"first-contact", "compliment", "move-app", "tender", "video-call"}
    assert len(signs) == 6


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_every_story_page_and_sentence_of_english(language: str) -> None:
    ours, theirs = shelf(), shelf(language)
    assert [(s.story_id, s.number) for s in theirs.stories] == [(s.story_id, s.number) for s in ours.stories]
    assert set(theirs.pages) == set(ours.pages) == set(PAGES)
    names = [field.name for field in fields(LearnWords) if field.name != "language"]
    same = [name for name in names if getattr(ours.say, name) == getattr(theirs.say, name)]
    assert same == []
    for mine, other in zip(ours.stories, theirs.stories, strict=True):
        assert len(mine.sources) == len(other.sources)
        assert not {line.text for s in mine.scenes for line in s.lines} & {
            line.text for s in other.scenes for line in s.lines
        }
    for page_id, page in ours.pages.items():
        assert structure(page.body) == structure(theirs.pages[page_id].body)


def structure(markdown: str) -> list[str]:
    """Headings and list items in their order."""
    return re.findall(r"^(#+ |- )", markdown, re.M)


def told_texts(language: str) -> dict[str, str]:
    """What Holdfast itself says on the shelf; messages of the chats are apart."""
    found = {f"words/{name.name}": getattr(shelf(language).say, name.name) for name in fields(LearnWords)[1:]}
    for story in shelf(language).stories:
        lines = [story.title, story.about]
        for scene in story.scenes:
            lines += [*scene.tells, *(choice.text for choice in scene.choices)]
            if scene.ending:
                lines += [scene.ending.title, *scene.ending.otherwise, *scene.ending.leave]
        found[f"stories/{story.story_id}"] = "\n".join(lines)
    for page in shelf(language).pages.values():
        found[f"pages/{page.page_id}"] = f"{page.title}\n{page.body}"
    return found


def chat_texts(language: str) -> dict[str, str]:
    """The messages of each story, and what the reader's side says."""
    return {
        f"chats/{story.story_id}": "\n".join(
            [line.text for scene in story.scenes for line in scene.lines]
            + [choice.says for scene in story.scenes for choice in scene.choices if choice.says]
        )
        for story in shelf(language).stories
    }


TEXTS = [(code, name, text) for code in LANGUAGES for name, text in told_texts(code).items()]
CHATS = [(code, name, text) for code in LANGUAGES for name, text in chat_texts(code).items()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_list_of_words_that_blame_for_every_language(language: str) -> None:
    assert BLAME[language]


@pytest.mark.parametrize("banned", BANNED_ES, ids=lambda banned: banned.example)
def test_a_banned_word_finds_its_example_and_misses_its_counter_example(banned: Banned) -> None:
    assert banned.found_in(banned.example)
    assert not banned.found_in(banned.counter)


@pytest.mark.parametrize(("language", "name", "text"), [*TEXTS, *CHATS])
def test_no_text_of_a_story_blames_dramatises_or_promises_too_much(
    language: str, name: str, text: str
) -> None:
    bare = NAMES.sub("", text).replace(WORRIED[language], "")
    assert [banned.example for banned in BLAME[language] if banned.found_in(bare)] == []


@pytest.mark.parametrize(("language", "name", "text"), [*TEXTS, *CHATS])
def test_no_sentence_is_longer_than_twenty_words(language: str, name: str, text: str) -> None:
    longest = read(text).longest
    assert len(longest) <= LONGEST, " ".join(longest)
    assert read(text).mean <= MEAN


def joined(rows: list[tuple[str, str, str]], language: str) -> dict[str, str]:
    """Each story and page by itself; the short sentences around them together."""
    found: dict[str, list[str]] = {}
    for code, name, text in rows:
        if code == language:
            found.setdefault("words" if name.startswith("words/") else name, []).append(text)
    return {name: "\n".join(texts) for name, texts in found.items()}


@pytest.mark.parametrize(("name", "text"), joined([*TEXTS, *CHATS], "en").items(), ids=str)
def test_english_is_easy_to_read(name: str, text: str) -> None:
    assert round(read(text).grade, 1) <= GRADE


@pytest.mark.parametrize(("name", "text"), joined([*TEXTS, *CHATS], "es").items(), ids=str)
def test_spanish_is_easy_to_read(name: str, text: str) -> None:
    assert round(ease_of(text), 1) >= EASE


def test_spanish_syllables_are_counted_right() -> None:
    words = "amenaza ayuda quién guitarra país río ciudad aéreo móvil rey soy cuántos 48 policía pingüino"
    assert [syllables_of(word) for word in words.split()] == [4, 3, 1, 3, 2, 2, 2, 4, 2, 1, 1, 2, 1, 4, 3]
    assert ease_of("No pagues. Guarda el chat.") > 90
    assert ease_of("La responsabilidad institucional deteriora considerablemente la administración.") < 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_online_is_said_on_prevention_pages_only(language: str) -> None:
    """P7 hurts somebody already threatened: it stands in no other file, and on its pages beside the take-down help."""
    say = shelf(language).say
    assert say.stays and say.stays_help
    root = files("holdfast.content") / language
    others = [
        path
        for folder in ("guide", "pages")
        if (root / folder).is_dir()
        for path in (root / folder).iterdir()
    ]
    first = say.stays.split(".", maxsplit=1)[0]
    for path in others:
        assert first not in path.read_text("utf-8"), path.name
    for text in told_texts(language), chat_texts(language):
        assert all(first not in words for name, words in text.items() if name != "words/stays")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_picture_of_a_child_is_looked_at_copied_or_sent(language: str) -> None:
    """The hard rule in the story of a girl of 13: where a picture is named, it is said not to look or copy."""
    scene = shelf(language).stories[4].scene("taken")
    ending = shelf(language).stories[4].scene("end-together")
    said = " ".join((*scene.tells, *ending.tells)).lower()
    words = {
        "en": ("may not be looked at", "no picture is opened or copied"),
        "es": ("no se puede mirar", "no abren ni copian"),
    }
    assert all(part in said for part in words[language])


def test_ages_and_roles_differ() -> None:
    ages = [int(found[0]) for story in shelf().stories if (found := re.findall(r"\bis (\d+)", story.about))]
    assert len(ages) == 6 and min(ages) < 18 and max(ages) > 60 and len(set(ages)) == 6
    assert len({story.you for story in shelf().stories}) == 6
