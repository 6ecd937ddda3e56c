"""Typed records and items: written, changed with every version kept, left out, put back; the room, timeline and log."""

from __future__ import annotations

import re

import pytest
from tests.case import drawn
from tests.web.case.visitor import Visitor

ROWS = {
    "row_kind": ["handle", "link", "phone", "payment"],
    "row_service": ["instagram", "", "", "paypal"],
    "row_value": ["@Mia_Example", "https://example.com/mia", "+44 7700 900123", "mia.example"],
}


def record_path(who: Visitor, slug: str) -> str:
    found = re.search(r'href="(/n/r/[a-z2-7]+)"', who.get(f"/n/{slug}"))
    assert found
    return found[1]


def test_an_offender_keeps_every_identifier(adult: Visitor) -> None:
    assert (
        adult.send("/n/who", {**ROWS, "platform": "Instagram", "note": "says she is 22"}).status_code == 302
    )
    page = adult.get(record_path(adult, "who"))
    for value in (*ROWS["row_value"], "says she is 22"):
        assert value in page
    assert re.search(r'value="instagram" selected', page)
    assert "1 saved" in adult.get("/n/")


def test_add_another_gives_one_more_row_and_loses_nothing(adult: Visitor) -> None:
    page = adult.post("/n/who", {**ROWS, "note": "typed already", "more": "1"})
    assert page.count('name="row_value"') == 5
    assert "@Mia_Example" in page
    assert "typed already" in page
    assert "not yet" in adult.get("/n/"), "nothing is saved by asking for a row"


def test_a_row_that_means_nothing_is_told_and_the_rest_stays(adult: Visitor) -> None:
    wrong = {**ROWS, "row_value": ["@mia_example", "", "not a phone", ""]}
    page = adult.post("/n/who", wrong, status=400)
    assert "does not look like a phone" in page
    assert 'href="#value-3"' in page
    assert "@mia_example" in page


def test_an_empty_form_saves_nothing(adult: Visitor) -> None:
    assert "Fill in one line" in adult.post("/n/want", {"wants": " "}, status=400)


def test_what_is_too_long_is_told(adult: Visitor) -> None:
    assert "at most 300" in adult.post("/n/want", {"wants": "x" * 301}, status=400)


@pytest.mark.parametrize(
    ("slug", "form"),
    [
        ("want", {"wants": "money", "amount": "300", "deadline": "Friday 22:00", "words": "pay or else"}),
        ("paid", {"amount": "400", "currency": "GBP", "reference": "card 12", "row_kind": "bank", "row_service": "",
                  "row_value": "GB33BUKB20201555555555"}),
        ("told", {"to": "police", "reference": "CR/123"}),
        ("story", {"story": "It began on Monday.", "wishes": "Call me at work.", "name": "A. Person"}),
    ],
)  # fmt: skip
def test_every_kind_of_record_is_kept_and_shown_again(
    adult: Visitor, slug: str, form: dict[str, str]
) -> None:
    adult.send(f"/n/{slug}", form)
    path = adult.client.get(f"/n/{slug}").headers.get("Location") or record_path(adult, slug)
    page = adult.get(path)
    for name, value in form.items():
        assert value in page, name


def test_changing_keeps_every_version(adult: Visitor) -> None:
    adult.send("/n/story", {"story": "first words"})
    path = adult.client.get("/n/story").headers["Location"]
    adult.send(path, {"story": "second words"})
    page = adult.get(f"{path}/log")
    assert page.index("second words") < page.index("first words")
    assert "second words" in adult.get(path)
    assert "first words" not in adult.get(path)


def test_a_record_can_be_left_out_and_come_back(adult: Visitor) -> None:
    adult.send("/n/want", {"wants": "money"})
    path = record_path(adult, "want")
    adult.send(f"{path}/strike", {})
    assert "Notes left out" in adult.get("/n/all")
    assert path not in adult.get("/n/want")
    adult.send(f"{path}/back", {})
    assert path in adult.get("/n/want")


def test_an_item_is_named_noted_left_out_and_put_back(adult: Visitor) -> None:
    adult.add(drawn.picture(), "shot.png", "no")
    path = adult.item_paths()[0]
    adult.send(path, {"title": "first threat", "captured": "Monday", "note": "from his phone"})
    assert "first threat" in adult.get("/n/all")
    adult.send(f"{path}/strike", {})
    assert "left out" in adult.get("/n/all")
    assert path.removeprefix("/n/i/") not in adult.get("/n/pack")
    adult.send(f"{path}/back", {})
    assert path.removeprefix("/n/i/") in adult.get("/n/pack")


def test_an_item_s_file_can_do_nothing_in_the_browser(adult: Visitor) -> None:
    adult.add(drawn.telegram_page(), "messages.html", json=True)
    answer = adult.client.get(f"{adult.item_paths()[0]}/raw")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_is_shown_only_on_press(adult: Visitor) -> None:
    adult.add(drawn.picture(), "shot.png", "no")
    path = adult.item_paths()[0]
    assert "<img" not in adult.get(path)
    assert "<img" not in adult.get("/n/all")
    assert f'src="{path}/raw"' in adult.get(f"{path}/show")


def test_the_timeline_has_items_records_and_the_deadline(adult: Visitor) -> None:
    adult.add(drawn.whatsapp(), "chat.txt")
    adult.send("/n/want", {"wants": "money", "deadline": "Friday 22:00"})
    page = adult.get("/n/time")
    assert "HF/001" in page
    assert "Friday 22:00" in page


def test_the_log_tells_every_change_and_holds(adult: Visitor) -> None:
    adult.add(drawn.whatsapp(), "chat.txt")
    adult.send("/n/want", {"wants": "money"})
    page = adult.get("/n/log")
    assert "Case made" in page
    assert "Item added" in page
    assert "Note added" in page
    assert "All of it holds" in adult.post("/n/check", {})


def test_a_file_that_was_changed_on_the_disk_is_noticed(adult: Visitor, home) -> None:
    before = set((home / "blobs").rglob("*"))
    adult.add(drawn.whatsapp(), "chat.txt")
    sealed = next(path for path in set((home / "blobs").rglob("*")) - before if path.is_file())
    raw = bytearray(sealed.read_bytes())
    raw[200] ^= 1
    sealed.write_bytes(raw)
    assert "does not hold" in adult.post("/n/check", {})


def test_a_step_of_the_plan_is_ticked_and_unticked(adult: Visitor) -> None:
    page = adult.get("/n/plan")
    step = re.search(r'name="step" value="([^"]+)"', page)
    assert step
    answer = adult.send("/n/tick", {"step": step[1], "on": "1", "next": "/p"})
    assert answer.headers["Location"] == "/p"
    assert 'aria-pressed="true"' in adult.get("/n/plan")
    adult.send("/n/tick", {"step": step[1], "on": "0"})
    assert 'aria-pressed="true"' not in adult.get("/n/plan")


def test_a_step_that_no_plan_has_is_not_ticked(adult: Visitor) -> None:
    adult.send("/n/tick", {"step": "made-up", "on": "1"})
    assert "Step of the plan" not in adult.get("/n/log")


def test_the_plan_knows_the_answers_given_before_the_case_was_made(new_client) -> None:
    who = Visitor(new_client())
    who.send("/p/1", {"go": "next"})
    who.new_case("under_18")
    assert "StopNCII" not in who.get("/n/plan")


def test_two_edits_of_one_record_at_once_both_stay(adult: Visitor, new_client) -> None:
    adult.send("/n/story", {"story": "start"})
    path = adult.client.get("/n/story").headers["Location"]
    tab = Visitor(new_client())
    tab.send("/n/open", {"code": adult.code})
    adult.send(path, {"story": "from one tab"})
    tab.send(path, {"story": "from the other"})
    page = adult.get(f"{path}/log")
    assert "from one tab" in page
    assert "from the other" in page
