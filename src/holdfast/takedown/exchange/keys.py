"""What the exchange seals and recognises with. All of it comes from the pepper, by HKDF with labels (decision 0089)."""

from __future__ import annotations

import base64
import hmac
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.errors import Tampered
from holdfast.takedown.exchange.values import Chance, Fingerprint, Kind

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
#: 80 bits: enough that no number is met twice, short enough to copy by hand.
_NUMBER_CHARACTERS = 16
#: 160 bits of secret: nobody guesses it, so that it needs no stretching.
_SECRET_CHARACTERS = 32
_READ_AS = str.maketrans("oil", "011")


class ExchangeKeys:
    """The keys of one exchange. Never shown by ``repr``."""

    def __init__(self, pepper: bytes, chance: Chance) -> None:
        self._pepper = pepper
        self._chance = chance

    def __repr__(self) -> str:
        return "ExchangeKeys(hidden)"

    def tag(self, fingerprint: Fingerprint) -> bytes:
        """32 bytes by which an equal fingerprint is found again; without the pepper they say nothing."""
        return self.mark("tag", bytes([fingerprint.kind]) + fingerprint.value)

    def mark(self, label: str, value: bytes) -> bytes:
        """HMAC-SHA-256 under the key of this label."""
        return hmac.digest(self._derived(label), value, "sha256")

    def seal(self, fingerprint: Fingerprint, tag: bytes) -> bytes:
        """AES-256-GCM: nonce, then the sealed value, bound to its row."""
        nonce = self._chance(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, fingerprint.value, bytes([fingerprint.kind]) + tag)

    def open(self, kind: Kind, sealed: bytes, tag: bytes) -> Fingerprint:
        """Raises :class:`Tampered` for other bytes, another row or another key."""
        from cryptography.exceptions import InvalidTag

        try:
            value = self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bytes([kind]) + tag)
        except (InvalidTag, ValueError) as refused:
            raise Tampered("a sealed fingerprint does not open") from refused
        return Fingerprint(kind, value)

    def number_for(self, request_key: str) -> tuple[str, str]:
        """Case number and secret. The same key gives the same two, so that a repeated request changes nothing."""
        made = self.mark("case", request_key.encode())
        more = self.mark("case secret", request_key.encode())
        return _letters(made)[:_NUMBER_CHARACTERS], _letters(more)[:_SECRET_CHARACTERS]

    def _derived(self, label: str) -> bytes:
        """One for each label, kept: a feed page uses the same one a thousand times."""
        found = self._made.get(label)
        if found is None:
            found = self._made[label] = _hkdf(self._pepper, f"holdfast/exchange/1/{label}".encode())
        return found

    @cached_property
    def _made(self) -> dict[str, bytes]:
        return {}

    @cached_property
    def _aead(self) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._derived("seal"))


def plain_number(typed: str) -> str:
    """A typed number or secret as it was made: small letters, no spaces or hyphens, o i l read as 0 1 1."""
    return "".join(c for c in typed.lower().translate(_READ_AS) if c.isascii() and c.isalnum())


def in_groups(plain: str) -> str:
    """``abcd-efgh-…``: what a person is shown."""
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def new_key(chance: Chance) -> str:
    """A partner's key: 160 bits in small letters and digits; no comma, which separates keys in TX_STOPNCII_KEYS."""
    return _letters(chance(20))


def _letters(value: bytes) -> str:
    """Five bits a sign, as Crockford's base 32 without i l o u: no two signs look alike."""
    plain = base64.b32encode(value).decode("ascii").rstrip("=")
    return plain.translate(_CROCKFORD)


_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")


def _hkdf(secret: bytes, label: bytes) -> bytes:
    """RFC 5869 with SHA-256, no salt, 32 bytes: one block of expansion."""
    extracted = hmac.digest(bytes(sha256().digest_size), secret, "sha256")
    return hmac.digest(extracted, label + b"\x01", "sha256")
