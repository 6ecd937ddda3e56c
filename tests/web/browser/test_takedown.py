"""Take-down in Chromium on a phone: fingerprints made on the device, given to a running exchange, found, taken back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.case.conftest import clean_postgres as clean_postgres
from tests.case.conftest import postgres as postgres
from tests.case.postgres import Server as Database
from tests.web.browser.conftest import Server, run_server
from tests.web.exchange.conftest import fresh
from tests.web.exchange.running import Running, exchange_at, next_second
from tests.web.takedown.test_pdq_script import landscapes

from holdfast.takedown.age import adults_only
from holdfast.takedown.client.feed import FeedClient, Keys, Report
from holdfast.takedown.client.mirror import Mirror
from holdfast.takedown.client.reporter import Reporter
from holdfast.takedown.exchange.values import Feedback, Kind, Scope
from holdfast.takedown.fingerprint import fingerprint
from holdfast.takedown.pdq import distance, pdq

pytestmark = pytest.mark.browser

ADULTS = adults_only("18_or_over")
MOST_DISTANCE = 31


def saved(folder: Path, name: str, picture: Image.Image, **how: object) -> Path:
    path = folder / name
    picture.save(path, **how)
    return path


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Landscapes drawn by numbers: a JPEG, a turned one, a see-through PNG, a WebP, a small one."""
    drawn = [
        Image.fromarray(one)
        for one in landscapes([(900, 1200), (600, 800), (480, 640), (700, 700), (200, 300)])
    ]
    turned = Image.Exif()
    turned[0x0112] = 6
    seen_through = drawn[2].convert("RGBA")
    seen_through.putalpha(Image.linear_gradient("L").resize(drawn[2].size))
    return [
        saved(tmp_path, "a.jpg", drawn[0], quality=92, subsampling=0),
        saved(tmp_path, "turned.jpg", drawn[1], quality=90, exif=turned),
        saved(tmp_path, "through.png", seen_through),
        saved(tmp_path, "c.webp", drawn[3], lossless=True),
        saved(tmp_path, "small.png", drawn[4]),
    ]


def answer_age(page: Page, server: Server, label: str) -> None:
    page.goto(server.address())
    page.goto(f"{server.base}f")
    page.get_by_label(label).check()
    page.get_by_role("button", name="Go on").click()


def open_tool(page: Page, server: Server) -> None:
    answer_age(page, server, "18 or over")
    page.get_by_role("button", name="Yes, make fingerprints").click()
    page.locator("#files:not([disabled])").wait_for()


def choose(page: Page, paths: list[Path]) -> None:
    page.set_input_files("#files", paths)
    page.locator("#tool [role=status]", has_text="Fingerprints made").wait_for(timeout=60_000)


@pytest.mark.parametrize("label", ["Under 18", "I do not know"])
def test_for_a_child_s_picture_nothing_is_computed_and_the_right_services_are_named(
    server: Server, new_page: Callable[..., Page], label: str
) -> None:
    page = new_page()
    answer_age(page, server, label)
    expect(page.get_by_role("link", name="Take It Down")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    assert "pdq.js" not in page.content()


def test_the_fingerprints_are_those_of_the_room_and_nothing_is_uploaded(
    server: Server, new_page: Callable[..., Page], photos: list[Path], looks_right: Callable[[Page], None]
) -> None:
    page = new_page()
    open_tool(page, server)
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(request.url))
    choose(page, photos)
    assert sent == [], "no request while fingerprints are made"
    found = set(page.locator("#plain").text_content().split())
    expected = [fingerprint(io.BytesIO(path.read_bytes()), ADULTS) for path in photos]
    for path, made in zip(photos, expected, strict=True):
        nearest = min(distance(made.marks[0].pdq.bits, bytes.fromhex(one)) for one in found)
        # A see-through edge is rounded by the canvas in its own way; all else is the same to the bit.
        assert nearest <= (2 if path.suffix == ".png" else 0), path.name
    turned = expected[1]
    assert {mark.pdq.bits.hex() for mark in turned.marks} <= found, "as seen and as the camera wrote it"
    looks_right(page)


def test_what_is_no_picture_or_too_plain_is_said_in_words(
    server: Server, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    (tmp_path / "letter.jpg").write_bytes(b"just words")
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 30)
    plain = saved(tmp_path, "sky.png", Image.new("RGB", (400, 300), (120, 160, 220)))
    dot = saved(tmp_path, "dot.png", Image.new("RGB", (1, 1)))
    page = new_page()
    open_tool(page, server)
    choose(page, [tmp_path / "letter.jpg", tmp_path / "cut.png", plain, dot])
    told = page.locator("#tool li").all_inner_texts()
    for name, words in (
        ("letter.jpg", "could not be read"),
        ("cut.png", "could not be read"),
        ("sky", "Too plain"),
        ("dot", "Too small"),
    ):
        assert any(name in line and words in line for line in told), (name, told)
    assert page.locator("#plain").text_content() == ""


def test_without_scripts_the_page_says_what_to_use_instead(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = new_page(script=False)
    answer_age(page, server, "18 or over")
    page.get_by_role("button", name="Yes, make fingerprints").click()
    expect(page.get_by_text("This tool needs JavaScript")).to_be_visible()
    assert page.locator("#files").is_hidden()


def test_the_tool_opens_for_nobody_who_did_not_say_adult(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(server.address())
    page.goto(f"{server.base}f")
    answer = page.evaluate(
        "fetch('/f/make', {method: 'POST', headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body:"
        " 'csrfmiddlewaretoken=' + document.querySelector('[name=csrfmiddlewaretoken]').value})"
        ".then(a => a.text().then(t => [a.status, t.includes('type=\"file\"')]))"
    )
    assert answer == [403, False]


# --- the whole way -------------------------------------------------------------------------------------------


@pytest.fixture
def exchange(clean_postgres: Database, tmp_path: Path) -> Iterator[Running]:
    with exchange_at(tmp_path / "home", fresh(clean_postgres.dsn)) as running:
        yield running


@pytest.fixture
def helpline(exchange: Running) -> Iterator[Server]:
    environ = {
        "HOLDFAST_PLACE": "hosted",
        "HOLDFAST_HOSTS": "127.0.0.1",
        "HOLDFAST_OPERATOR": "Example Helpline",
        "HOLDFAST_DATABASE": exchange.database,
        "HOLDFAST_EXCHANGE": "on",
    }
    with run_server(exchange.home, **environ) as server:
        yield server


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.postgres
def test_a_photo_is_given_found_in_a_turned_copy_blocked_and_taken_back(
    exchange: Running, helpline: Server, new_page: Callable[..., Page], photos: list[Path], tmp_path: Path
) -> None:
    exchange.partner("Example Photos")
    made = exchange.keys["Example Photos"]
    keys = Keys(
        exchange.base,
        made.subscription,
        *(made.function(scope) for scope in (Scope.FETCH, Scope.FEEDBACK, Scope.SUBMIT)),
    )
    mirror, client = Mirror(tmp_path / "mirror.db"), FeedClient(keys)
    mirror.fetch(client, now)  # it fetched in the last 24 hours, so people are offered the exchange

    page = new_page()
    number, secret = give(page, helpline, photos[0])
    next_second()
    fetched = {record["hashValue"] for record in pages_of(exchange, "Example Photos")}
    assert pdq(np.asarray(Image.open(photos[0]).convert("RGB"))).bits.hex() in fetched, (
        "the public client has it"
    )

    mirror.fetch(client, now)
    copy = io.BytesIO()
    Image.open(photos[0]).resize((800, 600)).rotate(90, expand=True).save(copy, "JPEG", quality=60)
    found = matches(mirror, copy.getvalue())
    assert found, "found in a turned, smaller, pressed copy"
    reporter = Reporter(mirror, client, now)
    reporter.report(Report(found[0], Feedback.BLOCKED))
    assert reporter.send().sent == 1

    open_case(page, helpline, number, secret)
    expect(page.get_by_text("Example Photos looked, and blocked it")).to_be_visible()
    page.get_by_role("button", name="Take all fingerprints back").click()
    expect(page.get_by_text("taken back").first).to_be_visible()
    next_second()
    mirror.fetch(client, now)
    assert matches(mirror, copy.getvalue()) == [], "the kit matches it no more"
    reporter.send()
    open_case(page, helpline, number, secret)
    expect(page.get_by_text("says that it stopped")).to_be_visible()


def give(page: Page, helpline: Server, photo: Path) -> tuple[str, str]:
    """Through the pages to a number and a secret, as a person goes."""
    page.goto(f"{helpline.base}f")
    page.get_by_label("18 or over").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Example Photos fetched in the last 24 hours")).to_be_visible()
    page.get_by_role("button", name="Yes, make fingerprints").click()
    page.locator("#files:not([disabled])").wait_for()
    choose(page, [photo])
    page.get_by_role("button", name="Give the fingerprints").click()
    number, secret = (page.locator(f"#takedown-{name}").inner_text() for name in ("number", "secret"))
    page.get_by_role("button", name="I have saved them").click()
    expect(page.get_by_text("Example Photos has not fetched it yet")).to_be_visible()
    return number, secret


def pages_of(exchange: Running, name: str) -> list[dict[str, object]]:
    """Everything the unmodified public client fetches."""
    records: list[dict[str, object]] = []
    for one in exchange.client(name).fetch_hashes_iter():
        records += [{"hashValue": record.hashValue} for record in one.hashRecords]
    return records


def matches(mirror: Mirror, data: bytes) -> list[bytes]:
    """Fingerprints of the bank that fit a file in any of its eight turns and mirrors."""
    from holdfast.takedown import photo

    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    looks = [pdq(photo.turned(pixels, how)).bits for how in range(1, 9)]
    bank = list(mirror.active(Kind.PHOTO))
    return [value for value in bank if any(distance(value, look) <= MOST_DISTANCE for look in looks)]


def open_case(page: Page, helpline: Server, number: str, secret: str) -> None:
    page.goto(f"{helpline.base}f/case")
    page.fill("#number", number)
    page.fill("#secret", secret)
    page.get_by_role("button", name="Open").click()


@pytest.mark.postgres
def test_a_wrong_secret_opens_nothing(helpline: Server, new_page: Callable[..., Page]) -> None:
    page = new_page()
    open_case(page, helpline, "b1yr-zb66-3j07-bzp7", "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator("#secret").input_value() == ""
