"""Telegram Desktop exports, as its serializer writes them, faults included."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.capture import capture, expect
from reportedly.capture._items import Item
from reportedly.capture._repair import MendedStream
from reportedly.capture._telegram import read_export
from reportedly.model import Captured, Forward, Original, Problem, Revision, UnreadableInput

CHANNEL = 4455667788
NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"


def message(number: int, text: Any = "", **more: Any) -> dict[str, Any]:
    base = {"id": number, "type": "message", "date": "2031-05-06T07:41:00", "date_unixtime": str(1935899000 + 60 * number)}
    return {**base, "from": "River Watch", "from_id": f"channel{CHANNEL}", "text": text, **more}


def export(*messages: dict[str, Any], **more: Any) -> str:
    chat = {"name": "River Watch", "type": "public_channel", "id": CHANNEL, **more, "messages": list(messages)}
    return json.dumps(chat, indent=1, ensure_ascii=False)


def read(path: Path) -> tuple[list[Revision], list[Problem]]:
    found = list(capture([path]))
    return [one.revision for one in found if isinstance(one, Captured)], [one for one in found if isinstance(one, Problem)]


def revisions(folder: Path, content: str | bytes) -> list[Revision]:
    path = folder / "result.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found, problems = read(path)
    assert problems == []
    return found


def test_post_with_entities_and_links(tmp_path: Path) -> None:
    entities = [
        {"type": "bold", "text": "We crossed"},
        {"type": "plain", "text": " the ford, see "},
        {"type": "text_link", "text": "here", "href": "https://brigade.example/d?utm_source=tg"},
        {"type": "plain", "text": " or "},
        {"type": "link", "text": "t.me/brigade/7"},
    ]
    (found,) = revisions(tmp_path, export(message(5, [entities[0], " the ford"], text_entities=entities)))
    assert found.report == f"telegram:{CHANNEL}/5"
    assert (found.outlet, found.title, found.url, found.authors) == ("River Watch", None, None, ())
    assert found.text == "We crossed the ford, see here or t.me/brigade/7"
    assert [(link.url, found.text[link.start : link.end]) for link in found.links] == [
        ("https://brigade.example/d", "here"),
        ("https://t.me/brigade/7", "t.me/brigade/7"),
    ]
    assert [(part.kind, part.start, part.end) for part in found.segments] == [("body", 0, len(found.text))]


def test_time_is_unixtime_and_local_date_is_never_taken_for_utc(tmp_path: Path) -> None:
    old = message(2, "old")
    del old["date_unixtime"]
    new, zoneless = revisions(tmp_path, export(message(1, "new"), old))
    assert new.published_at == datetime.fromtimestamp(1935899060, UTC)
    assert zoneless.published_at is None
    assert zoneless.notes == ("published: 2031-05-06T07:41:00 where it was exported, zone unknown",)


def test_edits_forwards_replies_and_signatures(tmp_path: Path) -> None:
    first, second, third, fourth = revisions(
        tmp_path,
        export(
            message(1, "a", edited="2031-05-06T08:00:00", edited_unixtime="1935900000", author="Duty editor"),
            message(2, "b", forwarded_from="Brigade Press", forwarded_from_id="channel99", reply_to_message_id=1),
            message(3, "c", forwarded_from=None, edited="1970-01-01T03:00:00"),
            message(4, "d", reply_to_message_id=8, reply_to_peer_id="channel77"),
        ),
    )
    assert (first.edited, first.updated_at, first.authors) == (True, datetime.fromtimestamp(1935900000, UTC), ("Duty editor",))
    assert (second.forward, second.reply_to) == (Forward("Brigade Press", "99"), f"telegram:{CHANNEL}/1")
    assert (third.forward, third.edited) == (Forward(), False)
    assert (fourth.forward, fourth.reply_to) == (None, "telegram:77/8")


def test_album_is_one_report_with_its_media_and_one_caption(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"picture")
    same = {"date_unixtime": "1935899999"}
    found = revisions(
        tmp_path,
        export(
            message(10, "", photo="photos/a.jpg", **same),
            message(11, "The eastern bank", photo="photos/b.jpg", **same),
            message(12, "", file=NOT_INCLUDED, media_type="video_file", file_name="v.mp4", **same),
            message(13, "Another post", photo="photos/c.jpg", **same),
            message(14, "No media", **same),
        ),
    )
    album = found[0]
    assert [one.report.rpartition("/")[2] for one in found] == ["10", "13", "14"]
    assert album.text == "The eastern bank"
    assert [(media.kind, media.name, media.note) for media in album.media] == [
        ("photo", "a.jpg", None),
        ("photo", "b.jpg", "not captured: missing from the export folder"),
        ("video", "v.mp4", "not captured: not included in the export"),
    ]
    assert album.media[0].sha256 == hashlib.sha256(b"picture").hexdigest()


def test_paths_that_leave_the_folder_are_never_opened(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (folder / "link.jpg").symlink_to(secret)
    paths = ["../secret.txt", str(secret), "photos/../../secret.txt", "link.jpg", "a\0b.jpg"]
    found = revisions(folder, export(*(message(2 * n, f"post {n}", photo=path) for n, path in enumerate(paths, 1))))
    assert [media.sha256 for one in found for media in one.media] == [None] * len(paths)
    assert {media.note for one in found[:4] for media in one.media} == {"not captured: the path leaves the export folder"}


def test_huge_media_is_hashed_only_when_asked(tmp_path: Path) -> None:
    with (tmp_path / "big.mp4").open("wb") as stream:
        stream.truncate(64 * 1024 * 1024 + 1)
    (tmp_path / "result.json").write_text(export(message(1, "x", file="big.mp4", media_type="video_file")))
    (without,), (asked,) = (list(capture([tmp_path], huge_media=huge)) for huge in (False, True))
    assert isinstance(without, Captured)
    assert isinstance(asked, Captured)
    assert without.revision.media[0].note == "not captured: over 64 MB"
    assert asked.revision.media[0].sha256


def test_service_and_unsupported_messages_are_skipped(tmp_path: Path) -> None:
    service = {**message(1), "type": "service", "action": "create_channel"}
    found = revisions(tmp_path, export(service, {"id": 2, "type": "unsupported"}, message(3, "x", poll={"question": "?"})))
    assert [(one.text, one.notes) for one in found] == [("x", ("poll: not captured",))]


def test_full_export_gives_channels_and_groups_and_leaves_private_chats_alone(tmp_path: Path) -> None:
    chats = [
        {"name": "Mum", "type": "personal_chat", "id": 1, "messages": [message(1, "private")]},
        {"name": "River Watch", "type": "public_channel", "id": 2, "messages": [message(1, "public")]},
    ]
    left = [{"name": None, "type": "private_supergroup", "id": 3, "messages": [message(1, "left", **{"from": "Ana"})]}]
    whole = {
        "about": "x",
        "contacts": {"list": [{"id": 9}]},
        "chats": {"about": "y", "list": chats},
        "left_chats": {"list": left},
    }
    found = revisions(tmp_path, json.dumps(whole))
    assert [(one.report, one.text, one.outlet) for one in found] == [
        ("telegram:2/1", "public", "River Watch"),
        ("telegram:3/1", "left", None),
    ]
    assert found[1].authors == ("Ana",)


def test_known_faults_are_mended_and_listed(tmp_path: Path) -> None:
    good = export(
        message(1, "One@Two|Three"),
        message(2, "sticker", text_entities=[{"type": "custom_emoji", "text": "x", "document_id": 1}]),
    )
    broken = (
        good.encode()
        .replace(b"One@", rb"One\x01")
        .replace(b"|", b"\\u2028\x80\xa8")
        .replace(b'"document_id": 1', b'"document_id": stickers/a b.webm')
    )
    assert broken.count(b"stickers") == 1
    first, second = revisions(tmp_path, broken)
    assert first.text == "One\x01Two\u2028Three"
    assert second.text == "x"
    assert first.notes == second.notes
    assert [note.removeprefix("export mended: ") for note in first.notes] == [
        "1 unquoted document_id put in quotes",
        r"1 \x.. escapes rewritten",
        "1 stray bytes after a line separator removed",
    ]
    assert first.sha256 == hashlib.sha256(broken).hexdigest()


def test_an_escaped_backslash_before_x_is_no_fault(tmp_path: Path) -> None:
    (found,) = revisions(tmp_path, export(message(1, r"C:\x41 and \\x42")))
    assert (found.text, found.notes) == (r"C:\x41 and \\x42", ())


@given(st.text(alphabet='\\x0"1aй\u2028,{}\n', max_size=60), st.integers(1, 17))
def test_valid_json_is_left_as_it_is_whatever_the_read_size(text: str, size: int) -> None:
    data = json.dumps({"a": text, "document_id": 12, "b": [text]}, ensure_ascii=False, indent=1).encode()
    stream = MendedStream(io.BytesIO(data))
    assert b"".join(iter(lambda: stream.read(size), b"")) == data
    assert stream.notes() == ()


def test_cut_export_delivers_what_came_before_and_says_where(tmp_path: Path) -> None:
    whole = export(*(message(n, f"post {n}") for n in range(1, 30)))
    path = tmp_path / "result.json"
    path.write_text(whole[: whole.index('"post 20"')])
    found, (problem,) = read(path)
    assert [one.text for one in found] == [f"post {n}" for n in range(1, 20)]
    assert problem.where == str(path)
    assert problem.place == f"after message 19, byte {path.stat().st_size}"
    assert problem.reason == "the export is cut here; the messages before were read"


@given(st.integers(0, 3000))
def test_any_cut_gives_a_prefix_and_at_most_one_problem(cut: int) -> None:
    whole = export(*(message(n, f"post {n}") for n in range(1, 12)))
    data = whole.encode()[:cut]
    source = Item("x", Original("", len(data), "application/json", data), "json", None, False)
    found = read_export(source, captured_at=datetime(2031, 1, 1, tzinfo=UTC), huge_media=False)
    texts: list[str] = []
    with nullcontext() if cut >= len(whole) else pytest.raises(UnreadableInput, match=r"cut|export"):
        texts += (one.revision.text for one in found)
    assert texts == [f"post {n}" for n in range(1, len(texts) + 1)]
    assert len(texts) == 11 or cut < len(whole)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"a": [1, 2, {"b": "c"}]}', "JSON, but not a Telegram export"),
        ("[1, 2]", "JSON, but not a Telegram export"),
        ('{"messages": [{"role": "user", "content": "x"}]}', "JSON, but not a Telegram export"),
        ('{"name": oops}', "not valid JSON"),
        ('{"name": "x", "type"', "JSON that is cut or damaged before its first message"),
        ("[" * 200_000, "JSON nested too deeply for a Telegram export"),
        (export(), "this Telegram export holds no messages"),
    ],
)
def test_json_that_is_no_export_is_one_problem(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "data.json").write_text(content)
    found, (problem,) = read(tmp_path / "data.json")
    assert found == []
    assert reason in problem.reason


def test_a_folder_with_an_export_keeps_its_other_reports_and_leaves_posted_files_alone(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(export(message(1, "a post")))
    (tmp_path / "article.txt").write_text("An article, as text.")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "posted.txt").write_text("a file in a post")
    found, problems = read(tmp_path)
    assert problems == []
    assert [one.text for one in found] == ["An article, as text.", "a post"]


def test_folder_file_and_gzip_give_the_same_posts(tmp_path: Path) -> None:
    content = export(message(1, "a"), message(3, "b"))
    folder, packed = tmp_path / "export", tmp_path / "result.json.gz"
    folder.mkdir()
    (folder / "messages.html").write_text("<html><body>the same as a page</body></html>")
    packed.write_bytes(gzip.compress(content.encode()))
    from_file = revisions(folder, content)
    for path in (folder, packed):
        found, problems = read(path)
        assert problems == []
        assert [(one.report, one.text) for one in found] == [(one.report, one.text) for one in from_file]
        assert expect(path) == 2
