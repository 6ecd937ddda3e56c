"""What ``holdfast check`` does beside reading: how a file is built, and whether a person is real."""

from __future__ import annotations

import json

from holdfast.cli.check_files import Entry, beginning
from holdfast.cli.check_page import FEW, print_crisis_in, print_few_steps
from holdfast.cli.door import Door
from holdfast.cli.printing import Page, say_json
from holdfast.cli.words import _


def describe(found: list[Entry], door: Door, *, as_json: bool) -> int:
    """Prints the structure of each file, without a word of it, to be sent to the people who write readers."""
    from holdfast.check.readers.structure import shape_of

    for entry in found:
        data, size = beginning(entry, door)
        shape = shape_of(data, size)
        if as_json:
            door.stdout.write(json.dumps({"file": entry.shown, "structure": shape.split("\n")}) + "\n")
        else:
            door.stdout.write(shape + "\n")
    return 0


def profile(typed: str, country: str, door: Door, *, as_json: bool) -> int:
    """Answers what was seen of a person, ids with commas between; without any, says what can be named."""
    from holdfast.check.profile import Answer, profile_signs, read_profile

    page = Page(door)
    named = [one.strip() for one in typed.split(",") if one.strip()]
    if not named:
        signs = profile_signs()
        if as_json:
            say_json(door, {"signs": [{"id": one.id, "text": one.text, "why": one.why} for one in signs]})
            return 0
        page.heading(_("What you can name"))
        page.table((f"  {one.id}", one.text) for one in signs)
        page.say(_("Name what you see, with commas between."))
        return 0
    read = read_profile(named, country=country)
    if as_json:
        seen, steps = [one.id for one in read.seen], [one.id for one in read.steps]
        say_json(door, {"answer": read.answer.value, "seen": seen, "steps": steps, "say": list(read.say)})
        return 0
    if read.answer is Answer.THREATENED:
        print_crisis_in(page, door, country)
    page.heading(read.title)
    for line in read.lines:
        page.say(line)
    if read.say:
        page.heading(_("You can say"))
        for line in read.say:
            page.say(line, indent="    ", first="  - ")
    print_few_steps(page, read.steps[:FEW])
    page.heading(_("Why we say this"))
    for one in read.seen:
        page.say(f"{one.text}. {one.why}", indent="    ", first="  - ")
    return 0
