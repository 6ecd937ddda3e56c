"""``holdfast case record``: typed once, changed without loss, asked for at a terminal."""

from __future__ import annotations

import pytest

KEYS = {"id", "kind", "added", "version", "struck", "fields"}


def test_an_offender_with_every_kind_of_identifier(line):
    line.with_case()
    done = line(
        "case", "record", "offender", "--name", "Mia", "--handle", "instagram:@Mia.Example",
        "--handle", "mia2", "--platform", "snapchat", "--link", "https://www.example.com/mia",
        "--numeric-id", "instagram:123456", "--phone", "+44 7700 900123", "--email", "mia@example.com",
        "--payment", "paypal:mia", "--bank", "GB00 EXAM 0000", "--coin-address", "1Example",
        "--gift-card", "6006 4912", "--other", "speaks French", "--says-about-self", "19, from Leeds", "--json",
    )  # fmt: skip
    assert done.code == 0 and done.json.keys() == KEYS
    found = {(one["kind"], one["service"]): one["value"] for one in done.json["fields"]["identifiers"]}
    assert found["handle", "instagram"] == "@Mia.Example"
    assert found["handle", "snapchat"] == "mia2"
    assert found["link", ""] == "https://www.example.com/mia"
    assert found["numeric_id", "instagram"] == "123456"
    assert len(found) == 12


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("demand", ["--wants", "money", "--amount", "400", "--deadline", "tonight"], {"deadline": "tonight"}),
        ("payment", ["--amount", "400", "--gift-card", "6006"], {"amount": "400"}),
        ("report", ["--to", "police", "--reference", "CR/1"], {"reference": "CR/1"}),
        ("account", ["--story", "It began.", "--own-account", "instagram:me"], {"story": "It began."}),
    ],
)  # fmt: skip
def test_each_kind_is_written_down(line, kind, options, expected):
    line.with_case()
    done = line("case", "record", kind, *options, "--json")
    assert done.code == 0 and done.json["kind"] == kind
    assert expected.items() <= done.json["fields"].items()


def test_a_change_keeps_what_was_not_named_and_adds_identifiers(line):
    line.with_case()
    first = line("case", "record", "offender", "--handle", "instagram:a", "--note", "first", "--json").json
    line(
        "case",
        "record",
        "offender",
        "--id",
        first["id"],
        "--handle",
        "instagram:b",
        "--handle",
        "instagram:@A",
    )
    shown = line("case", "show", first["id"], "--json").json
    assert shown["version"] == 2
    assert shown["fields"]["note"] == "first"
    assert [one["value"] for one in shown["fields"]["identifiers"]] == ["a", "b"]


def test_a_record_keeps_its_kind(line):
    line.with_case()
    first = line("case", "record", "demand", "--wants", "money", "--json").json
    assert line("case", "record", "report", "--id", first["id"], "--to", "police").code == 2
    assert line("case", "record", "report", "--id", "nowhere22", "--to", "police").code == 1


def test_a_story_comes_in_from_stdin(line):
    line.with_case()
    done = line("case", "record", "account", "--story", "-", "--json", stdin="It began\non Friday.\n")
    assert done.json["fields"]["story"] == "It began\non Friday."


def test_words_about_dying_bring_the_crisis_contacts(line):
    line.with_case()
    line("case", "about", "--country", "GB")
    done = line("case", "record", "demand", "--words", "just kill yourself", "--json")
    assert "Samaritans" in done.err and done.json["fields"]["words"] == "just kill yourself"


def test_nothing_said_is_wrong_use(line):
    line.with_case()
    assert line("case", "record", "demand").code == 2
    assert line("case", "record", "demand", stdin="\n" * 8, terminal=True).code == 2


def test_at_a_terminal_each_field_is_asked(line):
    line.with_case()
    done = line(
        "case", "record", "report", stdin="police\n2026-11-22\n\nWe will call back\n\n", terminal=True
    )
    assert done.code == 0
    fields = line("case", "list", "--json").json["records"][0]["fields"]
    assert (fields["to"], fields["reference"], fields["answer"]) == ("police", "", "We will call back")


def test_an_identifier_that_is_none_is_refused_in_words(line):
    line.with_case()
    done = line("case", "record", "offender", "--email", "no address", "--json")
    assert done.code == 2 and done.json["error"] == "BadIdentifier"
    assert "no address" in done.json["message"]


def test_bytes_that_are_no_letters_are_refused_before_anything_is_opened(line):
    line.with_case()
    before = line.stretcher.times
    assert line("case", "record", "demand", "--note", "\udcff").code == 2
    assert line.stretcher.times == before
