"""House test 5: every command, option, exit code and setting is documented, and nothing else is."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.house.texts import every_error

from holdfast.cli import main as cli
from holdfast.cli.command import Leaf, leaf_of, option_texts, parser_of
from holdfast.cli.commands import COMMANDS
from holdfast.cli.door import real_door

ROOT = Path(__file__).parents[2]
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")
LEAVES: list[Leaf] = [leaf_of(command) for command in COMMANDS]
#: Commands that hand their options to another program.
PROGRAMS = {"serve": "holdfast.web", "site": "holdfast.web.site"}
SHARED = {"--json", "--help", "--code-fd"}
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def sections() -> dict[str, str]:
    """``case add`` → the text under its heading."""
    parts = re.split(r"^## holdfast (.+)$", CLI, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options_of(leaf: Leaf) -> set[str]:
    if leaf.raw:
        asked = [sys.executable, "-m", PROGRAMS[leaf.name], "--help"]
        shown = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True).stdout
        return set(re.findall(r"^  (?:-h, )?(--[a-z0-9-]+)", shown, re.M))
    return set(option_texts(parser_of(leaf, real_door())))


def test_every_command_has_its_section_and_every_section_its_command():
    assert sections().keys() == {leaf.name for leaf in LEAVES}


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.name)
def test_every_option_is_documented(leaf):
    missing = {option for option in options_of(leaf) - SHARED if f"`{option}`" not in sections()[leaf.name]}
    assert missing == set()


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.name)
def test_no_option_is_documented_that_does_not_exist(leaf):
    rows = "\n".join(line for line in sections()[leaf.name].splitlines() if line.startswith("| `--"))
    documented = set(re.findall(r"^\| ((?:`--[a-z0-9-]+` ?)+)", rows, re.M))
    names = {name for row in documented for name in re.findall(r"--[a-z0-9-]+", row)}
    assert names - options_of(leaf) == set()


@pytest.mark.parametrize("leaf", [leaf for leaf in LEAVES if not leaf.raw], ids=lambda leaf: leaf.name)
def test_every_example_in_the_help_works_as_it_stands(leaf):
    for example in leaf.examples:
        words = shlex.split(re.split(" [<>] ", example)[0])
        assert words[: 1 + len(leaf.name.split())] == ["holdfast", *leaf.name.split()]
        parser_of(leaf, real_door()).parse_args(words[1 + len(leaf.name.split()) :])


def lines_with_commands() -> list[str]:
    """Every ``holdfast …`` line in a code block of the documents."""
    found: list[str] = []
    for path in DOCUMENTS:
        for block in re.findall(r"^```\w*\n(.*?)^```", path.read_text("utf-8"), re.M | re.S):
            found += re.findall(
                r"^(?:\$ )?(?:\.venv/bin/)?(holdfast .+?)(?:\s+#.*| [<>].*|\s+\d<.*)?$", block, re.M
            )
    return found


def test_every_command_line_in_the_documents_is_understood():
    lines = lines_with_commands()
    assert lines
    for line in lines:
        words = shlex.split(line)[1:]
        leaf = next(leaf for leaf in LEAVES if words[: len(leaf.name.split())] == leaf.name.split())
        if not leaf.raw:
            parser_of(leaf, real_door()).parse_args(words[len(leaf.name.split()) :])


def test_the_exit_codes_are_the_ones_that_exist():
    table = CLI.partition("## Exit codes")[2].partition("\n\n`HOLDFAST_DEBUG")[0]
    documented = {int(code) for code in re.findall(r"^\| `(\d+)` \|", table, re.M)}
    used = {error.exit_code for error in every_error()} | {0, cli.INTERRUPTED, cli.PIPE_CLOSED}
    assert documented == used


def test_every_setting_is_documented_and_no_other():
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"[\"'](HOLDFAST_[A-Z_]+)[\"']", code))
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `(HOLDFAST_[A-Z_]+)`", page, re.M))
    assert documented == used


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_inside_the_house_leads_somewhere(path):
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|(?<=src=\")([^\"]+)", text):
        link = target[0] or target[1]
        if not re.match(r"[a-z]+:", link):
            assert (path.parent / link).exists(), link


def test_decisions_have_numbers_of_their_own():
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_every_dependency_has_its_reason_and_every_reason_its_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["hosted"]]
    built_on = {re.split(r"[\[<>=; ]", name)[0] for name in listed}
    page = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z0-9-]+)`", page, re.M)) == built_on


def test_the_tree_in_house_md_is_the_tree():
    page = (ROOT / "docs" / "house.md").read_text("utf-8")
    tree = page.partition("```text\nholdfast/\n")[2].partition("```")[0]
    drawn = set(re.findall(r"[├└]── ([\w.-]+)", tree))
    built = {
        path.name for path in (ROOT / "src" / "holdfast").iterdir() if path.suffix == ".py" or path.is_dir()
    }
    built -= {"__init__.py", "__main__.py", "__pycache__"}
    assert built <= drawn, f"not drawn: {built - drawn}"
    known = {path.name for path in ROOT.rglob("*") if ".venv" not in path.parts and ".git" not in path.parts}
    assert drawn <= known, f"drawn but not built: {drawn - known}"


def test_house_md_names_every_house_test_and_every_room():
    page = (ROOT / "docs" / "house.md").read_text("utf-8")
    built = {path.name for path in (ROOT / "tests" / "house").glob("test_*.py")}
    assert built == set(re.findall(r"`(test_\w+\.py)`", page))
    arrows = page.partition("## What may import what")[2]
    rooms = {path.parent.name for path in (ROOT / "src" / "holdfast").glob("*/__init__.py")}
    assert {room for room in rooms if room not in arrows} == set()
