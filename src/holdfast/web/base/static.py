"""Our few static files, read once and named by their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

WEB = Path(__file__).parents[1]
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class StaticFile(NamedTuple):
    name: str
    body: bytes
    content_type: str


@cache
def files() -> dict[str, StaticFile]:
    """Address name (``HASH.name.css``) → file, for every file in a room's ``static`` folder."""
    found = {}
    for path in sorted(WEB.glob("*/static/*")):
        body = path.read_bytes()
        address = f"{hashlib.sha256(body).hexdigest()[:12]}.{path.name}"
        found[address] = StaticFile(path.name, body, TYPES[path.suffix] + "; charset=utf-8")
    return found


@cache
def address_of(name: str) -> str:
    """The address of a static file by its plain name. Raises KeyError for an unknown one."""
    for address, file in files().items():
        if file.name == name:
            return f"/s/{address}"
    raise KeyError(name)


def serve(request: HttpRequest, address: str) -> HttpResponse:  # noqa: ARG001
    file = files().get(address)
    if file is None:
        raise Http404
    return HttpResponse(
        file.body,
        content_type=file.content_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
