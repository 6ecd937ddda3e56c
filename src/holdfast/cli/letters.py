"""Letters for the terminal and for machines."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.cli.asker import Asker
from holdfast.cli.guide_page import places_of, plain
from holdfast.cli.printing import Page
from holdfast.cli.words import _
from holdfast.content.letters import letters
from holdfast.guide.letters import Letter


def print_shelf(page: Page, found: Iterable[Letter], asking: Asker) -> None:
    """Which letters there are, the fitting ones first."""
    frame, listed = letters(asking.language).frame, tuple(found)
    page.heading(frame.title)
    for title, fits in ((_("For you"), True), (_("Other letters"), False)):
        named = [one for one in listed if one.fits is fits]
        if named:
            page.heading(title)
        for one in named:
            page.say(f"{one.letter_id}: {one.title}", indent="    ", first="  - ")
    page.say(_("To see one: holdfast guide --letter ID"))


def print_letter(page: Page, one: Letter, asking: Asker) -> None:
    """One letter: what to mind, the words to copy, what comes back."""
    page.heading(one.title)
    for line in one.before:
        page.say(plain(line), indent="    ", first="  - ")
    for line in places_of(one.links, asking):
        page.say(line, indent="    ", first="  > ")
    page.say("")
    for line in one.text.split("\n"):
        page.say(line)
    page.heading(_("What comes back, and when"))
    for line in one.answer:
        page.say(plain(line), indent="    ", first="  - ")
    for source in one.sources:
        page.say(source, indent="    ", first="  ")


def letter_json(one: Letter) -> dict[str, object]:
    """The same for machines; keys are promised in docs/cli.md."""
    return {
        "id": one.letter_id,
        "title": one.title,
        "fits": one.fits,
        "before": list(one.before),
        "text": one.text,
        "missing": list(one.missing),
        "answer": list(one.answer),
        "ask_again": one.ask_again.isoformat() if one.ask_again else None,
        "links": [{"kind": link.kind.value, "target": link.target} for link in one.links],
        "sources": list(one.sources),
    }
