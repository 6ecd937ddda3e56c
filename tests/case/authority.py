"""A time authority of our own (RFC 3161), run by openssl on this computer."""

from __future__ import annotations

import subprocess
from pathlib import Path

CONFIG = """
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
{certs}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.55555.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
"""
EXTENSIONS = (
    "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n"
)


class OpenSSLAuthority:
    """``answer`` is what a door's post gives back. ``unsorted``: its chain stands in the answer, not DER-sorted."""

    def __init__(self, folder: Path, *, unsorted: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.asked = 0
        _openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
            "-subj", "/CN=Example Time Root", "-keyout", f"{folder}/root.key", "-out", f"{folder}/root.pem",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        )  # fmt: skip
        _openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=Example Time Authority", "-keyout", f"{folder}/tsa.key", "-out", f"{folder}/tsa.csr",
        )  # fmt: skip
        (folder / "ext").write_text(EXTENSIONS)
        _openssl(
            "x509", "-req", "-in", f"{folder}/tsa.csr", "-CA", f"{folder}/root.pem", "-CAkey", f"{folder}/root.key",
            "-days", "3650", "-extfile", f"{folder}/ext", "-out", f"{folder}/tsa.pem",
        )  # fmt: skip
        (folder / "serial").write_text("01")
        (folder / "config").write_text(
            CONFIG.format(folder=folder, certs=f"certs = {folder}/root.pem" if unsorted else "")
        )

    @property
    def root(self) -> str:
        return (self.folder / "root.pem").read_text()

    def post(self, _address: str, request: bytes) -> bytes:
        return self.answer(request)

    def answer(self, request: bytes) -> bytes:
        self.asked += 1
        (self.folder / "query").write_bytes(request)
        _openssl(
            "ts", "-reply", "-config", f"{self.folder}/config", "-queryfile", f"{self.folder}/query",
            "-out", f"{self.folder}/answer",
        )  # fmt: skip
        return (self.folder / "answer").read_bytes()


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)
