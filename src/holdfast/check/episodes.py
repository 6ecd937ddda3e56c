"""Where in a long text it happens: what one side says within a few messages, not over months.

A threat stands in one place. Two people who write to each other for a year say everything once: "send me the
picture", "your mother", "or else", "500". So the grounds are looked for within a window that moves over the text;
a short text is one window.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.check.evidence import Evidence, Found
from holdfast.check.families import Family as F
from holdfast.check.grounds import ByFamily, Manner, broke_in, laughter, strength
from holdfast.check.stage import AFTER, CLAIM, DEMAND, EARLY, MAIL, PRESSURE, THREAT, count, is_mass_mail

#: Words of a window: in a chat, both sides counted, and in a letter, where one side writes whole sentences.
IN_CHAT, IN_LETTER = 160, 400
#: Each window begins so many words after the one before: a quarter of it, so that every episode lies whole in one.
PARTS = 4
#: Words from which on a text is a letter rather than a message of a chat.
LETTER = 55
#: Words from which on an advertisement holds all the words of a threat by chance.
LONG_LETTER = 120
#: What counts against a speaker.
ACTS = (*CLAIM, *THREAT, *PRESSURE, *DEMAND, *MAIL, F.PROMISE, F.PEOPLE)
#: Requests that are orders where they follow a threat.
ORDERS = frozenset({"show-face", "video-call"})
#: The sign that the other side asks for proof.
DENIAL = "asked-for-proof"
#: What makes an article, advice or an own account.
OWN = (F.OWN, F.OWN_THREAT, F.OWN_DEMAND, F.OWN_PAID)
TOLD = frozenset({F.REPORT, F.ADVICE, *OWN})


@dataclass(frozen=True, slots=True)
class Episode:
    """What ``speaker`` said from word ``start`` to word ``end``, by family, and how strong the grounds are there.

    ``strength`` is 0 where they make no blackmail, else 1 to 3; ``mail``: it has the make of a mass e-mail.
    """

    speaker: str
    hits: ByFamily
    strength: int = 0
    mail: bool = False
    start: int = 0
    end: int = 0


def worst_episode(evidence: Evidence) -> Episode:
    """The strongest episode of any speaker but the person. Alarming windows of one speaker are one episode."""
    mine = {one.speaker: one.mine for one in evidence.found}
    ranked = []
    for speaker in evidence.speakers:
        if mine.get(speaker) is not True:
            one = _episode(evidence, speaker)
            late = count(one.hits, (*ACTS, *AFTER, F.METHOD))
            ranked.append((one.strength, late, count(one.hits, EARLY), one))
    return max(ranked, key=lambda entry: entry[:3])[3] if ranked else Episode("", {})


def _episode(evidence: Evidence, speaker: str) -> Episode:
    alarms: list[Episode] = []
    quiet, most = Episode(speaker, {}), (-1, -1)
    for start, end in windows(evidence, speaker):
        one = _look(evidence, speaker, start, end)
        if one.strength:
            alarms.append(one)
        elif (seen := (count(one.hits, ACTS), count(one.hits, EARLY))) > most:
            quiet, most = one, seen
    if not alarms:
        return quiet
    start, end = alarms[0].start, alarms[-1].end
    hits = _said(evidence, speaker, start, end)
    strongest, mail = max(one.strength for one in alarms), any(one.mail for one in alarms)
    return Episode(speaker, hits, strongest, mail, start, end)


def told_about(evidence: Evidence, speaker: str | None, episode: Episode) -> ByFamily:
    """Everything found, told and quoted too: of the whole text, or of a long chat where it tells most of such things.

    In a chat of months somebody said "what should I do" once and "my friend told me" another time.
    """
    if len(evidence.speakers) < 2 or evidence.words <= IN_LETTER:
        return evidence.of(speaker, told=True)
    if episode.strength:
        return evidence.of(speaker, told=True, between=(episode.start, episode.end))
    step = IN_CHAT // PARTS
    blocks = Counter(
        start
        for one in evidence.found
        if one.family in TOLD
        for start in {max(0, one.word // step - part) for part in range(PARTS)}
    )
    start = step * min(blocks, key=lambda block: (-blocks[block], block)) if blocks else 0
    return evidence.of(speaker, told=True, between=(start, start + IN_CHAT))


def windows(evidence: Evidence, speaker: str) -> Iterator[tuple[int, int]]:
    """The windows that hold a sign of this speaker: first word, and the word after the last."""
    width = IN_CHAT if len(evidence.speakers) > 1 else IN_LETTER
    if evidence.words <= width:
        yield 0, evidence.words + 1
        return
    step = width // PARTS
    starts = {max(0, word // step - part) for word in evidence.words_of(speaker) for part in range(PARTS)}
    for start in sorted(starts):
        yield start * step, start * step + width


def _look(evidence: Evidence, speaker: str, start: int, end: int) -> Episode:
    hits = _said(evidence, speaker, start, end)
    if count(hits, (*ACTS, *AFTER)) < 1:
        return Episode(speaker, hits, start=start, end=end)
    conversation = len(evidence.speakers) > 1
    mail = is_mass_mail(hits, conversation=conversation, long=evidence.words >= LETTER)
    mail = mail or (not conversation and broke_in(hits))
    within = evidence.found
    if end - start <= evidence.words:
        first, last = (bisect_left(within, word, key=lambda one: one.word) for word in (start, end))
        within = within[first:last]
    manner = Manner(
        mail=mail,
        letter=not conversation and evidence.words >= LONG_LETTER,
        jokes=laughter(within, speaker, alone=not conversation),
    )
    return Episode(speaker, hits, strength(hits, manner), mail, start, end)


def _said(evidence: Evidence, speaker: str, start: int, end: int) -> ByFamily:
    """What one side says, and, where pictures are claimed, that the other side denies them or asks to see them."""
    hits = evidence.of(speaker, between=(start, end))
    if forced := _forced(hits):
        hits[F.MORE] = [*hits.get(F.MORE, []), *forced]
    asked = evidence.of(between=(start, end)).get(F.NO_PROOF, []) if count(hits, CLAIM) else []
    denied = [one for one in asked if one.speaker == speaker or one.sign_id == DENIAL]
    return {**hits, F.NO_PROOF: denied} if denied else hits


def _forced(hits: ByFamily) -> list[Found]:
    """Requests for more that come after the first "or else": no longer asked for, but demanded."""
    first = min((one.word for family in (F.UNLESS, F.EXPOSE) for one in hits.get(family, ())), default=None)
    if first is None:
        return []
    return [one for one in hits.get(F.REQUEST, ()) if one.sign_id in ORDERS and one.word > first]
