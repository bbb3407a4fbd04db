"""What a watch asks, when, and what survives a restart."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from reportedly.capture.watching import State
from reportedly.model import LedgerBusy, LedgerError
from tests.articles import FIRST, SECOND, article, index, rss, sitemap
from tests.capture.watching.conftest import START, Setting
from tests.web_server import Asked, Send

RFC = "Tue, 12 Mar 2024 07:00:00 GMT"


def feed(setting: Setting, *paths: str, date: str = RFC) -> None:
    setting.server.page("/feed", rss(*((setting.server.url(path), date) for path in paths)), etag=f'"{len(paths)}"')


def test_new_articles_of_a_feed_come_in_once(setting: Setting) -> None:
    setting.server.page("/one", article("One", FIRST), etag='"a"')
    setting.server.page("/two", article("Two", SECOND), etag='"b"')
    feed(setting, "/one")
    source = setting.source("/feed")
    setting.run(source, once=True)
    assert setting.desk.titles() == ["One"]
    setting.run(source, once=True)  # at once again: nothing is due
    assert setting.server.paths() == ["/robots.txt", "/feed", "/one"]
    setting.time.now += timedelta(minutes=16)
    feed(setting, "/two", "/one")
    setting.run(source, once=True)
    assert setting.desk.titles() == ["One", "Two"]
    assert setting.what("/feed") == ["listed", "listed"]
    assert setting.what("/one") == ["kept", "unchanged"]  # asked with what it said before
    assert setting.asked("/robots.txt") == 1  # that too is remembered


def test_an_article_is_visited_again_at_growing_intervals_and_every_change_is_kept(setting: Setting) -> None:
    setting.server.page("/one", article("One", FIRST))
    feed(setting, "/one")
    source = setting.source("/feed", minutes=60 * 24 * 400)
    counts: list[int] = []
    for span in (2, 21, 24 * 6, 24 * 23, 24 * 335):  # published an hour ago
        setting.run(source, hours=span)
        counts.append(setting.asked("/one") - sum(counts))
        setting.server.page("/one", article(f"One, changed {len(counts)} times", FIRST))
    quarters, hours, thirds, days, months = counts
    assert (quarters, hours, thirds, days, months) == (8, 21, 6 * 8, 8, 12)
    assert len(set(setting.desk.titles())) == 5


def test_a_feed_that_says_an_article_changed_has_it_asked_at_once(setting: Setting) -> None:
    def atom(updated: str) -> str:
        link = f'<link href="{setting.server.url("/one")}"/>'
        return (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry><title>One</title><id>1</id>{link}'
            f"<published>2024-03-01T00:00:00Z</published><updated>{updated}</updated></entry></feed>"
        )

    setting.server.page("/one", article("One", FIRST))
    setting.server.page("/feed", atom("2024-03-01T00:00:00Z"))
    setting.run(setting.source("/feed"), once=True)
    setting.time.now += timedelta(minutes=16)
    setting.run(setting.source("/feed"), once=True)
    assert setting.asked("/one") == 1  # eleven days old: not due for three days
    setting.server.page("/feed", atom("2024-03-12T08:20:00Z"))
    setting.time.now += timedelta(minutes=16)
    for _ in range(2):
        setting.run(setting.source("/feed"), once=True)
    assert setting.asked("/one") == 2


def test_a_kill_before_the_ledger_has_it_asks_nothing_twice_and_loses_nothing(setting: Setting) -> None:
    setting.server.page("/one", article("One", FIRST))
    feed(setting, "/one")
    setting.desk.failing = True
    with pytest.raises(KeyboardInterrupt):
        setting.run(setting.source("/feed"), once=True)
    assert setting.desk.taken == []
    setting.desk.failing = False
    asked = len(setting.server.asked)
    setting.run(setting.source("/feed"), once=True)
    assert setting.desk.titles() == ["One"]
    assert len(setting.server.asked) == asked
    fetch = setting.desk.taken[0].original.fetch
    assert fetch is not None
    assert fetch.ended_at == START


def test_one_that_is_not_found_is_missed_each_time_and_never_said_to_be_gone(setting: Setting) -> None:
    setting.server.page("/one", article("One", FIRST))
    feed(setting, "/one", "/never")
    source = setting.source("/feed", minutes=60 * 24 * 9)
    setting.run(source, once=True)
    del setting.server.pages["/one"]
    setting.run(source, hours=3.5)
    report = f"url:{setting.server.url('/one')}"
    assert [(miss.task.report, miss.why) for miss in setting.desk.misses] == [(report, "404 Not Found")] * 4
    assert [miss.missed_at for miss in setting.desk.misses][:2] == [
        START + timedelta(minutes=15),
        START + timedelta(minutes=75),
    ]
    assert setting.asked("/never") == 3  # one that was never there is given up
    setting.server.page("/one", article("One", FIRST))
    setting.run(source, hours=3)
    assert len(setting.desk.misses) == 4
    assert len(setting.desk.taken) > 1


def test_a_server_in_trouble_is_left_alone_longer_and_longer(setting: Setting) -> None:
    setting.server.page("/feed", "busy", status="503 Busy")
    setting.run(setting.source("/feed"), hours=24)
    assert setting.asked("/feed") == 7  # after 30 min, 1 h, 2 h, 4 h, then every 6 h
    setting.server.page("/feed", "too many", status="429 Slow down", retry_after=str(20 * 3600))
    setting.run(setting.source("/feed"), hours=24)
    assert setting.asked("/feed") <= 9


def test_what_robots_txt_closes_is_not_asked(setting: Setting) -> None:
    setting.server.page("/robots.txt", "User-agent: *\nDisallow: /one\n")
    setting.server.page("/one", article("One", FIRST))
    feed(setting, "/one")
    setting.run(setting.source("/feed"), hours=5)
    assert setting.asked("/one") == 0
    assert setting.what("/one") == ["refused"]


def test_a_source_that_is_no_feed_fails_and_the_others_go_on(setting: Setting) -> None:
    setting.server.page("/feed", "<html><p>Moved</p></html>")
    setting.server.page("/map.xml", index(setting.server.url("/news.xml")))
    setting.server.page("/news.xml", sitemap((setting.server.url("/one"), "2024-03-12T07:30:00Z")))
    setting.server.page("/one", article("One", FIRST))
    setting.server.page("/live", article("Live", SECOND))
    setting.run(setting.source("/feed"), setting.source("/map.xml", "sitemap"), setting.source("/live", "page"), hours=0.9)
    assert set(setting.what("/feed")) == {"failed"}
    assert setting.desk.titles().count("One") == 4
    assert setting.desk.titles().count("Live") == 4
    assert setting.asked("/news.xml") == 4


def preview(*posts: int) -> str:
    blocks = "".join(
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="chan/{n}">'
        f'<div class="tgme_widget_message_text js-message_text">Post {n}: the Legion said it was near.</div>'
        f'<a class="tgme_widget_message_date" href="https://t.me/chan/{n}"><time datetime="2024-03-12T07:00:00+00:00"></time></a>'
        "</div></div>"
        for n in posts
    )
    return f"<!DOCTYPE html><html><body>{blocks}</body></html>"


def test_posts_that_were_missed_between_two_looks_are_asked_for(setting: Setting) -> None:
    setting.server.page("/s/chan", preview(1, 2, 3))
    source = setting.source("/s/chan", "telegram")
    setting.run(source, once=True)
    setting.server.page("/s/chan", preview(11, 12, 13))
    setting.server.page("/s/chan?before=11", preview(8, 9, 10))
    setting.server.page("/s/chan?before=8", preview(3, 6, 7))
    setting.time.now += timedelta(minutes=20)
    setting.run(source, hours=0.1)
    posts = [one.revision.report.rpartition("/")[2] for one in setting.desk.taken]
    assert posts == ["1", "2", "3", "11", "12", "13", "8", "9", "10", "3", "6", "7"]
    setting.time.now += timedelta(minutes=20)
    setting.run(source, hours=0.1)
    assert setting.asked("/s/chan?before=8") == 1


def test_a_channel_without_a_preview_says_so(setting: Setting) -> None:
    setting.server.page("/s/private", "", status="302 Found", location="/private")
    setting.server.page("/private", "<html>Join</html>")
    setting.run(setting.source("/s/private", "telegram"), once=True)
    assert setting.told[0].detail == "this channel has no public preview"
    assert setting.desk.taken == []


def test_a_folder_gives_whole_files_once_and_changed_ones_again(setting: Setting, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    source = setting.source(str(inbox), "folder", minutes=1)

    def write(name: str, text: str, age: float) -> None:
        (inbox / name).write_text(text, encoding="utf-8")
        at = setting.time.now.timestamp() - age
        os.utime(inbox / name, (at, at))

    write("a.txt", FIRST, 60)
    write("growing.txt", SECOND, 1)
    setting.run(source, once=True)
    assert len(setting.desk.taken) == 1
    setting.run(source, hours=0.1)
    assert len(setting.desk.taken) == 2
    write("a.txt", SECOND, 30)
    write("bad.txt", "", 30)
    setting.run(source, hours=0.1)
    assert len(setting.desk.taken) == 3
    assert [problem.reason for problem in setting.desk.problems] == ["the file is empty"]


def test_a_source_that_is_no_longer_named_is_not_asked_and_comes_back(setting: Setting) -> None:
    setting.server.page("/one", article("One", FIRST))
    setting.server.page("/live", article("Live", SECOND))
    feed(setting, "/one")
    both = (setting.source("/feed"), setting.source("/live", "page"))
    setting.run(*both, once=True)
    asked = setting.asked("/one"), setting.asked("/feed")
    setting.run(both[1], hours=1)
    assert (setting.asked("/one"), setting.asked("/feed")) == asked
    setting.run(*both, hours=0.1)
    assert setting.asked("/one") == asked[0] + 1


def test_sources_are_asked_together_but_a_host_by_one_at_a_time(setting: Setting) -> None:
    at_once, most = 0, 0

    def slow(_: Asked, send: Send) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords")
        at_once -= 1

    for path in ("/a", "/b", "/c"):
        setting.server.raw(path, slow)
    setting.run(*(setting.source(path, "page") for path in ("/a", "/b", "/c")), once=True)
    assert most == 1


def test_the_memory_belongs_to_one_watch_at_a_time(tmp_path: Path) -> None:
    first = State(tmp_path / "watch")
    with pytest.raises(LedgerBusy, match="another watch is running"):
        State(tmp_path / "watch")
    first.close()
    State(tmp_path / "watch").close()


def test_a_memory_that_is_none_or_newer_says_so(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(b"words" * 1000)
    with pytest.raises(LedgerError, match="cannot be used"):
        State(tmp_path / "none")
    newer = sqlite3.connect(tmp_path / "newer")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(LedgerError, match="newer version"):
        State(tmp_path / "newer")
