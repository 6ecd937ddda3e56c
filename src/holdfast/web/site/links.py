"""Addresses of the pages become names of files in one folder, so that nothing but a folder is needed."""

from __future__ import annotations

import re

from holdfast.errors import HoldfastError


class NoFile(HoldfastError):
    """A link of the pages that no file was written for: a fault of the program."""

    for_person = "The pages were not written: one of their links leads nowhere. Please tell us."


_LINK = re.compile(r'(href|src)="(/[^"]*)"')
#: A whole link to what needs a program: a case, the reader of messages, the dates, practice stories.
_NEEDS_A_PROGRAM = re.compile(r'<a [^>]*href="/(?:n|m|d|l|u|k|f)(?:[/?#][^"]*)?"[^>]*>.*?</a>', re.S)
_FILES = {"": "index.html", "p": "index.html#list", "h": "people.html", "w": "letters.html", "a": "apps.html"}


def relative(html: str) -> str:
    """``html`` with every address of ours made a file's name. Raises NoFile for one that has no file."""
    return _LINK.sub(lambda found: f'{found[1]}="{_file(found[2])}"', _NEEDS_A_PROGRAM.sub("", html))


def _file(address: str) -> str:
    path, mark, place = address[1:].partition("#")
    name = _FILES.get(path)
    if name is None and (found := re.fullmatch(r"([iwa])/(\d+)", path)):
        name = f"{found[1]}{found[2]}.html"
    if name is None:
        raise NoFile(f"no file for {address[:60]!r}")
    return name + mark + place
