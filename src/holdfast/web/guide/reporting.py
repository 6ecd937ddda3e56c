"""What happens when one reports, in the person's country."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.content.reporting import ReportingWords
from holdfast.web.guide.cards import Seen, seen
from holdfast.web.guide.person import Person

#: The page that it stands on.
PAGE = "when-you-report"


@dataclass(frozen=True, slots=True)
class Here:
    """``words`` is None where nothing is known; ``country`` is its name."""

    country: str
    words: ReportingWords | None
    sources: tuple[Seen, ...]


def here(page_id: str, asking: Person) -> Here | None:
    """What a page says about the person's country: on one page only, and only where a country is known."""
    if page_id != PAGE or asking.country is None:
        return None
    name, known = asking.country.name_in(asking.language), asking.country.reporting
    if known is None:
        return Here(name, None, ())
    return Here(name, known.text(asking.language), tuple(seen(one) for one in known.sources if one.url))
