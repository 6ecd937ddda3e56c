"""A second ear in the home network, over TLS with a certificate made on the spot: ``holdfast serve --lan``.

What comes in by it is marked, and :class:`holdfast.web.case.phone.PhoneDoor` lets almost nothing of it through.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from holdfast.case.code import words_of
from holdfast.errors import HoldfastError
from holdfast.web.base.wire import SILENCE, Server

#: What marks a request that came in from the home network, in the WSGI environment.
MARK = "holdfast.lan"
#: Reserved for documents (RFC 5737): nothing is sent, the system only says which of its addresses it would use.
_NOWHERE = ("192.0.2.1", 9)
_VALID = timedelta(days=1)
_THREADS = 8
#: Words of the certificate's hash that people compare: 4 of 7,776 are 51 bits.
_WORDS = 4


class NoHomeNetwork(HoldfastError):
    for_person = "No home network was found. Connect to it first, or type: holdfast serve --lan ADDRESS"
    exit_code = 3


@dataclass(frozen=True, slots=True)
class Listener:
    """Where phones come in. ``fingerprint``: SHA-256 (hex) of the certificate (DER); ``words`` stand for its start."""

    address: str
    port: int
    fingerprint: str
    words: tuple[str, ...]

    @property
    def base(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"https://{host}:{self.port}/"


#: The one listener of this process, or None: then no phone can come in.
_LISTENER: list[Listener] = []


def listener() -> Listener | None:
    return _LISTENER[0] if _LISTENER else None


@contextlib.contextmanager
def listening(application: Callable[..., Iterable[bytes]], wanted: str) -> Iterator[Listener]:
    """Listens on ``wanted`` (an IP address of this computer, "" finds it) and any port, until the block ends.

    Raises :class:`NoHomeNetwork`.
    """
    import threading

    address = wanted or own_address()
    pem, key, der = certificate(address)
    server = Server(
        (address, 0), _marked(application), numthreads=_THREADS, server_name="web", timeout=SILENCE
    )
    server.ssl_adapter = _adapter(pem, key)
    try:
        server.prepare()
    except OSError as refused:
        raise NoHomeNetwork(f"listening: {refused.strerror}") from refused
    digest = hashlib.sha256(der).digest()
    found = Listener(address, server.bind_addr[1], digest.hex(), words_of(digest, _WORDS))
    _LISTENER.append(found)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        _LISTENER.clear()
        server.stop()
        thread.join(timeout=10)


def own_address() -> str:
    """The address by which the home network knows this computer. Raises :class:`NoHomeNetwork`."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            asked.connect(_NOWHERE)
            found: str = asked.getsockname()[0]
    except OSError as none:
        raise NoHomeNetwork(f"no way out: {none.strerror}") from none
    if ipaddress.ip_address(found).is_loopback or not ipaddress.ip_address(found).is_private:
        raise NoHomeNetwork("no private address")
    return found


def certificate(address: str, now: datetime | None = None) -> tuple[bytes, bytes, bytes]:
    """A self-signed certificate (PEM), its key (PEM, P-256) and the certificate as DER, good for a day."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    now = now or datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Notes")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _VALID)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem, der = (made.public_bytes(form) for form in (serialization.Encoding.PEM, serialization.Encoding.DER))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem, secret, der


def _adapter(pem: bytes, key: bytes) -> Any:
    """TLS 1.2 and up. The key lies in a file of ours for as long as it takes to read it: ssl reads keys from files."""
    import ssl

    from cheroot.ssl.builtin import BuiltinSSLAdapter

    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder, "pem"), Path(folder, "key")
        for path, text in zip(paths, (pem, key), strict=True):
            path.touch(0o600)
            path.write_bytes(text)
        adapter = BuiltinSSLAdapter(*map(str, paths))
    adapter.context.minimum_version = ssl.TLSVersion.TLSv1_2
    return adapter


def _marked(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def marked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        environ[MARK] = True
        return application(environ, start)

    return marked
