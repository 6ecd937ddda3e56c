"""A second start finds the first: it asks the program that runs already for a new one-time address.

Both sides prove that they know the secret in ``running.json``, and neither says it: after a crash somebody else of
this computer may listen on the port, and would send the person's browser to a page of their own.
"""

from __future__ import annotations

import hmac
import http.client
import json
import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from holdfast.home import is_hosted
from holdfast.web.base.peer import is_of_another

NOTE = "running.json"
PATH = "/again"
_ASKS, _TELLS = "asks", "tells"
#: Longest answer in bytes.
_MOST = 4096


def write_note(folder: Path, port: int, secret: str) -> Path:
    """Tells a second start where the first one runs. Mode 0600."""
    path = folder / NOTE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"port": port, "secret": secret}, file)
    return path


def already_running(folder: Path) -> str | None:
    """A fresh one-time address of a Holdfast that runs already, else None."""
    try:
        note = json.loads((folder / NOTE).read_text())
        return _ask(int(note["port"]), str(note["secret"]))
    except (OSError, ValueError, LookupError, TypeError, http.client.HTTPException):
        return None


def _ask(port: int, secret: str) -> str | None:
    nonce = secrets.token_hex(16)
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asking.request("GET", PATH, headers={"X-Nonce": nonce, "X-Proof": _proof(secret, _ASKS, nonce)})
        answer = asking.getresponse()
        told = json.loads(answer.read(_MOST)) if answer.status == 200 else {}
    finally:
        asking.close()
    address = str(told["address"])
    proven = hmac.compare_digest(str(told["proof"]).encode(), _proof(secret, _TELLS, nonce, address).encode())
    return address if proven else None


def _proof(secret: str, *said: str) -> str:
    return hmac.new(secret.encode(), "\n".join(said).encode(), "sha256").hexdigest()


class Outside:
    """Answers ``/again``; everything else is the application's."""

    def __init__(self, application: Callable[..., Any], secret: str, address: Callable[[int], str]) -> None:
        self._application = application
        self._secret = secret
        self._address = address

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH or is_hosted():
            answer: Iterable[bytes] = self._application(environ, start_response)
            return answer
        nonce, proof = str(environ.get("HTTP_X_NONCE", "")), str(environ.get("HTTP_X_PROOF", ""))
        right = hmac.compare_digest(proof.encode(), _proof(self._secret, _ASKS, nonce).encode())
        if not right or is_of_another(environ):
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        address = self._address(int(environ["SERVER_PORT"]))
        body = json.dumps(
            {"address": address, "proof": _proof(self._secret, _TELLS, nonce, address)}
        ).encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]
