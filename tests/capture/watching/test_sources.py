"""`sources.toml`: what it may say, and how it is told what is wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from reportedly.capture.watching import read_sources
from reportedly.model import UnreadableInput

WHOLE = """
agent = "desk (+mailto:desk@news.example)"
allow = ["intranet.example:8080"]
robots = false
gap = 2.5
parallel = 8

[[feed]]
url = "https://news.example/feed.xml?utm_source=x"
every = "5 min"
most = 20
name = "The news"

[[sitemap]]
url = "https://news.example/news.xml"
revisit = false

[[page]]
url = "https://news.example/live"
every = "90 s"

[[telegram]]
channel = "@some_channel"

[[folder]]
path = "inbox"
every = "1.5 h"
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "inbox").mkdir(exist_ok=True)
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file(tmp_path: Path) -> None:
    found = read_sources(written(tmp_path, WHOLE))
    assert (found.agent, found.robots, found.gap, found.parallel) == ("desk (+mailto:desk@news.example)", False, 2.5, 8)
    assert found.allow == frozenset({"intranet.example:8080"})
    feed, sitemap, page, telegram, folder = found.sources
    assert (feed.place, feed.every, feed.most, feed.name) == (
        "https://news.example/feed.xml", timedelta(minutes=5), 20, "The news"
    )  # fmt: skip
    assert (sitemap.every, sitemap.revisit, page.every) == (timedelta(minutes=15), False, timedelta(seconds=90))
    assert (telegram.place, telegram.every) == ("https://t.me/s/some_channel", timedelta(minutes=10))
    assert (folder.place, folder.every) == (str((tmp_path / "inbox").resolve()), timedelta(minutes=90))


@pytest.mark.parametrize("name", ["chan_nel", "@chan_nel", "https://t.me/chan_nel", "https://t.me/s/chan_nel/"])
def test_a_channel_may_be_written_in_any_usual_way(tmp_path: Path, name: str) -> None:
    (source,) = read_sources(written(tmp_path, f'[[telegram]]\nchannel = "{name}"')).sources
    assert source.place == "https://t.me/s/chan_nel"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no source"),
        ("[[feed]\n", "line 1: not valid TOML"),
        ('a = 1\n\n[[feed]]\nurl = "https://a.example/"', "line 1, a: unknown; known are agent, allow"),
        ('[[source]]\nurl = "https://a.example/"', "line 1, source: is no kind of source; begin one with [[feed]], [[sitemap]]"),
        ("# a\n[[feed]]\nevery = '1 h'", "line 2, feed: needs url = ..."),
        ('[[feed]]\nurl = "https://a.example/"\n\n[[feed]]\nurl = "ftp://b"', "line 5, feed.url: must be an http or https"),
        ('[[feed]]\nurl = "https://a.example/"\nevery = "often"', 'line 3, feed.every: must be a time such as "15 min"'),
        ('[[feed]]\nurl = "https://a.example/"\nevery = "1 s"', "line 3, feed.every: must be at least 30 seconds"),
        ('[[feed]]\nurl = "https://a.example/"\nevery = 15', 'line 3, feed.every: must be a time such as "15 min"'),
        ('[[feed]]\nurl = "https://a.example/"\nmost = true', "line 3, feed.most: must be a number from 1 to 10000"),
        ('[[page]]\nurl = "https://a.example/"\nmost = 3', "line 3, page.most: unknown; known are url, every, name, revisit"),
        ('[[folder]]\npath = "nowhere"', "line 2, folder.path: there is no such folder"),
        ('[[telegram]]\nchannel = "t.me"', "line 2, telegram.channel: must be the name of a public channel"),
        ('[feed]\nurl = "https://a.example/"', "line 1, feed: write [[feed]], in two brackets"),
        ('allow = "localhost"\n[[feed]]\nurl = "https://a.example/"', "line 1, allow: must be a list of hosts"),
        ('gap = -1\n[[feed]]\nurl = "https://a.example/"', "line 1, gap: must be a number from 0 to 3600"),
        ('robots = "no"\n[[feed]]\nurl = "https://a.example/"', "line 1, robots: must be true or false"),
        (
            '[[feed]]\nurl = "https://a.example/"\n[[sitemap]]\nurl = "https://a.example/"',
            "line 3, sitemap: is watched twice: https://a.example/",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UnreadableInput) as caught:
        read_sources(path)
    assert str(caught.value).startswith(f"{path}: {said}")


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        read_sources(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableInput, match="not valid TOML"):
        read_sources(tmp_path / "binary.toml")
