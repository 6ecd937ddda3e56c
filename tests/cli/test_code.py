"""Where the case code comes from, and what a wrong one gives."""

from __future__ import annotations

import json
import os
import subprocess


def test_no_code_is_said_in_words_and_asks_for_no_argument(line):
    done = line("case", "list")
    assert done.code == 2
    assert "HOLDFAST_CODE" in done.err and "Never type the code" in done.err


def test_a_prompt_takes_the_code_unseen(line):
    code = line("case", "new", "--json").json["code"]
    line.secrets = [code]
    assert line("case", "list").code == 0


def test_a_descriptor_comes_before_the_variable(line, program):
    code = line("case", "new", "--json").json["code"]
    read, write = os.pipe()
    os.write(write, code.encode() + b"\n")
    os.close(write)
    done = subprocess.run(
        program("case", "list", "--json", "--code-fd", str(read)),
        pass_fds=[read],
        env={**os.environ, **line.environ, "HOLDFAST_CODE": "never looked at"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    os.close(read)
    # The test's stretcher made this case, so the real one meets a wrong secret: the code was read all the same.
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "WrongCode"


def test_an_empty_or_closed_descriptor_is_said_in_words(line, program):
    read, write = os.pipe()
    os.close(write)
    line.with_case()
    assert line("case", "list", "--code-fd", str(read)).code == 2
    os.close(read)
    assert line("case", "list", "--code-fd", str(read)).code == 2


def test_forgiving_typing(line):
    line.with_case()
    code = line.environ["HOLDFAST_CODE"]
    shouted = "-".join(code.upper().split())
    assert line("case", "list", HOLDFAST_CODE=f"  {shouted} ").code == 0


def test_a_wrong_secret_and_an_unknown_case_are_the_same_answer_with_the_same_effort(line):
    line.with_case()
    words = line.environ["HOLDFAST_CODE"].split()
    wrong_secret = [*words[:2], *reversed(words[2:])]
    unknown = [words[1], words[0], *words[2:]]
    answers = []
    for typed in (wrong_secret, unknown):
        before = line.stretcher.times
        done = line("case", "list", "--json", HOLDFAST_CODE=" ".join(typed))
        answers.append((done.code, done.out, done.err, line.stretcher.times - before))
    assert answers[0] == answers[1]
    assert answers[0][0] == 1 and answers[0][3] == 1


def test_six_words_are_no_code(line):
    line.with_case()
    done = line("case", "list", HOLDFAST_CODE="one two three four five six")
    assert done.code == 2
    assert "seven words" in done.err


def test_the_code_is_no_option_of_any_command():
    from holdfast.cli.command import leaf_of, option_texts, parser_of
    from holdfast.cli.commands import COMMANDS
    from holdfast.cli.door import real_door

    door = real_door()
    for command in COMMANDS:
        options = option_texts(parser_of(leaf_of(command), door))
        assert "--code" not in options and "--passphrase-text" not in options


def test_the_code_does_not_reach_child_processes():
    ask = (
        "import os; from holdfast.cli.door import real_door; door = real_door();"
        "print(door.environ['HOLDFAST_CODE'], 'HOLDFAST_CODE' in os.environ)"
    )
    import sys

    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "HOLDFAST_CODE": "seven words"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "seven words False"
