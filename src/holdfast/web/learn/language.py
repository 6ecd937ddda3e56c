"""Which language a practice page is in: the one in its address (decision 0111)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from holdfast.content.stories import Shelf, shelf, shelf_languages
from holdfast.content.words import ENGLISH
from holdfast.learn.play import NoSuchStory


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same page in another language. ``name`` in that language itself."""

    code: str
    name: str
    href: str


def shelf_of(language: str) -> Shelf:
    """The shelf of a language. Raises NoSuchStory where there is none."""
    if language not in shelf_languages():
        raise NoSuchStory("no stories in this language")
    return shelf(language)


def best_language(request: HttpRequest) -> str:
    """The first language the browser asks for that has stories, else English."""
    for wished, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = wished.partition("-")[0]
        if code in shelf_languages():
            return code
    return ENGLISH


def other_languages(language: str, place: str) -> tuple[OtherLanguage, ...]:
    """Where else this page is; ``place`` is the address after the language."""
    return tuple(
        OtherLanguage(code, str(LANG_INFO[code]["name_local"]).capitalize(), f"/l/{code}/{place}")
        for code in shelf_languages()
        if code != language
    )


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """The bars around the page and the contacts follow, where the site speaks that language; else they stay."""
    spoken = {code for code, _ in settings.LANGUAGES}
    with translation.override(language if language in spoken else translation.get_language()):
        yield
