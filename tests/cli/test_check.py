"""``holdfast check``: files, folders and pasted words; for people and for machines. All texts were made up here."""

from __future__ import annotations

import json

import pytest
from tests.case import drawn

THREAT = (
    "I recorded you on the call. Send me $500 in gift cards within 24 hours "
    "or I will send the video to your mother and all your followers."
)
HARMLESS = "Are we still on for lunch on Sunday? I can bring the salad and the blue chairs."
CHAT = "Kai: hey\nSam: hello\nKai: i recorded you, pay me 300 dollars or i send it to your family\nSam: please stop\n"
DYING = "He says he will post it. I want to die, I cannot do this any more."
KEYS = [
    *("file", "kind", "stage", "bluff", "text", "signs", "identifiers", "demand", "steps"),
    *("sure", "present", "absent", "blackmailer", "languages", "crisis", "other", "notes", "course"),
]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "exports"
    (made / "deeper").mkdir(parents=True)
    (made / "a.txt").write_text(THREAT, "utf-8")
    (made / "deeper" / "b.txt").write_text(HARMLESS, "utf-8")
    return made


def lines_of(done) -> list[dict[str, object]]:
    return [json.loads(one) for one in done.out.splitlines()]


def test_pasted_words_are_read_where_no_file_is_named(line):
    for argv in (("check", "--json"), ("check", "-", "--json")):
        done = line(*argv, stdin=THREAT)
        (read,) = lines_of(done)
        assert done.code == 0
        assert (read["file"], read["kind"], read["text"].strip()) == ("-", "sextortion", THREAT)


def test_every_place_of_a_sign_is_a_place_in_the_text_beside_it(line):
    (read,) = lines_of(line("check", "--json", stdin=THREAT))
    assert list(read) == KEYS
    spans = {sign["id"]: read["text"][sign["start"] : sign["end"]] for sign in read["signs"]}
    assert "recorded" in spans["recorded-you"]
    assert read["demand"]["amount"] == "500" and read["demand"]["method"] == "gift_card"
    assert "mother" in [read["text"][start:end] for start, end in read["demand"]["spans"]]


def test_identifiers_carry_validity_and_role(line):
    pasted = f"{CHAT}Kai: write to pay.here@example.org when it is done\n"
    (read,) = lines_of(line("check", "--json", "--me", "Sam", "--country", "GB", stdin=pasted))
    mail = next(one for one in read["identifiers"] if one["kind"] == "email")
    assert (mail["value"], mail["role"]) == ("pay.here@example.org", "theirs")
    assert read["text"][mail["start"] : mail["end"]] == "pay.here@example.org"
    assert set(mail) >= {"kind", "value", "valid", "role"}


def test_the_crisis_contacts_stand_before_anything_else_from_a_threat_on(line):
    out = line("check", "--country", "GB", stdin=THREAT).out
    assert out.index("116 123") < out.index("This is blackmail") < out.index("What to do next")


def test_words_about_dying_bring_the_crisis_contacts_for_machines_too(line):
    done = line("check", "--json", stdin=DYING)
    (read,) = lines_of(done)
    assert read["crisis"] is True
    assert "112" in done.err
    assert "116 123" in line("check", "--json", "--country", "GB", stdin=DYING).err
    assert "112" not in line("check", "--json", stdin=HARMLESS).err


def test_what_looks_harmless_gets_no_crisis_box_and_still_the_way_to_a_plan(line):
    out = line("check", "--country", "GB", stdin=HARMLESS).out
    assert "116 123" not in out
    assert out.rstrip().endswith("--happened threatened")
    assert "holdfast guide --country GB" in " ".join(out.split())


def test_the_way_to_a_plan_ends_every_answer_and_works(line):
    for pasted in (THREAT, HARMLESS, DYING):
        said = " ".join(line("check", stdin=pasted).out.split())
        argv = said.rpartition("holdfast ")[2].split()
        assert line(*argv).code == 0


def test_no_more_than_three_steps_are_told_at_once(line):
    out = line("check", stdin=THREAT).out
    assert "  3. " in out and "  4. " not in out
    assert out.index("After that:") > out.index("  3. ")


def test_the_blackmailers_words_are_not_printed_again_to_a_person(line):
    assert "recorded you on the call" not in line("check", stdin=THREAT).out


def test_a_folder_is_read_whole_one_line_of_json_a_file(line, folder):
    done = line("check", str(folder), "--json")
    read = lines_of(done)
    assert done.code == 0
    assert [one["file"] for one in read] == [str(folder / "a.txt"), str(folder / "deeper" / "b.txt")]
    assert [one["kind"] for one in read] == ["sextortion", "none"]


def test_progress_is_shown_where_somebody_watches_and_never_on_stdout(line, folder):
    done = line("check", str(folder), "--json", terminal=True)
    assert "Reading 1/2" in done.err and "Reading" not in done.out


def test_a_file_that_cannot_be_read_stops_no_other_and_is_told(line, folder):
    (folder / "0.bin").write_bytes(bytes(range(256)) * 40)
    done = line("check", str(folder), "--json")
    first, *others = lines_of(done)
    assert done.code == 1
    assert first["error"] == "FormatNotRead" and first["message"]
    assert [one["kind"] for one in others] == ["sextortion", "none"]
    assert "We cannot read this kind of file" in line("check", str(folder)).out


def test_one_file_that_cannot_be_read_is_a_refusal(line, tmp_path):
    for name, code in (("none.txt", 1), ("empty.txt", 1)):
        if name == "empty.txt":
            (tmp_path / name).write_bytes(b"")
        done = line("check", str(tmp_path / name), "--json")
        assert done.code == code and done.json["message"]
    (tmp_path / "hollow").mkdir()
    assert line("check", str(tmp_path / "hollow")).code == 1
    assert line("check", "/dev/null").code == 1


def test_a_chat_is_read_with_who_is_who(line, tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text(CHAT, "utf-8")
    (read,) = lines_of(line("check", str(path), "--json", "--me", "Sam"))
    assert (read["kind"], read["blackmailer"]) == ("sextortion", "Kai")


def test_a_format_that_is_named_is_used_and_an_unknown_one_refused(line, tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text(CHAT, "utf-8")
    (read,) = lines_of(line("check", str(path), "--json", "--as", "plain"))
    assert read["blackmailer"] is None
    assert line("check", str(path), "--as", "pigeon").code == 2


def test_hosted_no_picture_is_read_whatever_it_is_called(line, tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes(drawn.picture("PNG"))
    done = line("check", str(path), "--json", HOLDFAST_PLACE="hosted")
    assert done.code == 1
    assert "PictureShutOut" in done.out


def test_an_unknown_country_or_language_is_wrong_use(line):
    assert line("check", "--country", "QQ1", stdin=THREAT).code == 2
    assert line("check", "--language", "xx", stdin=THREAT).code == 2


def test_nothing_is_written_anywhere(line, tmp_path):
    line("check", stdin=THREAT)
    assert list(tmp_path.iterdir()) == []


def test_letters_that_drive_a_terminal_are_printed_as_numbers(line):
    pasted = THREAT.replace("within 24 hours", "within \x1b[2J24 hours")
    assert "\x1b" not in line("check", stdin=pasted).out


def test_a_sign_is_explained_with_examples(line):
    out = line("check", "--explain", "will-send").out
    said = line("check", "--explain", "will-send", "--json").json
    assert said["why"] in " ".join(out.split())
    assert list(said) == ["sign", "family", "stage", "why", "examples", "counters"]
    assert said["examples"] and said["counters"]
    assert line("check", "--explain", "no-such-sign").code == 2


GOES_BAD = (
    "Kai: you look so cute in your picture\nKai: how old are you? what is your job?\nSam: 19\n"
    "Kai: this app is slow, add me on snap kai_example7\nSam: ok\nKai: send me a pic and I send you one\nSam: ok\n"
    "Kai: I recorded everything\nKai: I will send it to your mum and all your friends\nSam: no\n"
    "Kai: pay me 500 dollars with gift cards\n"
)


def test_the_course_of_a_chat_is_told_by_message(line):
    (read,) = lines_of(line("check", "--json", "--course", "--me", "Sam", stdin=GOES_BAD))
    stages = [point["stage"] for point in read["course"]]
    assert stages == sorted(stages) and stages[-1] == read["stage"] == "6"
    messages = [point["message"] for point in read["course"]]
    assert messages == sorted(messages) and messages[-1] == 10
    told = line("check", "--course", "--me", "Sam", stdin=GOES_BAD).out
    assert "Message 11 of 11" in told and "recorded everything" not in told
    (plain,) = lines_of(line("check", "--json", stdin=GOES_BAD))
    assert plain["course"] == []


def test_the_order_of_dates_can_be_said(line, tmp_path):
    chat = tmp_path / "chat.txt"
    chat.write_text("03/04/2026, 10:00 - Kai: hey\n03/04/2026, 10:01 - Sam: hi\n", "utf-8")
    assert line("check", str(chat), "--date-order", "mdy").code == 0
    assert line("check", str(chat), "--date-order", "sideways").code == 2


def test_how_a_file_is_built_is_told_without_its_words(line, tmp_path):
    file = tmp_path / "x.json"
    file.write_text('{"content": "Rosalind owes 4815162342", "rosalind": [1, 2]}', "utf-8")
    out = line("check", "--describe", str(file)).out
    said = lines_of(line("check", "--describe", "--json", str(file)))
    assert "osalind" not in out + str(said[0]["structure"]) and "4815" not in out
    assert ".content text" in out and said[0]["file"] == str(file)
    assert "size: about" in line("check", "--describe", stdin="hello there").out


def test_a_person_without_words_is_looked_at_by_what_is_seen(line):
    known = line("check", "--profile", "--json").json["signs"]
    said = line("check", "--profile", "moves-app,asks-pictures", "--json").json
    assert {one["id"] for one in known} >= set(said["seen"])
    assert said["answer"] == "leave" and "say-no-and-leave" in said["steps"] and said["say"]
    assert line("check", "--profile", "new-account", "--json").json["answer"] == "unsure"
    assert "999" in line("check", "--profile", "threatens", "--country", "GB").out
    assert line("check", "--profile", "blue-hair").code == 2
