"""Sends what a platform found back to the exchange. A report is on the disk before it is sent, and until it arrived."""

from __future__ import annotations

import json
from dataclasses import dataclass

from holdfast.errors import FeedRefused, FeedUnreachable
from holdfast.takedown.client.feed import FeedClient, Report
from holdfast.takedown.client.mirror import Mirror, put_report
from holdfast.takedown.exchange.values import Clock, Feedback

#: Reports in one request.
BATCH = 200
#: Seconds until a report that could not be sent is tried again: doubled each time, up to an hour.
FIRST_WAIT, LONGEST_WAIT = 30, 3600


@dataclass(frozen=True, slots=True)
class Sent:
    """``waiting``: to be tried again later; ``refused``: the exchange will never take them."""

    sent: int
    waiting: int
    refused: int


class Reporter:
    """The outbox in the mirror's file."""

    def __init__(self, mirror: Mirror, client: FeedClient, clock: Clock) -> None:
        self._mirror, self._client, self._clock = mirror, client, clock

    def report(self, report: Report) -> None:
        """Keeps it; :meth:`send` sends it. Once this returns, a crash loses nothing. Raises NotSaved."""
        with self._mirror.saving():
            put_report(
                self._mirror.connection,
                report.value,
                report.feedback,
                json.dumps(report.tags),
                self._now(),
            )

    def send(self) -> Sent:
        """Sends all that is due. Never raises for an exchange that is away: then it waits longer each time."""
        sent, refused = 0, 0
        while due := self._due():
            done, bad = self._send(due)
            sent, refused = sent + done, refused + bad
            if not done and not bad:
                break
        waiting = self._mirror.look().waiting_reports
        return Sent(sent, waiting, refused)

    def _send(self, due: list[Report]) -> tuple[int, int]:
        """Sent and refused. A refused batch is sent one by one, so that a bad report holds up no other."""
        try:
            self._client.feedback(due)
        except FeedUnreachable:
            self._later(due)
            return 0, 0
        except FeedRefused as refused:
            if refused.words["status"] in (401, 403):
                self._later(due)
                return 0, 0
            if len(due) == 1:
                self._refused(due[0])
                return 0, 1
            found = [self._send([one]) for one in due]
            return sum(one[0] for one in found), sum(one[1] for one in found)
        with self._mirror.saving():
            # Only what was sent: a newer word that came meanwhile stays.
            self._mirror.connection.executemany(
                "DELETE FROM outbox WHERE value = ? AND feedback = ? AND tags = ?",
                [(one.value, one.feedback.value, json.dumps(one.tags)) for one in due],
            )
        return len(due), 0

    def _due(self) -> list[Report]:
        found = self._mirror.connection.execute(
            "SELECT value, feedback, tags FROM outbox WHERE refused = 0 AND due <= ? ORDER BY due LIMIT ?",
            (self._now(), BATCH),
        )
        return [Report(bytes(v), Feedback(f), tuple(json.loads(tags))) for v, f, tags in found]

    def _later(self, due: list[Report]) -> None:
        with self._mirror.saving():
            self._mirror.connection.executemany(
                "UPDATE outbox SET tries = tries + 1, due = ? + min(?, ? << min(tries, 12)) WHERE value = ?",
                [(self._now(), LONGEST_WAIT, FIRST_WAIT, one.value) for one in due],
            )

    def _refused(self, one: Report) -> None:
        with self._mirror.saving():
            self._mirror.connection.execute("UPDATE outbox SET refused = 1 WHERE value = ?", (one.value,))

    def _now(self) -> int:
        return int(self._clock().timestamp())
