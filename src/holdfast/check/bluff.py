"""Bluff or not: what is there, and what is missing. "Yes" needs both; else nobody can tell from the words."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.check.families import Family as F
from holdfast.check.judge import Judged
from holdfast.check.stage import CLAIM, MAIL, count
from holdfast.check.values import Bluff, DemandRead, Document, Stage, Verdict

#: Parts of the standard text from which on a mail is a copy of it.
PARTS = 3


@dataclass(frozen=True, slots=True)
class BluffRead:
    """Ids of the words in ``content/<language>/check/words.toml``."""

    bluff: Bluff
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def read_bluff(judged: Judged, document: Document, demand: DemandRead) -> BluffRead:
    """The bluff test of check.md: presence and absence both, or "cannot tell"."""
    if judged.kind is not Verdict.SEXTORTION:
        return BluffRead(Bluff.CANNOT_TELL)
    present, absent = _present(judged, demand), _absent(judged, document)
    if judged.stage is Stage.MASS_MAIL:
        whole = "standard_text" in present and {"no_picture", "nobody_named", "no_conversation"} <= set(
            absent
        )
        return BluffRead(Bluff.YES if whole else Bluff.CANNOT_TELL, present, absent)
    if judged.stage is Stage.CHAT_BLUFF:
        whole = {"no_picture", "nobody_named", "nothing_shown"} <= set(absent)
        return BluffRead(Bluff.YES if whole else Bluff.CANNOT_TELL, present, absent)
    shown = judged.against.get(F.PROOF) and ("no_picture" not in absent or count(judged.against, CLAIM))
    return BluffRead(Bluff.NO if shown or "no_picture" not in absent else Bluff.CANNOT_TELL, present, absent)


def _present(judged: Judged, demand: DemandRead) -> tuple[str, ...]:
    hits = judged.against
    checks = (
        ("standard_text", count(hits, MAIL) >= PARTS),
        ("coin_address", any(one.sign_id == "pays-by-coin" for one in hits.get(F.COIN, ()))),
        ("list_price", bool(demand.amount)),
        ("old_password", bool(hits.get(F.PASSWORD))),
        ("own_address", bool(hits.get(F.OWN_SENDER))),
        ("countdown", bool(hits.get(F.TIMER))),
        ("will_not_prove", bool(hits.get(F.NO_PROOF))),
    )
    return tuple(name for name, holds in checks if holds)


def _absent(judged: Judged, document: Document) -> tuple[str, ...]:
    hits = judged.against
    named = [one for one in hits.get(F.PEOPLE, ()) if one.sign_id == "knows-where"]
    checks = (
        ("no_picture", not any(item.media in ("image", "video", "") for item in document.attachments)),
        ("nobody_named", not named),
        ("no_conversation", len({message.speaker for message in document.messages}) < 2),
        ("nothing_shown", not hits.get(F.PROOF)),
    )
    return tuple(name for name, holds in checks if holds)
