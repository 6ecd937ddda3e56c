"""The dates to keep on the pages: the list travels in the form, and the calendar file says nothing."""

from __future__ import annotations


def add(client, did, on, platform="", lines=()):
    return client.post("/d", {"go": "add", "did": did, "on": on, "platform": platform, "line": list(lines)})


def carried(page):
    return [line.value for line in page.context["lines"]]


def test_a_report_and_a_paused_account_make_a_list_by_date(client):
    first = add(client, "app", "2026-11-22", "instagram")
    both = add(client, "switched_off", "2026-11-22", "snapchat", carried(first))
    assert [due.on.isoformat() for due in both.context["dues"]] == ["2026-11-29", "2026-12-21"]
    assert "Log in before this day" in both.content.decode()


def test_a_line_can_be_taken_off(client):
    two = add(client, "police", "2026-11-23", lines=carried(add(client, "bank", "2026-11-22")))
    lines = carried(two)
    left = client.post("/d", {"line": lines, "off": lines[0]})
    assert carried(left) == lines[1:]


def test_a_date_that_is_none_is_said_and_nothing_is_lost(client):
    lines = carried(add(client, "bank", "2026-11-22"))
    page = add(client, "police", "soon", lines=lines)
    assert "could not read this date" in page.content.decode()
    assert carried(page) == lines


def test_lines_that_somebody_made_up_are_left_out(client):
    page = client.post(
        "/d", {"line": ["x", "bank yesterday", "bank 9999-12-31", "switched_off 2026-11-22 nowhere"]}
    )
    assert carried(page) == []


def test_the_calendar_file_names_no_app_and_no_reason(client):
    lines = carried(add(client, "switched_off", "2026-11-22", "snapchat"))
    lines += carried(add(client, "threat", "2026-11-22"))
    file = client.post("/d/c", {"line": lines})
    assert file.headers["Content-Type"].startswith("text/calendar")
    text = file.content.decode()
    assert "SUMMARY:Log in before" in text and "DTSTART;VALUE=DATE:20261221" in text
    for word in ("snapchat", "holdfast", "sext", "threat", "blackmail", "report"):
        assert word not in text.casefold()
    assert client.get("/d/c").status_code == 405


def test_nothing_is_kept(client):
    add(client, "police", "2026-11-22")
    assert carried(client.get("/d")) == []
