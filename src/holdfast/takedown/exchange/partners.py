"""Partners: who may fetch, what their keys open, and how far they have fetched."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.errors import BadPartner, NoSuchPartner, NotAPartner, PartnerExists
from holdfast.takedown.exchange.keys import ExchangeKeys, new_key
from holdfast.takedown.exchange.ledger import note
from holdfast.takedown.exchange.publishing import add
from holdfast.takedown.exchange.store import Database, Work
from holdfast.takedown.exchange.values import START, Chance, Fingerprint, Kind, Position, Scope

#: Endpoint of the key that names the partner itself (``Ocp-Apim-Subscription-Key``).
SUBSCRIPTION = "Subscription"
#: Old keys go on for so long after a rotation, so that nobody has to change them in one moment.
OVERLAP = 7 * 86_400
#: What a person is told about withdrawing there.
WITHDRAWS = ("yes", "no", "unknown")
_NAME = re.compile(r"[\w][\w .&+-]{0,58}[\w.]")
_COLUMNS = (
    "partner_id, name, scopes, networks, case_ids, withdraws, revoked, made, last_mod, sequence, last_fetch"
)


@dataclass(frozen=True, slots=True)
class Partner:
    """A platform. ``reached``: all of the feed up to here was sent to it; ``last_fetch``: Unix seconds, 0 for never.

    ``withdraws``: whether its software stops matching what a person withdrew: yes, no, unknown.
    """

    partner_id: str
    name: str
    scopes: tuple[Scope, ...]
    networks: tuple[str, ...]
    case_ids: bool
    withdraws: str
    revoked: bool
    made: int
    reached: Position
    last_fetch: int

    def lag(self, now: int) -> int | None:
        """Seconds since the last fetch; None where there was none."""
        return None if not self.last_fetch else max(0, now - self.last_fetch)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new partner is to be. ``networks``: addresses or networks its keys are bound to; empty for any."""

    name: str
    scopes: tuple[Scope, ...] = (Scope.FETCH, Scope.FEEDBACK)
    networks: tuple[str, ...] = ()
    case_ids: bool = False
    withdraws: str = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
class IssuedKeys:
    """Shown once; the store keeps only what recognises them."""

    subscription: str
    functions: tuple[tuple[Scope, str], ...]

    def function(self, scope: Scope) -> str:
        """The key of an endpoint. Raises KeyError where the partner has no such scope."""
        return dict(self.functions)[scope]


def all_partners(database: Database) -> tuple[Partner, ...]:
    """By name, the revoked too."""
    found = database.read(f"SELECT {_COLUMNS} FROM partners ORDER BY name")  # noqa: S608
    return tuple(_partner(row) for row in found)


def partner_named(database: Database, name: str) -> Partner:
    """By name or id. Raises NoSuchPartner."""
    for partner in all_partners(database):
        if name in (partner.name, partner.partner_id):
            return partner
    raise NoSuchPartner("by name")


def create(work: Work, keys: ExchangeKeys, wish: Wish, now: int, chance: Chance, who: str) -> IssuedKeys:
    """A partner with keys and a canary of its own. Raises BadPartner, PartnerExists."""
    _check(wish)
    if work.run("SELECT 1 FROM partners WHERE name = %s", wish.name):
        raise PartnerExists("same name")
    partner_id = chance(8).hex()
    scopes, networks = ",".join(scope.value for scope in wish.scopes), ",".join(wish.networks)
    work.run(
        "INSERT INTO partners VALUES (%s, %s, %s, %s, %s, %s, 0, %s, 0, 0, 0)",
        partner_id,
        wish.name,
        scopes,
        networks,
        int(wish.case_ids),
        wish.withdraws,
        now,
    )
    canary = _canary(chance)
    add(work, keys, [(keys.tag(canary), canary)], now, None, only_for=partner_id)
    # With a case like all others, so that it does not stand out.
    work.run("INSERT INTO links VALUES (%s, %s, 1, 1)", keys.tag(canary), f"canary:{partner_id}")
    note(work, now, who, "partner.create", "ok")
    return _issue(work, keys, partner_id, wish.scopes, now, chance)


def rotate(
    work: Work,
    keys: ExchangeKeys,
    partner: Partner,
    now: int,
    chance: Chance,
    who: str,
    overlap: int = OVERLAP,
) -> IssuedKeys:
    """New keys; the old ones end after ``overlap`` seconds, never later than they would have."""
    work.run(
        "UPDATE partner_keys SET ends = %s WHERE partner_id = %s AND (ends IS NULL OR ends > %s)",
        now + overlap,
        partner.partner_id,
        now + overlap,
    )
    note(work, now, who, "partner.rotate", "ok")
    return _issue(work, keys, partner.partner_id, partner.scopes, now, chance)


def revoke(work: Work, partner: Partner, now: int, who: str) -> None:
    """Its keys open nothing from now on. What it said about fingerprints stays."""
    work.run("UPDATE partners SET revoked = 1 WHERE partner_id = %s", partner.partner_id)
    work.run("DELETE FROM partner_keys WHERE partner_id = %s", partner.partner_id)
    note(work, now, who, "partner.revoke", "ok")


def authenticate(
    database: Database,
    keys: ExchangeKeys,
    scope: Scope,
    subscription: str,
    function: str,
    address: str,
    now: int,
) -> Partner:
    """The partner whose two keys these are, asking from a network of theirs. Raises NotAPartner for all else."""
    owners = [
        _owner(database, keys.mark("partner key", typed.encode()), endpoint, now)
        for typed, endpoint in ((subscription, SUBSCRIPTION), (function, scope.value))
    ]
    if owners[0] is None or owners[0] != owners[1]:
        raise NotAPartner("keys")
    found = database.read(f"SELECT {_COLUMNS} FROM partners WHERE partner_id = %s", owners[0])  # noqa: S608
    if not found or found[0][6]:
        raise NotAPartner("revoked")
    partner = _partner(found[0])
    if partner.networks and not _within(address, partner.networks):
        raise NotAPartner("network")
    return partner


def advance(work: Work, partner_id: str, asked_from: Position, until: Position | None, now: int) -> None:
    """Notes that a page was sent: all places from ``asked_from`` up to ``until`` (None: an empty page).

    ``reached`` moves only where nothing was left out between it and the page; so "fetched" is never said of what
    was skipped.
    """
    last_mod, sequence = work.run(
        "UPDATE partners SET last_fetch = %s WHERE partner_id = %s RETURNING last_mod, sequence",
        now,
        partner_id,
    )[0]
    reached = Position(last_mod, sequence)
    if until is None or until <= reached:
        return
    skipped = work.run(
        "SELECT 1 FROM records WHERE (last_mod, sequence) > (%s, %s) AND (last_mod, sequence) < (%s, %s)"
        " AND last_mod > 0 AND (only_for IS NULL OR only_for = %s) LIMIT 1",
        reached.last_mod,
        reached.sequence,
        asked_from.last_mod,
        asked_from.sequence,
        partner_id,
    )
    if skipped:
        return
    place = (until.last_mod, until.sequence, partner_id)
    work.run(
        "UPDATE partners SET last_mod = %s, sequence = %s WHERE partner_id = %s"
        " AND (last_mod, sequence) < (%s, %s)",
        *place,
        until.last_mod,
        until.sequence,
    )
    work.run(
        "INSERT INTO fetches (last_mod, sequence, partner_id, at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        *place,
        now,
    )


def _owner(database: Database, key_tag: bytes, endpoint: str, now: int) -> str | None:
    found = database.read(
        "SELECT partner_id FROM partner_keys WHERE key_tag = %s AND endpoint = %s"
        " AND (ends IS NULL OR ends > %s)",
        key_tag,
        endpoint,
        now,
    )
    return str(found[0][0]) if found else None


def _issue(
    work: Work, keys: ExchangeKeys, partner_id: str, scopes: Sequence[Scope], now: int, chance: Chance
) -> IssuedKeys:
    made = {endpoint: new_key(chance) for endpoint in (SUBSCRIPTION, *(scope.value for scope in scopes))}
    for endpoint, key in made.items():
        work.run(
            "INSERT INTO partner_keys VALUES (%s, %s, %s, %s, NULL)",
            keys.mark("partner key", key.encode()),
            partner_id,
            endpoint,
            now,
        )
    return IssuedKeys(made[SUBSCRIPTION], tuple((scope, made[scope.value]) for scope in scopes))


def _canary(chance: Chance) -> Fingerprint:
    """A PDQ of no picture, with 128 bits as real ones have: half of 256 places, in an order of chance."""
    draw = chance(1024)
    order = sorted(range(256), key=lambda place: draw[4 * place : 4 * place + 4])
    return Fingerprint(Kind.PHOTO, sum(1 << place for place in order[:128]).to_bytes(32, "big"))


def _check(wish: Wish) -> None:
    if not _NAME.fullmatch(wish.name):
        raise BadPartner("name", what="a name has 2 to 60 letters, digits or spaces")
    if not wish.scopes or wish.withdraws not in WITHDRAWS:
        raise BadPartner("scopes", what="give at least one scope")
    for network in wish.networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError as wrong:
            raise BadPartner("network", what="a network looks like 192.0.2.0/24") from wrong


def _within(address: str, networks: tuple[str, ...]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return any(plain in ipaddress.ip_network(network, strict=False) for network in networks)


def _partner(row: tuple[Any, ...]) -> Partner:
    partner_id, name, scopes, networks, case_ids, withdraws, revoked, made, last_mod, sequence, fetched = row
    return Partner(
        partner_id,
        name,
        tuple(Scope(scope) for scope in scopes.split(",")),
        tuple(filter(None, networks.split(","))),
        bool(case_ids),
        withdraws,
        bool(revoked),
        made,
        Position(last_mod, sequence) if last_mod else START,
        fetched,
    )
