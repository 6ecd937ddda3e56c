"""The operator's pages: partners and their keys, charts, what is held, the audit log."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from holdfast.errors import BadPartner, NoSuchPartner
from holdfast.takedown.exchange.ledger import DAY, Figure, Line, lines, series
from holdfast.takedown.exchange.operators import Decision, Operator, held
from holdfast.takedown.exchange.partners import (
    OVERLAP,
    WITHDRAWS,
    IssuedKeys,
    Partner,
    Wish,
    all_partners,
    partner_named,
)
from holdfast.takedown.exchange.values import Hold, Scope
from holdfast.web.exchange.charts import Chart, chart
from holdfast.web.exchange.operator import give_session, operators_only, session_of
from holdfast.web.exchange.rooms import exchange

#: Where a partner's program puts the key that names it.
SUBSCRIPTION_HEADER = "Ocp-Apim-Subscription-Key"
#: Days of a chart.
DAYS = 30


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "exchange/sign_in.html", {"wrong": False})
    session = exchange().sign_in(request.POST.get("token", "")[:200])
    if session is None:
        return render(request, "exchange/sign_in.html", {"wrong": True}, status=403)
    return give_session(HttpResponseRedirect("/d"), session)


@operators_only("POST")
def sign_out(request: HttpRequest, who: Operator) -> HttpResponse:  # noqa: ARG001
    exchange().sign_out(session_of(request))
    return HttpResponseRedirect("/k")


@operators_only("GET", "HEAD")
def overview(request: HttpRequest, who: Operator) -> HttpResponse:
    now = exchange().now()
    shown = {
        "who": who,
        "partners": [_shown(partner, now) for partner in all_partners(exchange().database)],
        "charts": _charts(None),
        "waiting": len(held(exchange().database)),
    }
    return render(request, "exchange/overview.html", shown)


@operators_only("GET", "HEAD", "POST")
def new_partner(request: HttpRequest, who: Operator) -> HttpResponse:
    if request.method != "POST":
        return render(request, "exchange/new_partner.html", {"who": who, "scopes": list(Scope)})
    wish = Wish(
        request.POST.get("name", "").strip(),
        tuple(scope for scope in Scope if scope.value in request.POST.getlist("scope")),
        tuple(request.POST.get("networks", "").replace(",", " ").split()),
        request.POST.get("case_ids") == "yes",
        request.POST.get("withdraws", "unknown"),
    )
    if wish.withdraws not in WITHDRAWS:
        raise BadPartner("withdraws", what="say yes, no or unknown")
    keys = exchange().create_partner(wish, who.name)
    return _keys_page(request, wish.name, keys)


@operators_only("GET", "HEAD")
def one_partner(request: HttpRequest, who: Operator, partner_id: str) -> HttpResponse:
    partner = _the(partner_id)
    shown = {"who": who, "partner": _shown(partner, exchange().now()), "charts": _charts(partner.partner_id)}
    return render(request, "exchange/partner.html", shown)


@operators_only("POST")
def rotate(request: HttpRequest, who: Operator, partner_id: str) -> HttpResponse:
    partner = _the(partner_id)
    overlap = 0 if request.POST.get("now") == "yes" else OVERLAP
    keys = exchange().rotate(partner.partner_id, who.name, overlap)
    return _keys_page(request, partner.name, keys)


@operators_only("POST")
def revoke(request: HttpRequest, who: Operator, partner_id: str) -> HttpResponse:  # noqa: ARG001
    exchange().revoke(_the(partner_id).partner_id, who.name)
    return HttpResponseRedirect(f"/d/p/{partner_id}")


@operators_only("GET", "HEAD", "POST")
def holds(request: HttpRequest, who: Operator) -> HttpResponse:
    if request.method == "POST":
        decision = {"release": Decision.RELEASE, "refuse": Decision.REFUSE}.get(request.POST.get("say", ""))
        if decision is None or not exchange().decide(request.POST.get("handle", ""), decision, who.name):
            raise Http404
        return HttpResponseRedirect("/d/h")
    waiting = [(one, one.why is Hold.MANY_CASES) for one in held(exchange().database)]
    return render(request, "exchange/holds.html", {"who": who, "waiting": waiting})


@operators_only("GET", "HEAD")
def audit(request: HttpRequest, who: Operator) -> HttpResponse:
    names = {partner.partner_id: partner.name for partner in all_partners(exchange().database)}
    told = [_line(line, names) for line in lines(exchange().database)]
    return render(request, "exchange/audit.html", {"who": who, "lines": told})


# --- shown ------------------------------------------------------------------------------------------------


def _the(partner_id: str) -> Partner:
    """Raises Http404."""
    try:
        return partner_named(exchange().database, partner_id)
    except NoSuchPartner as unknown:
        raise Http404 from unknown


def _keys_page(request: HttpRequest, name: str, keys: IssuedKeys) -> HttpResponse:
    rows = [(SUBSCRIPTION_HEADER, keys.subscription), *((scope.value, key) for scope, key in keys.functions)]
    return render(request, "exchange/keys.html", {"name": name, "keys": rows})


def _shown(partner: Partner, now: int) -> dict[str, object]:
    lag = partner.lag(now)
    return {
        "id": partner.partner_id,
        "name": partner.name,
        "revoked": partner.revoked,
        "scopes": ", ".join(scope.value for scope in partner.scopes),
        "networks": ", ".join(partner.networks),
        "withdraws": partner.withdraws,
        "last_fetch": _time(partner.last_fetch) if partner.last_fetch else "",
        "lag": "" if lag is None else _hours(lag),
        "late": lag is None or lag > DAY,
    }


def _charts(partner_id: str | None) -> list[Chart]:
    """The whole exchange for None, else one partner; a lag is in minutes."""
    today = exchange().now() // DAY
    wanted = [(gettext("Matches under review"), Figure.MATCHES), (gettext("Blocked"), Figure.BLOCKED)]
    wanted.append((gettext("Not blocked"), Figure.NOT_BLOCKED))
    if partner_id is None:
        wanted = [
            (gettext("Fingerprints sent in"), Figure.SUBMITTED),
            (gettext("Withdrawn"), Figure.WITHDRAWN),
            *wanted,
        ]
    else:
        wanted.append((gettext("Records fetched"), Figure.FETCHED))
    database = exchange().database
    found = [chart(title, series(database, kind, partner_id, today, DAYS), today) for title, kind in wanted]
    minutes = [lag // 60 for lag in series(database, Figure.LAG, partner_id, today, DAYS)]
    return [*found, chart(gettext("Longest gap between fetches, minutes"), minutes, today, summed=False)]


def _line(line: Line, names: dict[str, str]) -> dict[str, object]:
    return {
        "time": _time(line.at),
        "who": names.get(line.who, line.who),
        "action": line.action,
        "outcome": line.outcome,
        "amount": line.amount,
        "alarm": line.action == "canary",
    }


def _time(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d} h"
