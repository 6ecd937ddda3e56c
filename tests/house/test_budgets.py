"""House test 7: no file over 400 lines, no function over 40. Exceptions: docs/decisions/0006-budgets.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXCEPTIONS = ROOT / "docs" / "decisions" / "0006-budgets.md"
FILE_LINES, FUNCTION_LINES = 400, 40
KINDS = (".py", ".js", ".css", ".html", ".typ", ".sh")


def sources(*kinds: str) -> list[Path]:
    found = [path for top in ("src", "tests", "tools") for path in sorted((ROOT / top).rglob("*"))]
    return [path for path in found if path.suffix in kinds and "__pycache__" not in path.parts]


def long_files() -> dict[str, int]:
    counted = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources(*KINDS)}
    return {name: lines for name, lines in counted.items() if lines > FILE_LINES}


def long_functions(paths: list[Path]) -> dict[str, int]:
    """``path::name`` to lines, from ``def`` to the last line, docstring and all."""
    found: dict[str, int] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    found[f"{name_of(path)}::{node.name}"] = lines
    return found


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def excepted() -> dict[str, str]:
    """What the decision lists: ``- `path::name`: reason``."""
    return dict(re.findall(r"^- `([^`]+)`: (\S.*)$", EXCEPTIONS.read_text("utf-8"), re.M))


def test_no_file_and_no_function_is_too_long():
    over = {**long_files(), **long_functions(sources(".py"))}
    assert {name: lines for name, lines in over.items() if name not in excepted()} == {}


def test_every_exception_is_still_needed():
    over = {**long_files(), **long_functions(sources(".py"))}
    assert excepted().keys() <= over.keys()


def test_a_function_of_41_lines_is_found(tmp_path):
    for length, expected in ((40, {}), (41, {"long.py::f": 41})):
        path = tmp_path / "long.py"
        path.write_text("def f():\n" + "    x = 1\n" * (length - 1))
        assert long_functions([path]) == expected
