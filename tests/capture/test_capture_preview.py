"""Telegram's preview pages saved as HTML."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportedly.capture import capture
from reportedly.model import Captured, Forward, Problem, Revision

PAGE = Path(__file__).parent / "pages" / "preview.html"


@pytest.fixture(scope="module")
def posts() -> dict[str, Revision]:
    return {one.revision.report: one.revision for one in capture([PAGE]) if isinstance(one, Captured)}


def test_identity_is_the_channels_number_and_service_posts_are_skipped(posts: dict[str, Revision]) -> None:
    assert list(posts) == [f"telegram:4455667788/{number}" for number in (42, 43, 44, 47)]


def test_forward_with_channel_and_message_edited_flag_and_links(posts: dict[str, Revision]) -> None:
    post = posts["telegram:4455667788/42"]
    assert post.text == "⚡️ We crossed the ford at dawn.\n\nDetails here"
    assert post.forward == Forward("Brigade Press", "brigade_press", 77)
    assert (post.edited, post.updated_at, post.outlet) == (True, None, "River Watch")
    assert [(link.url, post.text[link.start : link.end]) for link in post.links] == [("https://brigade.example/d", "here")]


def test_a_video_post_keeps_its_own_time_with_its_zone(posts: dict[str, Revision]) -> None:
    post = posts["telegram:4455667788/43"]
    assert post.published_at == datetime(2031, 5, 6, 4, 10, tzinfo=UTC)
    assert [(media.kind, bool(media.note)) for media in post.media] == [("video", True)]


def test_album_is_one_report_and_photos_have_their_platform_ids(posts: dict[str, Revision]) -> None:
    post = posts["telegram:4455667788/44"]
    assert post.text == "Three pictures from the eastern bank."
    assert [media.platform_id for media in post.media] == [str(5109473995509140000 + number) for number in (44, 45, 46)]


def test_reply_quotes_are_left_out_and_hidden_sources_have_no_channel(posts: dict[str, Revision]) -> None:
    post = posts["telegram:4455667788/47"]
    assert post.text == "The council denies it."
    assert (post.reply_to, post.forward) == ("telegram:4455667788/42", Forward("Somebody"))


def test_a_missing_post_is_unavailable_not_deleted() -> None:
    (problem,) = [one for one in capture([PAGE]) if isinstance(one, Problem)]
    assert (problem.place, problem.reason) == ("riverwatch/48", "unavailable: Telegram does not show this post")


def test_export_and_preview_of_one_post_are_one_revision(posts: dict[str, Revision], tmp_path: Path) -> None:
    seen = posts["telegram:4455667788/47"]
    message = {"id": 47, "type": "message", "date_unixtime": "1935899999", "text": "The council denies it."}
    export = {"name": "River Watch", "type": "public_channel", "id": 4455667788, "messages": [message]}
    (tmp_path / "result.json").write_text(json.dumps(export))
    (found,) = capture([tmp_path])
    assert isinstance(found, Captured)
    assert (found.revision.report, found.revision.id) == (seen.report, seen.id)


@pytest.mark.parametrize("damage", [("riverwatch/42", "riverwatch/x"), ('data-view="ey', 'data-view="%%'), ("</a>", "")])
def test_damaged_markup_never_stops_the_page(damage: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.read_text("utf-8").replace(*damage), "utf-8")
    found = [one.revision for one in capture([tmp_path]) if isinstance(one, Captured)]
    assert "The council denies it." in [one.text for one in found]
    assert all(one.report.startswith(("telegram:4455667788/", "telegram:riverwatch/")) for one in found)
