"""Figures for Prometheus (text format 0.0.4). Counts and times only: no hash, no address of anybody."""

from __future__ import annotations

from holdfast.matcher.work import Work
from holdfast.takedown.index.bank import Bank

_COUNTS = {
    "lookups": "hashes looked up",
    "files": "files looked up",
    "hits": "hashes of the bank that were near",
    "turned_away": "requests turned away because too many were waiting",
}


def metrics_of(work: Work, bank: Bank) -> str:
    """The whole page."""
    lines: list[str] = []
    for name, about in _COUNTS.items():
        lines += _figure(f"{name}_total", "counter", about, work.figures[name])
    lines += _figure("work_seconds_total", "counter", "seconds of waiting and comparing", work.seconds)
    lines += _figure("waiting", "gauge", "requests that wait or run", work.waiting)
    lines += _figure("tail_hashes", "gauge", "new hashes beside the base", bank.tail_count)
    lines += _figure("base_generation", "gauge", "number of the base in use", bank.generation)
    return "\n".join(lines) + "\n"


def _figure(name: str, kind: str, about: str, value: float) -> list[str]:
    full = f"holdfast_matcher_{name}"
    return [f"# HELP {full} {about}", f"# TYPE {full} {kind}", f"{full} {value:g}"]
