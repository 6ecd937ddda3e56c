"""The shelf of letters. Each view: load, ask, show. Nothing that is typed here is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from holdfast.guide.letters import UnknownLetter
from holdfast.web.guide import letters, show
from holdfast.web.guide.pages import NoSuchPage
from holdfast.web.guide.person import person


@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: HttpRequest) -> HttpResponse:
    """``/w``: the letters, and a form that fills them all at once; after it, every fitting letter in full."""
    known = letters.known_for(request)
    asking = letters.with_crisis(person(request), known)
    found = letters.all_letters(asking, known)
    return show.page(
        request,
        "guide/letters.html",
        asking,
        title=letters.frame_title(asking),
        lines=letters.frame_lines(asking),
        fitting=tuple(one for one in found if one.letter.fits),
        others=tuple(one for one in found if not one.letter.fits),
        fields=letters.to_fill(found, known),
        in_full=request.method == "POST",
    )


@require_http_methods(["GET", "HEAD"])
def letter(request: HttpRequest, place: int) -> HttpResponse:
    """``/w/3``: one letter."""
    known = letters.known_for(request)
    asking = person(request)
    try:
        found = letters.letter_at(place, asking, known)
    except UnknownLetter as unknown:
        raise NoSuchPage("no letter at this address") from unknown
    return show.page(request, "guide/letter.html", asking, one=found)
