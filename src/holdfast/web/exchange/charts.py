"""Small bar charts as SVG, drawn on the server: no script, no library, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

DAY = 86_400
#: Units of the drawing: a bar and its gap, and the height of the tallest.
STEP, WIDTH, HEIGHT = 20, 14, 100


@dataclass(frozen=True, slots=True)
class Bar:
    """``top`` is counted from above; ``says`` is shown when one points at it."""

    left: int
    top: int
    height: int
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure over the last days. ``most`` and ``total`` in its own unit; ``summed``: the total means something."""

    title: str
    bars: tuple[Bar, ...]
    most: int
    total: int
    days: int
    summed: bool

    @property
    def width(self) -> int:
        return STEP * self.days


def chart(title: str, figures: Sequence[int], today: int, *, summed: bool = True) -> Chart:
    """``figures``: one for each day, today's the last; ``today`` in days since 1970-01-01. A day of 0 has no bar,
    any other at least two units."""
    most = max(figures, default=0)
    bars = []
    for number, figure in enumerate(figures):
        if figure:
            height = max(2, round(figure / most * HEIGHT))
            day = datetime.fromtimestamp((today - len(figures) + 1 + number) * DAY, UTC)
            bars.append(Bar(number * STEP, HEIGHT - height, height, f"{day:%Y-%m-%d}: {figure}"))
    return Chart(title, tuple(bars), most, sum(figures), len(figures), summed)
