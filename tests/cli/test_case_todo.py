"""What is still missing, on the command line."""

from __future__ import annotations


def test_an_empty_case_lacks_all_and_what_is_recorded_is_there(line):
    line.with_case()
    before = line("case", "todo", "--json").json
    assert {check["done"] for app in before["apps"] for check in app["checks"]} == {False}
    line("case", "record", "offender", "--handle", "instagram:anna.example")
    line("case", "record", "demand", "--wants", "money")
    after = line("case", "todo", "--json").json
    assert after["apps"][0]["platform"] == "instagram"
    assert {"need": "name", "done": True} in after["apps"][0]["checks"]
    assert after["general"][0] == {"need": "demand", "done": True}


def test_it_is_told_in_words(line):
    shown = line.with_case()("case", "todo").out
    assert "Missing" in shown and "user name" in shown
