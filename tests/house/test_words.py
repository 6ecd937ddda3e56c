"""The words a frightened person reads: short sentences, plain words, none of the words that hurt (decision 0048)."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files

import pytest
from tests.house.reading import Reading, read, syllables_in
from tests.house.texts import Text, every_text

from holdfast.content.words import languages, words

GRADE, MEAN, LONGEST = 6.0, 12.0, 20
#: Lines of a few words each, often mostly a service's name: read together, shelf by shelf.
READ_TOGETHER = ("places", "errors", "plan", "readings")

TEXTS = every_text()


@dataclass(frozen=True)
class Banned:
    """Words that blame, dramatise or promise too much. ``counter`` is what must pass."""

    pattern: str
    example: str
    counter: str

    def found_in(self, text: str) -> bool:
        return re.search(self.pattern, text, re.I) is not None


BANNED = (
    Banned(r"\bshould(?: not|n[’']t) have\b", "You should not have sent it", "They should stop"),
    Banned(r"\blet yourself\b", "You let yourself be filmed", "Let a friend in"),
    Banned(r"\b(?:fell|fall|fallen|falling) for\b", "You fell for it", "The fall in price"),
    Banned(r"\bcareless", "That was careless", "Take care"),
    Banned(r"\bmistakes?\b", "A mistake was made", "They took it"),
    Banned(r"\bregret", "You may regret it", "They forget it"),
    Banned(r"\bcompromis", "compromising pictures", "a promise"),
    Banned(r"\brevenge porn\b", "This is revenge porn", "sexual pictures"),
    Banned(r"\bchild porn", "child pornography", "a child"),
    Banned(r"\bpredators?\b", "an online predator", "a blackmailer"),
    Banned(r"\bincidents?\b", "the incident", "the threat"),
    Banned(r"\bruin", "it will ruin you", "it is running"),
    Banned(r"\b(?:the|this|that|your|intimate|explicit|sexual) content\b", "the content was shared", "contents"),
    Banned(r"\bstays? (?:online|on the internet|there for ?ever)\b", "what goes online stays online", "stays here"),
    Banned(r"\b(?:won[’']t|will not|never) (?:share|post|publish|send) it\b", "They won't share it", "They share it"),
    Banned(r"\b(?:will be|is) gone (?:from )?everywhere\b", "It will be gone everywhere", "It is gone here"),
    Banned(r"\b(?:80|99) ?(?:%|per ?cent|in 100)", "99 % are bluffs", "38 in 100"),
    Banned(r"\b(?:silly|stupid|naive|foolish|gullible|ashamed of yourself)\b", "Do not be naive", "a native app"),
    Banned(r"\baction fraud\b", "Report it to Action Fraud", "Report Fraud"),
)  # fmt: skip

#: Official names, and the two lines that tell a reader of an old sheet which name is out of date.
NAMES = re.compile(
    r"Revenge Porn Helpline|revengepornhelpline|Report Harmful Content|"
    r"took over from Action Fraud|took the place of Action Fraud"
)
#: A line that says nobody can promise it, is no promise.
DENIED = re.compile(r"They promise that [^.]*\.")


#: What stands on a platform's own buttons is quoted.
BUTTON = re.compile(r"“[^”]*”")


def bare(text: Text) -> str:
    said = BUTTON.sub("", text.words) if text.text_id.startswith("platforms/") else text.words
    return DENIED.sub("", NAMES.sub("", said))


@pytest.mark.parametrize("banned", BANNED, ids=lambda banned: banned.example)
def test_a_banned_word_finds_its_example_and_misses_its_counter_example(banned: Banned) -> None:
    assert banned.found_in(banned.example)
    assert not banned.found_in(banned.counter)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.text_id)
def test_no_text_blames_dramatises_or_promises_too_much(text: Text) -> None:
    assert [banned.example for banned in BANNED if banned.found_in(bare(text))] == []


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.text_id)
def test_no_sentence_is_longer_than_twenty_words(text: Text) -> None:
    longest = read(text.words).longest
    assert len(longest) <= LONGEST, " ".join(longest)


def to_read() -> dict[str, Reading]:
    """What is read as one text: a step, a page, a question, a platform; the short lines of a shelf together."""
    together: dict[str, list[str]] = defaultdict(list)
    for text in TEXTS:
        shelf = text.text_id.partition("/")[0]
        together[shelf if shelf in READ_TOGETHER else text.text_id].append(text.words)
    return {name: read("\n".join(parts)) for name, parts in together.items()}


@pytest.mark.parametrize(
    ("name", "reading"), to_read().items(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_text_is_easy_to_read(name: str, reading: Reading) -> None:
    assert round(reading.grade, 1) <= GRADE
    assert reading.mean <= MEAN


def test_figures_come_with_their_source() -> None:
    figure = re.compile(
        r"\b(?:\d+ in 100|\d+ of 100|in \d+ of|one in (?:five|four)|two of three|\d{2},\d{3})\b", re.I
    )
    for shelf in (words().steps.values(), words().pages.values()):
        for entry in shelf:
            said = " ".join((*entry.lines, entry.why)) if hasattr(entry, "why") else entry.body
            assert entry.sources or not figure.search(said), entry.title


def test_the_counting_of_syllables_and_sentences_is_right_enough() -> None:
    assert [syllables_in(word) for word in ("picture", "blackmail", "the", "e-mail", "58,034")] == [
        2,
        2,
        1,
        2,
        1,
    ]
    hard = read(
        "Notwithstanding considerable organisational heterogeneity, institutional accountability deteriorates."
    )
    assert hard.grade > 20
    easy = read("# Stop\n- Do not pay. Say “No.”\n> Go to bed!")
    assert [len(sentence) for sentence in easy.sentences] == [1, 3, 2, 3]
    assert easy.grade < 2


def test_a_language_that_is_started_has_every_id_english_has() -> None:
    english = words()
    for language in languages()[1:]:
        other = words(language)
        folder = files("holdfast.content") / language
        if (folder / "guide").is_dir():
            assert set(other.steps) == set(english.steps)
        if (folder / "pages").is_dir():
            assert set(other.pages) == set(english.pages)
        for name in ("questions.toml", "plan.toml"):
            if (folder / name).is_file():
                theirs, ours = (
                    (files("holdfast.content") / code / name).read_text("utf-8") for code in (language, "en")
                )
                assert _ids(tomllib.loads(theirs)) == _ids(tomllib.loads(ours))


def _ids(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["id"])] if "id" in value else []
        return own + [found for inner in value.values() for found in _ids(inner)]
    return [found for inner in value for found in _ids(inner)] if isinstance(value, list) else []
