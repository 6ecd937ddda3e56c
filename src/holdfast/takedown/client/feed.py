"""A typed client of the hash feed (docs/formats/hash-feed-1.md). What is not as the format says is never used."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from holdfast.errors import FeedBroken, FeedRefused, FeedUnreachable
from holdfast.takedown.exchange.values import Feedback, Kind, Status

#: The page size of the public client.
PAGE = 800
#: Tries of one request, and the seconds between them: doubled each time, or what Retry-After says up to LONGEST.
TRIES, FIRST_WAIT, LONGEST_WAIT = 5, 0.5, 60.0
#: A page of 5,000 records with feedback is about 2 MB.
MOST_BYTES = 64 * 1024 * 1024
_KINDS = {kind.signal_type: kind for kind in Kind}
_STATUSES = {"Received": Status.RECEIVED, "Active": Status.ACTIVE}
_GONE = ("Withdrawn", "Deleted")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers with small letters, body whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """``base``: address of the exchange up to ``/v1``. A key that is empty cannot be used."""

    base: str
    subscription: str
    fetch: str
    feedback: str = ""
    submit: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class FeedRecord:
    """``value``: bytes of the PDQ or MD5. ``active``: match it; else stop matching it."""

    kind: Kind
    value: bytes
    active: bool
    last_mod: int


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """``token`` is "" at the end; ``next_set`` is the time to start from the next time."""

    records: tuple[FeedRecord, ...]
    token: str
    next_set: int


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What was found about a fingerprint."""

    value: bytes
    feedback: Feedback
    tags: tuple[str, ...] = ()


#: (method, address, headers, body or None) → Answer. Raises OSError where nobody answers.
Transport = Callable[[str, str, Mapping[str, str], bytes | None], Answer]


class FeedClient:
    """One exchange. ``transport`` and ``sleep`` are given by tests."""

    def __init__(
        self, keys: Keys, transport: Transport | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._keys = keys
        self._transport = transport or over_http
        self._sleep = sleep

    def page(self, start: int, token: str = "", size: int = PAGE) -> Page:
        """Raises FeedRefused (keys), FeedUnreachable, FeedBroken (cut, or not as the format says)."""
        asked = {"startTimestamp": start, "pageSize": size} | ({"nextPageToken": token} if token else {})
        return page_of(self._ask("GET", "FetchHashes?" + urlencode(asked), self._keys.fetch, None), start)

    def feedback(self, reports: Iterable[Report]) -> None:
        """``SubmitFeedback``; the same twice does no harm. Raises as :meth:`page`."""
        told = [
            {"hashValue": one.value.hex(), "feedbackValue": one.feedback.value, "tags": list(one.tags)}
            for one in reports
        ]
        self._post("SubmitFeedback", self._keys.feedback, {"count": len(told), "hashFeedbacks": told})

    def submit(self, kind: Kind, reports: Iterable[Report]) -> None:
        """``SubmitHashes``: fingerprints of your own. Raises as :meth:`page`."""
        told = [
            {
                "signalType": kind.signal_type,
                "hashValue": one.value.hex(),
                "CSPFeedbacks": [{"feedbackValue": one.feedback.value, "tags": list(one.tags)}],
            }
            for one in reports
        ]
        self._post("SubmitHashes", self._keys.submit, {"count": len(told), "hashRecords": told})

    def _post(self, endpoint: str, key: str, told: object) -> None:
        self._ask("POST", endpoint, key, json.dumps(told).encode())

    def _ask(self, method: str, path: str, key: str, body: bytes | None) -> bytes:
        """Tries again where that can help: all our requests may be repeated."""
        wait, trouble = FIRST_WAIT, ""
        for last in (*[False] * (TRIES - 1), True):
            try:
                answer = self._transport(method, f"{self._keys.base}/{path}", self._headers(key, body), body)
            except OSError as nobody:
                trouble = type(nobody).__name__
            else:
                if answer.status == 200:
                    return answer.body
                if answer.status < 500 and answer.status != 429:
                    raise FeedRefused(f"status {answer.status}", status=answer.status)
                trouble = f"status {answer.status}"
                wait = max(wait, _seconds(answer.headers.get("retry-after", "")))
            if not last:
                self._sleep(min(wait, LONGEST_WAIT))
                wait *= 2
        raise FeedUnreachable(trouble)

    def _headers(self, key: str, body: bytes | None) -> dict[str, str]:
        headers = {"x-functions-key": key, "Ocp-Apim-Subscription-Key": self._keys.subscription}
        return headers | ({"Content-Type": "application/json"} if body is not None else {})


def page_of(body: bytes, start: int) -> Page:
    """Reads a page, all of it or none. Records of kinds we do not know are passed over. Raises FeedBroken."""
    try:
        told = json.loads(body)
        records = [_record(one) for one in told["hashRecords"]]
        token, next_set = told["nextPageToken"] or "", told["nextSetTimestamp"]
        count, more = told["count"], told["hasMoreRecords"]
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError) as broken:
        raise FeedBroken(f"{type(broken).__name__} in {len(body)} bytes") from broken
    if count != len(records) or type(next_set) is not int or not isinstance(token, str):
        raise FeedBroken("count, token or time")
    if next_set < start or bool(more) is not bool(token):
        raise FeedBroken("a time that goes back, or more without a token")
    return Page(tuple(filter(None, records)), token, next_set)


def _record(one: Any) -> FeedRecord | None:
    kind = _KINDS.get(one["signalType"])
    status, last_mod = one["hashStatus"], one["lastModtimestamp"]
    if kind is None or (status not in _GONE and status not in _STATUSES):
        return None
    value = bytes.fromhex(one["hashValue"])
    if len(value) != kind.size or type(last_mod) is not int:
        raise ValueError("a hash of another length")
    return FeedRecord(kind, value, _STATUSES.get(status) is Status.ACTIVE, last_mod)


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() else 0.0


def over_http(method: str, address: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
    """A request by urllib: TLS is verified, redirects with keys in them are not followed. Raises OSError."""
    if not address.startswith(("https://", "http://")):
        raise FeedRefused("address", status=0)
    asked = urllib.request.Request(address, data=body, headers=dict(headers), method=method)  # noqa: S310
    try:
        with _OPENER.open(asked, timeout=60) as found:
            return _answer(found)
    except urllib.error.HTTPError as refused:
        with refused:
            return _answer(refused)


def _answer(found: Any) -> Answer:
    """Raises OSError where the body is shorter than announced."""
    headers = {name.lower(): value for name, value in found.headers.items()}
    body: bytes = found.read(MOST_BYTES)
    if headers.get("content-length", str(len(body))) != str(len(body)):
        raise OSError("a body cut short")
    return Answer(found.status, headers, body)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)
