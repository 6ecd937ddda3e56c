"""Adding proof through the form without scripts and as the script does it; originals byte for byte."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.case import drawn
from tests.web.case.visitor import Visitor, hidden

from holdfast.case.values import PictureAnswer
from holdfast.web.base import rooms

#: The box with the crisis contacts.
CRISIS = 'id="crisis"'


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)


def kept(who: Visitor) -> list[bytes]:
    return [body(who.client.get(f"{path}/raw?save=1")) for path in who.item_paths()]


def test_a_picture_that_was_answered_no_is_kept_byte_for_byte(adult: Visitor) -> None:
    answer = adult.add(drawn.picture(), "shot.png", "no")
    assert "Saved." in answer.content.decode()
    assert kept(adult) == [drawn.picture()]


def test_five_files_at_once_each_with_its_own_answer(adult: Visitor) -> None:
    form: dict[str, object] = {}
    files = [drawn.picture("PNG", (300 + n, 400)) for n in range(4)]
    for n, data in enumerate(files, 1):
        form |= {f"answer{n}": "yes" if n == 2 else "no", f"file{n}": SimpleUploadedFile(f"{n}.png", data)}
    form |= {"file5": SimpleUploadedFile("chat.txt", drawn.whatsapp())}
    page = adult.client.post("/n/add", form).content.decode()
    assert page.count("Saved.") == 4
    assert "Nothing of it was kept" in page
    assert kept(adult) == [files[0], files[2], files[3], drawn.whatsapp()]


def test_a_picture_without_an_answer_is_refused_in_words_and_not_kept(adult: Visitor) -> None:
    answer = adult.add(drawn.picture(), "shot.png", json=True)
    assert answer.status_code == 415
    assert answer.json()["error"] == "PictureNotAnswered"
    assert adult.item_paths() == []


def test_a_picture_answered_yes_is_thrown_away_as_it_comes(adult: Visitor) -> None:
    assert adult.add(drawn.picture(), "shot.png", "yes", json=True).json() == {"left_out_by_choice": True}
    assert adult.item_paths() == []


def test_a_covered_copy_keeps_the_hash_of_its_original(adult: Visitor) -> None:
    original = hashlib.sha256(b"what never left the device").hexdigest()
    adult.add(drawn.picture(), "shot.png", "covered", original1=original)
    page = adult.get(adult.item_paths()[0])
    assert original in page
    assert "covered on your device" in page


def test_media_in_an_export_is_left_out_and_listed(adult: Visitor) -> None:
    answer = adult.add(drawn.whatsapp_zip(), "chat.zip", json=True).json()
    assert len(answer["left_out"]) > 0
    page = adult.get(answer["path"])
    assert answer["left_out"][0]["name"] in page


def test_what_a_file_is_counts_not_how_it_is_called(adult: Visitor) -> None:
    assert adult.add(drawn.moving("GIF"), "holiday.png", "no", json=True).status_code == 415
    assert adult.add(b"", "empty.png", "no", json=True).json()["error"] == "EmptyFile"
    assert adult.item_paths() == []


@pytest.mark.parametrize(
    "name", ["😀" * 500 + ".png", "../../../etc/passwd", "a%0D%0Ab.png", "<b>x</b>.png", "con.png"]
)
def test_a_strange_name_does_no_harm(adult: Visitor, name: str) -> None:
    answer = adult.add(drawn.picture(), name, "no")
    assert answer.status_code == 200
    assert "<b>x</b>" not in answer.content.decode()
    header = adult.client.get(f"{adult.item_paths()[0]}/raw").headers["Content-Disposition"]
    assert header == 'inline; filename="HF-001.png"'


def test_no_file_chosen_is_said_in_words(adult: Visitor) -> None:
    assert "No file came" in adult.client.post("/n/add", {"answer1": "no"}).content.decode()


def test_a_form_that_breaks_off_keeps_nothing_of_the_broken_file(adult: Visitor) -> None:
    sent = adult.client.post(
        "/n/add", {"answer1": "no", "file1": SimpleUploadedFile("a.png", drawn.picture())}
    )
    assert sent.status_code == 200
    whole = _multipart({"answer1": "no"}, "b.png", drawn.picture("PNG", (200, 300)))
    cut = whole[1][: len(whole[1]) // 2]
    answer = adult.client.generic("POST", "/n/add", cut, content_type=whole[0])
    assert answer.status_code == 415
    assert len(adult.item_paths()) == 1


def _multipart(fields: dict[str, str], name: str, data: bytes) -> tuple[str, bytes]:
    line, out = "xxBOUNDARYxx", io.BytesIO()
    for key, value in fields.items():
        out.write(f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode())
    out.write(f'--{line}\r\nContent-Disposition: form-data; name="file1"; filename="{name}"\r\n\r\n'.encode())
    out.write(data + f"\r\n--{line}--\r\n".encode())
    return f"multipart/form-data; boundary={line}", out.getvalue()


def test_the_form_needs_its_secret(new_client) -> None:
    who = Visitor(new_client(csrf=True))
    page = who.get("/n/new/2")
    secret = hidden(page, "csrfmiddlewaretoken")
    who.take_words(
        who.post("/n/code", {"age": "adult", "once": hidden(page, "once"), "csrfmiddlewaretoken": secret})
    )
    assert who.add(drawn.picture(), "a.png", "no").status_code == 403
    late = {
        "answer1": "no",
        "file1": SimpleUploadedFile("a.png", drawn.picture()),
        "csrfmiddlewaretoken": secret,
    }
    assert who.client.post("/n/add", late).status_code == 403, "it must stand before the first file"
    ordered = {
        "csrfmiddlewaretoken": secret,
        "answer1": "no",
        "file1": SimpleUploadedFile("a.png", drawn.picture()),
    }
    assert who.client.post("/n/add", ordered).status_code == 200
    assert who.send("/n/words", {"words": "hello"}).status_code == 403
    assert len(who.item_paths()) == 1


def test_pasted_words_become_an_item(adult: Visitor) -> None:
    answer = adult.send("/n/words", {"words": "pay by ten\nor else", "title": "first", "captured": "Monday"})
    path = answer.headers["Location"].split("?")[0]
    assert "pay by ten" not in adult.get(path), "their words open on press only"
    assert "pay by ten" in adult.get(f"{path}/show")


def test_no_words_is_said_in_words(adult: Visitor) -> None:
    assert "Not saved yet" in adult.post("/n/words", {"words": "  "}, status=415)


def test_more_words_than_a_form_takes_is_said_in_words(adult: Visitor) -> None:
    assert "too large" in adult.post("/n/words", {"words": "x" * 2_600_000}, status=413)


def test_words_about_dying_bring_the_crisis_contacts_first(adult: Visitor) -> None:
    page = adult.post("/n/words", {"words": "he told me to kill myself"})
    assert page.index(CRISIS) < page.index("Saved.")
    shown = adult.get(f"{adult.item_paths()[0]}/show")
    assert shown.index(CRISIS) < shown.index("kill myself")
    story = adult.post("/n/story", {"story": "I want to die"})
    assert story.index(CRISIS) < story.index("Saved.")


def test_an_answer_outside_the_list_counts_as_none(adult: Visitor) -> None:
    assert adult.add(drawn.picture(), "a.png", "perhaps", json=True).json()["error"] == "PictureNotAnswered"


def test_the_same_file_twice_is_one_item(adult: Visitor) -> None:
    adult.add(drawn.picture(), "a.png", "no")
    adult.add(drawn.picture(), "b.png", "no")
    assert len(adult.item_paths()) == 1


def test_every_answer_of_the_room_can_be_said() -> None:
    assert {answer.value for answer in PictureAnswer} == {"not_asked", "no", "covered", "yes"}
    assert rooms.place().value == "own"
