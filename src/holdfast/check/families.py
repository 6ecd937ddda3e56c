"""What kinds of evidence there are. A sign belongs to one family; rules know families, not signs."""

from __future__ import annotations

from enum import StrEnum


class Family(StrEnum):
    """The member's value is the ``family`` of a sign in ``content/en/check/signs.toml``."""

    # a live contact, step by step
    CONTACT = "contact"
    RAPPORT = "rapport"
    COLLECT = "collect"
    MOVING = "moving"
    REQUEST = "request"
    RECORDED = "recorded"
    HOLDS = "holds"
    PROOF = "proof"
    PEOPLE = "people"
    EXPOSE = "expose"
    RUIN = "ruin"
    TRAP = "trap"
    HURRY = "hurry"
    AUTHORITY = "authority"
    UNLESS = "unless"
    PAY = "pay"
    METHOD = "method"
    HAGGLE = "haggle"
    PROMISE = "promise"
    MORE = "more"
    OBEY = "obey"
    AGAIN = "again"
    RETURNED = "returned"
    HELPER = "helper"
    NO_PROOF = "no_proof"
    # the mass e-mail
    HACKED = "hacked"
    WATCHED = "watched"
    ADULT_SITE = "adult_site"
    PASSWORD = "password"  # noqa: S105 (a family of signs)
    OWN_SENDER = "own_sender"
    CONTACTS = "contacts"
    TIMER = "timer"
    OPENED = "opened"
    UNTRACEABLE = "untraceable"
    SPLIT = "split"
    BUSINESS = "business"
    COIN = "coin"
    # other branches
    KNOWN = "known"
    MADE = "made"
    MINOR = "minor"
    # what it is about
    MATTER = "matter"
    YOURS = "yours"
    NAMED = "named"
    NAKED = "naked"
    # somebody tells of it
    REPORT = "report"
    ADVICE = "advice"
    OWN = "own"
    OWN_THREAT = "own_threat"
    OWN_DEMAND = "own_demand"
    OWN_PAID = "own_paid"
    # another thing altogether
    RANSOM = "ransom"
    PHISHING = "phishing"
    HITMAN = "hitman"
    ACCUSATION = "accusation"
    BOMB = "bomb"
    LEAK = "leak"
    DEBT = "debt"
    LEGAL = "legal"
    MONEY = "money"
    # not meant
    JOKING = "joking"
    TENDER = "tender"
