"""The JSON of every command has the keys that docs/cli.md promises: no fewer, no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.cli.commands import COMMANDS

CLI = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")

#: The words that make each command answer on a case with one item and one record.
ARGUMENTS = {
    "guide": ["--country", "GB"],
    "case record offender": ["--name", "Mia"],
    "case record demand": ["--wants", "money"],
    "case record payment": ["--amount", "300"],
    "case record report": ["--to", "police"],
    "case record account": ["--story", "It began."],
    "case add": ["-"],
    "case show": ["1"],
    "case tick": ["stop-replying"],
    "case untick": ["stop-replying"],
    "case strike": ["1"],
    "case unstrike": ["1"],
    "case delete": ["--yes"],
    "learn play": ["a-new-follower", "--choose", "1,2"],
    "store replay": ["-"],
}
#: Commands whose keys depend on what they are asked about (documented in words), or that run until stopped.
OTHERWISE = {"case strike", "case unstrike", "serve", "site", "store scrub"}
#: Commands that change this computer, or look until stopped: their keys are held by test_camera.py.
OTHERWISE |= {"camera watch", "camera install", "camera uninstall", "camera off", "camera on"}


def promised(name: str) -> set[str]:
    section = re.split(rf"^## holdfast {name}$", CLI, flags=re.M)[1].split("\n## ")[0]
    found = re.search(r"^JSON keys: ((?:`[a-z0-9_]+`\s*)+)", section, re.M)
    assert found, f"{name}: no JSON keys in docs/cli.md"
    return set(re.findall(r"`([a-z0-9_]+)`", found[1]))


#: What works on a bank, an exchange or a mirror instead of a case: its keys are held by tests/takedown.
OTHERWISE |= {command.name for command in COMMANDS if command.name.startswith("takedown ")}


@pytest.mark.parametrize("name", [c.name for c in COMMANDS if c.name not in OTHERWISE])
def test_the_keys_are_the_promised_ones(line, tmp_path, name):
    line.with_case()
    line("case", "add", "-", stdin="pay by ten")
    line("case", "record", "demand", "--wants", "money")
    arguments = {**ARGUMENTS, "case pack": ["--output", str(tmp_path / "p.zip")]}
    arguments["case move"] = ["--output", str(tmp_path / "m.holdfast")]
    if name == "case take":
        line("case", *("move", "--output", str(tmp_path / "m.holdfast")))
        arguments["case take"] = [str(tmp_path / "m.holdfast")]
    if name == "case verify":
        line("case", "pack", "--output", str(tmp_path / "p.zip"))
        arguments["case verify"] = [str(tmp_path / "p.zip")]
    typed = "more words" if name in ("case add", "check") else ""
    done = line(*name.split(), *arguments.get(name, []), "--json", stdin=typed)
    assert done.code in (0, 1), done.err
    assert done.json.keys() == promised(name)


def test_a_refusal_has_its_own_two_keys_and_the_same_words_for_the_person(line):
    done = line("case", "list", "--json")
    assert done.json.keys() == {"error", "message"}
    assert done.err == done.json["message"] + "\n"


def test_json_is_ascii_whatever_was_written(line):
    line.with_case()
    line("case", "add", "-", "--title", "Ünïcode 😀 \x9b", stdin="words")
    printed = line("case", "list", "--json").out
    assert printed.isascii()
    assert line("case", "list", "--json").json["items"][0]["title"] == "Ünïcode 😀 \x9b"


def test_the_inner_keys_of_an_item_a_contact_and_a_step_are_the_promised_ones(line):
    line.with_case()
    line("case", "add", "-", stdin="words")
    item = line("case", "list", "--json").json["items"][0]
    assert item.keys() == in_words("An item has")
    guide = line("guide", "--country", "GB", "--json").json
    assert guide["contacts"][0].keys() == in_words("A contact has") - {"closed", "check_hours"}
    assert guide["moments"][0].keys() == in_words("moment has")
    assert guide["moments"][0]["steps"][0].keys() == in_words("a step has")


def in_words(beginning: str) -> set[str]:
    """The names in backquotes of one sentence."""
    sentence = re.split(r"[.;](?:\s|$)", re.split(re.escape(beginning), CLI)[1])[0]
    return set(re.findall(r"`([a-z0-9_]+)`", sentence))
