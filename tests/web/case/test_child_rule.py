"""The hard rule at every door of the pages: hosted, and the person in the picture may be under 18."""

from __future__ import annotations

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.case import drawn
from tests.web.case.visitor import Visitor

pytestmark = pytest.mark.usefixtures("hosted")

FILES = {
    "a picture": ("a.png", drawn.picture),
    "a photo": ("a.jpg", lambda: drawn.picture("JPEG")),
    "a webp": ("a.webp", lambda: drawn.picture("WEBP")),
    "a picture called text": ("a.txt", drawn.picture),
    "a film": ("a.mp4", drawn.film),
    "an iPhone photo": ("a.heic", drawn.heic),
    "an archive": ("a.zip", lambda: drawn.archive({"a.png": drawn.picture()})),
    "an export with media": ("chat.zip", drawn.whatsapp_zip),
    "a mail with a picture": ("a.eml", lambda: drawn.mail(("a.png", "image/png", drawn.picture()))),
    "a PDF": ("a.pdf", drawn.paper),
    "text that spells a picture": ("a.txt", lambda: base64.encodebytes(drawn.picture())),
}


@pytest.fixture(params=["under_18", "unknown"])
def young(request: pytest.FixtureRequest, new_client) -> Visitor:
    return Visitor(new_client()).new_case(request.param)


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("answer", ["", "no", "covered"])
@pytest.mark.parametrize("script", [False, True])
def test_no_door_lets_it_in(young: Visitor, what: str, answer: str, script: bool) -> None:
    name, make = FILES[what]
    sent = young.add(make(), name, answer, json=script, original1="0" * 64)
    assert sent.status_code in (403, 415), sent.content
    assert young.item_paths() == []


def test_the_page_offers_no_file_to_choose_and_names_who_can_help(young: Visitor) -> None:
    page = young.get("/n/add")
    assert 'type="file"' not in page
    assert "upload.js" not in page
    assert "cover.js" not in page
    assert "takeitdown" in page


def test_someone_under_18_in_the_picture_is_not_sent_to_the_service_for_adults(new_client) -> None:
    page = Visitor(new_client()).new_case("under_18").get("/n/add")
    assert "StopNCII" not in page
    assert "Report Remove" in page


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_do_nothing(young: Visitor, method: str) -> None:
    assert (
        young.client.generic(method, "/n/add", drawn.picture(), content_type="image/png").status_code == 405
    )


def test_a_bare_body_is_no_form(young: Visitor) -> None:
    answer = young.client.generic("POST", "/n/add", drawn.picture(), content_type="image/png")
    assert answer.status_code >= 400
    assert young.item_paths() == []


def test_a_picture_pasted_as_words_is_refused(young: Visitor) -> None:
    spelled = "data:image/png;base64," + base64.b64encode(drawn.picture()).decode()
    assert young.send("/n/words", {"words": spelled}).status_code == 403
    assert young.item_paths() == []


def test_a_file_in_the_form_for_words_is_not_taken(young: Visitor) -> None:
    form = {"words": "hello", "file": SimpleUploadedFile("a.png", drawn.picture())}
    young.client.post("/n/words", form)
    items = young.item_paths()
    assert len(items) == 1
    assert "hello" in young.get(f"{items[0]}/show")


def test_words_links_and_chats_as_text_are_welcome(young: Visitor) -> None:
    assert young.add(drawn.whatsapp(), "chat.txt", json=True).status_code == 200
    assert young.send("/n/words", {"words": "pay or else"}).status_code == 302
    form = {"row_kind": "handle", "row_service": "instagram", "row_value": "@mia_example"}
    assert young.send("/n/who", form).status_code == 302


def test_pictures_from_before_the_answer_changed_stay_closed_and_out_of_packs(new_client) -> None:
    who = Visitor(new_client()).new_case()
    who.add(drawn.picture(), "a.png", "no")
    who.send("/n/words", {"words": "pay or else"})
    picture = who.item_paths()[0]
    who.send("/n/age", {"age": "under_18"})
    who.get(f"{picture}/show", status=403)
    who.get(f"{picture}/raw", status=403)
    assert "stays closed" in who.get(picture).lower()
    page = who.get("/n/pack")
    assert picture.removeprefix("/n/i/") not in page
    assert "1 item stays out" in page


def test_a_pack_asked_for_by_hand_does_not_hold_the_closed_picture(new_client) -> None:
    import io
    import zipfile

    who = Visitor(new_client()).new_case()
    who.add(drawn.picture(), "a.png", "no")
    who.send("/n/words", {"words": "pay or else"})
    ids = [path.removeprefix("/n/i/") for path in who.item_paths()]
    who.send("/n/age", {"age": "unknown"})
    data, _path = who.make_pack(item=ids)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if name.endswith((".png", ".jpg"))]


def test_on_one_s_own_computer_files_come_one_at_a_time(new_client, settings_own) -> None:
    who = Visitor(new_client()).new_case("under_18")
    page = who.get("/n/add")
    assert page.count('type="file"') == 2, "one for the script, one without"
    assert "multiple" not in page
    form = {
        "answer1": "no", "file1": SimpleUploadedFile("a.png", drawn.picture()),
        "answer2": "no", "file2": SimpleUploadedFile("b.png", drawn.picture("PNG", (100, 200))),
    }  # fmt: skip
    answer = who.client.post("/n/add", form).content.decode()
    assert "one file at a time" in answer
    assert len(who.item_paths()) == 1


def test_no_hash_of_an_original_is_kept_for_a_child(new_client, settings_own) -> None:
    who = Visitor(new_client()).new_case("under_18")
    who.add(drawn.picture(), "a.png", "covered", original1="ab" * 32)
    page = who.get(who.item_paths()[0])
    assert "ab" * 32 not in page
    assert 'data-hash=""' in who.get("/n/add")


@pytest.fixture
def settings_own():
    """Takes back ``hosted`` for one test."""
    from django.test import override_settings

    with override_settings(HOSTED=False, CSRF_COOKIE_SECURE=False, SECURE_PROXY_SSL_HEADER=None):
        yield


def test_the_refusal_is_the_room_s_own_words(young: Visitor) -> None:
    from holdfast.errors import ChildPictureRule

    answer = young.add(drawn.picture(), "a.png", "no", json=True)
    assert json.loads(answer.content)["message"] == ChildPictureRule.for_person
