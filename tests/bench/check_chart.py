"""The figures of the reader as a chart: ``docs/pictures/check.svg``, drawn anew by each bench run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FILE = Path(__file__).parents[2] / "docs" / "pictures" / "check.svg"
ROW, LEFT, WIDE, TOP = 22, 190, 420, 54
FOUND, FALSE = "#2f6f4f", "#a33b2e"
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
    'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>'
)


def draw(bars: Sequence[tuple[str, float, float]], title: str) -> str:
    """One row a bar: its name, the share found and the share of false alarms, both 0 to 1."""
    high, wide = TOP + ROW * len(bars) + 24, LEFT + WIDE + 100
    lines = [
        HEAD.format(wide=wide, high=high),
        f'<text x="10" y="20" font-size="14">{title}</text>',
        f'<rect x="{LEFT}" y="30" width="10" height="10" fill="{FOUND}"/><text x="{LEFT + 14}" y="39">found</text>',
        f'<rect x="{LEFT + 80}" y="30" width="10" height="10" fill="{FALSE}"/>'
        f'<text x="{LEFT + 94}" y="39">false alarms</text>',
    ]
    for place, (name, found, false) in enumerate(bars):
        top = TOP + ROW * place
        lines += [
            f'<text x="{LEFT - 8}" y="{top + 13}" text-anchor="end">{name}</text>',
            f'<rect x="{LEFT}" y="{top + 2}" width="{found * WIDE:.1f}" height="8" fill="{FOUND}"/>',
            f'<rect x="{LEFT}" y="{top + 11}" width="{max(false * WIDE, 0.5):.1f}" height="5" fill="{FALSE}"/>',
            f'<text x="{LEFT + WIDE + 6}" y="{top + 13}">{100 * found:.0f} / {100 * false:.1f} %</text>',
        ]
    bar = LEFT + 0.97 * WIDE
    lines.append(
        f'<line x1="{bar:.1f}" x2="{bar:.1f}" y1="{TOP}" y2="{high - 22}" stroke="#555" stroke-dasharray="3 3"/>'
        f'<text x="{bar:.1f}" y="{high - 8}" text-anchor="middle">97 %</text>'
    )
    return "\n".join([*lines, "</svg>\n"])


def write(bars: Sequence[tuple[str, float, float]], title: str) -> None:
    """Draws the chart; says so in one line where the folder cannot be written."""
    try:
        FILE.write_text(draw(bars, title), encoding="utf-8")
    except OSError as fault:
        print(f"no chart: {fault}")
