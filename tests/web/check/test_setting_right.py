"""After a reading: a wrong guess is set right without pasting again, several are listed, a long one is waited for."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from tests.web.check.test_message_page import HARMLESS, THREAT, check, named
from tests.web.guide.test_first_page import text_of

from holdfast.web.check import shelf, views
from holdfast.web.check.arriving import Asked, Given
from holdfast.web.check.work import Work

READERS = Path(__file__).parents[2] / "vectors" / "check" / "readers"
CHAT = (
    "Kai: you look so cute in your picture\nKai: how old are you? what is your job?\nSam: 19\n"
    "Kai: this app is slow, add me on snap kai_example7\nSam: ok\nKai: send me a pic and I send you one\nSam: ok\n"
    "Kai: I recorded everything\nKai: I will send it to your mum and all your friends\nSam: no\n"
    "Kai: pay me 500 dollars with gift cards\n"
)
TWO_ORDERS = "03/04/2026, 10:00 - Kai: hey\n03/04/2026, 10:01 - Sam: hi\n"


def again(client, **fields):
    read(client)
    assert client.post("/m/r", {"given": "0", **fields}).status_code == 303
    return read(client)


def read(client):
    """The answer, once it is there: on a busy computer it is waited for."""
    while (page := client.get("/m/r")).status_code == 303:
        time.sleep(0.05)
    return page


def test_who_is_who_is_chosen_from_the_names_in_the_chat(client):
    page = check(client, CHAT)
    assert [one.value for one in page.context["choices"].speakers] == ["Kai", "Sam"]
    assert not any(one.chosen for one in page.context["choices"].speakers)
    page = again(client, me="Sam")
    assert [one.value for one in page.context["choices"].speakers if one.chosen] == ["Sam"]
    assert "This is blackmail" in text_of(page)


def test_another_format_order_of_dates_and_language_are_taken(client):
    check(client, TWO_ORDERS)
    page = again(client, dates="mdy", format="whatsapp", language="es")
    chosen = page.context["choices"]
    assert [one.value for one in (*chosen.formats, *chosen.dates, *chosen.languages) if one.chosen] == [
        "whatsapp",
        "mdy",
        "es",
    ]


def test_a_wrong_format_is_said_with_the_words_still_there(client):
    check(client, THREAT)
    page = again(client, format="snapchat")
    assert page.status_code == 415 and THREAT in page.context["pasted"] and page.context["describe"] == "0"
    assert again(client, format="").status_code == 200


def test_the_country_is_changed_without_losing_the_text(client):
    check(client, THREAT)
    page = again(client, country="FR")
    assert "This is blackmail" in text_of(page) and "tel:3114" in page.content.decode()
    assert client.get("/m").context["asking"].country.code == "FR"


def test_a_country_that_is_left_as_guessed_is_not_written_down(client):
    guessed = client.get("/m", headers={"accept-language": "en-GB"})
    assert [one.value for one in guessed.context["choices"].countries if one.chosen] == ["GB"]
    answer = client.post("/m", {"words": THREAT, "country": "GB"}, headers={"accept-language": "en-GB"})
    assert "a" not in answer.cookies
    answer = client.post("/m", {"words": THREAT, "country": "IE"}, headers={"accept-language": "en-GB"})
    assert "a" in answer.cookies


def test_several_things_are_listed_with_the_worst_first_each_with_its_page(client):
    page = client.post(
        "/m", {"words": HARMLESS, "file": [named("one.txt", b"see you on Sunday"), named("two.txt", CHAT.encode())]}
    )  # fmt: skip
    rows = page.context["rows"]
    assert rows[0].name == "two.txt" and len(rows) == 3
    assert 'href="/p"' in page.content.decode() and "tel:" in page.content.decode()
    one = client.get(f"/m/r?n={rows[0].number}")
    assert "This is blackmail" in text_of(one) and 'href="/m/r"' in one.content.decode()
    assert client.get("/m/r?n=77").status_code == 410


def test_a_file_that_cannot_be_read_stops_no_other(client):
    page = client.post("/m", {"file": [named("x.pdf", b"%PDF-1.7"), named("two.txt", CHAT.encode())]})
    assert [bool(row.error) for row in page.context["rows"]] == [False, True]


def test_the_course_of_a_chat_is_drawn_with_the_message_where_each_stage_began(client):
    course = check(client, CHAT, me="Sam").context["found"].course
    assert [point.number for point in course.points] == sorted(point.number for point in course.points)
    assert course.points[-1].number == 11 and course.messages == 11
    assert [point.y for point in course.points] == sorted((p.y for p in course.points), reverse=True)
    assert any(piece.marked for piece in course.points[-1].pieces)
    page = check(client, CHAT, me="Sam").content.decode()
    assert "<svg" in page and 'role="img"' in page and "Message 11 of 11" in page
    assert "<svg" not in check(client, THREAT).content.decode()


def test_a_page_to_print_has_everything_open(client):
    check(client, CHAT)
    printed = client.get("/m/r?print=1").content.decode()
    opened = re.findall(r'<details class="fold"( open)?>', printed)
    assert opened and all(opened)
    assert "A page to print" in client.get("/m/r").content.decode()


def test_a_long_reading_is_waited_for_with_and_without_a_script(client, monkeypatch):
    monkeypatch.setattr(views, "PATIENCE", 0.0)
    lines = "".join(
        f"12/03/2026, 10:{n % 60:02} - {'Kai' if n % 2 else 'Sam'}: hi {n}\n" for n in range(4000)
    )
    answer = check(client, file=named("chat.txt", lines.encode()))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/m/w")
    page = client.get("/m/w")
    if page.status_code == 200:
        assert "<noscript><meta http-equiv" in page.content.decode()
        assert client.get("/m/w/state").json()["state"] in ("running", "done")
    for _ in range(200):
        if client.get("/m/w").status_code == 303:
            break
        time.sleep(0.05)
    assert client.get("/m/w/state").json() == {"state": "done", "done": 100, "total": 100}
    assert client.get("/m/r").status_code == 200


def test_nobody_else_sees_what_was_read(client, new_client):
    check(client, THREAT)
    other = new_client()
    for path in ("/m/r", "/m/w", "/m/w/state"):
        assert other.get(path).status_code == 410
    assert other.post("/m/r", {"given": "0"}).status_code == 410
    assert other.post("/m/d", {"given": "0"}).status_code == 410


def test_it_is_forgotten_on_press_and_on_leaving(client, new_client):
    check(client, THREAT)
    assert client.post("/m/x").status_code == 303
    assert client.get("/m/r").status_code == 410
    browser = new_client()
    check(browser, THREAT)
    key = browser.cookies["m"].value
    browser.post("/leave")
    assert shelf.SHELF.get(key) is None


def test_it_is_forgotten_after_a_while_and_when_too_much_is_kept(monkeypatch):
    kept, now = shelf.Shelf(), [shelf.rooms.clock()]
    monkeypatch.setattr(shelf.rooms, "clock", lambda: now[0])
    work = Work([Given(words="hello")], Asked())
    key = kept.put(work)
    now[0] += shelf.LIFE - timedelta(seconds=1)
    assert kept.get(key) is work
    now[0] += shelf.LIFE + timedelta(seconds=1)
    assert kept.get(key) is None
    monkeypatch.setattr(shelf, "MOST_BYTES", 100)
    keys = []
    for _ in range(3):
        now[0] += timedelta(seconds=1)
        keys.append(kept.put(Work([Given(data=b"x" * 60)], Asked())))
    assert [kept.get(one) is not None for one in keys] == [False, False, True]


def test_a_file_built_in_an_unknown_way_offers_its_structure_without_its_words(client):
    page = check(client, file=named("x.json", b'{"strange": [{"rosalind": "secret 4815"}]}'))
    assert page.context["found"].not_known and "/m/d" in page.content.decode()
    saved = client.post("/m/d", {"given": "0"})
    assert saved.headers["Content-Disposition"].startswith("attachment")
    said = saved.content.decode()
    assert "list ×1" in said and "osalind" not in said and "secret" not in said and "4815" not in said
    assert client.post("/m/d", {"given": "9"}).status_code == 410


@pytest.mark.parametrize(
    "path", sorted(READERS.glob("*.json")) + sorted(READERS.glob("*.eml")), ids=lambda p: p.name
)
def test_every_export_gets_an_answer(client, path):
    if path.name.endswith("expected.json"):
        return
    page = check(client, file=named(path.name, path.read_bytes()))
    assert page.status_code == 200 and 'href="/p"' in page.content.decode()


def test_somebody_without_words_is_looked_at_and_nothing_is_kept(client, home):
    page = client.get("/m/q").content.decode()
    assert page.count('name="seen"') >= 10 and 'href="/p"' in page
    answer = client.post("/m/q", {"seen": ["moves-app", "asks-pictures"]})
    assert answer.context["read"].answer == "leave" and answer.context["read"].say
    assert "say-no-and-leave" in [step.id for step in answer.context["now"]]
    assert "tel:" in client.post("/m/q", {"seen": ["threatens"]}).content.decode()
    assert client.post("/m/q", {}).context["read"].answer == "unsure"
    assert 400 <= client.post("/m/q", {"seen": ["blue-hair"]}).status_code < 500
    assert not answer.cookies.keys() - {"k"}
