"""Adding proof: pictures, exports, e-mails, PDFs and pasted words. Every file goes through the room's own door.

What a file is, and whether it may enter, is decided by :mod:`holdfast.case.intake` by its bytes; nothing here
looks at names or types to decide.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from holdfast.case.room import Case
from holdfast.case.values import Item, PictureAnswer
from holdfast.content.facts import platforms
from holdfast.errors import CaseError, EmptyFile, NotAdmitted, TooLarge
from holdfast.web.base.errors import words_for
from holdfast.web.base.lan import MARK
from holdfast.web.case import copies, facts
from holdfast.web.case.crisis import after_saving, removals
from holdfast.web.case.door import case_page, wants_json
from holdfast.web.case.forms import WordsForm
from holdfast.web.case.phone import while_allowed
from holdfast.web.case.plan import language, situation_of
from holdfast.web.case.upload import Arriving, Upload

SLOTS = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: the item, or the words why not. ``left_out``: the person said so."""

    name: str
    item: Item | None = None
    error: CaseError | None = None
    left_out: bool = False

    @property
    def words(self) -> str:
        return words_for(self.error) if self.error else ""


@csrf_exempt  # the form's secret is checked below, once it has arrived
@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def add(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/add``: choose files; before each picture the question. A script sends them one at a time."""
    if request.method == "POST":
        return _take(request, case)
    return render(request, "case/add.html", _page(request, case))


def _page(request: HttpRequest, case: Case) -> dict[str, object]:
    one, words_only = facts.one_at_a_time(case), facts.words_only(case)
    is_phone = bool(request.META.get(MARK))
    return {
        "words_only": words_only,
        "cards": removals(request, case) if words_only else (),
        "one": one,
        "slots": range(1, 2 if one else SLOTS + 1),
        "apps": [(p.platform_id, p.name) for p in platforms().all],
        # A phone may add to the case, and learns nothing of it.
        "capture": () if is_phone else _capture(case),
        "is_phone": is_phone,
        "age": case.about.age_in_picture,
    }


def _capture(case: Case) -> list[tuple[str, tuple[str, ...]]]:
    """What to save from each app the person named, in the order of the platform's own list."""
    named = (platforms().get(name) for name in situation_of(case).platforms[:3])
    return [(one.name, one.steps(language()).capture) for one in named if one.steps(language()).capture]


def _take(request: HttpRequest, case: Case) -> HttpResponseBase:
    upload = Upload(request)
    refused = upload.check_form(request)
    if refused is not None:
        return refused
    taken: list[Taken] = []
    for arriving in upload.files():
        taken.append(_one(request, case, upload.fields, arriving, many=bool(taken)))
    if any(one.item for one in taken):
        copies.make_soon(case)
    if wants_json(request):
        return _as_json(taken)
    return _results(request, case, taken)


def _one(request: HttpRequest, case: Case, fields: QueryDict, arriving: Arriving, *, many: bool) -> Taken:
    number = arriving.field.removeprefix("file")
    answer = _answer(fields.get(f"answer{number}", ""))
    if answer is PictureAnswer.YES:
        return Taken(arriving.name, left_out=True)
    try:
        item = case.add(
            arriving.name,
            while_allowed(request, arriving.chunks),
            answer=answer,
            original_sha256=fields.get(f"original{number}", "") if answer is PictureAnswer.COVERED else "",
            title=fields.get(f"title{number}", "")[:300],
            captured=fields.get(f"captured{number}", "")[:300],
            platform=fields.get("platform", "")[:60],
            many=many,
        )
    except CaseError as error:
        return Taken(arriving.name, error=error)
    return Taken(arriving.name, item)


def _answer(said: str) -> PictureAnswer:
    try:
        return PictureAnswer(said)
    except ValueError:
        return PictureAnswer.NOT_ASKED


def _as_json(taken: list[Taken]) -> HttpResponse:
    """For the script: one file, one answer."""
    one = taken[0] if taken else Taken("", error=EmptyFile("no file in the form"))
    if one.item is not None:
        left = [{"name": part.name, "size": part.size} for part in one.item.left_out[:50]]
        return JsonResponse(
            {"exhibit": one.item.exhibit, "path": f"/n/i/{one.item.item_id}", "left_out": left}
        )
    if one.error is None:
        return JsonResponse({"left_out_by_choice": True})
    known = {"error": type(one.error).__name__, "message": one.words}
    return JsonResponse(known, status=one.error.http_status)


def _results(request: HttpRequest, case: Case, taken: list[Taken]) -> HttpResponse:
    if not taken:
        return render(request, "case/add.html", {**_page(request, case), "nothing": True}, status=400)
    refused = [one for one in taken if one.error]
    status = 200 if any(one.item for one in taken) or not refused else refused[0].error.http_status  # type: ignore[union-attr]
    rule = any(isinstance(one.error, NotAdmitted) for one in refused)
    return render(
        request,
        "case/added.html",
        {"taken": taken, "refused": rule, "words_only": facts.words_only(case)},
        status=status,
    )


@csrf_exempt  # checked below: pasted words may be longer than Django reads into a form
@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def words(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/words``: pasted messages."""
    if request.method != "POST":
        return render(request, "case/words.html", {"form": WordsForm(), "error": ""})
    try:
        form = WordsForm(request.POST)
    except RequestDataTooBig as error:
        raise TooLarge("pasted words", limit="2 MB") from error
    return csrf_protect(lambda checked: _take_words(checked, case, form))(request)


def _take_words(request: HttpRequest, case: Case, form: WordsForm) -> HttpResponseBase:
    form.is_valid()
    pasted = form.cleaned_data.get("words", "")
    try:
        if not pasted.strip():
            raise EmptyFile("no words")
        told = {name: form.cleaned_data.get(name, "") for name in ("title", "captured")}
        item = case.add_text(pasted, **told)
    except NotAdmitted as error:
        shown = {"form": form, "error": words_for(error)}
        return render(request, "case/words.html", shown, status=error.http_status)
    return after_saving(request, case, (pasted,), f"/n/i/{item.item_id}?done=saved")
