"""One item: facts first. Words and pictures open on press, in an answer of their own, and never where blocked."""

from __future__ import annotations

from contextlib import closing
from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.case.pack.exhibits import exhibit_path
from holdfast.case.room import Case
from holdfast.case.values import Item, Kind
from holdfast.errors import ChildPictureRule
from holdfast.web.case import facts
from holdfast.web.case.crisis import after_saving, crisis_box, speaks_of_dying
from holdfast.web.case.door import case_page
from holdfast.web.case.forms import ItemForm
from holdfast.web.case.rows import services
from holdfast.web.case.sending import send

#: Characters of a chat or mail that one page shows.
PAGE_OF_TEXT = 60_000
_TYPES = {
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.PDF: "application/pdf",
}
_ENDINGS = {Kind.PNG: "png", Kind.JPEG: "jpg", Kind.WEBP: "webp", Kind.PDF: "pdf", Kind.EMAIL: "eml"}


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def item(request: HttpRequest, case: Case, item_id: str) -> HttpResponseBase:
    """``/n/i/ID``: the facts, and what the person wants to write beside it."""
    found = case.item(item_id)
    form = ItemForm(
        request.POST or None, initial={n: getattr(found, n) for n in ("title", "captured", "note")}
    )
    if request.method == "POST" and form.is_valid():
        case.edit_item(item_id, **form.cleaned_data)
        return after_saving(request, case, form.cleaned_data.values(), f"/n/i/{item_id}?done=saved")
    shown = {
        "item": found,
        "kind": facts.family_name(found.kind),
        "app": dict(services()).get(found.platform, ""),
        "form": form,
        "blocked": item_id in facts.blocked_ids(case),
        "added": facts.when(facts.zone_of(case), found.added),
        "told": facts.told(request.GET.get("done", "")),
    }
    return render(request, "case/item.html", shown)


def _readable(case: Case, item_id: str) -> Item:
    """The one getter for everything that shows an item's inside. Raises ChildPictureRule, NoSuchItem."""
    found = case.item(item_id)
    if item_id in facts.blocked_ids(case):
        raise ChildPictureRule("a blocked item was asked for")
    return found


@require_safe
@case_page
def show(request: HttpRequest, case: Case, item_id: str) -> HttpResponseBase:
    """``/n/i/ID/show``: the picture or the words, because the person pressed."""
    found = _readable(case, item_id)
    words, more = _words(case, found) if found.kind in (Kind.TEXT, Kind.CHAT, Kind.EMAIL) else ("", False)
    shown = {"item": found, "words": words, "more": more, "kind": facts.family_name(found.kind)}
    box = crisis_box(request, case) if speaks_of_dying((words,)) else {"crisis": None}
    return render(request, "case/show.html", {**shown, **box})


def _words(case: Case, found: Item) -> tuple[str, bool]:
    with closing(case.open_item(found)) as reader:
        raw = reader.read(PAGE_OF_TEXT * 4)
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace").lstrip(
        "\ufeff"
    )
    return text[:PAGE_OF_TEXT], len(text) > PAGE_OF_TEXT or found.size > len(raw)


@require_safe
@case_page
def raw(request: HttpRequest, case: Case, item_id: str) -> HttpResponseBase:
    """``/n/i/ID/raw``: the kept bytes, opened while they are sent; nothing readable is written anywhere."""
    found = _readable(case, item_id)
    ending = (
        PurePosixPath(exhibit_path(found)).suffix
        if found.kind.is_recording
        else f".{_ENDINGS.get(found.kind, 'txt')}"
    )
    name = f"HF-{found.number:03d}{ending}"
    shown = found.kind.is_picture and "save" not in request.GET
    return send(
        case.open_item(found), name, kind=_TYPES.get(found.kind, "application/octet-stream"), shown=shown
    )


@require_POST
@case_page
def strike(_request: HttpRequest, case: Case, item_id: str) -> HttpResponseBase:
    """``POST /n/i/ID/strike``: left out of lists and packs; kept, and the log says so."""
    case.strike(item_id)
    return HttpResponseRedirect(f"/n/i/{item_id}?done=struck")


@require_POST
@case_page
def unstrike(_request: HttpRequest, case: Case, item_id: str) -> HttpResponseBase:
    """``POST /n/i/ID/back``: back in, as it was."""
    case.undo_strike(item_id)
    return HttpResponseRedirect(f"/n/i/{item_id}?done=back")
