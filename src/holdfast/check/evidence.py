"""All that the signs find in a document, by speaker and family, with what is only told or quoted marked so."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from holdfast.check.automaton import Hit
from holdfast.check.families import Family
from holdfast.check.folding import fold
from holdfast.check.signs import languages_of, pack_reader, tokeniser
from holdfast.check.speakers import Progress, Turn, turns
from holdfast.check.tokens import COINS, MONEY, STOP, Tokens, mostly_cyrillic
from holdfast.check.values import Document
from holdfast.content.signs import sign_languages

#: Places of one sign that are kept of one speaker, within so many words.
MOST_PLACES, WITHIN = 200, 10_000
#: Sums, methods, audiences and units that are kept of one document.
MOST_NAMED = 2_000
#: Letters of a document that are looked at to tell its languages.
LOOKED_AT = 24_000

_QUOTED = re.compile(
    r'“[^“”]{0,3000}”|„[^„“”]{0,3000}[“”]|«[^«»]{0,3000}»|"[^"\n]{0,600}"'
    r"|‘[^‘\n]{0,400}’(?!\w)|(?<!\w)'[^'\n]{0,400}'(?!\w)"
)
#: Shorter than this in quotation marks is a name or an emphasis, no quoted message.
SHORTEST_QUOTE = 14
_FAR = 1 << 62
#: Signs that tell of a thing; what comes after one in the same sentence is told, not done.
TELLING = frozenset({"told-in-third-person", "press-voice", "own-account"})


@dataclass(frozen=True, slots=True)
class Found:
    """One place of one sign. ``sentence`` and ``word`` count sentences and words of the whole document."""

    sign_id: str
    family: Family
    start: int
    end: int
    speaker: str
    mine: bool | None
    turn: int
    sentence: int
    word: int
    reported: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a demand may name: ``table`` is methods, audiences, units or sums."""

    table: str
    name: str
    start: int
    end: int
    speaker: str
    sentence: int


@dataclass(slots=True)
class Evidence:
    """``found`` in the order of the text. ``words`` is the number of tokens read."""

    found: list[Found] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    words: int = 0
    sentences: int = 0
    speakers: tuple[str, ...] = ()
    _spoken: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    _payers: set[str] = field(default_factory=set)

    def of(
        self, speaker: str | None = None, *, told: bool = False, between: tuple[int, int] | None = None
    ) -> dict[Family, list[Found]]:
        """What is found by family; of one speaker, or of all; without what is told or quoted unless asked for.

        ``between``: only from the one word of the document up to, and without, the other.
        """
        spoken = self.found if speaker is None else self._spoken.get(speaker, [])
        if between is not None:
            first, last = (bisect_left(spoken, word, key=lambda one: one.word) for word in between)
            spoken = spoken[first:last]
        grouped: dict[Family, list[Found]] = defaultdict(list)
        for one in spoken:
            if told or not (one.reported or one.quoted):
                grouped[one.family].append(one)
        if Family.METHOD in grouped and not self._pays(speaker):
            del grouped[Family.METHOD]
        return grouped

    def words_of(self, speaker: str) -> Iterator[int]:
        """Where in the document, in words, this speaker's signs stand, in order."""
        return (one.word for one in self._spoken.get(speaker, ()))

    def _pays(self, speaker: str | None) -> bool:
        """Whether a sum or a way to pay is named: "a picture of the card" is one only beside them."""
        return bool(self._payers) if speaker is None else speaker in self._payers

    def name(self, one: Named) -> None:
        if one.table in ("sums", "methods"):
            self._payers.add(one.speaker)
        if len(self.named) < MOST_NAMED:
            self.named.append(one)

    def add(self, found: Iterable[Found]) -> None:
        for one in found:
            self.found.append(one)
            self._spoken[one.speaker].append(one)


@dataclass(frozen=True, slots=True)
class _Read:
    """Places in quotation marks, and where each message begins."""

    quotes: Sequence[tuple[int, int]]
    starts: Sequence[int]


def gather(
    document: Document, *, me: str = "", language: str = "", progress: Progress | None = None
) -> Evidence:
    """Read the document with the packs of its languages (and of ``language``, where there is one)."""
    sample = _sample(document)
    wished = (language,) if language in sign_languages() else ()
    codes = tuple(dict.fromkeys((*languages_of(sample), *wished)))
    evidence = Evidence(languages=codes)
    heard = _Heard(codes)
    marks = _Read(_quotes(document.text), [message.start for message in document.messages])
    cyrillic = mostly_cyrillic(fold(sample))
    speakers: dict[str, None] = {}
    each = turns(document, tokeniser(codes), cyrillic=cyrillic, me=me, progress=progress)
    for number, turn in enumerate(each):
        speakers.setdefault(turn.speaker)
        evidence.add(_read_turn(turn, number, evidence, marks, heard))
        heard.go_on(len(turn.tokens.norms))
        evidence.words += len(turn.tokens.norms)
    evidence.speakers = tuple(speakers)
    return evidence


class _Heard:
    """How often each speaker gave each sign: what was heard MOST_PLACES times is looked for no more for a while."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        self._tired: dict[tuple[str, str], int] = defaultdict(int)
        self._words = 0

    def go_on(self, words: int) -> None:
        """So many words were read; after WITHIN of them everything is looked for anew."""
        self._words += words
        if self._words >= WITHIN:
            self._words = 0
            self._counts.clear()
            self._tired.clear()

    def note(self, speaker: str, labels: Iterable[str]) -> None:
        for label in labels:
            self._counts[speaker, label] += 1
            if self._counts[speaker, label] == MOST_PLACES:
                for code in self._languages:
                    self._tired[speaker, code] |= pack_reader(code).bits_of(label)

    def tired_of(self, speaker: str, code: str) -> int:
        return self._tired[speaker, code]


def _sample(document: Document) -> str:
    """Up to LOOKED_AT letters, from the whole length of a long document."""
    messages = document.messages
    step = 1 + sum(len(message.text) for message in messages) // LOOKED_AT
    pieces, size = [], 0
    for message in messages[::step] or messages[:1]:
        pieces.append(message.text[: LOOKED_AT - size])
        size += len(pieces[-1])
        if size >= LOOKED_AT:
            break
    return "\n".join(pieces)


def _read_turn(
    turn: Turn, number: int, evidence: Evidence, document: _Read, heard: _Heard
) -> Iterator[Found]:
    """The signs of one turn; what a demand may name is put into ``evidence.named`` on the way.

    What follows "he says" in the same sentence of the same message is told.
    """
    quotes, starts = document.quotes, document.starts
    tokens = turn.tokens
    stops = [place for place, norm in enumerate(tokens.norms) if norm == STOP]
    first_sentence = evidence.sentences
    evidence.sentences += len(stops) + 1
    signs, named = _hits(turn, evidence.languages, heard)
    sums = _sums(tokens, signs, {hit.first for hit in named if hit.label.startswith("units:")})
    for hit in (*named, *sums):
        table, _, name = hit.label.partition(":")
        places = tokens.starts[hit.first], tokens.ends[hit.last]
        sentence = first_sentence + bisect_right(stops, hit.first)
        evidence.name(Named(table, name, *places, turn.speaker, sentence))
    telling: dict[tuple[int, int], int] = {}
    for hit, _ in signs:
        if hit.label in TELLING:
            at = bisect_right(stops, hit.first), bisect_right(starts, tokens.starts[hit.first])
            telling.setdefault(at, hit.first)
    for hit, family in signs:
        sentence = bisect_right(stops, hit.first)
        start, end = tokens.starts[hit.first], tokens.ends[hit.last]
        told_from = telling.get((sentence, bisect_right(starts, start)), hit.first + 1)
        yield Found(
            hit.label, family, start, end, turn.speaker, turn.mine, number, first_sentence + sentence,
            evidence.words + hit.first,
            reported=hit.label not in TELLING and told_from <= hit.first,
            quoted=_within(quotes, start, end),
        )  # fmt: skip


def _hits(turn: Turn, languages: Iterable[str], heard: _Heard) -> tuple[list[tuple[Hit, Family]], list[Hit]]:
    """The signs with their families, and the things named, in the order of the text, each place once."""
    placed: dict[Hit, Family | None] = {}
    for code in languages:
        reader = pack_reader(code)
        for hit in reader.run(turn.tokens.norms, heard.tired_of(turn.speaker, code)):
            placed.setdefault(hit, reader.families.get(hit.label))
    ordered = _widest(placed)
    heard.note(turn.speaker, (hit.label for hit in ordered))
    signs = [(hit, family) for hit in ordered if (family := placed[hit]) is not None]
    return signs, [hit for hit in ordered if placed[hit] is None]


def _sums(tokens: Tokens, signs: Sequence[tuple[Hit, Family]], units: set[int]) -> Iterator[Hit]:
    """Every sum with a currency, and bare figures where money is asked for ("send 500")."""
    asked = {
        place
        for hit, family in signs
        if family in (Family.PAY, Family.HAGGLE, Family.AGAIN)
        for place in range(hit.first, hit.last + 1)
    }
    for place, norm in enumerate(tokens.norms):
        bare = place in asked and norm.isdigit() and len(norm) >= 2 and place + 1 not in units
        if bare or norm in (MONEY, COINS):
            yield Hit("sums:", place, place)


def _widest(hits: Iterable[Hit]) -> list[Hit]:
    """In the order of the text; a place inside another place of the same sign is left out."""
    kept: list[Hit] = []
    reach: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if hit.last > reach.get(hit.label, -1):
            reach[hit.label] = hit.last
            kept.append(hit)
    return kept


def _quotes(text: str) -> list[tuple[int, int]]:
    """Places in quotation marks; none where most of the text is: then the paste itself was quoted."""
    if not any(mark in text for mark in "“„«\"‘'"):
        return []
    found = [match.span() for match in _QUOTED.finditer(text) if len(match[0]) >= SHORTEST_QUOTE]
    return found if sum(end - start for start, end in found) * 10 < len(text) * 7 else []


def _within(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(places, (start, _FAR)) - 1
    return at >= 0 and places[at][0] <= start and end <= places[at][1]
