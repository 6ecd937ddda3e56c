"""Makes the pictures of the README: the whole journey in a real Chromium at phone size, then page 1 of the report.

Run by ``make screenshots``. Everything on them is drawn; nothing leaves this computer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402
from tests.case import drawn  # noqa: E402
from tests.web.browser import case_visit as visit  # noqa: E402
from tests.web.browser.conftest import CHROMIUM, QUIET, Server, run_server  # noqa: E402

OUT = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 780}


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        run_server(Path(folder) / "home") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        context = browser.new_context(viewport=PHONE, device_scale_factor=1.5, locale="en-GB", has_touch=True)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto(server.address())
        guide(page, server)
        visit.start_case(page, server)
        case(page, server, Path(folder))
        browser.close()
    return 0


def take(page: Page, name: str) -> None:
    page.screenshot(path=OUT / f"{name}.png")


def guide(page: Page, server: Server) -> None:
    take(page, "first")
    page.goto(f"{server.base}p/1")
    take(page, "question")
    page.goto(f"{server.base}p")
    page.locator("h2", has_text="Next 5 minutes").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('h2#now, h2').scrollIntoView()")
    take(page, "plan")
    page.goto(f"{server.base}l/en/1/11#now")
    page.evaluate("document.querySelector('.chat .mine').scrollIntoView()")
    take(page, "practice")


def case(page: Page, server: Server, folder: Path) -> None:
    picture = folder / "IMG_0001.png"
    picture.write_bytes(drawn.saved(drawn.screen((780, 1560)), "PNG"))
    page.goto(f"{server.base}n/add")
    page.set_input_files("#choose", str(picture))
    page.get_by_role("button", name="Yes", exact=True).click()
    page.get_by_role("button", name="Cover it now").click()
    visit.until(page, "document.getElementById('cover-canvas').width > 1")
    page.get_by_role("button", name="Add a box").click()
    take(page, "cover")
    page.get_by_role("button", name="Save the covered picture").click()
    page.wait_for_selector("#finished:visible")
    page.goto(f"{server.base}n/want")
    page.get_by_label("How much").fill("500 GBP")
    visit.save(page)
    page.goto(f"{server.base}n/")
    take(page, "case")
    pack = visit.make_pack(page, server, folder / "pack.zip")
    visit.verify(page, server, pack)
    page.wait_for_url("**/n/verify")
    page.get_by_text("All of this holds").first.wait_for()
    take(page, "verify")
    report(pack, folder)


def report(pack: Path, folder: Path) -> None:
    """Page 1 of the report, as an officer sees it."""
    with zipfile.ZipFile(pack) as bag:
        (folder / "report.pdf").write_bytes(bag.read("pack/data/report.pdf"))
    command = ["pdftoppm", "-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, str(folder / "report.pdf"), str(OUT / "report")], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
