"""House test 1: the arrows hold, and the command line stays light."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "holdfast"
#: What ``holdfast --help`` must not load: each costs more than all of its own code (decision 0004).
HEAVY = (
    "django",
    "cheroot",
    "cryptography",
    "PIL",
    "typst",
    "sqlite3",
    "tomllib",
    "holdfast.case",
    "holdfast.content",
)

ASK = """
import contextlib, io, json, sys
from holdfast.cli.main import main
with contextlib.redirect_stdout(io.StringIO()):
    code = main(json.loads(sys.argv[1]))
print(json.dumps([code, sorted(sys.modules)]))
"""


def loaded_by(*argv: str) -> set[str]:
    """The modules that one run of the command line loads."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(argv)], capture_output=True, text=True, timeout=60, check=True
    )
    code, modules = json.loads(done.stdout)
    assert code == 0
    return set(modules)


def contracts() -> configparser.ConfigParser:
    found = configparser.ConfigParser()
    found.read(ROOT / ".importlinter")
    return found


def test_the_contracts_hold():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_every_module_of_the_house_stands_in_the_layers():
    layers = contracts()["importlinter:contract:layers"]["layers"]
    drawn = {name.strip() for line in layers.splitlines() for name in line.replace(":", "|").split("|")}
    built = {
        f"holdfast.{path.stem}"
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    }
    assert built <= drawn, f"not in .importlinter: {built - drawn}"


def test_only_the_web_may_know_django():
    contract = contracts()["importlinter:contract:django"]
    kept_out = {name.strip() for name in contract["source_modules"].splitlines() if name.strip()}
    built = {f"holdfast.{path.name}" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert built - {"holdfast.web"} <= kept_out
    assert "django" in contract["forbidden_modules"]


def test_help_loads_nothing_heavy():
    loaded = loaded_by("--help")
    assert "holdfast.cli.main" in loaded
    assert not loaded & set(HEAVY)


def names() -> list[str]:
    from holdfast.cli.commands import COMMANDS

    return [command.name for command in COMMANDS if command.name not in ("serve", "site")]


@pytest.mark.parametrize("name", names())
def test_the_help_of_a_command_loads_no_django(name):
    loaded = loaded_by(*name.split(), "--help")
    assert not loaded & {"django", "cheroot", "cryptography", "PIL", "typst"}


def test_work_on_a_case_loads_no_django(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path))
    loaded = loaded_by("case", "new", "--json")
    assert "cryptography" in loaded
    assert not loaded & {"django", "cheroot", "PIL", "typst"}
