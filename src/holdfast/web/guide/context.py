"""What the foot of every page knows: one person to turn to who answers now."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from holdfast.content.facts import places
from holdfast.guide.contacts import guess_country
from holdfast.web.base import rooms
from holdfast.web.guide.answers import read
from holdfast.web.guide.person import Person
from holdfast.web.guide.show import Entry, one_now


def for_pages(request: HttpRequest) -> dict[str, Callable[[], Entry | None]]:
    """A context processor: ``open_now`` is looked for only where a template asks for it. No case is opened."""
    return {"open_now": lambda: one_now(_lightly(request))}


def _lightly(request: HttpRequest) -> Person:
    told = read(request)
    chosen = told.situation.country if told.situation.country in places().codes else ""
    code = chosen or guess_country(request.headers.get("Accept-Language", ""))
    return Person(
        told,
        places().country(code) if code else None,
        guessed=not chosen,
        language=get_language() or settings.LANGUAGE_CODE,
        now=rooms.clock(),
    )
