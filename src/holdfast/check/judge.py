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
    strength = blackmail_strength(hits, conversation=conversation)
    if strength:
        telling = _telling(told, hits, evidence)
        if telling is None:
            return _sextortion(speaker, hits, conversation, strength)
        return Judged(telling, None, Sure.LIKELY, "", told)
    return _without_blackmail(speaker, hits, told, evidence)


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


def blackmail_strength(hits: ByFamily, *, conversation: bool) -> int:
    """0 where nothing that is done to the reader makes blackmail with pictures; else 1 (just) to 3 (plainly)."""
    claim, threat, demand = count(hits, CLAIM), count(hits, THREAT), count(hits, DEMAND)
    pressure, people, matter = count(hits, PRESSURE), bool(hits.get(F.PEOPLE)), bool(hits.get(F.MATTER))
    if is_mass_mail(hits, conversation=conversation):
        if not (matter or claim or hits.get(F.WATCHED) or hits.get(F.SPLIT)):
            return 0
        return 3 if count(hits, MAIL) + claim + threat + demand >= 6 else 2
    if not (matter or claim) and not (threat and demand and pressure and not count(hits, _NOT_PICTURES)):
        return 0
    grounds = (
        threat and demand,
        threat and pressure,
        threat and claim,
        claim and demand and (pressure or people or hits.get(F.PROMISE) or hits.get(F.METHOD)),
        claim and people,
        claim and pressure,
        demand and pressure >= 2,
        demand and pressure and people,
        demand and hits.get(F.PROMISE),
        hits.get(F.HELPER) and demand and claim,
        hits.get(F.MINOR) and demand,
        hits.get(F.AGAIN) and (demand or pressure or threat),
    )
    strength = min(3, sum(bool(ground) for ground in grounds))
    if strength and hits.get(F.JOKING) and not (hits.get(F.COIN) or hits.get(F.METHOD) or people):
        return strength - 1 if strength == 3 else 0
    return strength


#: Honest letters and other extortion, whose threats have nothing to do with pictures.
_NOT_PICTURES = frozenset({F.RANSOM, F.LEAK, F.BOMB, F.HITMAN, F.ACCUSATION, F.DEBT, F.LEGAL, F.PHISHING})


def _sentences(hits: ByFamily, *families: F) -> int:
    return len({one.sentence for family in families for one in hits.get(family, ())})


def _telling(told: ByFamily, hits: ByFamily, evidence: Evidence) -> Verdict | None:
    """Article or own account, where the threats in the text are told rather than made; None where they are made."""
    acts = _sentences(hits, *CLAIM, *THREAT, *PRESSURE, *DEMAND, *MAIL, F.PROMISE, F.PEOPLE)
    reports = _sentences(told, F.REPORT, F.ADVICE)
    own = _sentences(told, F.OWN, F.OWN_THREAT, F.OWN_DEMAND, F.OWN_PAID)
    named = any(one.sign_id == "named-crime" for one in told.get(F.REPORT, ()))
    if reports >= (2 if named else 3) and reports >= own and reports * 3 >= acts:
        return Verdict.ARTICLE
    if own >= 2 and own * 3 >= acts and told.get(F.OWN):
        return Verdict.OWN_ACCOUNT
    return None


def _sextortion(speaker: str, hits: ByFamily, conversation: bool, strength: int) -> Judged:
    stage = Stage.MASS_MAIL if is_mass_mail(hits, conversation=conversation) else late_stage(hits)
    sure = (Sure.UNSURE, Sure.LIKELY, Sure.CLEAR)[strength - 1]
    return Judged(Verdict.SEXTORTION, stage, sure, speaker, hits)


def _without_blackmail(speaker: str, hits: ByFamily, told: ByFamily, evidence: Evidence) -> Judged:
    named = any(one.sign_id == "named-crime" for one in told.get(F.REPORT, ()))
    reports = _sentences(told, F.REPORT, F.ADVICE)
    own = count(told, (F.OWN, F.OWN_THREAT, F.OWN_DEMAND, F.OWN_PAID))
    other = next((kind for family, kind in OTHERS if len(hits.get(family, ())) >= _NEEDED.get(family, 1)), None)
    if own >= 2 and told.get(F.MATTER) and not (named and reports > 2 * own):
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
