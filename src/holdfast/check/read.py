"""The one door of the room: a document goes in, a :class:`Reading` comes out.

>>> read_text("I recorded you. Pay $500 in bitcoin or I send the video to all your friends.").kind
<Verdict.SEXTORTION: 'sextortion'>
"""

from __future__ import annotations

from dataclasses import replace

from holdfast.check.bluff import read_bluff
from holdfast.check.crisis import speaks_of_dying
from holdfast.check.demand import read_demand
from holdfast.check.evidence import gather
from holdfast.check.identifiers import find
from holdfast.check.judge import judge
from holdfast.check.roles import with_roles
from holdfast.check.speakers import Progress
from holdfast.check.steps import next_steps
from holdfast.check.values import DemandRead, Document, Reading, SignHit, Verdict

#: Kinds that carry a demand.
_ASKING = (Verdict.SEXTORTION, Verdict.OWN_ACCOUNT, Verdict.OTHER_EXTORTION)


def read_text(text: str, *, country: str = "", language: str = "") -> Reading:
    """The reading of a paste. See :func:`read`."""
    return read(Document.plain(text), country=country, language=language)


def read(
    document: Document, *, me: str = "", country: str = "", language: str = "", progress: Progress | None = None
) -> Reading:  # fmt: skip
    """What a document is, with the place of every sign in ``document.text``.

    ``me`` is the person's name in the chat, "" where not known; ``country`` a two-letter code for telephone numbers
    and reports; ``language`` a pack to read with in any case, beside the languages that are found. Unknown names and
    codes are taken for "". ``progress`` is told how many messages are read, and of how many. Time grows with the
    length of the text. Raises FactsBroken where a pack is broken, and nothing else.
    """
    evidence = gather(document, me=me, language=language, progress=progress)
    judged = judge(evidence)
    speaker = judged.blackmailer if judged.kind is Verdict.SEXTORTION else None
    demand = read_demand(evidence, speaker, document.text) if judged.kind in _ASKING else DemandRead()
    bluff = read_bluff(judged, document, demand)
    crisis = speaks_of_dying(document, evidence)
    signs = tuple(
        SignHit(one.sign_id, one.start, one.end, one.reported or one.quoted) for one in evidence.found
    )
    reading = Reading(
        kind=judged.kind,
        stage=judged.stage,
        bluff=bluff.bluff,
        sure=judged.sure,
        text=document.text,
        present=bluff.present,
        absent=bluff.absent,
        signs=signs,
        identifiers=with_roles(find(document.text, country), document, judged, me=me),
        demand=demand,
        blackmailer=judged.blackmailer,
        languages=evidence.languages,
        crisis=crisis,
        other=judged.other,
    )
    found = frozenset(sign.id for sign in signs)
    steps = next_steps(
        reading.kind, reading.stage, demand, signs=found, crisis=crisis, country=country, other=reading.other
    )
    return replace(reading, steps=steps)
