"""What a text is: blackmail, somebody's account of it, an article, another scam, too early to tell, or nothing.

Each rule names the families it needs, so that every verdict can be shown with its places in the text. What is done
to the reader is told from what is reported by three things: threats are written as "I" to "you"; a quote inside a
text that reports, or a sentence that begins with who says it, proves nothing; and reporting has signs of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.check.evidence import Evidence, Found
from holdfast.check.families import Family as F
from holdfast.check.stage import (
    AFTER, CLAIM, DEMAND, EARLY, MAIL, PRESSURE, THREAT, count, early_stage, is_mass_mail, late_stage,
)  # fmt: skip
from holdfast.check.values import Other, Stage, Sure, Verdict

ByFamily = Mapping[F, Sequence[Found]]

#: Words from which on a text is a letter rather than a message of a chat.
LETTER = 55
#: Which other kind a family of signs shows, the surest first.
OTHERS = (
    (F.RANSOM, Other.RANSOMWARE), (F.HITMAN, Other.HITMAN), (F.BOMB, Other.BOMB), (F.ACCUSATION, Other.ACCUSATION),
    (F.LEAK, Other.DATA_LEAK), (F.PHISHING, Other.PHISHING), (F.MONEY, Other.MONEY_SCAM), (F.DEBT, Other.DEBT),
    (F.LEGAL, Other.LEGAL),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """``against`` is what the blackmailer said, by family; of the whole text where nobody is one."""

    kind: Verdict
    stage: Stage | None
    sure: Sure
    blackmailer: str
    against: ByFamily
    other: Other | None = None


def judge(evidence: Evidence) -> Judged:
    """The verdict. Every path ends in one; nothing is raised."""
    speaker, hits = _worst(evidence)
    conversation = len(evidence.speakers) > 1
    told = evidence.of(told=True)
    mail = is_mass_mail(hits, conversation=conversation, long=evidence.words >= LETTER)
    strength = blackmail_strength(hits, mail=mail, jokes=_laughter(evidence, speaker))
    if strength > 0:
        telling = _telling(evidence.of(speaker, told=True), hits)
        if telling is None:
            sure = (Sure.UNSURE, Sure.LIKELY, Sure.CLEAR)[strength - 1]
            return Judged(Verdict.SEXTORTION, Stage.MASS_MAIL if mail else late_stage(hits), sure, speaker, hits)
        return Judged(telling, None, Sure.LIKELY, "", told)
    return _without_blackmail(speaker, hits, told)


def _worst(evidence: Evidence) -> tuple[str, ByFamily]:
    """The speaker whose own words hold most of the late families; never the person where that is known."""
    theirs = {one.speaker: one.mine for one in evidence.found}
    ranked = []
    for speaker in evidence.speakers:
        if theirs.get(speaker) is True:
            continue
        hits = evidence.of(speaker)
        late = count(hits, (*CLAIM, *THREAT, *PRESSURE, *DEMAND, *MAIL, *AFTER, F.PEOPLE, F.METHOD, F.PROMISE))
        ranked.append((late, count(hits, EARLY), speaker, hits))
    if not ranked:
        return "", evidence.of("")
    ranked.sort(key=lambda entry: entry[:2], reverse=True)
    return ranked[0][2], ranked[0][3]


def blackmail_strength(hits: ByFamily, *, mail: bool, jokes: int = 0) -> int:
    """0 where nothing that is done to the reader makes blackmail with pictures; else 1 (just) to 3 (plainly).

    ``mail``: it has the make of a mass e-mail. ``jokes``: how much laughter there is around the threat.
    """
    claim, threat, demand = count(hits, CLAIM), count(hits, THREAT), count(hits, DEMAND) + bool(hits.get(F.METHOD))
    pressure, people = count(hits, (*PRESSURE, F.TIMER)), bool(hits.get(F.PEOPLE))
    yours, named = bool(hits.get(F.YOURS)) or claim > 0, bool(hits.get(F.NAMED)) or people
    matter = yours or bool(hits.get(F.MATTER))
    if _is_something_else(hits):
        return 0
    spoken_to = yours or named or threat or count(hits, (F.HACKED, F.WATCHED, F.SPLIT, F.PASSWORD, F.OWN_SENDER))
    if mail and spoken_to and (matter or hits.get(F.WATCHED) or hits.get(F.SPLIT)):
        return 3 if count(hits, (*MAIL, *CLAIM, *THREAT, *DEMAND)) >= 6 else 2
    unless, after = bool(hits.get(F.UNLESS)), count(hits, AFTER)
    meant = unless or bool(count(hits, (F.RUIN, F.AUTHORITY, F.PROMISE)))
    if not matter:
        insisting = pressure and len(hits.get(F.EXPOSE, ())) + len(hits.get(F.TRAP, ())) >= 4 and threat
        return int(bool(insisting) or bool(threat and demand and (pressure or named)) or bool(after and demand and (pressure or threat)))
    grounds = (
        threat and demand and (yours or meant or (named and hits.get(F.METHOD))),
        threat and pressure and (yours or named),
        threat and claim,
        threat and yours and (named or len(hits.get(F.EXPOSE, ())) >= 2),
        len(hits.get(F.EXPOSE, ())) >= 3,
        claim and demand and (pressure or people or hits.get(F.PROMISE) or hits.get(F.METHOD)),
        claim and (people or pressure or hits.get(F.NO_PROOF)),
        demand and pressure >= 2 and (yours or named),
        demand and pressure and people,
        demand and hits.get(F.PROMISE) and (yours or pressure),
        yours and named and (meant or demand),
        yours and demand and (unless or hits.get(F.METHOD)),
        hits.get(F.NAKED) and (threat or demand or unless),
        hits.get(F.NAKED) and claim and (pressure or hits.get(F.HURRY)),
        yours and people,
        hits.get(F.HELPER) and demand,
        hits.get(F.MINOR) and demand,
        hits.get(F.AGAIN) and (demand or pressure or threat),
        hits.get(F.COIN) and count(hits, MAIL),
        hits.get(F.KNOWN) and (yours or named) and (threat or pressure or hits.get(F.OBEY)),
    )
    if hits.get(F.COIN) or hits.get(F.METHOD) or people or hits.get(F.MINOR):
        jokes = 0
    return max(0, min(3, sum(bool(ground) for ground in grounds) - jokes))


def _is_something_else(hits: ByFamily) -> bool:
    """Other extortion, or an honest letter: its signs are there, and no claim of pictures of the reader is."""
    if count(hits, (F.RANSOM, F.LEAK, F.BOMB, F.HITMAN, F.ACCUSATION)):
        seen = hits.get(F.WATCHED) and hits.get(F.MATTER)
        return not (hits.get(F.RECORDED) or hits.get(F.SPLIT) or seen or (hits.get(F.EXPOSE) and hits.get(F.YOURS)))
    if hits.get(F.COIN) or (hits.get(F.EXPOSE) and hits.get(F.MATTER)):
        return False
    accused = count(hits, (F.HACKED, F.HOLDS, F.ADULT_SITE))
    return bool(hits.get(F.LEGAL) or (count(hits, (F.DEBT, F.PHISHING)) and not accused))


def _laughter(evidence: Evidence, speaker: str) -> int:
    """How many grounds the tone takes away: jokes and tenderness from the first threat on, the other side's doubly."""
    late = (*CLAIM, *THREAT, *PRESSURE, *DEMAND)
    first = next((one.turn for one in evidence.found if one.speaker == speaker and one.family in late), 0)
    jokes = 0
    for one in evidence.found:
        if one.turn >= first and one.family is F.JOKING:
            jokes += 3 if one.speaker != speaker else 2 if len(evidence.speakers) == 1 else 1
        elif one.turn >= first and one.family is F.TENDER and one.speaker == speaker:
            jokes += 1
    return jokes


_OWN = (F.OWN, F.OWN_THREAT, F.OWN_DEMAND, F.OWN_PAID)


def _places(hits: ByFamily, *families: F) -> int:
    """How often these families speak: a sign counts once in a sentence."""
    return len({(one.sentence, one.sign_id) for family in families for one in hits.get(family, ())})


def _telling(told: ByFamily, hits: ByFamily) -> Verdict | None:
    """Article or own account, where the threats in the text are told rather than made; None where they are made."""
    acts = _places(hits, *CLAIM, *THREAT, *PRESSURE, *DEMAND, *MAIL, F.PROMISE, F.PEOPLE)
    reports = _places(told, F.REPORT, F.ADVICE)
    own = _places(told, *_OWN)
    needed, share = (2, 4) if _names_it(told) else (5, 2) if hits.get(F.COIN) else (3, 2)
    if reports >= max(own, needed) and reports * share >= acts:
        return Verdict.ARTICLE
    if _tells(told) and ((own >= 2 and own * 3 >= acts) or own * 2 >= acts):
        return Verdict.OWN_ACCOUNT
    return None


def _names_it(told: ByFamily) -> bool:
    """Whether the text gives the crime its name, or says that it is a lesson."""
    return any(one.sign_id in ("named-crime", "teaches") for f in (F.REPORT, F.ADVICE) for one in told.get(f, ()))


def _tells(told: ByFamily) -> bool:
    """Whether the text says in the first person that such a thing happened."""
    return any(one.sign_id == "own-account" for one in told.get(F.OWN, ()))


def _without_blackmail(speaker: str, hits: ByFamily, told: ByFamily) -> Judged:
    named = _names_it(told)
    reports = _places(told, F.REPORT, F.ADVICE)
    own = count(told, _OWN)
    other = next((kind for family, kind in OTHERS if len(hits.get(family, ())) >= _NEEDED.get(family, 1)), None)
    if told.get(F.JOKING) and reports <= len(told[F.JOKING]) and own <= 1:
        named, reports = False, 0
    if named and reports >= max(2, _places(told, *_OWN)):
        return Judged(Verdict.ARTICLE, None, Sure.LIKELY, "", told)
    tells = _tells(told)
    late = count(told, (*CLAIM, *THREAT, *PRESSURE, *DEMAND))
    if (own >= 2 or (own and named and told.get(F.OWN)) or (tells and late)) and not (named and reports > 2 * _places(told, *_OWN)):
        return Judged(Verdict.OWN_ACCOUNT, _told_stage(told), Sure.LIKELY, "", told)
    if (named and reports >= 1) or (reports >= 3 and told.get(F.MATTER)):
        return Judged(Verdict.ARTICLE, None, Sure.LIKELY, "", told)
    if other is not None:
        return Judged(Verdict.OTHER_EXTORTION, None, Sure.LIKELY, "", hits, other)
    stage = early_stage(hits)
    if stage is not None and not told.get(F.REPORT):
        return Judged(Verdict.TOO_EARLY, stage, Sure.UNSURE, speaker, hits)
    return Judged(Verdict.NONE, None, Sure.UNSURE, "", hits)


#: How many places a family needs before it names another scam: these words are common in ordinary letters.
_NEEDED = {F.PHISHING: 2, F.MONEY: 2, F.DEBT: 2, F.LEGAL: 2, F.LEAK: 2, F.ACCUSATION: 2}


def _told_stage(told: ByFamily) -> Stage | None:
    """How far the person's own account says it has gone."""
    if told.get(F.OWN_PAID):
        return Stage.AFTER_PAYING
    if told.get(F.OWN_DEMAND):
        return Stage.DEMAND
    return Stage.THREAT if told.get(F.OWN_THREAT) else None
