"""Everything from outside is hostile: titles, texts, names, addresses, ids, hosts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from fastapi.testclient import TestClient
from markupsafe import escape

from reportedly.ledger import Ledger, open_ledger
from reportedly.model import Actor, Claim, Kind, Mention, Place, Quantity, Reading, Revision, Source, Statement, When
from reportedly.web._links import address, outside, split
from reportedly.web._tables import safe
from reportedly.web._words import plain
from tests.fakes import FakeReader, captured, fake_link
from tests.web.conftest import browser
from tests.web.story import MORNING, NOON, ScriptedReader, link, report
from tests.web.test_media_veiled import carried
from tests.web.test_review_pages import copies
from tests.web.test_team_pages import _routes

XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg/onload=alert(1)>",
    "</mark></div><iframe srcdoc='<script>alert(1)</script>'>",
    "{{ 7*7 }}{% for x in range(9) %}",
    "&lt;b&gt; &#x3c;script&#x3e;",
    "<a href=javascript:alert(1)>x</a>",
    "\u202etxt.exe\u202c <b>",
    "--><style>*{display:none}</style>",
)
ALLOWED = frozenset(
    "html head meta title link body a header div span nav form label input button main p h1 h2 h3 section table thead tbody "
    "tr th td svg path circle rect text g article ul ol li strong blockquote footer time details summary fieldset legend select "
    "option datalist dl dt dd figure figcaption mark code pre del ins b br em textarea kbd output noscript script".split()
)

VEILED = re.compile(r"/media/[0-9a-f]{64}")
OWN_SCRIPT = re.compile(r"/static/(?:vendor/)?[a-z.]+\.js\?[0-9a-f]{8}")


class Strict(HTMLParser):
    """Fails on any element or attribute that the desk's own templates never write."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED or (tag == "img" and VEILED.fullmatch(dict(attrs).get("src") or "")), tag
        if tag == "script":
            assert OWN_SCRIPT.fullmatch(dict(attrs).get("src") or ""), attrs
        for name, value in attrs:
            assert not name.startswith(("on", "hx-on")), (tag, name)
            if name in ("hx-get", "data-places"):
                assert re.match(r"/(?!/)", value or ""), (tag, name, value)
            assert name not in ("style", "srcdoc"), (tag, name)
            if name in ("href", "src", "action", "formaction"):
                assert re.match(r"/(?!/)|#|\?|data:,$|https?://", value or ""), (tag, name, value)

    def handle_data(self, data: str) -> None:
        assert self.lasttag != "script" or not data.strip(), data


def check(page: str) -> None:
    Strict().feed(page)
    for code in ("\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067"):
        assert code not in page


class EvilReader(ScriptedReader):
    """Reads the hostile words into every field that is free text."""

    def __init__(self, evil: str) -> None:
        self.evil = evil

    def read(self, revision: Revision) -> Reading:
        evil, words = self.evil, revision.text[:9]
        statement = Statement(
            id="s1",
            start=0,
            end=20,
            quote="direct",
            source=Source(words, 0, 9, (evil,)),
            cue=Mention(words, 0, 9),
            content=(Mention(words, 0, 9), Mention(words, 5, 500)),
            medium=Kind(words, 0, 9, evil),
            parent=evil,
        )
        claim = Claim(
            id="c1",
            statement="s1",
            start=3,
            end=15,
            text=evil,
            event_type=evil,
            hedges=(Mention(words, 0, 9),),
            actors=(Actor("agent", words, 0, 9, evil),),
            places=(Place(text=evil, start=0, end=9, name=evil, admin1=f"a{evil}", country=evil, evidence=evil),),
            time=When(text=evil, start=0, end=9, first=evil),
            quantities=(Quantity("killed", 1, 2, evil, evil, 0, 9),),
            evidence=(Kind(words, 0, 9, evil),),
        )
        reading = super().read(revision)
        return msgspec.structs.replace(reading, statements=(statement,), claims=(claim,), engine=evil, notes=(evil,))


@pytest.fixture(scope="module", params=XSS)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, str]]:
    """A ledger full of hostile words, in two revisions, with judgements; and the words."""
    evil: str = request.param
    with open_ledger(tmp_path_factory.mktemp("hostile") / "desk.db", linker=link) as ledger:
        texts = (f"Speaker {evil} said it. {evil}", f"Speaker {evil} now said it. {evil}")
        items = [
            report(text, f"Outlet {evil}", "x", at, title=f"Title {evil}", url=f"https://one.example/{evil}")
            for text, at in zip(texts, (MORNING, NOON), strict=True)
        ]
        ledger.add(items, EvilReader(evil))
        event = ledger.events()[0].id
        ledger.judge(event, "unsure", by=f"Ann {evil}", reason=evil)
        for point in ledger.to_review()[:2]:
            ledger.review_step(point.point, "sign", by=f"Ben {evil}", reason=evil, verdict="unsure", two_people=True)
            ledger.review_step(point.point, "return", by=f"Ben {evil}", reason=evil)
        yield ledger, evil


def test_words_from_outside_are_only_words(hostile: tuple[Ledger, str]) -> None:
    ledger, evil = hostile
    client, event, summary = browser(ledger), ledger.events()[0].id, ledger.reports()[0]
    there = ["/", "/?since=2024-03-12T08:30", f"/event/{event}", f"/report/{summary.latest}?claim={quote(evil)}"]
    there += [f"/report/{ledger.revisions(summary.report)[0].id}", f"/proof/{summary.latest}"]
    there += ["/media", "/review?of=links"]
    there += ["/review", "/audit", *(address("review", point.point) for point in ledger.to_review()[:4])]
    there += [f"/?q={quote(evil)}&place={quote(evil)}&party={quote(evil)}&type={quote(evil)}", f"/search?q={quote(evil)}"]
    there += [address("outlet", f"Outlet {evil}"), address("speaker", evil), address("report", summary.report)]
    for path in there:
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer.text)
    for path in (f"/nothing/{quote(evil, safe='')}", f"/event/{quote(evil, safe='')}", f"/?day={quote(evil)}"):
        answer = client.get(path)
        assert answer.status_code in (400, 404), path
        check(answer.text)


@pytest.mark.parametrize("evil", XSS)
def test_hostile_words_are_only_words_where_links_and_media_wait(tmp_path: Path, evil: str) -> None:
    with copies(tmp_path / "desk.db", (f"One {evil}", f"Two {evil}")) as ledger:
        carried(ledger, "photo", f"no picture {evil}".encode(), f"tower {evil}.jpg")
        (link,) = ledger.links_to_review()
        client = browser(ledger)
        ledger.review_step(link.link, "sign", by=f"Ben {evil}", reason=evil, verdict="unsure", two_people=True)
        paths = ["/review?of=links", f"/review?of=links&signed={ledger.reviewed()[0].id}", address("review", link.link), "/media"]
        for path in (*paths, "/audit", *(f"/report/{one.latest}" for one in ledger.reports())):
            answer = client.get(path)
            assert answer.status_code == 200, path
            check(answer.text)


def test_no_form_counts_without_a_token_of_this_desk(ledger: Ledger) -> None:
    client, before = browser(ledger), tuple(ledger.entries())
    posts = [route for route in _routes(ledger) if "POST" in (route.methods or ())]
    assert len(posts) > 6
    for route in posts:
        path = re.sub(r"\{[^}]+\}", ledger.events()[0].points[0].id, route.path)
        for headers in ({}, {"Origin": "https://evil.example"}):
            sent = {"by": "Mallory", "reason": "x", "verdict": "confirm", "decision": "confirm", "text": "x"}
            assert client.post(path, data=sent, headers=headers).status_code in (403, 404), path
    assert tuple(ledger.entries()) == before


def test_hostile_words_are_shown_as_they_are(hostile: tuple[Ledger, str]) -> None:
    ledger, evil = hostile
    page = browser(ledger).get(f"/report/{ledger.reports()[0].latest}").text
    assert str(escape(plain(f"Title {evil}"))) in page


def test_a_speaker_of_any_name_has_a_page(tmp_path: Path) -> None:
    for name in ("A/B", "..", "news.json", "page.html", "50% <b>", "Зоря ?#&"):
        text = f"{name} said there was a gunfight."
        item = report(text, name, "x")
        with open_ledger(tmp_path / f"{quote(name, safe='')}.db", linker=link) as ledger:
            ledger.add([item], ScriptedReader())
            client = browser(ledger)
            assert client.get(address("outlet", name)).status_code == 200, name
            assert split(address("outlet", name))[1] == "html"
            assert client.get(f"{address('outlet', name).removesuffix('.html')}.json").json()["name"] == name


URLS = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example"),
    *("http:evil", "https://", " javascript:alert(1)", "http://[", "", "mailto:a@b.example"),
)


def test_only_web_addresses_are_linked(tmp_path: Path) -> None:
    items = [captured("Legion said there was a gunfight in Tyotkino.", report=f"url:{url}") for url in URLS]
    with open_ledger(tmp_path / "desk.db", linker=fake_link) as ledger:
        ledger.add(items, FakeReader())
        for item, url in zip(items, URLS, strict=True):
            assert outside(url) is None, url
            page = browser(ledger).get(f"/report/{item.revision.id}").text
            assert "leaves this desk" not in page, url
            check(page)


def test_links_outside_give_no_referrer(desk: TestClient, told: Ledger) -> None:
    assert outside("https://one.example/a?b#c") == "https://one.example/a?b#c"
    page = desk.get(f"/report/{told.reports()[0].latest}").text
    assert 'rel="noreferrer noopener nofollow external"' in page


@pytest.mark.parametrize(
    "path", ["../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/desk.db", "0" * 64, "a" * 64, "%00", "desk.db.key"]
)
@pytest.mark.parametrize("kind", ["original", "report", "proof", "event", "static", "outlet", "speaker", "media", "review"])
def test_no_path_leads_outside(desk: TestClient, kind: str, path: str) -> None:
    assert desk.get(f"/{kind}/{path}").status_code in (404, 405)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8731",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8731",
        "",
        "10.0.0.5",
        "[::1",
        "127.0.0.1@evil.example",
    ],
)
def test_other_names_are_not_answered(desk: TestClient, host: str) -> None:
    answer = desk.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Tyotkino" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8731", "localhost:8731", "LOCALHOST", "[::1]:8731"])
def test_this_machine_is_answered(desk: TestClient, host: str) -> None:
    assert desk.get("/about", headers={"Host": host}).status_code == 200


def test_beyond_this_machine_numbers_are_answered_and_names_are_not(told: Ledger) -> None:
    from reportedly.web import create_app

    client = TestClient(create_app(told, hosts=("desk.newsroom",), addresses=True))
    for host, status in (("10.0.0.5:8731", 200), ("[fe80::1]:8731", 200), ("desk.newsroom", 200), ("evil.example", 421)):
        assert client.get("/about", headers={"Host": host}).status_code == status


def test_every_answer_has_the_security_headers(desk: TestClient) -> None:
    for path in ("/", "/day.json", "/day.csv", "/nothing", "/static/desk.css", "/event/x/judge"):
        headers = desk.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
        assert headers["x-frame-options"] == "DENY"
    assert desk.get("/", headers={"Host": "evil.example"}).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_no_page_of_the_framework_is_served(desk: TestClient, path: str) -> None:
    assert desk.get(path).status_code == 404


CELLS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "＝1")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    assert all(safe(cell).startswith("'") for cell in CELLS)
    items = [
        report(f"{cell} Legion said there was a gunfight in Tyotkino.", cell, str(n), title=cell) for n, cell in enumerate(CELLS)
    ]
    with open_ledger(tmp_path / "desk.db", linker=fake_link) as ledger:
        ledger.add(items, FakeReader())
        rows = list(csv.reader(io.StringIO(browser(ledger).get("/search.csv?q=gunfight").text)))[1:]
    assert len(rows) == len(CELLS)
    assert not any(value.lstrip().startswith(("=", "+", "-", "@", "|", "＝")) for row in rows for value in row)


ODD = (
    "%00",
    "%22",
    "...",
    "%2B14",
    "%F0%9F%92%A3",
    "*",
    "NEAR(",
    "%FF",
    "a" * 400,
    "0001-01-01T00:00%2B14:00",
    "9999-12-31T23:59-14:00",
)


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_get_an_answer(desk: TestClient, told: Ledger, odd: str) -> None:
    event, revision = told.events()[0].id, told.reports()[0].latest
    asked = [f"/?{name}={odd}" for name in ("q", "place", "party", "type", "standing", "day", "since", "as_of")]
    asked += [f"/search?q={odd}", f"/event/{event}?as_of={odd}", f"/report/{revision}?claim={odd}", f"/speaker/{odd}"]
    for path in asked:
        assert desk.get(path).status_code in (200, 400, 404), path


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert [safe(cell) for cell in (12, -3, None, "said", "12 Mar", "a=b")] == ["12", "-3", "", "said", "12 Mar", "a=b"]
