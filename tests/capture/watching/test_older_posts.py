"""Posts that left a channel's latest page are looked at again, at growing intervals."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from reportedly.capture.watching import State
from reportedly.capture.watching._channel import earliest_on, pages_of, posts_on
from reportedly.capture.watching._state import Task
from tests.capture.watching.conftest import START, Setting
from tests.web_server import Asked, Send


class Channel:
    """A preview that shows twenty posts, or the twenty before one; a post every few minutes, texts may be edited."""

    def __init__(self, setting: Setting, minutes: int = 5) -> None:
        self.setting, self.edited, self.looks = setting, dict[int, str](), 0
        self.every = timedelta(minutes=minutes)
        for query in ("", *(f"?before={number}" for number in range(1, 400))):
            setting.server.raw(f"/s/chan{query}", self._answer)

    def newest(self) -> int:
        return 40 + int((self.setting.time.now - START) / self.every)

    def _answer(self, asked: Asked, send: Send) -> None:
        end = int(asked.path.partition("before=")[2] or self.newest() + 1)
        self.looks += 1  # views are counted, so that no two pages are equal
        shown = "".join(self._post(number) for number in range(max(end - 20, 1), end))
        body = f"<!DOCTYPE html><html><body>{shown}</body></html>".encode()
        send(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    def _post(self, number: int) -> str:
        posted = START + (number - 40) * self.every
        text = self.edited.get(number, f"Post {number}: the Legion said it was near.")
        return (
            f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="chan/{number}">'
            f'<div class="tgme_widget_message_text js-message_text">{text}</div>'
            f'<span class="tgme_widget_message_views">{self.looks}</span>'
            f'<a class="tgme_widget_message_date" href="https://t.me/chan/{number}">'
            f'<time datetime="{posted.isoformat()}"></time></a></div></div>'
        )


def texts(setting: Setting, number: int) -> list[str]:
    """What was kept of a post, without repetitions."""
    found = [one.revision.text for one in setting.desk.taken if one.revision.report.endswith(f"/{number}")]
    return list(dict.fromkeys(found))


def test_an_edit_of_a_post_that_left_the_latest_page_is_seen(setting: Setting) -> None:
    channel = Channel(setting)
    source = setting.source("/s/chan", "telegram", minutes=20)
    setting.run(source, hours=4)  # 48 posts later; the page that post 45 was on is long past
    channel.edited[45] = "Post 45: the Legion said it was far."
    setting.run(source, hours=1.2)
    assert len(texts(setting, 45)) == 2
    assert texts(setting, 46) == ["Post 46: the Legion said it was near."]


def test_older_pages_are_asked_less_and_less_and_kept_only_when_a_post_changed(setting: Setting) -> None:
    channel = Channel(setting, minutes=20)
    source = setting.source("/s/chan", "telegram", minutes=60)
    setting.run(source, hours=24)
    place = "/s/chan?before=61"  # from post 41, of the first hour, which left the latest page after seven
    first = setting.what(place)
    assert first[0] == "kept"  # whether it had changed was not known
    assert first[1:] == ["unchanged"] * 15  # from the eighth hour, each hour until the post was a day old
    channel.edited[50] = "Post 50: withdrawn."
    setting.run(source, hours=12)
    assert setting.what(place)[len(first) :] == ["kept"] + ["unchanged"] * 4  # once after an hour, then each three


def test_older_pages_are_left_alone_when_told_so(setting: Setting) -> None:
    Channel(setting)
    setting.run(setting.source("/s/chan", "telegram", minutes=10, revisit=False), hours=6)
    assert not [path for path in setting.server.paths() if "before" in path]


def test_posts_before_the_first_look_are_not_gone_for(setting: Setting) -> None:
    Channel(setting)
    setting.run(setting.source("/s/chan", "telegram", minutes=20), hours=6)
    asked = {int(path.partition("=")[2]) for path in setting.server.paths() if "before" in path}
    assert min(asked) == 41  # the first look showed 21 to 40


@pytest.mark.parametrize(
    ("first", "end", "pages"),
    [(21, 21, []), (21, 22, [41]), (20, 22, [21, 41]), (1, 21, [21]), (1, 10_000, range(9921, 10_002, 20))],
)
def test_pages_end_at_every_twentieth_post_and_are_few(first: int, end: int, pages: list[int]) -> None:
    assert pages_of("/s/chan", first, end) == [f"/s/chan?before={page}" for page in pages]


def test_a_page_without_posts_or_times_says_nothing() -> None:
    assert posts_on(b"<html>") is None
    assert earliest_on(b'<time class="duration">0:14</time>') is None
    assert earliest_on(b'<time class="x" datetime="2024-03-12T07:00:00+00:00">') == 1710226800.0


def test_a_memory_of_the_version_before_is_used_on(tmp_path: Path) -> None:
    State(tmp_path / "watch").close()
    old = sqlite3.connect(tmp_path / "watch")
    old.execute("ALTER TABLE tasks DROP COLUMN digest")
    old.execute("INSERT INTO tasks (place, kind, source, due, every, born) VALUES ('p', 'page', 'p', 1, 2, 3)")
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    state = State(tmp_path / "watch")
    assert state.task("p") == Task(place="p", kind="page", source="p", due=1, every=2, born=3)
    state.close()
    State(tmp_path / "watch").close()
