"""What is told to the guide is kept nowhere: not in the database, not in a file, not in a log."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path

MARKS = ("zanzibar-fourteen", "quokka-ninety-nine")


def files_with(folder: Path, mark: str) -> list[str]:
    """Read by another process: a database that this one opens as a plain file loses SQLite's locks on it
    (https://www.sqlite.org/howtocorrupt.html, 2.2), and the next process to close it throws its log away."""
    found = subprocess.run(
        ["grep", "-rlaF", "--", mark, str(folder)], capture_output=True, text=True, check=False
    )
    assert found.returncode in (0, 1), found.stderr
    return [Path(line).name for line in found.stdout.splitlines()]


def test_words_told_to_the_guide_are_in_no_file_and_no_log(client, home, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        client.post("/p/11", {"go": "next", "demand": f"pay {MARKS[0]} or kill yourself"})
        client.post("/p/3", {"go": "next", "who": MARKS[1]})  # refused: not in the list
        for path in ("/p", "/h", "/p/11"):
            client.get(path)
    out, err = capfd.readouterr()
    for mark in MARKS:
        assert files_with(home, mark) == []
        assert mark not in caplog.text + out + err


def test_the_search_finds_what_is_there(home):
    (home / "planted").write_text(f"x {MARKS[0]} x")
    try:
        assert files_with(home, MARKS[0]) == ["planted"]
    finally:
        (home / "planted").unlink()


def test_words_that_were_typed_are_in_no_address(client):
    answer = client.post("/p/11", {"go": "next", "demand": MARKS[0]})
    assert MARKS[0] not in answer.headers["Location"]
