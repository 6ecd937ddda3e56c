"""What is read wrong: ``python -m tests.check.wrong en dev [group]`` (a held-out part is not for tuning)."""

from __future__ import annotations

import sys
from collections import Counter

from tests.check.vectors import Case, cases

from holdfast.check.read import read
from holdfast.check.values import Reading


def faults(case: Case, reading: Reading) -> list[str]:
    found = []
    if reading.kind not in case.right:
        found.append(f"kind {reading.kind} for {'/'.join(case.right)}")
    if case.stage and reading.kind == case.kind and reading.stage != case.stage:
        found.append(f"stage {reading.stage} for {case.stage}")
    if case.bluff and reading.kind == case.kind and reading.bluff != case.bluff:
        found.append(f"bluff {reading.bluff} for {case.bluff}")
    return found


def main(language: str, part: str, group: str = "") -> None:
    counts: Counter[str] = Counter()
    for case in cases(part, language):
        if group and case.group != group:
            continue
        reading = read(case.document, me=case.me, country=case.country)
        counts["all"] += 1
        if not (found := faults(case, reading)):
            continue
        counts["wrong"] += 1
        signs = ", ".join(
            f"{hit.id}{'~' if hit.reported else ''}={reading.text[hit.start : hit.end]!r}"
            for hit in reading.signs
        )
        print(f"* {case.case_id} [{case.group}] {'; '.join(found)}")
        print(f"    {' '.join(case.document.text.split())[:300]}\n    {signs}")
    print(dict(counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
