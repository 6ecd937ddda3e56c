"""What a text is: blackmail, somebody's account of it, an article, another scam, too early to tell, or nothing.

Every rule names the families it needs, so that each verdict can be shown with its places in the text. What is done
to the reader is told from what is reported by three things: threats are written as "I" to "you"; a quote inside a
text that reports, or a sentence that begins with who says it, proves nothing; and reporting has signs of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.check.episodes import ACTS, OWN, told_about, worst_episode
from holdfast.check.evidence import Evidence
from holdfast.check.families import Family as F
from holdfast.check.grounds import ByFamily
from holdfast.check.stage import (
    CLAIM,
    DEMAND,
    MAIL,
    PRESSURE,
    THREAT,
    count,
    early_stage,
    late_stage,
)
from holdfast.check.values import Other, Stage, Sure, Verdict

#: Which other kind a family of signs shows, the surest first, and how many places it needs: the words of the later
#: ones are common in ordinary letters.
OTHERS = (
    (F.RANSOM, Other.RANSOMWARE, 1),
    (F.HITMAN, Other.HITMAN, 1),
    (F.BOMB, Other.BOMB, 1),
    (F.ACCUSATION, Other.ACCUSATION, 2),
    (F.LEAK, Other.DATA_LEAK, 2),
    (F.PHISHING, Other.PHISHING, 2),
    (F.MONEY, Other.MONEY_SCAM, 2),
    (F.DEBT, Other.DEBT, 2),
    (F.LEGAL, Other.LEGAL, 2),
)
#: The sign that a text tells in the first person that such a thing happened.
TELLS = "own-account"
#: The sign that it advises those who get such messages; blackmailers do so once or twice ("do not reply").
ADVISES = "gives-advice"
#: Signs that a text names the crime, or says that it is a lesson.
NAMES = ("named-crime", "teaches")


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
    worst = worst_episode(evidence)
    speaker, hits = worst.speaker, worst.hits
    if not worst.strength:
        return _without_blackmail(speaker, hits, Telling.of(told_about(evidence, None, worst), hits))
    told = Telling.of(told_about(evidence, speaker, worst), hits)
    if told.is_article():
        return Judged(Verdict.ARTICLE, None, Sure.LIKELY, "", told.hits)
    if told.is_own_account():
        return Judged(Verdict.OWN_ACCOUNT, _told_stage(told.hits), Sure.LIKELY, "", told.hits)
    sure = (Sure.UNSURE, Sure.LIKELY, Sure.CLEAR)[worst.strength - 1]
    stage = Stage.MASS_MAIL if worst.mail else late_stage(hits)
    return Judged(Verdict.SEXTORTION, stage, sure, speaker, hits)


@dataclass(frozen=True, slots=True)
class Telling:
    """How much a text tells of such things, against how much it does them. A sign counts once in a sentence."""

    hits: ByFamily
    acts: int
    reports: int
    own: int
    named: bool
    crime: bool
    advice: int
    tells: bool
    coin: bool
    rescue: bool

    @classmethod
    def of(cls, told: ByFamily, done: ByFamily) -> Telling:
        """``told`` is all that was found, quotes and reports too; ``done`` what is said to the reader himself."""
        return cls(
            hits=told,
            acts=_places(done, *ACTS),
            reports=_places(told, F.REPORT, F.ADVICE),
            own=_places(told, *OWN),
            named=_has_sign(told, (F.REPORT, F.ADVICE), NAMES),
            crime=_has_sign(told, (F.REPORT,), NAMES[:1]),
            advice=len({one.sentence for one in told.get(F.ADVICE, ()) if one.sign_id == ADVISES}),
            tells=_has_sign(told, (F.OWN,), (TELLS,)),
            coin=bool(done.get(F.COIN)),
            rescue=bool(done.get(F.HELPER)) and count(done, (*DEMAND, F.OWN_DEMAND)) > 0,
        )

    def is_article(self) -> bool:
        """Asking for coins, or selling a rescue, has to be reported on plainly before it is taken for an article."""
        if not self.rescue and ((self.crime and self.reports >= 3) or self.advice >= 3):
            return True
        if self.rescue:
            needed, share = 4, 3
        elif self.coin:
            needed, share = (3, 3) if self.named else (5, 2)
        else:
            needed, share = (2, 4) if self.named else (3, 2)
        return self.reports >= max(self.own, needed) and self.reports * share >= self.acts

    def is_own_account(self) -> bool:
        if self.own >= 3:
            return True
        return self.tells and (
            self.own >= 3 or self.own * 2 >= self.acts or (self.own >= 2 and self.own * 3 >= self.acts)
        )


def _places(hits: ByFamily, *families: F) -> int:
    return len({(one.sentence, one.sign_id) for family in families for one in hits.get(family, ())})


def _has_sign(hits: ByFamily, families: tuple[F, ...], signs: tuple[str, ...]) -> bool:
    return any(one.sign_id in signs for family in families for one in hits.get(family, ()))


def _without_blackmail(speaker: str, hits: ByFamily, told: Telling) -> Judged:
    own = count(told.hits, OWN)
    fun = len(told.hits.get(F.JOKING, ()))
    reports, named = (0, False) if fun and told.reports <= fun and own <= 1 else (told.reports, told.named)
    if _on_topic(told.hits):
        if named and reports >= max(2, told.own):
            return Judged(Verdict.ARTICLE, None, Sure.LIKELY, "", told.hits)
        late = count(told.hits, (*CLAIM, *THREAT, *PRESSURE, *DEMAND))
        lived = bool(told.hits.get(F.OWN) or told.hits.get(F.OWN_THREAT))
        if reports >= max(4, 2 * told.own):
            return Judged(Verdict.ARTICLE, None, Sure.LIKELY, "", told.hits)
        experienced = (
            (own >= 2 and lived) or (named and bool(told.hits.get(F.OWN))) or (told.tells and late > 0)
        )
        if experienced and not (named and reports > 2 * told.own):
            return Judged(Verdict.OWN_ACCOUNT, _told_stage(told.hits), Sure.LIKELY, "", told.hits)
        if (named and reports) or (reports >= 3 and told.hits.get(F.MATTER)):
            return Judged(Verdict.ARTICLE, None, Sure.LIKELY, "", told.hits)
    other = next((kind for family, kind, needed in OTHERS if len(hits.get(family, ())) >= needed), None)
    if other is not None:
        return Judged(Verdict.OTHER_EXTORTION, None, Sure.LIKELY, "", hits, other)
    stage = early_stage(hits)
    if stage is not None and not told.hits.get(F.REPORT):
        return Judged(Verdict.TOO_EARLY, stage, Sure.UNSURE, speaker, hits)
    return Judged(Verdict.NONE, None, Sure.UNSURE, "", hits)


def _on_topic(told: ByFamily) -> bool:
    """It tells of this crime: by its name, or of pictures or a break-in with a threat or a demand."""
    if _has_sign(told, (F.REPORT,), NAMES[:1]):
        return True
    about = told.get(F.MATTER) or count(told, (*CLAIM, *MAIL))
    asked = count(told, (*THREAT, *PRESSURE, *DEMAND, F.OWN_THREAT, F.OWN_DEMAND, F.OWN_PAID))
    told_of = _places(told, F.REPORT, F.ADVICE, *OWN)
    return bool(about and (asked or told_of >= 2)) or asked >= 3 or told_of >= 4 + bool(told.get(F.JOKING))


def _told_stage(told: ByFamily) -> Stage | None:
    """How far the person's own account says it has gone."""
    if told.get(F.OWN_PAID):
        return Stage.AFTER_PAYING
    if told.get(F.OWN_DEMAND):
        return Stage.DEMAND
    return Stage.THREAT if told.get(F.OWN_THREAT) else None
