"""Pages in a real browser: they fit, ask nobody else, need neither scripts nor a pointer. Skipped without Chromium.

With REPORTEDLY_SCREENSHOTS set to a folder, the pages of the manual are pictured there.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from reportedly.ledger import Ledger, open_ledger
from reportedly.reading.places import Around
from reportedly.web import create_app
from tests.web.chromium import launched, watched
from tests.web.story import ScriptedReader, link, story
from tests.web.test_media_veiled import DATA, carried
from tests.web.test_review_pages import copies

AXE = Path(__file__).parents[2] / "assets/node_modules/axe-core/axe.min.js"
SERIOUS = ("serious", "critical")
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"width": 1280},
    "at 200 %": {"width": 640, "device_scale_factor": 2},
    "phone": {"width": 390, "is_mobile": True, "has_touch": True},
    "narrow and dark": {"width": 320, "color_scheme": "dark"},
}
RAID = "Ground raid in Tyotkino"
WORDS = "any armed group had entered Tyotkino"
LIGHT = 100_000
"""Bytes of a page with all it loads, the map left out."""


@pytest.fixture(scope="module")
def address(told: Ledger, around: Around) -> Iterator[str]:
    with served(told, around) as found:
        yield found


@contextmanager
def served(ledger: Ledger, around: Around) -> Iterator[str]:
    """The desk on a port of its own."""
    app = create_app(ledger, reader=ScriptedReader, around=lambda: around)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def pages(told: Ledger) -> dict[str, str]:
    event = next(event.id for event in told.events() if event.title == RAID)
    report = next(one.latest for one in told.reports() if one.outlet == "The Meridian")
    return {
        "day": "/?since=2024-03-12T08:30",
        "event": f"/event/{event}",
        "report": f"/report/{report}?claim=c2",
        "map": "/map",
        "proof": f"/proof/{report}",
        "speaker": "/speaker/Roman%20Starovoit",
        "outlet": "/outlet/The%20Meridian",
        "add": "/add",
        "search": "/search?q=gunfight",
        "about": "/about",
        "review": "/review",
        "review of a point": f"/review/{told.to_review()[0].point}",
        "audit": "/audit",
        "media": "/media",
        "error": "/nothing",
    }


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_is_accessible_and_asks_nobody_else(
    browser: Browser, address: str, pages: dict[str, str], size: str
) -> None:
    with watched(browser, **SIZES[size]) as watch:
        for name, path in pages.items():
            watch.page.goto(address + path)
            wide = watch.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (name, size)
            if AXE.is_file():
                assert findings(watch.page) == [], (name, size)
    assert all(one.startswith((address, "data:", "blob:")) for one in watch.requests)
    assert [one for one in watch.errors if "404" not in one] == []


def findings(page: Page) -> list[Any]:
    """What axe finds that is serious."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in SERIOUS]


def test_axe_is_there_where_npm_was(browser: Browser, address: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not here: the build of the desk's scripts brings it (needs npm once)")
    with watched(browser) as watch:
        watch.page.goto(f"{address}/about")
        watch.page.evaluate("document.querySelector('h1').style.color = 'rgb(230, 230, 225)'")
        assert [rule for rule, _ in findings(watch.page)] == ["color-contrast"]


def test_the_main_journey(browser: Browser, address: str) -> None:
    with watched(browser) as watch:
        page = watch.page
        page.goto(address)
        page.get_by_role("link", name=re.compile("contested")).first.click()
        page.wait_for_url("**/?standing=contested")
        page.get_by_label("Place").fill("tyotkino")
        page.get_by_label("Place").press("Enter")
        page.wait_for_url(re.compile(r"place=tyotkino"))
        if page.evaluate("typeof htmx !== 'undefined'"):
            assert "q=" not in page.url
        expect(page.locator(".card h3 a")).to_have_text([RAID])
        expect(page.locator(".card .counted")).to_contain_text("2 origins")
        page.get_by_role("link", name=RAID).click()
        expect(page.locator(".side-box.denied")).to_contain_text("Roman Starovoit")
        page.get_by_label("As of", exact=True).press("Home")
        page.wait_for_url("**as_of=2024-03-12T08%3A00")
        expect(page.locator(".side-box.denied")).to_have_count(0)
        expect(page.locator("#step-said")).to_have_text("12 Mar 2024, 08:00 UTC")
        page.get_by_role("link", name="See it as it stands now").click()
        page.locator(".side-box.denied .quoted a").click()
        expect(page.locator("mark.focus")).to_have_text(WORDS)
        page.go_back()
        expect(page.locator("h1")).to_contain_text(RAID)
        assert watch.errors == []


def test_the_same_without_scripts(browser: Browser, tmp_path: Path, around: Around) -> None:
    with open_ledger(tmp_path / "desk.db", linker=link) as ledger:
        ledger.add(story(), ScriptedReader())
        with served(ledger, around) as address, watched(browser, java_script_enabled=False) as watch:
            page = watch.page
            page.goto(address)
            page.locator("#find").fill("Tyotkino")
            page.get_by_role("button", name="Search").first.click()
            page.get_by_role("link", name=RAID).click()
            expect(page.locator(".side-box.denied")).to_contain_text(WORDS)
            expect(page.locator("svg.locator")).to_be_visible()
            page.locator("#step").press("Home")
            page.get_by_role("button", name="Show").click()
            expect(page).to_have_url(re.compile("as_of=2024-03-12T08%3A00"))
            page.get_by_role("link", name="See it as it stands now").click()
            judge(page)
            expect(page.locator(".judgements")).to_contain_text("Ann: unsure")
            page.get_by_role("link", name="Map").click()
            expect(page.locator(".dense")).to_contain_text(RAID)
        assert ledger.judgements()[0].decision == "unsure"


def judge(page: Page) -> None:
    page.get_by_text("Judge", exact=True).click()
    page.get_by_label("unsure").check()
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("Why; stays in the log").fill("one voice only")
    page.get_by_role("button", name="Record the judgement").click()


def test_the_keyboard_leads_from_the_day_to_the_exact_words(browser: Browser, address: str) -> None:
    with watched(browser) as watch:
        page = watch.page
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("getComputedStyle(document.activeElement).top") == "0px"
        tab_to(page, "/event/", RAID)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text(RAID)
        tab_to(page, "/report/", f"“{WORDS}”")
        page.keyboard.press("Enter")
        expect(page.locator("mark.focus")).to_have_text(WORDS)


def test_the_queue_is_worked_with_single_keys(browser: Browser, tmp_path: Path, around: Around) -> None:
    with copies(tmp_path / "desk.db") as ledger:
        assert [one.start.outlet for one in ledger.links_to_review()] == ["Second Post"]
        with served(ledger, around) as address, watched(browser) as watch:
            page = watch.page
            page.goto(f"{address}/review?of=links")
            if AXE.is_file():
                assert findings(page) == []
            page.keyboard.press("j")
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_contain_text("have it from First Post")
            if AXE.is_file():
                assert findings(page) == []
            page.keyboard.press("n")
            expect(page.get_by_label("no: it says so on its own")).to_be_checked()
            page.get_by_label("Your name").first.fill("Ann")
            page.get_by_label("Why; stays in the log").fill("jkzs: keys are letters while somebody types")
            page.keyboard.press("Enter")
            expect(page.locator(".undo")).to_contain_text("Ann signed unlink")
            assert ledger.events()[0].counts.origins == 2
            page.keyboard.press("z")
            expect(page.locator("[data-row]")).to_have_count(1)
            assert ledger.events()[0].counts.origins == 1
            page.get_by_role("button", name="Switch single keys off").click()
            page.locator("h1").click()
            page.keyboard.press("j")
            assert page.evaluate("document.activeElement.dataset.row") is None
            assert watch.errors == []


def test_veiled_media_fit_and_are_accessible(browser: Browser, tmp_path: Path, around: Around) -> None:
    with open_ledger(tmp_path / "desk.db", linker=link) as ledger:
        carried(ledger, "photo", DATA, "tower.jpg")
        carried(ledger, "video", b"not decoded before it is asked for", "film.mp4")
        with served(ledger, around) as address, watched(browser, **SIZES["narrow and dark"]) as watch:
            for path in ("/media", f"/report/{ledger.reports()[0].latest}", f"/report/{ledger.reports()[-1].latest}"):
                watch.page.goto(address + path)
                for summary in watch.page.locator("summary").all():
                    summary.click()
                assert watch.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
                if AXE.is_file():
                    assert findings(watch.page) == [], path
            assert watch.errors == []


def tab_to(page: Page, href: str, words: str) -> None:
    for _ in range(90):
        page.keyboard.press("Tab")
        found = page.evaluate("[document.activeElement.getAttribute('href') || '', document.activeElement.textContent.trim()]")
        if found[0].startswith(href) and found[1] == words:
            return
    raise AssertionError(f"no way by keyboard to {words}")


def test_the_map_is_drawn_offline_and_reached_by_keyboard(browser: Browser, address: str) -> None:
    with watched(browser, width=1100, height=700) as watch:
        page = watch.page
        page.goto(f"{address}/map")
        if page.locator("[data-places]").count() == 0:
            pytest.skip("the map's scripts were not built here (needs npm once)")
        page.wait_for_selector(".map[data-ready]")
        button = page.get_by_role("button", name="Show Tyotkino, Kursk Oblast, RU on the map")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".maplibregl-popup")).to_contain_text(RAID)
        expect(page.locator(".maplibregl-popup a").first).to_be_focused()
        assert page.evaluate("document.querySelectorAll('.maplibregl-marker').length") == 0
        asked = "".join(watch.requests)
        assert all(name in asked for name in ("land.geojson", "borders.geojson", "labels.geojson", "worker"))
        assert all(one.startswith((address, "data:", "blob:")) for one in watch.requests)
        assert watch.errors == []


def test_a_page_is_light(browser: Browser, address: str, pages: dict[str, str]) -> None:
    for name in ("day", "report", "speaker", "search"):
        with watched(browser) as watch:
            watch.page.goto(address + pages[name])
            told = watch.page.evaluate(
                "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
                ".map(one => [one.name, one.transferSize])"
            )
        assert sum(size for _, size in told) < LIGHT, told


@pytest.mark.skipif("REPORTEDLY_SCREENSHOTS" not in os.environ, reason="REPORTEDLY_SCREENSHOTS names no folder for pictures")
def test_pictures_for_the_manual(browser: Browser, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from reportedly.cli import main
    from reportedly.reading.places import default_gazetteer

    folder = Path(os.environ["REPORTEDLY_SCREENSHOTS"])
    assert CliRunner().invoke(main, ["demo", "--ledger", str(tmp_path / "demo.db")]).exit_code == 0
    with open_ledger(tmp_path / "demo.db") as ledger:
        event = next(one.id for one in ledger.events() if any(point.standing == "contested" for point in one.points))
        with served(ledger, Around(default_gazetteer())) as address:
            shots = {"day": "/", "event": f"/event/{event}", "map": "/map"}
            for name, path in shots.items():
                with watched(browser, height=860) as watch:
                    watch.page.goto(address + path)
                    if name == "map":
                        watch.page.wait_for_selector(".map[data-ready]")
                    watch.page.screenshot(path=folder / f"desk-{name}.png")
