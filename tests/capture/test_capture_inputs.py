"""Inputs of every kind: folders, links, stdin, gzip, damage. One bad input is one problem; the batch goes on."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportedly.capture import capture, expect
from reportedly.capture._encoding import decode
from reportedly.model import Captured, Problem, UnreadableInput

PROSE = "The governor denied it on Tuesday, officials said."


def outcome(path: Path | str) -> str:
    """The text of one capture, or why there is none."""
    (found,) = capture([path])
    return found.revision.text if isinstance(found, Captured) else found.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (bytes(range(256)) * 20, "this is binary data, not text"),
        (b"%PDF-1.7 and so on", "this is a PDF document, not text"),
        (b"PK\x03\x04rest", "this is a ZIP archive or office document, not text"),
        (gzip.compress(b"hello " * 5000, mtime=0)[:60], "damaged gzip data"),
        (b"\x1f\x8bnot really", "damaged gzip data"),
    ],
)
def test_unreadable_files_say_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    (found,) = capture([path])
    assert isinstance(found, Problem)
    assert (found.where, reason in found.reason) == (str(path), True)


def test_the_batch_goes_on_in_order(tmp_path: Path) -> None:
    names = ["a.txt", "b.txt", "c.txt"]
    for name, content in zip(names, ("first report", "", "third report"), strict=True):
        (tmp_path / name).write_text(content)
    found = list(capture([tmp_path / "missing.txt", tmp_path]))
    assert [one.reason if isinstance(one, Problem) else one.revision.text for one in found] == [
        "there is no such file",
        "first report",
        "the file is empty",
        "third report",
    ]


def test_folders_are_entered_sorted_hidden_files_and_assets_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", ".hidden/0.txt", "a/.0.txt", "a/style.css", "a/photo.JPG"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "c.docx").write_text("x")
    found = list(capture([tmp_path]))
    assert [one.revision.text if isinstance(one, Captured) else one.reason for one in found] == [
        "a/1.txt",
        "b/2.txt",
        "files of the form .docx are not read",
    ]
    assert expect(tmp_path) == 2


def test_links_are_not_followed_in_circles(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(PROSE)
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "x").symlink_to(tmp_path / "y")
    (tmp_path / "y").symlink_to(tmp_path / "x")
    found = list(capture([tmp_path]))
    assert [one.where.rpartition("/")[2] for one in found if isinstance(one, Problem)] == ["again", "x", "y"]
    assert sum(isinstance(one, Captured) for one in found) == 1


def test_no_permission_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.txt").write_text(PROSE)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert outcome(tmp_path / "report.txt") == "permission denied"


def test_stdin_and_gzip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PROSE.encode())))
    assert outcome("-") == PROSE
    packed = gzip.compress(PROSE.encode(), mtime=0)
    (tmp_path / "report.txt.gz").write_bytes(packed)
    (found,) = capture([tmp_path / "report.txt.gz"])
    assert isinstance(found, Captured)
    assert (found.revision.text, found.revision.media_type) == (PROSE, "text/plain")
    assert (found.original.media_type, found.original.size) == ("application/gzip", len(packed))


def test_size_limits(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.write(b"text ")
        stream.truncate(64 * 1024 * 1024 + 1)
    assert outcome(tmp_path / "big.txt") == "over 64 MB; only Telegram exports may be larger"
    with gzip.open(tmp_path / "bomb.txt.gz", "wb", compresslevel=1) as packed:
        for _ in range(65):
            packed.write(b" a" * (512 * 1024))
    assert outcome(tmp_path / "bomb.txt.gz") == "over 64 MB; only Telegram exports may be larger"


def test_twenty_megabytes_of_one_line(tmp_path: Path) -> None:
    line = "The governor said it. " * 950_000
    (tmp_path / "line.txt").write_text(line)
    (found,) = capture([tmp_path / "line.txt"])
    assert isinstance(found, Captured)
    assert len(found.revision.text) == len(line)
    assert [part.kind for part in found.revision.segments] == ["body"]


def test_right_to_left_text_is_kept(tmp_path: Path) -> None:
    text = "قال المحافظ إن شيئا لم يحدث\n\nوقال آخرون إن المعارك مستمرة في المدينة منذ الصباح."
    (tmp_path / "report.txt").write_text(text, "utf-8")
    assert outcome(tmp_path / "report.txt") == text


def test_captured_at_is_one_moment_for_the_batch(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PROSE)
    asked: list[datetime] = []

    def clock() -> datetime:
        asked.append(datetime(2031, 1, 1, tzinfo=UTC))
        return asked[-1]

    found = [one.revision.captured_at for one in capture([tmp_path], clock=clock) if isinstance(one, Captured)]
    assert (found, len(asked)) == ([asked[0]] * 2, 1)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_encodings_are_told(encoding: str) -> None:
    text = "Губернатор области заявил во вторник, что прорыва границы не было и что мост закрыт. " * 4
    assert decode(text.encode(encoding)).text == text


def test_truncated_utf8_keeps_what_is_whole_and_says_so() -> None:
    data = "Говорят разное".encode()[:-1]
    found = decode(data)
    assert (found.text, found.notes) == ("Говорят разно", (f"encoding: cut inside a character at byte {len(data) - 1}",))


def test_utf16_is_not_taken_for_binary_but_nul_bytes_are() -> None:
    assert decode("text".encode("utf-16")).text == "text"
    with pytest.raises(UnreadableInput, match="binary"):
        decode(b"text\0text")


def test_import_is_light() -> None:
    code = "import sys, reportedly.capture; print([m for m in ('lxml', 'trafilatura', 'ijson', 'dateutil') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_librarys_fault_on_one_page_does_not_stop_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("inside a library")

    monkeypatch.setattr("reportedly.capture._html.read_html", fail)
    (tmp_path / "a.html").write_text("<html><body>text</body></html>")
    (tmp_path / "b.txt").write_text(PROSE)
    first, second = capture([tmp_path])
    assert isinstance(first, Problem)
    assert "KeyError: 'inside a library'" in first.reason
    assert isinstance(second, Captured)
