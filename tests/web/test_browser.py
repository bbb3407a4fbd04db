"""Pages in a real browser: nothing sticks out, nothing is asked of others, the keyboard suffices. Skipped without Chromium.

With REPORTEDLY_SCREENSHOTS set to a folder, every page is also pictured there.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from reportedly.ledger import Ledger
from reportedly.web import create_app
from tests.web.chromium import BINARY, Chromium
from tests.web.story import ScriptedReader

pytestmark = pytest.mark.skipif(BINARY is None, reason="Chromium is not on this machine (Debian: apt-get install chromium)")
SIZES = {"desktop": (1280, False), "zoomed": (640, False), "phone": (390, False), "narrow": (320, True), "dark": (1280, True)}


@pytest.fixture(scope="module")
def address(told: Ledger) -> Iterator[str]:
    """The desk on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(create_app(told, reader=ScriptedReader), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    browser = Chromium(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def pages(told: Ledger) -> dict[str, str]:
    event = next(event.id for event in told.events() if event.title == "Ground raid in Tyotkino")
    report = next(one.latest for one in told.reports() if one.outlet == "The Meridian")
    return {
        "day": "/?since=2024-03-12T08:30",
        "event": f"/event/{event}",
        "report": f"/report/{report}?claim=c2",
        "proof": f"/proof/{report}",
        "speaker": "/speaker/Roman%20Starovoit",
        "outlet": "/outlet/The%20Meridian",
        "add": "/add",
        "search": "/search?q=gunfight",
        "about": "/about",
        "error": "/nothing",
    }


@pytest.mark.parametrize("size", SIZES)
def test_nothing_sticks_out_at_any_width(chromium: Chromium, address: str, pages: dict[str, str], size: str) -> None:
    width, dark = SIZES[size]
    chromium.size(width, dark=dark)
    for name, path in pages.items():
        chromium.open(address + path)
        assert chromium.ask("document.documentElement.scrollWidth") <= width, (name, size)
        assert chromium.ask("document.styleSheets.length") == 1
        if folder := os.environ.get("REPORTEDLY_SCREENSHOTS"):
            Path(folder).mkdir(exist_ok=True)
            chromium.picture(Path(folder) / f"{name}-{size}.png")


def test_nothing_is_asked_of_others(chromium: Chromium, address: str, pages: dict[str, str]) -> None:
    chromium.requests.clear()
    for path in pages.values():
        chromium.open(address + path)
    assert len(chromium.requests) >= len(pages)
    assert all(one.startswith((address, "data:")) for one in chromium.requests)


def test_the_keyboard_leads_from_the_day_to_the_exact_words(chromium: Chromium, address: str) -> None:
    chromium.size(1280)
    chromium.open(f"{address}/")
    chromium.press("Tab", 9)
    assert chromium.ask("document.activeElement.className") == "skip"
    assert chromium.ask("getComputedStyle(document.activeElement).top") == "0px"
    assert _tab_to(chromium, "/event/", "Ground raid in Tyotkino")
    assert chromium.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    _follow(chromium)
    assert "Ground raid in Tyotkino" in chromium.ask("document.querySelector('h1').textContent")
    assert _tab_to(chromium, "/report/", "no")
    _follow(chromium)
    assert chromium.ask("document.querySelector('mark.focus').textContent") == "any armed group had entered Tyotkino"


def test_small_words_are_told_from_their_ground(chromium: Chromium, address: str, pages: dict[str, str]) -> None:
    chromium.open(address + pages["about"])
    chromium.ask("document.querySelector('h1').style.color = 'rgb(240, 240, 235)'")
    assert [words for words, _ in chromium.ask(CONTRAST)] == ["What the words mean"]
    for dark in (False, True):
        chromium.size(1280, dark=dark)
        for name in ("day", "event", "report"):
            chromium.open(address + pages[name])
            assert chromium.ask(CONTRAST) == [], (name, dark)


def _tab_to(chromium: Chromium, href: str, words: str) -> bool:
    for _ in range(80):
        chromium.press("Tab", 9)
        found = chromium.ask("[document.activeElement.getAttribute('href') || '', document.activeElement.textContent.trim()]")
        if found[0].startswith(href) and found[1] == words:
            return True
    return False


def _follow(chromium: Chromium) -> None:
    before = chromium.ask("location.href")
    chromium.press("Enter", 13)
    for _ in range(200):
        if chromium.ask("location.href") != before and chromium.ask("document.readyState") == "complete":
            return
        time.sleep(0.02)
    raise AssertionError("the link was not followed")


CONTRAST = """(() => {
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = c => { const f = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c[3] > .99) return c; } return [255, 255, 255, 1]; };
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || e.closest('svg, .hidden, option, details:not([open])')) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) found.push([walk.currentNode.textContent.trim(), Math.round(ratio * 10) / 10]);
  }
  return found;
})()"""
