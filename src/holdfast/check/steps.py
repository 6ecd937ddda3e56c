"""From a reading to the ids of the guide's steps, the most urgent first. The guide's own plan goes further."""

from __future__ import annotations

from holdfast.check.values import DemandRead, Other, Stage, Verdict

CRISIS = ("stay-with-someone",)
_LATE = ("stop-replying", "do-not-pay", "keep-the-proof", "talk-to-a-helpline", "report-inside-the-chat")
_MAIL = ("do-not-answer-the-mail", "keep-the-mail", "bluff-mail-report", "come-back-if-it-changes")
_EARLY = ("say-no-and-leave", "save-what-was-said", "block-the-asker", "keep-your-camera-yours")
_KNOWN = (
    "safety-first",
    "safer-device",
    "choose-if-you-reply",
    "call-a-domestic-abuse-line",
    "keep-the-proof",
)
_PAID_BY = {
    "gift_card": "paid-by-gift-card", "bitcoin": "paid-by-coin", "crypto": "paid-by-coin", "bank": "paid-by-bank",
    "card": "paid-by-card",
}  # fmt: skip
_OTHER = {
    Other.HITMAN: ("do-not-answer-the-mail", "keep-the-mail"),
    Other.ACCUSATION: ("hang-up-on-fake-police", "copy-nothing-they-sent", "get-legal-advice"),
    Other.BOMB: ("keep-the-mail",),
    Other.PHISHING: ("do-not-answer-the-mail", "change-the-mail-password", "bluff-mail-report"),
    Other.LEGAL: ("get-legal-advice",),
    Other.RANSOMWARE: ("do-not-pay", "keep-the-mail"),
    Other.DATA_LEAK: ("do-not-pay", "keep-the-mail"),
}


def next_steps(
    kind: Verdict,
    stage: Stage | None,
    demand: DemandRead,
    *,
    signs: frozenset[str],
    crisis: bool,
    country: str = "",
    other: Other | None = None,
) -> tuple[str, ...]:
    """Step ids. ``signs`` are the ids of the signs that were found, ``country`` a two-letter code or ""."""
    steps: tuple[str, ...] = CRISIS if crisis else ()
    steps += _for_kind(kind, stage, demand, signs, country, other)
    return tuple(dict.fromkeys(steps))


def _for_kind(
    kind: Verdict,
    stage: Stage | None,
    demand: DemandRead,
    signs: frozenset[str],
    country: str,
    other: Other | None,
) -> tuple[str, ...]:
    if kind is Verdict.OTHER_EXTORTION:
        return _OTHER.get(other, ()) if other else ()
    if kind is Verdict.TOO_EARLY:
        return _EARLY if stage in (Stage.MOVING, Stage.REQUEST) else _EARLY[1:2] + _EARLY[3:]
    if kind is Verdict.SEXTORTION and stage is Stage.MASS_MAIL:
        password = ("change-the-mail-password",) if "old-password" in signs else ()
        report = "bluff-mail-report-uk" if country.upper() == "GB" else _MAIL[2]
        return (_MAIL[0], *password, _MAIL[1], report, _MAIL[3])
    if kind in (Verdict.SEXTORTION, Verdict.OWN_ACCOUNT):
        return _late(stage, demand, signs)
    return ()


def _late(stage: Stage | None, demand: DemandRead, signs: frozenset[str]) -> tuple[str, ...]:
    steps: tuple[str, ...] = _KNOWN if "ex-partner" in signs else _LATE[:1]
    if stage is Stage.AFTER_PAYING:
        steps += ("do-not-pay-again", _PAID_BY.get(demand.method, "paid-some-way"))
    steps += _LATE[1:]
    extra = (
        ("more-pictures", "send-no-more-pictures"), ("made-with-ai", "report-fakes-the-same-way"),
        ("false-minor", "hang-up-on-fake-police"), ("false-minor", "copy-nothing-they-sent"),
        ("paid-rescue", "say-no-to-paid-rescue"),
    )  # fmt: skip
    steps += tuple(step for sign, step in extra if sign in signs)
    if demand.deadline:
        steps += ("let-the-timer-run-out",)
    return (*steps, "tell-one-person", "write-down-who-they-are")
