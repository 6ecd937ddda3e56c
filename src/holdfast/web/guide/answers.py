"""What a person told us: it travels sealed in the browser's cookie and is kept nowhere else.

The cookie ends with the browser, and is not read any more a day after the last answer. A cookie that was cut,
changed, sealed by another server, or is too old counts as no cookie: the person starts anew, without an error.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from holdfast.errors import HoldfastError
from holdfast.guide.situation import Situation
from holdfast.web.base import rooms

COOKIE = "a"
#: Browsers keep 4,096 bytes of a cookie with its name and attributes (RFC 6265, 6.1). The longest answers
#: (a demand of 400 signs of four bytes, every box ticked) seal into fewer; a test looks.
LIMIT = 3_800
LIFE = timedelta(hours=24)
_LABEL = b"holdfast guide answers 1"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Told:
    """``situation`` as far as it was told; ``asked``: ids of the questions answered or passed by.

    ``before``: what the question that was changed last had been answered with, so that the plan can say what
    changed; None where no answer of a plan was changed. Never the blackmailer's words.
    """

    situation: Situation = field(default_factory=Situation)
    asked: tuple[str, ...] = ()
    before: Mapping[str, Sequence[str]] | None = None

    @property
    def anything(self) -> bool:
        """Whether any question was answered; a country alone is no answer."""
        return bool(self.situation.to_answers().keys() - {"country"})

    def with_answers(self, question_id: str, fields: Mapping[str, Sequence[str]], language: str) -> Told:
        """One question answered anew; skipped where ``fields`` are empty. Raises what ``from_answers`` does."""
        situation = Situation.from_answers({**self.situation.to_answers(), **fields}, language)
        return Told(situation, tuple(dict.fromkeys((*self.asked, question_id))))

    def changed_from(self, earlier: Told) -> Told:
        """The same, remembering what ``earlier`` had said where it differs."""
        old, new = earlier.situation.to_answers(), self.situation.to_answers()
        differing = {key: old.get(key, []) for key in {*old, *new} if old.get(key) != new.get(key)}
        differing.pop("demand", None)
        return replace(self, before=differing or None)

    def situation_before(self) -> Situation | None:
        """The situation as it was before the last change; None where there was none."""
        if self.before is None:
            return None
        return Situation.from_answers({**self.situation.to_answers(), **self.before})

    def in_country(self, code: str) -> Told:
        answers = {**self.situation.to_answers(), "country": [code], "nation": []}
        return replace(self, situation=Situation.from_answers(answers))


def read(request: HttpRequest) -> Told:
    """What this browser was told before; nothing where there is no good cookie."""
    try:
        return _unpack(_open(request.COOKIES.get(COOKIE, "")), rooms.clock())
    except (
        InvalidTag,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        binascii.Error,
        zlib.error,
        HoldfastError,
    ):
        return Told()


def keep(response: HttpResponse, told: Told) -> HttpResponse:
    """Seals what was told into the cookie of ``response``."""
    sealed = _seal(_pack(told, rooms.clock()))
    response.set_cookie(COOKIE, sealed, httponly=True, samesite="Lax", secure=settings.HOSTED)
    return response


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _pack(told: Told, now: datetime) -> bytes:
    body = {"a": told.situation.to_answers(), "q": told.asked, "t": int(now.timestamp()), "b": told.before}
    return zlib.compress(json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode(), 9)


def _unpack(packed: bytes, now: datetime) -> Told:
    body = json.loads(zlib.decompress(packed))
    if now - datetime.fromtimestamp(body["t"], UTC) > LIFE:
        return Told()
    situation = Situation.from_answers(body["a"], get_language() or settings.LANGUAGE_CODE)
    told = Told(situation, tuple(map(str, body["q"])), body.get("b"))
    told.situation_before()  # raises where it means nothing any more
    return told


@lru_cache(maxsize=4)
def _key(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=_LABEL).derive(secret.encode()))


def _seal(plain: bytes) -> str:
    nonce = rooms.chance(_NONCE)
    sealed = nonce + _key(settings.SECRET_KEY).encrypt(nonce, plain, _LABEL)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _open(cookie: str) -> bytes:
    sealed = base64.b64decode(cookie.encode("ascii") + b"=" * (-len(cookie) % 4), b"-_", validate=True)
    return _key(settings.SECRET_KEY).decrypt(sealed[:_NONCE], sealed[_NONCE:], _LABEL)
