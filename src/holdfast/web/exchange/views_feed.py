"""The three endpoints of the hash feed (docs/formats/hash-feed-1.md)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.errors import NotAPartner
from holdfast.takedown.exchange.feed import USUAL_PAGE, as_json
from holdfast.takedown.exchange.partners import Partner
from holdfast.takedown.exchange.values import Scope
from holdfast.web.base.visitor import address_of
from holdfast.web.exchange.rooms import exchange
from holdfast.web.exchange.wire import answer, api, body_of, number_of, told


def _partner(request: HttpRequest, scope: Scope) -> Partner:
    """Raises NotAPartner, TooFast."""
    subscription = request.headers.get("Ocp-Apim-Subscription-Key", "")
    function = request.headers.get("x-functions-key", "")
    if max(len(subscription), len(function)) > 200:
        raise NotAPartner("long keys")
    return exchange().admit(scope, subscription, function, str(address_of(request) or ""))


@api("GET")
def fetch_hashes(request: HttpRequest) -> HttpResponse:
    partner = _partner(request, Scope.FETCH)
    start, size = number_of(request, "startTimestamp", 0), number_of(request, "pageSize", USUAL_PAGE)
    return answer(as_json(exchange().fetch(partner, start, request.GET.get("nextPageToken", ""), size)))


@api("POST")
def submit_feedback(request: HttpRequest) -> HttpResponse:
    partner = _partner(request, Scope.FEEDBACK)
    exchange().feedback(partner, body_of(request))
    return told({})


@api("POST")
def submit_hashes(request: HttpRequest) -> HttpResponse:
    partner = _partner(request, Scope.SUBMIT)
    exchange().partner_hashes(partner, body_of(request))
    return told({})
