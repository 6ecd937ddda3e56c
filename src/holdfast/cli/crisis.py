"""Words about dying, typed anywhere, bring the crisis contacts first. They are looked at and stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from holdfast.cli.door import Door
from holdfast.cli.printing import Page

if TYPE_CHECKING:
    from holdfast.case.room import Case


def crisis_first(texts: Iterable[str], case: Case, door: Door) -> bool:
    """Prints the crisis box to stderr, so that JSON on stdout stays whole. True where it did."""
    from holdfast.guide.crisis import crisis_words

    language = case.about.language
    if not any(crisis_words(text, language) for text in texts if text):
        return False
    from holdfast.cli.guide_page import print_crisis
    from holdfast.cli.joined import asker_in

    print_crisis(Page(door._replace(stdout=door.stderr)), asker_in(case, door))
    return True
