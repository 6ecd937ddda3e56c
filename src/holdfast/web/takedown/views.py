"""Take-down for adults: the age first, StopNCII first, then fingerprints made on the device, then what came of them."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.case.room import Case
from holdfast.case.values import Report
from holdfast.errors import ExchangeError, NotAsWritten, WrongNumber
from holdfast.takedown.exchange.exchange import Exchange
from holdfast.takedown.exchange.rules import Item
from holdfast.takedown.exchange.values import AgeInPicture
from holdfast.web.base import rooms
from holdfast.web.base.errors import words_for
from holdfast.web.base.headers import POLICY
from holdfast.web.base.visitor import network_of
from holdfast.web.case.door import case_page
from holdfast.web.case.facts import zone_of
from holdfast.web.case.opened import has_open_case
from holdfast.web.exchange.rooms import exchange
from holdfast.web.exchange.views_person import items_of
from holdfast.web.takedown import said

#: The page with the tool also plays a chosen video to itself, from the device; nothing else may do that.
_TOOL_POLICY = POLICY + "; media-src blob:"
_MOST_TEXT = 2_000_000


def open_exchange() -> Exchange | None:
    """The exchange that this place runs (HOLDFAST_EXCHANGE=on), or None."""
    return exchange() if settings.EXCHANGE else None


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """``/f``: how old is the person in the picture? Then: StopNCII, and do you have it yourself?"""
    if request.method != "POST":
        return render(request, "takedown/start.html", {"missing": False, "exchange": settings.EXCHANGE})
    match request.POST.get("age", ""):
        case "adult":
            return render(request, "takedown/adult.html", {"partners": _partners()})
        case "under_18" | "unknown" as told:
            return render(request, "takedown/child.html", {"told": told})
    return render(
        request, "takedown/start.html", {"missing": True, "exchange": settings.EXCHANGE}, status=400
    )


def _partners() -> list[tuple[str, bool]]:
    """Who takes fingerprints from here, and whether they did in the last 24 hours."""
    ours = open_exchange()
    return [(partner.name, recent) for partner, recent in ours.partners_now()] if ours else []


@require_POST
def tool(request: HttpRequest) -> HttpResponse:
    """``POST /f/make``: the tool, for adults' pictures only. ``number`` and ``secret``: more for a case there is."""
    if request.POST.get("age") != "adult":
        return render(request, "takedown/child.html", {"told": "unknown"}, status=403)
    partners = _partners()
    shown = {
        "partners": partners,
        "offered": any(recent for _, recent in partners),
        "key": secrets.token_hex(20),
        "number": request.POST.get("number", "")[:60],
        "secret": request.POST.get("secret", "")[:60],
    }
    page = render(request, "takedown/tool.html", shown)
    page.headers["Content-Security-Policy"] = _TOOL_POLICY
    return page


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """``POST /f/send``: fingerprints go to the exchange; number and secret are shown once."""
    ours = open_exchange()
    if ours is None:
        return HttpResponseRedirect("/f")
    number, secret = (request.POST.get(name, "")[:60] for name in ("number", "secret"))
    try:
        items = _items(request.POST.get("items", ""))
        if number:
            ours.add(number, secret, items, age=_age(request), network=network_of(request))
            return _status(request, ours, number, secret, said.added())
        made = ours.submit(
            items, age=_age(request), request_key=request.POST.get("key", ""), network=network_of(request)
        )
    except ExchangeError as error:
        return render(request, "takedown/refused.html", {"why": words_for(error)}, status=error.http_status)
    return render(request, "takedown/sent.html", {"made": made, "open": has_open_case(request)})


def _items(text: str) -> tuple[Item, ...]:
    """Raises NotAsWritten."""
    try:
        return items_of({"items": json.loads(text[:_MOST_TEXT])})
    except ValueError as broken:
        raise NotAsWritten("items", what="items is a list") from broken


def _age(request: HttpRequest) -> AgeInPicture:
    return AgeInPicture.ADULT if request.POST.get("age") == "adult" else AgeInPicture.NOT_SAID


@require_POST
@case_page
def keep(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``POST /f/keep``: number and secret go into the open case as a report that was made."""
    number, secret = (request.POST.get(name, "")[:60] for name in ("number", "secret"))
    today = rooms.clock().astimezone(zone_of(case)).date().isoformat()
    case.put(Report(to=gettext("Take-down exchange"), when=today, reference=number, note=secret))
    return HttpResponseRedirect("/n/told?done=saved")


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """``/f/case``: opens with number and secret; what each platform did; take back; end."""
    ours = open_exchange()
    if ours is None:
        return HttpResponseRedirect("/f")
    if request.method != "POST":
        return render(request, "takedown/open.html", {"error": "", "number": ""})
    number, secret = (request.POST.get(name, "")[:60] for name in ("number", "secret"))
    try:
        told = ""
        match request.POST.get("do", ""):
            case "withdraw":
                told = said.withdrawn(ours.withdraw(number, secret))
            case "end-withdraw" | "end-keep" as how:
                ours.delete(number, secret, keep=how == "end-keep")
                return render(request, "takedown/ended.html", {"kept": how == "end-keep"})
        return _status(request, ours, number, secret, told)
    except WrongNumber as error:
        shown = {"error": words_for(error), "number": number}
        return render(request, "takedown/open.html", shown, status=error.http_status)


def _status(request: HttpRequest, ours: Exchange, number: str, secret: str, told: str) -> HttpResponse:
    found = ours.status(number, secret)
    shown = {
        "items": [said.item_line(item) for item in found.items],
        "made": datetime.fromtimestamp(found.hour, UTC),
        "number": number,
        "secret": secret,
        "told": told,
        "active": any(item.state.value in ("waiting", "shared", "held") for item in found.items),
    }
    return render(request, "takedown/status.html", shown)
