"""The dates to keep. Each view: load, ask, show. Nothing that is typed here is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.errors import NotUnderstood
from holdfast.guide.dates import calendar
from holdfast.web.base import rooms
from holdfast.web.guide import dates, show
from holdfast.web.guide.person import person


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """``/d``: what was done on which day, and the dates that follow."""
    asking, wrong = person(request), ""
    try:
        lines = dates.read_lines(request.POST)
    except NotUnderstood as refused:
        wrong = refused.says()
        lines = dates.kept_lines(request.POST)
    return show.page(
        request,
        "guide/dates.html",
        asking,
        lines=dates.noted_shown(lines),
        dues=dates.dues_shown(lines),
        kinds=dates.kinds(),
        apps=dates.apps(),
        today=asking.local.date(),
        wrong=wrong,
    )


@require_POST
def as_calendar(request: HttpRequest) -> HttpResponse:
    """``/d/c``: the same dates as a calendar file with neutral words."""
    lines = dates.kept_lines(request.POST)
    body = calendar(dates.titles(lines), now=rooms.clock(), chance=rooms.chance(8))
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="dates.ics"'},
    )
