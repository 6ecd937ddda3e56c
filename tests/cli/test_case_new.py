"""Starting a case: the code is shown once, typed back, and kept nowhere."""

from __future__ import annotations

import io

from holdfast.case.code import CaseCode
from holdfast.cli.main import main

KEYS = {
    "case", "code", "code_digits", "recovery", "recovery_digits", "place", "age_in_picture", "key_fingerprint",
}  # fmt: skip


def test_a_new_case_gives_seven_words(line):
    made = line("case", "new", "--json")
    assert made.code == 0
    assert made.json.keys() == KEYS
    assert len(made.json["code"].split()) == 7
    assert CaseCode.parse(made.json["code_digits"]).text == made.json["code"]
    assert made.json["recovery"] is None


def test_nobody_asked_counts_as_perhaps_a_child(line):
    assert line("case", "new", "--json").json["age_in_picture"] == "unknown"


def test_an_age_in_years_is_understood(line):
    assert line("case", "new", "--json", "--age-in-picture", "15").json["age_in_picture"] == "under_18"
    assert line("case", "new", "--json", "--age-in-picture", "34").json["age_in_picture"] == "adult"


def test_an_age_that_is_none_is_refused_in_words(line):
    done = line("case", "new", "--age-in-picture", "young")
    assert done.code == 2
    assert "adult, under_18, unknown, or years" in done.err


def test_a_country_a_language_and_a_zone_that_do_not_exist_are_refused_before_a_case_is_made(line):
    for option, value in (("--country", "Scotland"), ("--language", "xx"), ("--time-zone", "Mars/North")):
        assert line("case", "new", option, value).code == 2
    assert not (line.home / "cases.db").exists()


def test_at_a_terminal_the_age_is_asked_and_two_words_are_typed_back(line):
    typed: list[str] = []

    class Person(io.StringIO):
        """Reads the code on the screen, then types what is asked for."""

        def isatty(self) -> bool:
            return True

        def readline(self, size: int = -1) -> str:
            question = line.screen.getvalue()[sum(map(len, typed)) :]
            typed.append(question)
            if "type word" in question:
                number = int(question.split("type word ")[1].split()[0])
                return words_on(line.out.getvalue())[number - 1] + "\n"
            return "2\n" if "Number:" in question else "no\n"

    line.out, line.screen = terminal(), terminal()
    door = door_of(line, Person())
    assert main(["case", "new"], door) == 0
    assert len([question for question in typed if "type word" in question]) == 2
    assert "recovery sheet" in typed[-1]
    line.environ["HOLDFAST_CODE"] = " ".join(words_on(line.out.getvalue()))
    assert line("case", "about", "--json").json["age_in_picture"] == "under_18"


def test_a_wrong_word_is_asked_for_again(line):
    line.out, line.screen = terminal(), terminal()
    answers = iter(["zebra\n"] * 3)

    class Forgetful(io.StringIO):
        def isatty(self) -> bool:
            return True

        def readline(self, size: int = -1) -> str:
            return next(answers, "")

    assert main(["case", "new", "--age-in-picture", "adult"], door_of(line, Forgetful())) == 2
    assert line.screen.getvalue().count("That is another word") == 3


def test_a_code_that_cannot_be_shown_leaves_no_case(line):
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    line.out, line.screen = Full(), io.StringIO()
    assert main(["case", "new", "--json"], door_of(line, io.StringIO())) == 3
    assert "no case was kept" in line.screen.getvalue()


def test_a_recovery_code_opens_the_case_and_a_new_one_replaces_it(line):
    made = line("case", "new", "--json", "--recovery").json
    first = made["recovery"]
    assert len(first.split()) == 10
    assert line("case", "list", HOLDFAST_CODE=first).code == 0
    second = line("case", "recovery", "--json", HOLDFAST_CODE=made["code"]).json["recovery"]
    assert line("case", "list", HOLDFAST_CODE=second).code == 0
    assert line("case", "list", HOLDFAST_CODE=first).code == 1


def test_a_changed_code_opens_the_case_and_the_old_one_does_not(line):
    made = line("case", "new", "--json").json
    changed = line("case", "code", "--json", HOLDFAST_CODE=made["code"]).json
    assert changed.keys() == {"case", "code", "code_digits"}
    assert line("case", "list", HOLDFAST_CODE=changed["code_digits"]).code == 0
    assert line("case", "list", HOLDFAST_CODE=made["code"]).code == 1


def test_a_trusted_person_s_code_works_until_it_is_ended(line):
    line.with_case()
    words = line("case", "trusted", "--json").json["trusted"]
    assert line("case", "list", HOLDFAST_CODE=words).code == 0
    assert line("case", "trusted", "--end", "--json").json["trusted"] is None
    assert line("case", "list", HOLDFAST_CODE=words).code == 1
    assert line("case", "list").code == 0


def test_a_code_is_shown_as_a_picture_on_request(line):
    shown = line.with_case()("case", "code", "--qr").out
    assert "█" in shown or "▄" in shown


def test_the_code_lies_in_no_file(line):
    code = line("case", "new", "--json").json["code"]
    words = [word.encode() for word in code.split()]
    for path in line.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert sum(word in content for word in words) < 2


# --- small parts -----------------------------------------------------------------------------------------


def terminal() -> io.StringIO:
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    return stream


def words_on(screen: str) -> list[str]:
    return next(
        line.split() for line in screen.splitlines() if len(line.split()) == 7 and line.startswith("  ")
    )


def door_of(line, stdin):
    import os

    from holdfast.cli.door import Door

    return Door(
        stdin, line.out, line.screen, lambda: line.now, os.urandom, line.environ,
        line._secret, lambda: "UTC", lambda: line.stretcher,
    )  # fmt: skip
