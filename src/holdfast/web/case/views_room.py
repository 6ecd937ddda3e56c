"""The room: what is saved, what is still worth saving, the list, the timeline, the log, the plan's ticks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.case.room import Case
from holdfast.case.values import RecordKind
from holdfast.web.case import facts
from holdfast.web.case.checklist import lists_of
from holdfast.web.case.crisis import crisis_box
from holdfast.web.case.door import case_page, inside
from holdfast.web.case.forms import BY_KIND, TASKS
from holdfast.web.case.plan import is_step, plan_of
from holdfast.web.case.timeline import picture_of

#: Lines of the log on one page.
LINES = 100


@dataclass(frozen=True, slots=True)
class Worth:
    """One thing that is worth saving: where, what, and what is there already."""

    path: str
    title: str
    hint: str
    count: int


@require_safe
@case_page
def room(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/``: a calm overview."""
    items, records = case.items(), case.records()
    shown = {
        "counts": counted(items),
        "worth": _worth(items, records, facts.words_only(case)),
        "age": case.about.age_in_picture,
        "words_only": facts.words_only(case),
        "has_plan": bool(case.about.situation),
        "anything": bool(items or records),
        "told": facts.told(request.GET.get("done", "")),
    }
    return render(request, "case/room.html", shown)


def counted(items: tuple[facts.Item, ...]) -> tuple[str, ...]:
    """“20 pictures”, “1 chat”: of what is not struck out."""
    found = Counter(facts.family(item.kind) for item in items if not item.struck)
    lines = {
        "picture": ngettext("{n} picture", "{n} pictures", found["picture"]),
        "chat": ngettext("{n} chat", "{n} chats", found["chat"]),
        "email": ngettext("{n} e-mail", "{n} e-mails", found["email"]),
        "pdf": ngettext("{n} PDF", "{n} PDFs", found["pdf"]),
        "text": ngettext("{n} pasted text", "{n} pasted texts", found["text"]),
        "film": ngettext("{n} video", "{n} videos", found["film"]),
        "sound": ngettext("{n} voice message", "{n} voice messages", found["sound"]),
    }
    return tuple(line.format(n=found[name]) for name, line in lines.items() if found[name])


def _worth(
    items: tuple[facts.Item, ...], records: tuple[facts.Record, ...], words_only: bool
) -> tuple[Worth, ...]:
    have = Counter(record.kind for record in records if not record.struck)
    proof = sum(not item.struck for item in items)
    hints = {
        RecordKind.OFFENDER: gettext("Their profile, its link, names, numbers"),
        RecordKind.DEMAND: gettext("The demand and the deadline"),
        RecordKind.PAYMENT: gettext("Only if you sent something"),
        RecordKind.REPORT: gettext("Police, app, bank: date and number"),
        RecordKind.ACCOUNT: gettext("Told once, used everywhere"),
    }
    ways = gettext("Pasted or typed words") if words_only else gettext("Screenshots, chat exports, e-mails")
    first = Worth("/n/add", gettext("Their messages and their profile"), ways, proof)
    rest = (Worth(f"/n/{t.slug}", str(t.title), hints[t.kind], have[t.kind]) for t in TASKS)
    return (first, *rest)


@require_safe
@case_page
def everything(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/all``: every item and record, as facts."""
    blocked = facts.blocked_ids(case)
    items = [(item, facts.family_name(item.kind), item.item_id in blocked) for item in case.items()]
    records = [(record, BY_KIND[record.kind], facts.headline(record)) for record in case.records()]
    struck = [(record, BY_KIND[record.kind], facts.headline(record)) for record in facts.struck_records(case)]
    shown = {
        "items": items,
        "records": records,
        "struck": struck,
        "told": facts.told(request.GET.get("done", "")),
    }
    return render(request, "case/all.html", shown)


@require_safe
@case_page
def todo(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/todo``: what of the proof is missing, and how to get it."""
    apps, general = lists_of(case)
    return render(
        request, "case/todo.html", {"apps": apps, "general": general, "words_only": facts.words_only(case)}
    )


@require_safe
@case_page
def timeline(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/time``: what happened when, as a picture and as a list, facts only."""
    return render(request, "case/time.html", {"days": facts.days(case), "picture": picture_of(case)})


@require_safe
@case_page
def log(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/log``: the evidence log, newest first, a page at a time (``?to=N``)."""
    entries, names, zone = case.log_entries(), facts.names_of_actions(), facts.zone_of(case)
    last = _number(request.GET.get("to", ""), len(entries))
    first = max(0, last - LINES)
    lines = [
        (entry, names.get(entry.action, entry.action), facts.when(zone, datetime.fromisoformat(entry.utc)))
        for entry in reversed(entries[first:last])
    ]
    shown = {"lines": lines, "earlier": first, "fingerprint": facts.fingerprint_of(case)}
    return render(request, "case/log.html", shown)


def _number(said: str, most: int) -> int:
    """A whole number from an address, between 0 and ``most``."""
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 9 else most


@require_POST
@case_page
def check(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/check``: reads every row and blob of the case and says what holds."""
    shown = {"findings": case.check(thorough=True), "count": len(case.log_entries())}
    return render(request, "case/checked.html", shown)


@require_safe
@case_page
def show_plan(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/plan``: the plan's steps, to be ticked off in the case."""
    plan = plan_of(case)
    box = crisis_box(request, case) if plan.crisis else {"crisis": None}
    return render(request, "case/plan.html", {"plan": plan, **box})


@require_POST
@case_page
def tick(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``POST /n/tick``: ``step`` is done (``on=1``) or not; goes back to ``next``."""
    step = request.POST.get("step", "")[:100]
    if is_step(step):
        case.tick(step) if request.POST.get("on") == "1" else case.untick(step)
    return HttpResponseRedirect(inside(request.POST.get("next", ""), "/n/plan"))
