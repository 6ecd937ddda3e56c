"""``/l/…``: practice stories, and pages for teachers and parents. Each view: load, ask, show. Nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdfast.guide.plan import Link
from holdfast.learn.play import numbered, play
from holdfast.web.guide import pages, show
from holdfast.web.guide.person import person
from holdfast.web.learn import shown
from holdfast.web.learn.language import best_language, in_language, other_languages, shelf_of

#: Whom the sheet names beside the emergency number: those who help young people, and those who take pictures down.
ON_THE_SHEET = ("kind:child", "kind:image_removal")
#: Pages of the guide that stand beside the practice.
TAKE_DOWN, BEFORE = "take-down-services", "before-it-happens"


@require_safe
def beginning(request: HttpRequest) -> HttpResponse:
    """``/l/``: on to the language of the browser, as far as there are stories in it."""
    return HttpResponseRedirect(f"/l/{best_language(request)}/")


@require_safe
def stories(request: HttpRequest, language: str) -> HttpResponse:
    """``/l/en/``: the six stories."""
    return _page(request, language, "learn/stories.html", "", stories=shelf_of(language).stories)


@require_safe
def turn(request: HttpRequest, language: str, number: int, taken: str = "") -> HttpResponse:
    """``/l/en/1/32``: story 1 after the third choice and then the second. The address is all there is to know."""
    story = numbered(number, shelf_of(language).language)
    played = play(story, shown.path_in(taken))
    template = "learn/ending.html" if played.is_over else "learn/turn.html"
    return _page(
        request,
        language,
        template,
        f"{number}/{taken}".rstrip("/"),
        story=story,
        turns=shown.turns(played, language),
        choices=shown.choices(played, language),
        ending=played.here.ending,
        signs=shown.signs(played, language),
        next=shown.following(story, language),
    )


@require_safe
def ends(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """``/l/en/1/e``: for whoever skips: the signs, the words to leave with, how it can end."""
    story = numbered(number, shelf_of(language).language)
    return _page(
        request,
        language,
        "learn/ends.html",
        f"{number}/e",
        story=story,
        signs=shown.signs_of(story, language),
        next=shown.following(story, language),
    )


@require_safe
def lesson(request: HttpRequest, language: str) -> HttpResponse:
    """``/l/en/t``: a lesson of 40 minutes."""
    found = shelf_of(language)
    return _page(
        request, language, "learn/lesson.html", "t", page=found.pages["lesson"], stories=found.stories
    )


@require_safe
def cards(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """``/l/en/t/1``: a story as cards to print and cut."""
    story = numbered(number, shelf_of(language).language)
    return _page(
        request, language, "learn/cards.html", f"t/{number}", story=story, cards=shown.cards(story, language)
    )


@require_safe
def sheet(request: HttpRequest, language: str) -> HttpResponse:
    """``/l/en/t/s``: one sheet to take home, with the numbers of the country."""
    found = shelf_of(language)
    people = pages.beside((Link.read(link) for link in ON_THE_SHEET), person(request)).people
    return _page(
        request,
        language,
        "learn/sheet.html",
        "t/s",
        page=found.pages["sheet"],
        signs=shown.signs_to_know(language),
        leave=shown.leave_quotes(language),
        people=people,
    )


@require_safe
def parents(request: HttpRequest, language: str) -> HttpResponse:
    """``/l/en/a``: how to talk about it at home."""
    return _page(request, language, "learn/parents.html", "a", page=shelf_of(language).pages["parents"])


def _page(request: HttpRequest, language: str, template: str, place: str, **more: object) -> HttpResponse:
    """A page of the practice in its language; the rest of the page follows where the site speaks it."""
    found = shelf_of(language)
    with in_language(language):
        asking = person(request)
        return show.page(
            request,
            template,
            asking,
            say=found.say,
            lesson=found.pages["lesson"].title,
            at_home=found.pages["parents"].title,
            here=language,
            base=f"/l/{language}/",
            others=other_languages(language, place),
            safety=show.safety(asking),
            take_down=f"/i/{pages.ADDRESSES[TAKE_DOWN]}",
            before=pages.link_to(BEFORE, asking.language),
            **more,
        )
