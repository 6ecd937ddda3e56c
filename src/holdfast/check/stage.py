"""How far it has gone: the highest stage whose required evidence is present, never a sum of weak hints."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from holdfast.check.families import Family as F
from holdfast.check.values import Stage

#: What is said of pictures of the reader.
CLAIM = frozenset({F.RECORDED, F.HOLDS, F.MADE})
#: What is said to happen.
THREAT = frozenset({F.EXPOSE})
#: What is said to hold the reader in the chat.
PRESSURE = frozenset({F.RUIN, F.TRAP, F.AUTHORITY, F.UNLESS})
#: What is asked for.
DEMAND = frozenset({F.PAY, F.HAGGLE, F.COIN, F.MORE, F.OBEY})
#: What mass e-mails are made of.
MAIL = frozenset({
    F.HACKED, F.WATCHED, F.ADULT_SITE, F.PASSWORD, F.OWN_SENDER, F.CONTACTS, F.TIMER, F.OPENED, F.UNTRACEABLE,
    F.SPLIT, F.BUSINESS,
})  # fmt: skip
AFTER = frozenset({F.AGAIN, F.RETURNED, F.HELPER})
EARLY = (F.REQUEST, F.MOVING, F.COLLECT, F.RAPPORT, F.CONTACT)

Hits = Mapping[F, Collection[object]]


def count(hits: Hits, families: Collection[F]) -> int:
    """How many of these families are present."""
    return sum(bool(hits.get(family)) for family in families)


def early_stage(hits: Hits) -> Stage | None:
    """0–3, where nothing but an early contact is there.

    A request alone, or praise alone, is ordinary life: each stage from 1 on needs a second family beside it.
    """
    families = count(hits, EARLY)
    if hits.get(F.REQUEST) and _of_a_stranger(hits):
        return Stage.REQUEST
    if hits.get(F.MOVING) and (families >= 2 or len(hits[F.MOVING]) >= 2):
        return Stage.MOVING
    if (hits.get(F.RAPPORT) or hits.get(F.COLLECT)) and families >= 2:
        return Stage.RAPPORT
    if hits.get(F.RAPPORT) and len(hits[F.RAPPORT]) >= 3:
        return Stage.RAPPORT
    return Stage.CONTACT if families >= 1 and hits.get(F.CONTACT) else None


def _of_a_stranger(hits: Hits) -> bool:
    """A picture is asked for by somebody who praised, asked about you or moved the chat: two of it, or two requests.

    Between people who miss each other it takes one more.
    """
    around = count(hits, (F.MOVING, F.COLLECT, F.RAPPORT, F.CONTACT)) + (len(hits[F.REQUEST]) >= 2)
    return around >= 2 + bool(hits.get(F.TENDER)) or (
        around >= 1 and not hits.get(F.TENDER) and bool(hits.get(F.MOVING))
    )


def is_mass_mail(hits: Hits, *, conversation: bool, long: bool = False) -> bool:
    """How they got in, beside two more parts of the standard text or a price in coins; or a long letter about coins.

    ``long``: the text has the length of a letter, not of a chat message.
    """
    parts = count(hits, MAIL)
    entry = count(hits, (F.HACKED, F.WATCHED, F.PASSWORD, F.OWN_SENDER, F.ADULT_SITE))
    rest = count(hits, (*CLAIM, *THREAT, F.COIN, F.PAY, F.SPLIT))
    live = count(hits, (F.AGAIN, F.RETURNED, F.HELPER, F.MINOR, F.KNOWN, F.MADE))
    if conversation or not rest:
        return False
    if entry and (parts >= 3 or (hits.get(F.COIN) and not live) or (parts >= 2 and hits.get(F.HACKED))):
        return True
    return bool(long and hits.get(F.COIN) and not live)


def late_stage(hits: Hits) -> Stage:
    """The stage of a text that is known to be sextortion and no mass e-mail."""
    demand = count(hits, DEMAND)
    if hits.get(F.MINOR) and (demand or hits.get(F.AUTHORITY) or hits.get(F.HELPER)):
        return Stage.OTHER_BRANCH
    if hits.get(F.MADE) and (demand or hits.get(F.EXPOSE)):
        return Stage.OTHER_BRANCH
    if len(hits.get(F.KNOWN, ())) >= 2 or (hits.get(F.KNOWN) and (hits.get(F.OBEY) or not hits.get(F.PAY))):
        return Stage.OTHER_BRANCH
    if count(hits, AFTER):
        return Stage.AFTER_PAYING
    if demand or (hits.get(F.METHOD) and count(hits, (F.UNLESS, F.EXPOSE, F.PROMISE))):
        return Stage.DEMAND
    if hits.get(F.NO_PROOF) and count(hits, CLAIM) and not hits.get(F.PROOF):
        return Stage.CHAT_BLUFF
    if count(hits, (*THREAT, *PRESSURE)):
        return Stage.THREAT
    return Stage.REVEAL
