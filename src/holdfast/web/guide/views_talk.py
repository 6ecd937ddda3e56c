"""Who to talk to, in which country, and the pages to read. Each view: load, ask, show."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.content.facts import places
from holdfast.guide.plan import Link
from holdfast.web.guide import pages, show
from holdfast.web.guide.answers import keep
from holdfast.web.guide.apps import app_shown, every_app
from holdfast.web.guide.countries import countries_shown, near
from holdfast.web.guide.person import person
from holdfast.web.guide.reporting import here
from holdfast.web.guide.talk import listing
from holdfast.web.guide.trace import traces

#: Where a change of country may lead back to.
BACK_TO = frozenset({"/", "/p", "/h", "/m"})


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """``/h``: everyone who can help, those who answer now first; ``?s`` only those without speaking."""
    asking = person(request)
    listed = listing(asking, silent_only="s" in request.GET)
    return show.page(request, "guide/talk.html", asking, listing=listed, near=near(asking))


@require_http_methods(["GET", "HEAD", "POST"])
def countries(request: HttpRequest) -> HttpResponse:
    """``/c``: choose a country."""
    asking = person(request)
    if request.method == "POST":
        code = places().country(request.POST.get("code", "")).code
        back = request.POST.get("to", "/")
        return keep(HttpResponseRedirect(back if back in BACK_TO else "/"), asking.told.in_country(code))
    back = request.GET.get("to", "/")
    return show.page(request, "guide/countries.html", asking, countries=countries_shown(asking), to=back)


@require_safe
def page(request: HttpRequest, address: str) -> HttpResponse:
    """``/i/3``: something to read."""
    asking = person(request)
    words = pages.page_at(address, asking.language)
    beside = pages.beside((Link.read(link) for link in words.links), asking)
    return show.page(
        request, "guide/page.html", asking, page=words, beside=beside, here=here(words.page_id, asking)
    )


@require_safe
def apps(request: HttpRequest) -> HttpResponse:
    """``/a``: apps and websites, each with its own page."""
    return show.page(request, "guide/apps.html", person(request), apps=every_app())


@require_safe
def app(request: HttpRequest, place: int) -> HttpResponse:
    """``/a/3``: what can be done in one app, in the safe order."""
    asking = person(request)
    return show.page(request, "guide/app.html", asking, app=app_shown(place, asking))


@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    """``/i/promise``: what this Holdfast keeps, by where it runs."""
    return page(request, pages.ADDRESSES[pages.promise_id(hosted=settings.HOSTED)])


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """``/i/sources``: every fact with its source and date, and what nobody has checked yet."""
    asking = person(request)
    return show.page(request, "guide/sources.html", asking, traces=traces(asking))
