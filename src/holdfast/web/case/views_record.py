"""Typed records: who they are, what they want, money, reports, the story. Added, changed, left out, put back."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.case.history import record_versions
from holdfast.case.room import Case
from holdfast.case.values import Record
from holdfast.identifiers import Identifier
from holdfast.web.case import facts, rows
from holdfast.web.case.crisis import after_saving
from holdfast.web.case.door import case_page
from holdfast.web.case.forms import BY_KIND, BY_SLUG, RecordForm, Task


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def task(request: HttpRequest, case: Case, slug: str) -> HttpResponseBase:
    """``/n/who``, ``/n/want`` …: what is written down already, and a form for one more."""
    known = BY_SLUG[slug]
    saved = tuple(
        (record, facts.headline(record)) for record in case.records(known.kind) if not record.struck
    )
    if known.only_one and saved:
        return HttpResponseRedirect(f"/n/r/{saved[0][0].record_id}")
    if request.method == "POST":
        return _save(request, case, known, None, {"saved": saved})
    return _page(request, known, known.form(), rows.shown(()) if known.has_rows else (), {"saved": saved})


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def record(request: HttpRequest, case: Case, record_id: str) -> HttpResponseBase:
    """``/n/r/ID``: one record, to be read and changed; every earlier version stays."""
    found = case.record(record_id)
    known = BY_KIND[found.kind]
    if request.method == "POST":
        return _save(request, case, known, found, {"record": found})
    identifiers: tuple[Identifier, ...] = getattr(found.body, known.form.ROWS, ()) if known.has_rows else ()
    form = known.form(initial=asdict(found.body))
    return _page(request, known, form, rows.shown(identifiers) if known.has_rows else (), {"record": found})


def _page(
    request: HttpRequest,
    known: Task,
    form: RecordForm,
    listed: tuple[rows.IdentifierRow, ...],
    more: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    shown = {
        "task": known,
        "form": form,
        "rows": listed,
        "more_rows": any(row.value for row in listed) or len(listed) > len(rows.FIRST),
        "kinds": rows.KINDS,
        "services": rows.services(),
        "errors": [row for row in listed if row.error],
        "saved": (),
        "record": None,
        "notice": "",
        **more,
    }
    return render(request, "case/record.html", shown, status=status)


def _save(
    request: HttpRequest, case: Case, known: Task, old: Record | None, more: dict[str, object]
) -> HttpResponseBase:
    form = known.form(request.POST)
    listed, good = rows.read(request.POST) if known.has_rows else ((), ())
    fine = form.is_valid() and not any(row.error for row in listed)
    if "more" in request.POST or not fine:
        listed = rows.one_more(listed) if "more" in request.POST else listed
        return _page(request, known, form, listed, more, 200 if fine else 400)
    if form.is_blank() and not good:
        notice = gettext("Nothing is written yet. Fill in one line first.")
        return _page(request, known, form, listed, {**more, "notice": notice}, 400)
    case.put(form.body(good), old.record_id if old else None)
    typed = [str(value) for value in form.cleaned_data.values()]
    return after_saving(request, case, typed, "/n/?done=saved")


@require_safe
@case_page
def history(request: HttpRequest, case: Case, record_id: str) -> HttpResponseBase:
    """``/n/r/ID/log``: every version of one record, newest first."""
    zone = facts.zone_of(case)
    versions = [facts.version_shown(zone, one) for one in record_versions(case, record_id)]
    shown = {"versions": list(reversed(versions)), "back": f"/n/r/{record_id}"}
    return render(request, "case/history.html", shown)


@require_POST
@case_page
def strike(_request: HttpRequest, case: Case, record_id: str) -> HttpResponseBase:
    """``POST /n/r/ID/strike``: the record is left out; it stays in the case and in the log."""
    case.strike_record(record_id)
    return HttpResponseRedirect("/n/?done=struck")


@require_POST
@case_page
def unstrike(_request: HttpRequest, case: Case, record_id: str) -> HttpResponseBase:
    """``POST /n/r/ID/back``: back in, as it was."""
    found = case.record(record_id)
    if found.struck:
        case.put(found.body, record_id)
    return HttpResponseRedirect("/n/all?done=back")
