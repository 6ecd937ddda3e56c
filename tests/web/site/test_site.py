"""The static site: every link leads to a file, nothing needs a program, and it says who runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from holdfast.content.facts import places
from holdfast.content.letters import letters
from holdfast.content.site import site_words
from holdfast.content.words import words

OPERATOR = "Example <Helpline> & Friends"
ADDRESS = "https://help.example.org/here"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written by the command itself."""
    out = tmp_path_factory.mktemp("site") / "public"
    command = [sys.executable, "-m", "holdfast", "site", str(out), "--operator", OPERATOR, "--country", "GB"]
    done = subprocess.run([*command, "--address", ADDRESS + "/"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return out


class Reader(HTMLParser):
    """Collects addresses and ids of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids.add(found.get("id", ""))
        self.addresses += [found[name] for name in ("href", "src", "action") if name in found]
        self.inline += [name for name in found if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag in ("style", "form") or (tag == "script" and "src" not in found) else []


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


def test_every_link_leads_to_a_file_and_a_place_that_are_there(folder):
    pages = {path.name: read(path) for path in folder.glob("*.html")}
    for name, page in pages.items():
        for address in page.addresses:
            if re.match(r"(?:https?|tel|sms|mailto|data):", address):
                continue
            file, _, place = address.partition("#")
            target = file or name
            assert (folder / target).is_file(), (name, address)
            assert not place or place in pages[target].ids, (name, address)


def test_nothing_comes_from_another_host_and_nothing_is_inline(folder):
    for path in folder.glob("*.html"):
        html = path.read_text("utf-8")
        assert not re.search(r'(?:src|action)="https?:', html), path.name
        assert not re.search(r'<link [^>]*href="https?:', html), path.name
        assert read(path).inline == [], path.name


def test_every_page_is_reached_from_the_first(folder):
    seen, todo = set(), ["index.html"]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        files = (address.partition("#")[0] for address in read(folder / name).addresses)
        todo += [file for file in files if file.endswith(".html") and ":" not in file]
    assert seen == {path.name for path in folder.glob("*.html")}


def test_every_situation_letter_page_and_country_has_its_file(folder):
    names = {path.name for path in folder.glob("*.html")}
    assert {f"{n}.html" for n in range(1, len(site_words().situations) + 1)} <= names
    assert len([name for name in names if re.fullmatch(r"w\d+\.html", name)]) == len(letters().all)
    assert len([name for name in names if re.fullmatch(r"i\d+\.html", name)]) == len(words().pages) - 2
    assert {f"{code.lower()}.html" for code in places().codes} <= names


def test_each_page_says_who_runs_it_and_has_a_neutral_title(folder):
    for path in folder.glob("*.html"):
        html = path.read_text("utf-8")
        assert "<title>Notes</title>" in html
        if path.name != "bye.html":
            assert "Example &lt;Helpline&gt; &amp; Friends, United Kingdom" in html, path.name
            assert ADDRESS in html and "We never take money" in html
            assert 'href="people.html"' in html


def test_no_service_is_called_open_that_is_not_open_day_and_night(folder):
    """Whoever reads the page reads it at an hour that nobody knows."""
    html = (folder / "people.html").read_text("utf-8")
    always, _, rest = html.partition("At their hours")
    assert "Open day and night" in always
    assert "Open now" not in html and "Closed now" not in html and "open now" not in rest
    assert "10:00 to 16:00" in rest
    assert "Open day and night" not in rest.partition("To write to or read")[2]


def test_the_list_of_files_for_reading_offline_is_the_folder(folder):
    kept = json.loads((folder / "files.json").read_text("utf-8"))
    assert set(kept["files"]) == {path.name for path in folder.iterdir()} - {"files.json"}
    assert "holdfast" not in (folder / "manifest.webmanifest").read_text("utf-8").casefold()


def test_the_poster_carries_the_address_as_a_picture(folder):
    from holdfast.web.site.poster import qr

    assert (folder / "poster.svg").read_text("utf-8") == qr(ADDRESS) != qr(ADDRESS + "/other")
    assert 'src="poster.svg"' in (folder / "poster.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--address", "help.example.org"], "Give the address"),
        (["--address", "https://e.org", "--country", "QQ"], "country"),
        (["--address", "https://e.org", "--language", "zz"], ""),
    ],
)
def test_what_is_not_understood_writes_nothing(tmp_path, options, said):
    out = tmp_path / "public"
    command = [sys.executable, "-m", "holdfast.web.site", str(out), "--operator", "X", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and said in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_every_situation_of_the_words_has_an_address_and_answers():
    from holdfast.web.site.situations import SITUATIONS

    assert set(SITUATIONS) == set(site_words().situations)
    numbers = [number for number, _ in SITUATIONS.values()]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
