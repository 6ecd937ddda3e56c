"""Other codes for a case: a changed code, the recovery sheet, a code for somebody trusted."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.case.code import CaseCode, RecoveryCode
from holdfast.case.room import Case
from holdfast.case.seal import open_row, seal_row
from holdfast.errors import Tampered
from holdfast.home import pepper
from holdfast.web.base import rooms
from holdfast.web.case.door import case_page
from holdfast.web.case.opened import close_elsewhere


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def codes(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/keys``: what opens the case. The answer to a button shows a new code, once."""
    if request.method != "POST":
        return render(request, "case/keys.html", {})
    match request.POST.get("do", ""):
        case "change":
            made = case.change_code(pepper=pepper(), stretcher=rooms.stretcher())
            close_elsewhere(request, case.case_id)
            page = {**shown(made), "sealed": sealed_for_two_words(case, made)}
            return render(request, "case/key_new.html", page)
        case "trusted":
            return _ten_words(
                request, case.make_trusted(pepper=pepper(), stretcher=rooms.stretcher()), "trusted"
            )
        case "end":
            case.end_trusted()
            close_elsewhere(request, case.case_id)
            return render(request, "case/keys.html", {"ended": True})
    return render(request, "case/keys.html", {}, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@case_page
def sheet(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/n/sheet``: offers the second secret; the answer to the button shows it, once."""
    if request.method != "POST":
        return render(request, "case/sheet_offer.html", {})
    return _ten_words(request, case.make_recovery(pepper=pepper(), stretcher=rooms.stretcher()), "recovery")


def _ten_words(request: HttpRequest, made: RecoveryCode, whose: str) -> HttpResponse:
    return render(request, "case/sheet.html", {**shown(made), "whose": whose, "today": rooms.clock()})


def shown(code: CaseCode | RecoveryCode) -> dict[str, object]:
    """A code and its QR picture for a page that shows both once."""
    return {"code": code, "qr": qr_picture(code.digits.replace(" ", ""))}


def qr_picture(text: str) -> SafeString:
    """A QR picture (ISO/IEC 18004) as SVG to stand in a page. Black on white in both colour schemes: phones need it."""
    import segno

    drawn = segno.make_qr(text).svg_inline(
        scale=5, light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308  (drawn from digits or an address of ours, never from what was typed)


# --- two words back ----------------------------------------------------------------------------------------


def sealed_for_two_words(case: Case, code: CaseCode) -> str:
    """The code and which words are asked, sealed under the case's own key: the page carries it, nothing keeps it."""
    body = json.dumps([code.text, *CaseCode.check_positions(rooms.chance)]).encode()
    return seal_row(case.key, "web", "code", "back", case.case_id, body, chance=rooms.chance).hex()


def _unseal(case: Case, sealed: str) -> tuple[CaseCode, int, int]:
    """Raises Tampered where it was not made for this case."""
    try:
        raw = bytes.fromhex(sealed)
    except ValueError as error:
        raise Tampered("not hex") from error
    words, first, second = json.loads(open_row(case.key, "web", "code", "back", case.case_id, raw))
    return CaseCode.parse(words), first, second


@require_POST
@case_page
def two_words(request: HttpRequest, case: Case) -> HttpResponse:
    """``/n/two``: asks for two of the words; when both are right, goes on to the recovery sheet."""
    sealed = request.POST.get("sealed", "")
    known, first, second = _unseal(case, sealed)
    typed = [request.POST.get("first", ""), request.POST.get("second", "")]
    right = [known.has_word(place, word) for place, word in zip((first, second), typed, strict=True)]
    if all(right):
        return HttpResponseRedirect("/n/sheet")
    asked = "first" in request.POST
    wrong = gettext("This is not that word of your code. Look at your note again.")
    errors = ["" if fine or not asked else wrong for fine in right]
    page = {
        "sealed": sealed,
        "places": (first + 1, second + 1),
        "typed": typed,
        "errors": errors,
        "asked": asked,
    }
    return render(request, "case/two_words.html", page, status=400 if asked else 200)
