"""Bad luck and bad company: killed, two at once, closed pipes, full disks, folders that may not be written to."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.case import drawn


@pytest.fixture
def real(line, program):
    """The real program with a case of its own: ``real(*argv, **options of subprocess.run)``."""
    environ = {**os.environ, "HOLDFAST_HOME": str(line.home), "HOLDFAST_DEBUG": "1"}
    environ.pop("HOLDFAST_CODE", None)

    def run(*argv: str, **how):
        return subprocess.run(
            program(*argv), env={**environ, **how.pop("more", {})}, capture_output=True, timeout=120, **how
        )

    made = run("case", "new", "--json", "--age-in-picture", "adult")
    environ["HOLDFAST_CODE"] = json.loads(made.stdout)["code"]
    run.environ = environ
    return run


def kept(real) -> list[str]:
    """Hashes of the items that are in the case; the whole case holds."""
    assert json.loads(real("case", "check", "--json").stdout)["good"] is True
    return [item["sha256"] for item in json.loads(real("case", "list", "--json").stdout)["items"]]


def test_killed_in_the_middle_what_was_acknowledged_is_there(real, program, tmp_path):
    files = []
    for number in range(40):
        path = tmp_path / f"{number:02d}.txt"
        path.write_bytes(f"message {number}\n".encode() * 20_000)
        files.append(path)
    for threshold in (4, 12, 25):
        running = subprocess.Popen(
            program("case", "add", *map(str, files)),
            env=real.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        while running.poll() is None and blobs(real) < threshold:
            time.sleep(0.005)
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
        found = kept(real)
        assert found == [drawn.sha256(path.read_bytes()) for path in files[: len(found)]], (
            "in order, none damaged"
        )
        assert found
    assert real("case", "add", *map(str, files)).returncode == 0
    assert len(kept(real)) == 40


def blobs(real) -> int:
    return sum(path.is_file() for path in (Path(real.environ["HOLDFAST_HOME"]) / "blobs").rglob("*"))


def test_two_at_once_lose_nothing(real, program, tmp_path):
    groups = []
    for who in ("a", "b"):
        paths = [tmp_path / f"{who}{number}.txt" for number in range(8)]
        for path in paths:
            path.write_text(f"words of {path.name}")
        groups.append(paths)
    running = [
        subprocess.Popen(
            program("case", "add", *map(str, paths)),
            env=real.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for paths in groups
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    items = json.loads(real("case", "list", "--json").stdout)["items"]
    assert sorted(item["exhibit"] for item in items) == [f"HF/{n:03d}" for n in range(1, 17)]
    assert len(kept(real)) == 16


def test_two_first_starts_at_once_end_with_one_pepper(program, tmp_path):
    environ = {**os.environ, "HOLDFAST_HOME": str(tmp_path / "home")}
    running = [
        subprocess.Popen(program("case", "new", "--json"), env=environ, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    codes = [json.loads(process.communicate(timeout=60)[0])["code"] for process in running]
    for code in codes:
        done = subprocess.run(
            program("case", "list"), env={**environ, "HOLDFAST_CODE": code}, capture_output=True, timeout=60
        )
        assert done.returncode == 0


def test_a_full_disk_while_adding_is_said_in_words_and_loses_nothing(real, tmp_path):
    small, big = tmp_path / "small.txt", tmp_path / "big.txt"
    small.write_text("pay by ten")
    big.write_text("pay by ten\n" * 300_000)
    assert real("case", "add", str(small)).returncode == 0
    done = real(
        "case", "add", str(big), str(small), "--json",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    results = json.loads(done.stdout)["results"]
    assert [(result["error"], result["item"]) for result in results] == [("NotSaved", None), (None, None)]
    assert len(kept(real)) == 1


def test_a_pipe_that_closes_is_not_called_good(real, program, tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x" * 100 + str(number))
    real("case", "add", *(str(tmp_path / f"{number}.txt") for number in range(5)))
    read, write = os.pipe()
    os.close(read)
    for argv in (("case", "list"), ("guide", "--all"), ("--help",)):
        done = subprocess.run(
            program(*argv), env=real.environ, stdout=write, stderr=subprocess.PIPE, timeout=60
        )
        assert done.returncode == 141
        assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr
    os.close(write)


def test_a_new_case_whose_code_nobody_could_read_is_not_kept(real, program):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        program("case", "new", "--json"), env=real.environ, stdout=write, stderr=subprocess.PIPE, timeout=60
    )
    os.close(write)
    assert done.returncode == 3 and b"no case was kept" in done.stderr
    assert len(real("store", "deleted").stdout.split()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_to_a_full_disk_is_said_in_words(real, program):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            program("case", "list"), env=real.environ, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 3
    assert b"disk is full" in done.stderr and b"Traceback" not in done.stderr


def test_closed_streams_are_no_crash(real, program):
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *program("case", "list")], env=real.environ, timeout=60
    )
    assert done.returncode == 0


def test_a_home_that_cannot_be_written_to_is_said_in_words(program, tmp_path):
    (tmp_path / "file").write_text("no folder")
    environ = {**os.environ, "HOLDFAST_HOME": str(tmp_path / "file" / "home")}
    for argv in (("case", "new", "--json"), ("store", "deleted", "--json")):
        done = subprocess.run(program(*argv), env=environ, capture_output=True, timeout=60)
        assert done.returncode == 3, done
        assert json.loads(done.stdout)["error"] == "NotSaved"
        assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become nobody")
def test_a_home_of_someone_else_is_said_in_words(tmp_path):
    """Everything is imported before the rights are given up: nobody may not read this Python's files."""
    (tmp_path / "home").mkdir(mode=0o700)
    code = (
        "import os, sys, holdfast.cli.store, holdfast.case.store_sqlite;"
        "from holdfast.cli.main import main; os.setgid(65534); os.setuid(65534);"
        "sys.exit(main(['store', 'deleted', '--json']))"
    )
    environ = {**os.environ, "HOLDFAST_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, timeout=60)
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["error"] == "NotSaved"


def test_ctrl_c_is_calm(real, program):
    running = subprocess.Popen(
        program("case", "add", "-"), env=real.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"What was saved before is safe" in err and b"Traceback" not in err


def test_the_code_stands_in_no_message_and_no_debug_line(real):
    words = real.environ["HOLDFAST_CODE"].split()
    wrong = " ".join([*words[:2], *reversed(words[2:])])
    for argv, typed in ((("case", "list"), wrong), (("case", "show", "9"), " ".join(words))):
        done = real(*argv, more={"HOLDFAST_CODE": typed})
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 1
        assert sum(word in said for word in words) < 2


def test_a_pipe_gets_an_item_byte_for_byte(real, tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"pay \x1b[2J by ten\r\n\xf0\x9f\x98\x80")
    real("case", "add", str(path))
    assert real("case", "show", "1").stdout == path.read_bytes()
