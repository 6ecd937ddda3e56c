"""Sealed bytes on their way to the browser: opened piece by piece while they are sent, written nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from django.http import StreamingHttpResponse

from holdfast.case.seal import SealedReader

CHUNK = 256 * 1024
#: Whatever a kept file contains, in a browser it can do nothing.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def send(
    reader: SealedReader, name: str, *, kind: str = "application/octet-stream", shown: bool = False
) -> StreamingHttpResponse:
    """The whole of ``reader``, to be saved as ``name`` (ASCII, tells nothing of the case) or ``shown`` in the page."""
    response = StreamingHttpResponse(_pieces(reader), content_type=kind)
    response.headers["Content-Length"] = str(reader.size)
    response.headers["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _pieces(reader: SealedReader) -> Iterator[bytes]:
    with closing(reader):
        while chunk := reader.read(CHUNK):
            yield chunk
