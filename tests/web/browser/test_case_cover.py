"""The cover-up tool in Chromium: what is covered is gone from the bytes, by mouse, finger and keys."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from tests.case import drawn
from tests.web.browser.case_visit import start_case, until
from tests.web.browser.conftest import Server

pytestmark = pytest.mark.browser

BLACK = (0, 0, 0)


def noisy(size: tuple[int, int]) -> Image.Image:
    """Every pixel another colour and none black, so that what is covered can be told from what is not."""
    picture = Image.effect_noise(size, 60).point(lambda value: max(60, value)).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, 9, 9), fill=(255, 0, 0))
    return picture


def open_tool(page, server: Server, path: Path, say: str = "Yes") -> None:
    """Chooses the picture and answers until the tool is open."""
    page.goto(f"{server.base}n/add")
    page.set_input_files("#choose", str(path))
    page.wait_for_selector("#question:visible")
    assert page.locator("img, #cover-canvas:visible").count() == 0, "no preview before the answer"
    page.get_by_role("button", name=say, exact=True).click()
    if say == "Yes":
        page.get_by_role("button", name="Cover it now").click()
    page.wait_for_selector("#cover:visible")
    until(page, "document.getElementById('cover-canvas').width > 1")


def save_and_fetch(page, server: Server) -> tuple[Image.Image, bytes, str]:
    """Saves the covered copy and gives back the kept bytes and the item's page."""
    page.get_by_role("button", name="Save the covered picture").click()
    page.wait_for_selector("#finished:visible")
    path = page.locator("#files a").get_attribute("href")
    kept = page.request.get(f"{server.base.rstrip('/')}{path}/raw?save=1").body()
    shown = page.request.get(f"{server.base.rstrip('/')}{path}").text()
    return Image.open(io.BytesIO(kept)).convert("RGB"), kept, shown


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """With the mouse, in fractions of the picture."""
    page.locator("#cover-canvas").scroll_into_view_if_needed()
    box = page.locator("#cover-canvas").bounding_box()
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=5)
    page.mouse.up()


def colours(picture: Image.Image, box: tuple[float, float, float, float]) -> set[tuple[int, int, int]]:
    """All colours inside a box given in fractions."""
    width, height = picture.size
    part = picture.crop(
        (int(box[0] * width), int(box[1] * height), int(box[2] * width), int(box[3] * height))
    )
    return {colour for _count, colour in part.getcolors(part.width * part.height)}


@pytest.fixture
def table(server: Server, new_page):
    """A page with an open case of an adult."""
    page = new_page(viewport={"width": 500, "height": 900}, reduced_motion="reduce")
    start_case(page, server)
    return page


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_covered_pixels_are_one_colour_in_the_bytes_and_the_rest_stays(
    table, server: Server, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"shot.{kind.lower()}"
    original = drawn.saved(noisy((600, 800)), kind, **({"quality": 95} if kind != "PNG" else {}))
    path.write_bytes(original)
    open_tool(table, server, path)
    drag(table, (0.25, 0.25), (0.75, 0.5))
    picture, kept, shown = save_and_fetch(table, server)
    assert picture.size == (600, 800)
    # A JPEG's rim of two pixels may take a tint from its neighbours; the bound says it is no more than that.
    inner = (0.27, 0.27, 0.73, 0.48)
    assert max(max(colour) for colour in colours(picture, inner)) <= (0 if kind == "PNG" else 2)
    assert min(min(colour) for colour in colours(picture, (0.0, 0.6, 1.0, 1.0))) > 20
    assert hashlib.sha256(original).hexdigest() in shown
    assert hashlib.sha256(kept).hexdigest() in shown


def test_a_photo_s_notes_are_gone_and_it_stands_upright(table, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(drawn.photo_with_notes("JPEG", turn=6, size=(400, 320)))
    assert b"a comment that must not stay" in path.read_bytes()
    open_tool(table, server, path)
    drag(table, (0.0, 0.0), (0.4, 0.4))
    picture, kept, _shown = save_and_fetch(table, server)
    assert picture.size == (320, 400)
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"Exif" not in kept
    assert b"a comment" not in kept
    assert b"Drawn Camera" not in kept
    top_right = picture.getpixel((300, 20))
    assert top_right[0] > 200 > 60 > top_right[2], "red stands top right once turned"


def test_a_png_s_text_is_gone(table, server: Server, tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Comment", "words that must not stay")
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.saved(noisy((300, 300)), "PNG", pnginfo=notes))
    open_tool(table, server, path)
    drag(table, (0.1, 0.1), (0.5, 0.5))
    _picture, kept, _shown = save_and_fetch(table, server)
    assert b"must not stay" not in kept
    assert re.findall(rb"(tEXt|iTXt|eXIf|zTXt)", kept) == []


def test_everything_can_be_done_with_keys_alone(table, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.saved(noisy((500, 500)), "PNG"))
    open_tool(table, server, path)
    table.get_by_role("button", name="Add a box").focus()
    table.keyboard.press("Enter")
    assert table.evaluate("document.activeElement.className").startswith("cover-box")
    for _ in range(10):
        table.keyboard.press("ArrowLeft")
    for _ in range(10):
        table.keyboard.press("Shift+ArrowRight")
    label = table.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "Arrow keys" in label
    table.get_by_role("button", name="Save the covered picture").focus()
    picture, _kept, _shown = save_and_fetch(table, server)
    assert colours(picture, (0.15, 0.4, 0.65, 0.6)) == {BLACK}
    assert BLACK not in colours(picture, (0.67, 0.0, 1.0, 1.0))


def test_undo_remove_and_cover_all(table, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.saved(noisy((400, 400)), "PNG"))
    open_tool(table, server, path)
    use = table.get_by_role("button", name="Save the covered picture")
    assert use.is_disabled(), "nothing is covered yet"
    drag(table, (0.1, 0.1), (0.3, 0.3))
    drag(table, (0.6, 0.6), (0.9, 0.9))
    assert table.locator(".cover-box").count() == 2
    table.get_by_role("button", name="Undo").click()
    assert table.locator(".cover-box").count() == 1
    table.locator(".cover-box").first.focus()
    table.keyboard.press("Delete")
    assert table.locator(".cover-box").count() == 0
    assert use.is_disabled()
    table.get_by_role("button", name="Undo").click()
    assert table.locator(".cover-box").count() == 1
    table.get_by_role("button", name="Cover all of it").click()
    picture, _kept, _shown = save_and_fetch(table, server)
    assert colours(picture, (0, 0, 1, 1)) == {BLACK}


def test_a_finger_draws_a_box_and_a_tap_makes_one(table, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.saved(noisy((400, 400)), "PNG"))
    open_tool(table, server, path)
    table.locator("#cover-canvas").scroll_into_view_if_needed()
    box = table.locator("#cover-canvas").bounding_box()
    phone = table.context.new_cdp_session(table)

    def touch(kind: str, *spot: float) -> None:
        points = (
            [{"x": box["x"] + spot[0] * box["width"], "y": box["y"] + spot[1] * box["height"]}]
            if spot
            else []
        )
        phone.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.5, 0.5)
    touch("touchMove", 0.7, 0.7)
    touch("touchMove", 0.9, 0.9)
    touch("touchEnd")
    until(table, "document.querySelectorAll('.cover-box').length === 1")
    touch("touchStart", 0.2, 0.2)
    touch("touchEnd")
    until(table, "document.querySelectorAll('.cover-box').length === 2")
    picture, _kept, _shown = save_and_fetch(table, server)
    assert colours(picture, (0.52, 0.52, 0.88, 0.88)) == {BLACK}
    assert colours(picture, (0.15, 0.17, 0.25, 0.23)) == {BLACK}


def test_the_covered_copy_alone_is_sent(table, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.saved(noisy((700, 700)), "PNG"))
    sizes: list[int] = []
    table.on(
        "request",
        lambda r: sizes.append(int(r.all_headers().get("content-length", 0))) if r.method == "POST" else None,
    )
    open_tool(table, server, path)
    table.get_by_role("button", name="Cover all of it").click()
    _picture, kept, _shown = save_and_fetch(table, server)
    assert len(sizes) == 1
    assert sizes[0] < len(kept) + 2_000 < path.stat().st_size / 4


@pytest.mark.parametrize(
    "spoil",
    [
        # A browser that protects against fingerprinting gives back noise, or white.
        "const old = CanvasRenderingContext2D.prototype.getImageData; CanvasRenderingContext2D.prototype.getImageData ="
        " function (...a) { const d = old.apply(this, a); d.data.fill(255); return d; };",
        "HTMLCanvasElement.prototype.toBlob = function (done) { done(null); };",
    ],
)
def test_a_browser_that_changes_pictures_is_refused_in_words(
    server: Server, new_page, tmp_path: Path, spoil: str
) -> None:
    page = new_page()
    start_case(page, server)
    page.add_init_script(spoil)
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.picture())
    page.goto(f"{server.base}n/add")
    page.set_input_files("#choose", str(path))
    page.get_by_role("button", name="Yes", exact=True).click()
    page.get_by_role("button", name="Cover it now").click()
    page.wait_for_selector("#cover-error:visible")
    assert not page.get_by_role("button", name="Save the covered picture").is_visible()
    assert page.locator("#cover-canvas").is_hidden()
    page.get_by_role("button", name="Leave this picture out").click()
    page.get_by_text("Nothing of it was kept").wait_for()


def test_a_file_that_only_looks_like_a_picture_is_told(table, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.picture()[:8] + b"no picture follows" * 9)
    table.goto(f"{server.base}n/add")
    table.set_input_files("#choose", str(path))
    table.get_by_role("button", name="Yes", exact=True).click()
    table.get_by_role("button", name="Cover it now").click()
    table.wait_for_selector("text=could not be opened on this device")


def test_who_does_not_know_may_look_and_save_it_as_it_is(table, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.picture())
    open_tool(table, server, path, "I do not know. Let me look")
    table.get_by_role("button", name="Nothing sexual here. Save it as it is").click()
    table.wait_for_selector("#finished:visible")
    item = table.locator("#files a").get_attribute("href")
    assert table.request.get(f"{server.base.rstrip('/')}{item}/raw?save=1").body() == drawn.picture()


def test_where_a_child_may_be_in_it_no_hash_of_the_original_is_made(
    server: Server, new_page, tmp_path: Path
) -> None:
    page = new_page()
    start_case(page, server, "Under 18")
    path = tmp_path / "shot.png"
    path.write_bytes(drawn.saved(noisy((400, 400)), "PNG"))
    sent: list[bytes] = []
    page.on("request", lambda r: sent.append(r.post_data_buffer or b"") if r.method == "POST" else None)
    open_tool(page, server, path)
    drag(page, (0.2, 0.2), (0.8, 0.8))
    _picture, _kept, shown = save_and_fetch(page, server)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest not in shown
    assert not any(digest.encode() in body or b'name="original"' in body for body in sent)
