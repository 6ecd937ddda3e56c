"""The rules against abuse, each with its measure. No rule here is an opinion about a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from holdfast.errors import NoFingerprintUnder18, NotAFingerprint, RequestKeyWeak, TooManyPictures, TooPlain
from holdfast.takedown.exchange.values import AgeInPicture, Fingerprint, Kind

#: Bits set in a PDQ. 600 drawn pictures and landscapes all had 128, as a median makes it; a white page 60, a page
#: half black 96 (PyPI pdqhash 0.2.8, 2026-11-22). Eight on both sides for other makers of PDQ.
FEWEST_BITS, MOST_BITS = 120, 136
#: Below this PDQ itself calls a picture too plain (ThreatExchange, pdq/README).
LOWEST_QUALITY = 50
#: A hash from so many cases that know nothing of each other waits for the operator.
MANY_CASES = 5
#: As it does when so many partners say "not blocked".
MANY_REFUSALS = 2
#: Pictures and videos in one submission, and fingerprints of one of them (raw, turned, 512, mirrored, key frames).
MOST_ITEMS, MOST_OF_ONE = 200, 64
#: Characters of the random key that makes a submission safe to repeat: 128 bits as hex.
SHORTEST_REQUEST_KEY, LONGEST_REQUEST_KEY = 32, 128
#: Cases an hour from one network before the next ones queue.
PER_NETWORK = 10
#: Seconds that each further one waits, and the longest wait.
WAIT_STEP, LONGEST_WAIT = 120, 6 * 3600
#: MD5 of nothing at all (RFC 1321, A.5).
_EMPTY_MD5 = bytes.fromhex("d41d8cd98f00b204e9800998ecf8427e")
_HEX = re.compile(r"[0-9a-f]+")
_CHILD = re.compile(r"csam|csae|ncmec|iwf|minor|child|under.?18|teen|underage", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One picture or video: its fingerprints as sent, hex, with what the device says of the quality (0–100)."""

    kind: Kind
    hashes: tuple[str, ...]
    quality: int = 100


def adults_only(age: AgeInPicture) -> None:
    """The hard rule. Raises NoFingerprintUnder18 unless the person said: 18 or older in the picture."""
    if age is not AgeInPicture.ADULT:
        raise NoFingerprintUnder18(age.value)


def no_child_tags(tags: tuple[str, ...]) -> None:
    """The same rule at the partners' door: a tag that speaks of a child. Raises NoFingerprintUnder18."""
    if any(_CHILD.search(tag) for tag in tags):
        raise NoFingerprintUnder18("tag")


def admitted(items: tuple[Item, ...]) -> tuple[tuple[int, Fingerprint], ...]:
    """Item number (from 1) and fingerprint, without doubles. All are looked at before one is taken.

    Raises TooManyPictures, NotAFingerprint, TooPlain.
    """
    if not 1 <= len(items) <= MOST_ITEMS or max(len(item.hashes) for item in items) > MOST_OF_ONE:
        raise TooManyPictures(f"{len(items)} items", limit=MOST_ITEMS)
    found: dict[Fingerprint, int] = {}
    for number, item in enumerate(items, 1):
        if item.quality < LOWEST_QUALITY or not item.hashes:
            raise TooPlain(f"quality {item.quality}, {len(item.hashes)} hashes", number=number)
        for text in item.hashes:
            found.setdefault(fingerprint_of(item.kind, text, number), number)
    return tuple((number, fingerprint) for fingerprint, number in found.items())


def fingerprint_of(kind: Kind, text: str, number: int) -> Fingerprint:
    """From hex, large or small letters. Raises NotAFingerprint, TooPlain; ``number`` is for their words."""
    small = text.strip().lower()
    if len(small) != 2 * kind.size or not _HEX.fullmatch(small):
        raise NotAFingerprint(f"{kind.name}: {len(small)} characters", number=number)
    value = bytes.fromhex(small)
    if len(set(value)) == 1 or value == _EMPTY_MD5:
        raise NotAFingerprint(f"{kind.name}: one byte repeated, or of nothing", number=number)
    bits = int.from_bytes(value, "big").bit_count()
    if kind is Kind.PHOTO and not FEWEST_BITS <= bits <= MOST_BITS:
        raise TooPlain(f"{bits} bits", number=number)
    return Fingerprint(kind, value)


def request_key_of(typed: str) -> str:
    """Raises RequestKeyWeak for one that is no long random text."""
    good = typed.isascii() and typed.isalnum() and SHORTEST_REQUEST_KEY <= len(typed) <= LONGEST_REQUEST_KEY
    if not good or len(set(typed)) < 8:
        raise RequestKeyWeak(f"{len(typed)} characters")
    return typed


def wait_for(earlier: int) -> int:
    """Seconds until publication for a case after ``earlier`` others of its network in this hour: never refused."""
    return min(LONGEST_WAIT, max(0, earlier + 1 - PER_NETWORK) * WAIT_STEP)
