"""The exchange, whole: what the doors call. Clock, chance, store and pepper come in by the door."""

from __future__ import annotations

import hmac
import math
import threading
from dataclasses import replace
from pathlib import Path

from holdfast.errors import NotAPartner, NotAsWritten, TooFast, WrongExchangeKey
from holdfast.takedown.exchange import feed, operators, partners, persons, rules, submitting
from holdfast.takedown.exchange.keys import ExchangeKeys
from holdfast.takedown.exchange.ledger import A_PERSON, NOBODY, Figure, count, note
from holdfast.takedown.exchange.partners import IssuedKeys, Partner, Wish
from holdfast.takedown.exchange.publishing import last_change, publish_due, remember_moved
from holdfast.takedown.exchange.rules import Item
from holdfast.takedown.exchange.store import Database
from holdfast.takedown.exchange.values import AgeInPicture, Chance, Clock, FeedPage, Position, Scope

#: Requests a second that a partner may make on the average, and how many seconds' worth at once. A full scan of a
#: million needs 1,250.
RATE, BURST_SECONDS = 40.0, 5


class Exchange:
    """One exchange on one store. Safe for several threads; several processes may share a store."""

    def __init__(
        self, database: Database, pepper: bytes, *, clock: Clock, chance: Chance, rate: float = RATE
    ) -> None:
        """``rate``: see :data:`RATE`. Raises WrongExchangeKey where the store was sealed with another pepper."""
        self.database = database
        self.keys = ExchangeKeys(pepper, chance)
        self._clock, self._chance, self._rate = clock, chance, rate
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()
        self._check_pepper()

    def now(self) -> int:
        """Unix seconds."""
        return int(self._clock().timestamp())

    # --- partners' software --------------------------------------------------------------------------------

    def admit(self, scope: Scope, subscription: str, function: str, address: str) -> Partner:
        """The partner whose keys these are. Raises NotAPartner, TooFast; both are in the audit log."""
        try:
            partner = partners.authenticate(
                self.database, self.keys, scope, subscription, function, address, self.now()
            )
        except NotAPartner:
            with self.database.writing() as work:
                note(work, self.now(), NOBODY, scope.value, "refused")
            raise
        self._spend(partner)
        return partner

    def fetch(self, partner: Partner, start: int, token: str, size: int) -> FeedPage:
        """One page, noted as sent. ``size`` above the largest page means the largest. Raises NotAsWritten."""
        if size < 1 or start < 0:
            raise NotAsWritten("numbers", what="startTimestamp is 0 or more, pageSize 1 or more")
        now = self.now()
        if self.database.read("SELECT 1 FROM records WHERE due <= %s LIMIT 1", now):
            with self.database.publishing() as work:
                publish_due(work, now)
        before = last_change(self.database.read)
        found = feed.page(self.database, self.keys, partner, start, token, min(size, feed.LARGEST_PAGE), now)
        asked_from = feed.position_of(token) if token else Position(start, -1)
        until = found.records[-1].position if found.records else None
        with self.database.writing() as work:
            partners.advance(work, partner.partner_id, asked_from, until, now)
            if last_change(work.run) != before:
                sent = [(self.keys.tag(r.fingerprint), r.status, r.position) for r in found.records]
                remember_moved(work, partner.partner_id, sent, now)
            count(work, now, partner.partner_id, Figure.FETCHED, len(found.records))
            if partner.last_fetch:
                count(work, now, partner.partner_id, Figure.LAG, now - partner.last_fetch)
            note(work, now, partner.name, Scope.FETCH.value, "ok", len(found.records))
        return found

    def feedback(self, partner: Partner, told: object) -> int:
        """A ``SubmitFeedback`` body. Returns how many fingerprints changed. Raises NotAsWritten, NotAFingerprint."""
        with self.database.publishing() as work:
            now = self.now()
            changed = submitting.take_feedback(work, self.keys, partner, told, now)
            note(work, now, partner.name, Scope.FEEDBACK.value, "ok", changed)
        return changed

    def partner_hashes(self, partner: Partner, told: object) -> int:
        """A ``SubmitHashes`` body. Returns how many were new. Raises NotAsWritten, NotAFingerprint, TooPlain,
        NoFingerprintUnder18."""
        with self.database.publishing() as work:
            now = self.now()
            new = submitting.take_hashes(work, self.keys, partner, told, now)
            note(work, now, partner.name, Scope.SUBMIT.value, "ok", new)
        return new

    # --- people ------------------------------------------------------------------------------------------

    def submit(
        self, items: tuple[Item, ...], *, age: AgeInPicture, request_key: str, network: str = ""
    ) -> persons.NewTakedown:
        """A new take-down. ``request_key``: 32 or more random letters and digits made on the device; sent twice, it
        answers the same and changes nothing. ``network``: of who asks, as text; kept only as a hash for a day.

        Raises NoFingerprintUnder18, TooManyPictures, NotAFingerprint, TooPlain, RequestKeyWeak.
        """
        rules.adults_only(age)
        key = rules.request_key_of(request_key)
        prints = rules.admitted(items)
        with self.database.publishing() as work:
            now = self.now()
            case_id, told, new = persons.make(work, self.keys, key, now, self._chance)
            if new:
                due = persons.queue(work, self._network_tag(network, now), now) if network else None
                submitting.take_in(work, self.keys, prints, case_id, now, due)
            return replace(told, items=persons.next_item(work, case_id))

    def add(
        self, number: str, secret: str, items: tuple[Item, ...], *, age: AgeInPicture, network: str = ""
    ) -> int:
        """More pictures for a take-down; what it has already changes nothing. Returns how many fingerprints were new.

        Raises as :meth:`submit`, and WrongNumber.
        """
        rules.adults_only(age)
        prints = rules.admitted(items)
        with self.database.publishing() as work:
            now = self.now()
            case_id, _ = persons.find(work, self.keys, number, secret)
            due = persons.queue(work, self._network_tag(network, now), now) if network else None
            after = persons.next_item(work, case_id)
            numbered = [(after + item, fingerprint) for item, fingerprint in prints]
            new = submitting.take_in(work, self.keys, numbered, case_id, now, due)
            note(work, now, A_PERSON, "case.add", "ok")
        return new

    def status(self, number: str, secret: str) -> persons.TakedownStatus:
        """What became of it, at every platform. Raises WrongNumber."""
        return persons.status(self.database, self.keys, number, secret)

    def withdraw(self, number: str, secret: str, items: frozenset[int] | None = None) -> int:
        """Asks partners to stop matching these items (None: all). Returns how many fingerprints. Raises WrongNumber."""
        with self.database.publishing() as work:
            now = self.now()
            case_id, _ = persons.find(work, self.keys, number, secret)
            gone = submitting.withdraw_links(work, case_id, items, now)
            note(work, now, A_PERSON, "case.withdraw", "ok")
        return gone

    def delete(self, number: str, secret: str, *, keep: bool) -> None:
        """Deletes the take-down; the pictures stay blocked (``keep``) or are withdrawn. Raises WrongNumber."""
        with self.database.publishing() as work:
            persons.delete(work, self.keys, number, secret, self.now(), self._chance, keep=keep)

    def partners_now(self) -> tuple[tuple[Partner, bool], ...]:
        """Every partner that is not revoked, and whether it fetched in the last 24 hours; the recent ones first.

        Offer the exchange only where one is recent, and show both lists of names.
        """
        now = self.now()
        found = [p for p in partners.all_partners(self.database) if not p.revoked]
        told = [(p, bool(p.last_fetch) and now - p.last_fetch <= persons.LATELY) for p in found]
        return tuple(sorted(told, key=lambda one: (not one[1], one[0].name)))

    # --- whoever runs it ---------------------------------------------------------------------------------

    def create_partner(self, wish: Wish, who: str) -> IssuedKeys:
        """Keys are shown once. Raises BadPartner, PartnerExists."""
        with self.database.publishing() as work:
            return partners.create(work, self.keys, wish, self.now(), self._chance, who)

    def rotate(self, name: str, who: str, overlap: int = partners.OVERLAP) -> IssuedKeys:
        """New keys; the old ones go on for ``overlap`` seconds. Raises NoSuchPartner."""
        partner = partners.partner_named(self.database, name)
        with self.database.writing() as work:
            return partners.rotate(work, self.keys, partner, self.now(), self._chance, who, overlap)

    def revoke(self, name: str, who: str) -> None:
        """Raises NoSuchPartner."""
        partner = partners.partner_named(self.database, name)
        with self.database.writing() as work:
            partners.revoke(work, partner, self.now(), who)

    def new_operator(self, name: str) -> str:
        """A sign-in token, shown once. Raises BadPartner, PartnerExists."""
        with self.database.writing() as work:
            return operators.new_operator(work, self.keys, name, self.now(), self._chance)

    def end_operator(self, name: str) -> None:
        """Raises NoSuchPartner."""
        with self.database.writing() as work:
            operators.end_operator(work, name, self.now())

    def sign_in(self, token: str) -> str | None:
        """A session, or None for a wrong token."""
        with self.database.writing() as work:
            return operators.sign_in(work, self.keys, token, self.now(), self._chance)

    def sign_out(self, session: str) -> None:
        with self.database.writing() as work:
            operators.sign_out(work, self.keys, session)

    def who_is(self, session: str) -> operators.Operator | None:
        """The operator of a session that still runs."""
        return operators.who_is(self.database, self.keys, session, self.now())

    def decide(self, handle: str, decision: operators.Decision, who: str) -> bool:
        """Releases or refuses a held fingerprint. False where nothing is held under this handle."""
        with self.database.publishing() as work:
            return operators.decide(work, handle, decision, self.now(), who)

    def sweep(self) -> int:
        """For a nightly job. Returns how many tombstones went."""
        with self.database.publishing() as work:
            return operators.sweep(work, self.now())

    # --- inside -------------------------------------------------------------------------------------------

    def _network_tag(self, network: str, now: int) -> bytes:
        """With the day's own salt: from one day to the next nothing can be compared."""
        return self.keys.mark(f"network {now // 86_400}", network.encode())

    def _spend(self, partner: Partner) -> None:
        """A bucket that fills at the rate, for each process. Raises TooFast."""
        now, full = self._clock().timestamp(), max(1.0, self._rate * BURST_SECONDS)
        with self._lock:
            left, since = self._buckets.get(partner.partner_id, (full, now))
            left = min(full, left + max(0.0, now - since) * self._rate)
            self._buckets[partner.partner_id] = (left - 1 if left >= 1 else left, now)
        if left < 1:
            raise TooFast("bucket empty", seconds=math.ceil((1 - left) / self._rate))

    def _check_pepper(self) -> None:
        mark = self.keys.mark("check", b"holdfast")
        found = self.database.read("SELECT value FROM meta WHERE name = 'check'")
        if not found:
            with self.database.writing() as work:
                work.run("INSERT INTO meta VALUES ('check', %s) ON CONFLICT (name) DO NOTHING", mark)
            found = self.database.read("SELECT value FROM meta WHERE name = 'check'")
        if not hmac.compare_digest(bytes(found[0][0]), mark):
            raise WrongExchangeKey("another pepper")


def open_exchange(
    address: str, folder: Path, pepper: bytes, *, clock: Clock, chance: Chance, rate: float = RATE
) -> Exchange:
    """On PostgreSQL at ``address``, else in ``folder``/exchange.db. Raises ImportError without psycopg,
    WrongExchangeKey, NewerExchange, NotSaved, Busy."""
    database: Database
    if address:
        from holdfast.takedown.exchange.store_postgres import PostgresDatabase

        database = PostgresDatabase(address)
    else:
        from holdfast.takedown.exchange.store_sqlite import SqliteDatabase

        database = SqliteDatabase(folder / "exchange.db")
    return Exchange(database, pepper, clock=clock, chance=chance, rate=rate)
