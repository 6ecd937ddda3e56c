"""On what grounds a text is taken for blackmail with pictures. Each ground names the families that must meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from holdfast.check.evidence import Found
from holdfast.check.families import Family as F
from holdfast.check.folding import fold
from holdfast.check.stage import AFTER, CLAIM, DEMAND, EARLY, MAIL, PRESSURE, THREAT, count

#: What stands around a threat and a demand; two of these are needed where no picture is named.
AROUND = (F.RUIN, F.PROMISE, F.METHOD, F.TRAP, F.AGAIN, F.HAGGLE, F.HURRY)

ByFamily = Mapping[F, Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What one side says, in the terms of the grounds. Counts are of families, not of places."""

    hits: ByFamily
    claim: int
    threat: int
    demand: int
    pressure: int
    people: bool
    yours: bool
    named: bool
    #: A condition, a shame or a promise: it is meant to move the reader.
    meant: bool

    def has(self, *families: F) -> bool:
        return any(self.hits.get(family) for family in families)

    def times(self, *families: F) -> int:
        return sum(len(self.hits.get(family, ())) for family in families)

    @property
    def insists(self) -> bool:
        """More than one "or I tell your father": a price, a second threat, a second kind of pressure."""
        return (
            self.demand > 0
            or self.pressure >= 2
            or self.times(F.EXPOSE) >= 2
            or self.times(F.EXPOSE, F.TRAP) >= 3
        )

    @property
    def serious(self) -> bool:
        """Two more things, where "again" stands once, one where it stands twice: change is given again, too."""
        more = (
            self.demand,
            self.pressure,
            self.threat,
            self.yours,
            self.has(F.METHOD, F.PROMISE, F.RETURNED, F.HURRY),
        )
        return sum(map(bool, more)) + self.times(F.AGAIN) >= 3

    @property
    def around(self) -> int:
        """How many things stand around a threat and a demand; haggling about your people is two."""
        return count(self.hits, AROUND) + (
            self.named and self.has(F.HAGGLE) and self.times(F.HAGGLE, F.PAY) >= 2
        )

    @property
    def leans(self) -> bool:
        """Anything beside the bare words: many pictures are published for a fee."""
        return (
            self.claim > 0
            or self.pressure > 0
            or self.named
            or self.has(F.COIN, F.PROMISE, F.TRAP, F.AGAIN, F.HAGGLE)
        )

    @property
    def matter(self) -> bool:
        return self.yours or self.has(F.MATTER)


def scene(hits: ByFamily) -> Scene:
    """The scene that these signs make."""
    claim, people = count(hits, CLAIM), bool(hits.get(F.PEOPLE))
    return Scene(
        hits=hits,
        claim=claim,
        threat=count(hits, THREAT),
        demand=count(hits, (*DEMAND, F.METHOD)),
        pressure=count(hits, (*PRESSURE, F.TIMER)),
        people=people,
        yours=claim > 0 or bool(hits.get(F.YOURS)),
        named=people or bool(hits.get(F.NAMED)),
        meant=count(hits, (F.UNLESS, F.RUIN, F.AUTHORITY, F.PROMISE)) > 0,
    )


Ground = Callable[[Scene], object]

#: Parts of the mass mail that no ransom note or newsletter has.
_BREAK_IN = (F.HACKED, F.WATCHED, F.ADULT_SITE, F.PASSWORD, F.OWN_SENDER, F.CONTACTS, F.SPLIT)

#: With a picture in it, any one of these is enough.
GROUNDS: tuple[tuple[str, Ground], ...] = (
    (
        "pay or it is sent",
        lambda s: s.threat and s.demand and (s.meant or s.has(F.METHOD) or (s.yours and s.leans)),
    ),
    ("threat under pressure", lambda s: s.threat and s.pressure and (s.yours or (s.named and s.insists))),
    (
        "holds it and wants something",
        lambda s: s.claim and s.demand and (s.pressure or s.people or s.has(F.PROMISE, F.METHOD)),
    ),
    ("holds it and has a list of people", lambda s: s.claim and (s.people or s.has(F.CONTACTS))),
    (
        "asked for it as a stranger, and recorded it",
        lambda s: s.has(F.RECORDED) and s.has(F.REQUEST) and count(s.hits, EARLY) >= 3,
    ),
    ("holds it and shows nothing", lambda s: s.claim and s.has(F.NO_PROOF)),
    (
        "wants something and knows people",
        lambda s: s.demand and s.people and (s.pressure or s.has(F.METHOD, F.COIN)),
    ),
    (
        "pay and it is deleted",
        lambda s: s.demand and s.has(F.PROMISE) and (s.yours or s.pressure),
    ),
    ("holds it, presses, and names your people", lambda s: s.claim and s.pressure and s.named),
    ("your picture and a price", lambda s: s.yours and s.demand and s.has(F.UNLESS, F.METHOD)),
    ("naked picture and a threat", lambda s: s.has(F.NAKED) and (s.threat or s.demand or s.has(F.UNLESS))),
    ("holds a naked picture", lambda s: s.has(F.NAKED) and s.claim and (s.pressure or s.has(F.HURRY))),
    ("your picture, and haggling", lambda s: s.yours and s.has(F.PAY) and s.has(F.HAGGLE)),
    ("threatens again and again", lambda s: s.times(F.EXPOSE) >= 3 and (s.yours or s.named)),
    (
        "pay or else, about a picture",
        lambda s: s.has(F.PAY) and s.has(F.UNLESS) and count(s.hits, PRESSURE) >= 2,
    ),
    ("sells a rescue", lambda s: s.has(F.HELPER) and s.demand),
    ("shows it twice, and has a list of people", lambda s: s.times(F.PROOF) >= 2 and s.people),
    ("false minor", lambda s: s.has(F.MINOR) and (s.demand or (s.has(F.HELPER) and s.has(F.UNLESS)))),
    ("paid, and asked again", lambda s: s.has(F.AGAIN) and s.serious),
    ("your picture and the shame", lambda s: s.yours and s.named and s.has(F.RUIN)),
    ("holds it and will destroy you", lambda s: s.claim and s.has(F.RUIN)),
    ("coins and a part of the mass mail", lambda s: s.has(F.COIN) and s.has(*_BREAK_IN)),
    (
        "someone known",
        lambda s: s.has(F.KNOWN) and (s.yours or s.named) and (s.threat or s.pressure or s.has(F.OBEY)),
    ),
)

#: Two of these are needed: friends record each other, send pictures to mothers and owe each other money.
HINTS: tuple[tuple[str, Ground], ...] = (
    ("holds it and will send it", lambda s: s.threat and s.claim),
    ("holds it and presses", lambda s: s.claim and s.pressure),
    ("your picture, your people", lambda s: s.threat and s.yours and (s.named or s.times(F.EXPOSE) >= 2)),
    ("wants something, twice pressed", lambda s: s.demand and s.pressure >= 2 and (s.yours or s.named)),
    ("your picture, your people, a price", lambda s: s.yours and s.named and (s.meant or s.demand)),
    ("your picture and a list of people", lambda s: s.yours and s.people),
    ("shows it, and has a list of people", lambda s: s.has(F.PROOF) and s.people),
    ("your people, and soon", lambda s: s.named and s.threat and s.has(F.HURRY)),
)

#: Without a word about pictures: the threat has to be whole.
BARE: tuple[tuple[str, Ground], ...] = (
    (
        "pay or they hear of it",
        lambda s: s.threat and s.demand and (s.has(F.UNLESS, F.AUTHORITY) or s.around >= 2),
    ),
    ("false minor", lambda s: s.has(F.MINOR) and s.demand and s.has(F.HELPER, F.AUTHORITY, F.UNLESS)),
    ("sells a rescue", lambda s: s.times(F.HELPER) >= 2 and s.has(F.PAY) and s.has(F.METHOD)),
    ("tells of a rescuer, and his price", lambda s: s.times(F.HELPER) >= 2 and s.has(F.OWN_DEMAND)),
    (
        "back again and threatening",
        lambda s: count(s.hits, AFTER) and s.demand and (s.threat or s.has(F.UNLESS)),
    ),
    ("knows your people, and pay or else", lambda s: s.people and s.has(F.PAY) and s.has(F.UNLESS)),
    ("an ex who orders", lambda s: s.times(F.KNOWN) >= 2 and s.has(F.OBEY) and s.has(F.UNLESS)),
    ("paid, and it goes on", lambda s: s.times(F.AGAIN) >= 2 and (s.threat or s.has(F.PROMISE))),
    (
        "nothing but threats",
        lambda s: (
            s.threat and s.pressure and (s.times(F.EXPOSE, F.TRAP) >= 4 or (s.named and s.times(F.TRAP) >= 2))
        ),
    ),
    ("has the list and will send", lambda s: s.people and (s.threat or s.has(F.RUIN))),
    (
        "shame before your people, for money",
        lambda s: s.named and s.has(F.RUIN) and s.demand and s.has(F.HURRY),
    ),
)

#: How a telephone names those who threaten to tell your father, and what that takes away.
KIN = frozenset({
    "mum", "mom", "mama", "mamma", "mamá", "maman", "mutter", "mutti", "mãe", "mae",
    "madre", "mamo", "moeder", "dad", "papa", "papá", "papà", "vater", "vati", "pai",
    "padre", "tata", "tato", "vader", "pap", "granny", "grandma", "nan", "oma", "opa", "abuela", "nonna",
    "babcia",
})  # fmt: skip
IN_EARNEST = 9
#: The sign that somebody says in the first person that they got in.
ENTERED = "hacked-device"
#: What makes up a mass mail's hold over the reader.
_SPOKEN_TO = (F.HACKED, F.WATCHED, F.SPLIT, F.PASSWORD, F.OWN_SENDER)


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is said. ``mail``: with the make of a mass e-mail; ``letter``: one side, in whole sentences.

    ``jokes``: what the tone takes away, see :func:`laughter`.
    """

    mail: bool = False
    letter: bool = False
    jokes: int = 0


def strength(hits: ByFamily, manner: Manner) -> int:
    """0 where what is said to the reader makes no blackmail with pictures; else 1 (just) to 3 (plainly)."""
    seen = scene(hits)
    if is_something_else(seen):
        return 0
    to_you = seen.yours or seen.named or seen.threat or seen.has(*_SPOKEN_TO)
    paid = seen.named and seen.has(F.COIN) and seen.has(F.PAY, F.UNTRACEABLE)
    hold = seen.claim or seen.threat or paid or seen.has(*_SPOKEN_TO, F.ADULT_SITE)
    if (
        manner.mail
        and to_you
        and hold
        and (seen.matter or seen.has(F.WATCHED, F.SPLIT) or broke_in(hits) or paid)
    ):
        return 3 if count(hits, (*MAIL, *CLAIM, *THREAT, *DEMAND)) >= 6 else 2
    if manner.letter and not _meant_for_you(seen):
        return 0
    bare = sum(bool(holds(seen)) for _, holds in BARE)
    if not seen.matter:
        return int(bare > _lightness(seen, manner))
    grounds = sum(bool(holds(seen)) for _, holds in GROUNDS) or min(1, bare)
    hints = sum(bool(holds(seen)) for _, holds in HINTS)
    return max(0, min(3, (grounds + hints if grounds else hints // 2) - _lightness(seen, manner)))


def broke_in(hits: ByFamily) -> bool:
    """The opening of the standard mail, without the rest: they got in, and have been looking on."""
    entered = any(one.sign_id == ENTERED for one in hits.get(F.HACKED, ()))
    return entered and count(hits, (F.WATCHED, F.OWN_SENDER, F.SPLIT)) > 0


def _lightness(seen: Scene, manner: Manner) -> int:
    """Jokes count for nothing beside a wallet, a list of people, an old price or an ex who wants something."""
    earnest = (
        seen.people or seen.has(F.COIN, F.METHOD, F.MINOR, F.AGAIN, F.RETURNED) or seen.times(F.KNOWN) >= 2
    )
    return 0 if earnest else manner.jokes


def _meant_for_you(seen: Scene) -> bool:
    """A letter of some length says what it holds over the reader; an advertisement only has the words."""
    return bool(
        seen.claim
        or seen.has(
            F.HACKED,
            F.WATCHED,
            F.ADULT_SITE,
            F.PASSWORD,
            F.SPLIT,
            F.MADE,
            F.MINOR,
            F.KNOWN,
            F.NO_PROOF,
            F.NAKED,
        )
        or (seen.has(F.AGAIN) and (seen.yours or seen.threat))
        or count(seen.hits, _BREAK_IN) >= 2
        or (seen.threat and (seen.yours or seen.has(F.RUIN, F.AUTHORITY)))
        or (seen.has(F.HELPER) and seen.yours)
    )


def is_something_else(seen: Scene) -> bool:
    """Other extortion, or an honest letter: its signs are there, and no claim of pictures of the reader is."""
    threatened = seen.has(F.EXPOSE)
    if seen.has(F.MINOR) and seen.demand:
        return False
    if seen.times(F.MONEY) >= 2 and not (seen.claim or seen.has(*_BREAK_IN)):
        return True
    if seen.times(F.HELPER) >= 2 and seen.demand and seen.matter:
        return False
    if seen.has(F.MONEY) and not (seen.claim or seen.has(*_BREAK_IN) or (threatened and seen.yours)):
        return True
    if seen.has(F.RANSOM, F.LEAK, F.BOMB, F.HITMAN, F.ACCUSATION):
        watched = seen.has(F.WATCHED) and seen.has(F.MATTER)
        return not (seen.has(F.RECORDED, F.SPLIT) or watched or (threatened and seen.has(F.YOURS)))
    if seen.has(F.COIN) or (threatened and seen.has(F.MATTER)):
        return False
    if seen.has(F.UNLESS) and seen.has(F.PAY) and seen.matter and not seen.has(F.DEBT, F.LEGAL):
        return False
    return seen.has(F.LEGAL) or (
        seen.has(F.DEBT, F.PHISHING) and not seen.has(F.HACKED, F.HOLDS, F.ADULT_SITE, F.AGAIN, F.RETURNED)
    )


def laughter(found: Sequence[Found], speaker: str, *, alone: bool) -> int:
    """How many grounds the tone takes away: jokes and tenderness from the first threat on.

    The other side's laughter weighs most: nobody laughs with a blackmailer. ``alone``: nobody else speaks.
    """
    late = (*CLAIM, *THREAT, *PRESSURE, *DEMAND)
    first = next((one.turn for one in found if one.speaker == speaker and one.family in late), 0)
    weight = IN_EARNEST if fold(speaker).strip() in KIN else 0
    for one in found:
        if one.turn >= first and one.family is F.JOKING:
            weight += 3 if one.speaker != speaker else 2 if alone else 1
        elif one.turn >= first and one.family is F.TENDER and one.speaker == speaker:
            weight += 1
    return weight
