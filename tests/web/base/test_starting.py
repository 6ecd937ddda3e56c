"""The program starts on whatever lies in its folder, or says in words why not; it stops calmly."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.web.base.programs import started, surroundings

COMMAND = [sys.executable, "-m", "holdfast.web", "--json", "--port", "0"]


def address_of(program: subprocess.Popen[str]) -> str:
    told = program.stdout.readline()
    assert told, program.stderr.read()
    return json.loads(told)["address"]


def once(home: Path, **environ: str) -> None:
    """A start, and a calm end."""
    with started(home, **environ) as program:
        assert address_of(program)


def refused(home: Path, **environ: str) -> tuple[int, str]:
    done = subprocess.run(
        COMMAND, env=surroundings(home, **environ), capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr


def no_database(path: Path) -> None:
    path.write_bytes(os.urandom(8192))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def holes(path: Path) -> None:
    """The first page, with its list of tables, stays; every other one is noise."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))


def later(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("INSERT INTO django_migrations VALUES (99, 'web_case', '0099_later', '2040-01-01')")
        database.execute("ALTER TABLE web_case_opencase ADD COLUMN shade TEXT NOT NULL DEFAULT 'x'")


def table_gone(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("DROP TABLE web_case_opencase")


@pytest.mark.parametrize("harm", [no_database, cut, holes, later, table_gone, Path.unlink])
def test_a_damaged_database_of_the_pages_is_made_anew(tmp_path: Path, harm) -> None:
    once(tmp_path)
    with closing(sqlite3.connect(tmp_path / "web.db", isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode = DELETE")
    harm(tmp_path / "web.db")
    once(tmp_path)
    with closing(sqlite3.connect(tmp_path / "web.db")) as database:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        columns = [row[1] for row in database.execute("PRAGMA table_info(web_case_opencase)")]
        assert sorted(columns) == ["case_id", "handle", "seen", "wrapped"]


def test_nothing_that_others_can_read_is_left_in_the_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    with started(home) as program:
        address_of(program)
        assert home.stat().st_mode & 0o777 == 0o700
        assert {path.name: path.stat().st_mode & 0o077 for path in home.iterdir() if path.is_file()} == {
            path.name: 0 for path in home.iterdir() if path.is_file()
        }


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_break_of_the_program_writes_no_memory_down(tmp_path: Path) -> None:
    with started(tmp_path) as program:
        address_of(program)
        limits = Path(f"/proc/{program.pid}/limits").read_text()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_calm_and_takes_the_note_along(tmp_path: Path, how: signal.Signals) -> None:
    with started(tmp_path) as program:
        address_of(program)
        assert (tmp_path / "running.json").exists()
        program.send_signal(how)
        _, err = program.communicate(timeout=30)
    assert program.returncode == 0 and "Traceback" not in err
    assert not (tmp_path / "running.json").exists()


def test_after_a_kill_the_next_start_starts(tmp_path: Path) -> None:
    with started(tmp_path) as program:
        address_of(program)
        program.kill()
    assert (tmp_path / "running.json").exists()
    once(tmp_path)


def test_a_second_start_sends_to_the_first(tmp_path: Path) -> None:
    with started(tmp_path) as program:
        first = address_of(program)
        done = subprocess.run(COMMAND, env=surroundings(tmp_path), capture_output=True, text=True, timeout=60)
        second = json.loads(done.stdout)["address"]
    assert done.returncode == 0
    assert second != first and second.split("/t/")[0] == first.split("/t/")[0]


@pytest.mark.parametrize("left", [b"", b"cut"])
def test_a_secret_that_was_cut_by_a_crash_is_made_anew(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "secret").write_bytes(left)
    once(tmp_path)
    assert len((tmp_path / "secret").read_bytes()) >= 50


def test_what_was_open_when_the_program_was_killed_is_locked(tmp_path: Path) -> None:
    once(tmp_path)
    with closing(sqlite3.connect(tmp_path / "web.db", isolation_level=None)) as database:
        database.execute("INSERT INTO web_case_opencase VALUES ('h', 'c', x'00', '2031-05-06 20:00:00')")
    once(tmp_path)
    with closing(sqlite3.connect(tmp_path / "web.db")) as database:
        assert database.execute("SELECT count(*) FROM web_case_opencase").fetchone() == (0,)


def test_a_folder_that_cannot_be_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said = refused(tmp_path / "file" / "home")
    assert code == 3 and "could not be saved" in said


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only an administrator may mount")
def test_a_folder_that_is_read_only_is_told_in_words(tmp_path: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        code, said = refused(tmp_path)
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)
    assert code == 3 and "could not be saved" in said


def test_a_hosted_program_without_a_name_says_what_is_missing(tmp_path: Path) -> None:
    code, said = refused(tmp_path, HOLDFAST_PLACE="hosted", HOLDFAST_HOSTS=" , ")
    assert code == 2 and "HOLDFAST_HOSTS" in said


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    code, said = refused(tmp_path, HOLDFAST_SECRET="short")
    assert code == 3 and "too short" in said
