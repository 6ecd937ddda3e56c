"""Keys: the case key and what is derived from it, its wraps, the pepper and the locators."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.case.canonical import canonical
from holdfast.case.code import CaseCode, Chance, RecoveryCode
from holdfast.case.stretch import Parameters, Stretcher
from holdfast.errors import CaseLocked, Tampered, WrongCode

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12


class CaseKey:
    """32 random bytes and the keys derived from them. Never shown by ``repr``, never pickled."""

    __slots__ = ("__dict__", "_bytes")

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise Tampered(f"a case key of {len(key)} bytes")
        self._bytes = bytes(key)

    @classmethod
    def new(cls, chance: Chance) -> CaseKey:
        """A fresh key from 32 bytes of ``chance``."""
        return cls(chance(KEY_BYTES))

    def __repr__(self) -> str:
        return "CaseKey(hidden)"

    def __reduce__(self) -> str:
        raise TypeError("a case key is not written down")

    def to_bytes(self) -> bytes:
        """The key itself, for a wrap or a pipe to a child process."""
        return self._bytes

    @cached_property
    def blob_key(self) -> bytes:
        """Wraps the file keys of blobs."""
        return derive(self._bytes, "blob")

    @cached_property
    def row_key(self) -> bytes:
        """Seals rows."""
        return derive(self._bytes, "row")

    @cached_property
    def search_key(self) -> bytes:
        """Makes the tags by which equal bytes are found within one case."""
        return derive(self._bytes, "search")

    @cached_property
    def log_key(self) -> Ed25519PrivateKey:
        """Signs the evidence log."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(derive(self._bytes, "log"))

    @cached_property
    def log_public_key(self) -> bytes:
        """The 32 bytes that verify the log."""
        return self.log_key.public_key().public_bytes_raw()

    def tag(self, text: str) -> bytes:
        """32 bytes that are equal for equal ``text`` in this case and mean nothing outside it."""
        return hmac.digest(self.search_key, text.encode(), "sha256")


def derive(key: bytes, label: str) -> bytes:
    """HKDF-SHA256 (RFC 5869), empty salt, info ``holdfast/case/1/`` and the label; 32 bytes."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"holdfast/case/1/{label}".encode()).derive(key)


# --- a code's wrap of the case key -----------------------------------------------------------------------


#: A recovery code that belongs to somebody the person trusts; it can be ended without touching the others.
TRUSTED = "trusted"


@dataclass(frozen=True, slots=True, repr=False)
class Wrap:
    """The case key as one code can open it. ``commitment`` binds the stretched secret: GCM alone does not.

    ``kind`` is ``code``, ``recovery`` or ``trusted``; ``locator`` 32 bytes, ``salt`` 16, ``commitment`` 32,
    ``sealed`` 12 of nonce and 48 of AES-256-GCM.
    """

    case_id: str
    kind: str
    locator: bytes
    salt: bytes
    parameters: Parameters
    commitment: bytes
    sealed: bytes


def wrap_for_code(
    key: CaseKey,
    code: CaseCode | RecoveryCode,
    *,
    case_id: str,
    pepper: bytes,
    stretcher: Stretcher,
    chance: Chance,
    kind: str = "",
    parameters: Parameters | None = None,
) -> Wrap:
    """The wrap to store for ``code``; ``kind`` where it is not the code's own. Stretches once."""
    parameters = parameters or Parameters()
    salt = chance(SALT_BYTES)
    stretched = stretcher.stretch(code.secret_bytes, salt, parameters)
    nonce = chance(NONCE_BYTES)
    kind = kind or code.KIND
    context = _wrap_context(case_id, kind, salt, parameters)
    sealed = nonce + _aead(derive(stretched, "wrap")).encrypt(nonce, key.to_bytes(), context)
    commitment = derive(stretched, "commit")
    return Wrap(case_id, kind, locator(code, pepper), salt, parameters, commitment, sealed)


def unwrap_with_code(
    wrap: Wrap | None, code: CaseCode | RecoveryCode, *, pepper: bytes, stretcher: Stretcher
) -> CaseKey:
    """The case key. Stretches once, whether or not there is a wrap.

    Raises :class:`WrongCode` for no wrap and for a wrong secret, :class:`Tampered` when the commitment holds
    but the wrap does not.
    """
    parameters = wrap.parameters if wrap else Parameters()
    salt = wrap.salt if wrap else fake_salt(code, pepper)
    stretched = stretcher.stretch(code.secret_bytes, salt, parameters)
    expected = wrap.commitment if wrap else bytes(KEY_BYTES)
    if not hmac.compare_digest(derive(stretched, "commit"), expected) or wrap is None:
        raise WrongCode("no wrap opens")
    context = _wrap_context(wrap.case_id, wrap.kind, salt, parameters)
    return CaseKey(_opened(derive(stretched, "wrap"), wrap.sealed, context))


def _wrap_context(case_id: str, kind: str, salt: bytes, parameters: Parameters) -> bytes:
    return canonical(
        {
            "case": case_id,
            "kind": kind,
            "salt": salt.hex(),
            "memory_kib": parameters.memory_kib,
            "iterations": parameters.iterations,
            "lanes": parameters.lanes,
        }
    )


# --- locators ----------------------------------------------------------------------------------------------


def locator(code: CaseCode | RecoveryCode, pepper: bytes) -> bytes:
    """32 bytes under which the store finds a wrap: HMAC-SHA256 of the locator words with the server's pepper."""
    return hmac.digest(pepper, b"holdfast/locator/1\0" + code.locator_bytes, "sha256")


def fake_salt(code: CaseCode | RecoveryCode, pepper: bytes) -> bytes:
    """The salt of a case that does not exist: the same each time, so that it cannot be told from a real one."""
    return hmac.digest(pepper, b"holdfast/no-such-case/1\0" + code.locator_bytes, "sha256")[:SALT_BYTES]


# --- the cookie's wrap --------------------------------------------------------------------------------------


_COOKIE = b"holdfast/cookie/1"


def wrap_for_cookie(case_key: CaseKey, cookie_key: bytes, *, chance: Chance) -> bytes:
    """The case key sealed under 32 bytes that belong to one browser; 60 bytes to keep on the server."""
    nonce = chance(NONCE_BYTES)
    return nonce + _aead(derive(cookie_key, "cookie")).encrypt(nonce, case_key.to_bytes(), _COOKIE)


def unwrap_from_cookie(wrapped: bytes, cookie_key: bytes) -> CaseKey:
    """The case key back. Raises :class:`CaseLocked`."""
    try:
        return CaseKey(_opened(derive(cookie_key, "cookie"), wrapped, _COOKIE))
    except Tampered as refused:
        raise CaseLocked("the cookie does not open this session") from refused


def _aead(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _opened(key: bytes, sealed: bytes, context: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return _aead(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as refused:
        raise Tampered("a wrap does not open") from refused


def fingerprint(public_key: bytes) -> str:
    """The log key's fingerprint as the pack's report shows it: the first 128 bits of SHA-256, hex, by fours."""
    digits = sha256(public_key).hexdigest()[:32]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
