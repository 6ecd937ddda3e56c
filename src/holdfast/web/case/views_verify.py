"""Verify a pack: for anybody, without a case. The file is read as it arrives and kept nowhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.case.pack.verify import Verdict, verify_pack
from holdfast.errors import Busy, EmptyFile, HoldfastError
from holdfast.web.base.errors import words_for
from holdfast.web.case.spool import sealed_spool
from holdfast.web.case.upload import Upload

#: The largest pack that is looked at here; larger ones are checked with the program or ``sha256sum -c``.
LIMIT = 2 * 1024**3
#: A passphrase costs 256 MiB to stretch.
_places = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the page says. ``lines``: (holds, sentence)."""

    good: bool
    says: str
    lines: tuple[tuple[bool, str], ...]


@csrf_exempt  # the form's secret is checked below, once it has arrived
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """``/n/verify``: a file, if needed its passphrase, if known its fingerprint."""
    if request.method != "POST":
        return render(request, "case/verify.html", {"error": "", "looked": None})
    upload = Upload(request)
    refused = upload.check_form(request)
    if refused is not None:
        return refused
    try:
        with _a_place():
            verdict = _look(upload)
    except HoldfastError as error:
        upload.drain()
        shown = {"error": words_for(error), "looked": None}
        return render(request, "case/verify.html", shown, status=error.http_status)
    return render(request, "case/verify.html", {"error": "", "looked": _in_words(verdict)})


def _look(upload: Upload) -> Verdict:
    """Raises EmptyFile where no file came, TooLarge, NotSaved."""
    for arriving in upload.files():
        with sealed_spool(arriving.chunks, limit=LIMIT) as reader:
            fields = upload.fields
            return verify_pack(
                cast(BinaryIO, reader),
                passphrase=fields.get("passphrase") or None,
                identity=fields.get("identity", "").strip() or None,
                fingerprint=fields.get("fingerprint", "").strip() or None,
            )
    raise EmptyFile("no pack in the form")


def _in_words(verdict: Verdict) -> Looked:
    language = get_language() or "en"
    lines = tuple((finding.ok, finding.says(language)) for finding in verdict.findings)
    return Looked(verdict.good, verdict.says(language), lines)


@contextmanager
def _a_place() -> Iterator[None]:
    if not _places.acquire(timeout=20):
        raise Busy("verifying takes its turn")
    try:
        yield
    finally:
        _places.release()
