"""Web archives as inputs: every page of a whole one, and every page but the damaged ones of another."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.capture import capture, expect
from reportedly.capture.archives import Page, read_wacz, read_warc
from reportedly.model import Captured, Problem, UnreadableInput
from tests.articles import FIRST, SECOND, article
from tests.capture.archives.warcs import packed, response, wacz

ONE = article("One", FIRST).encode()
TWO = article("Two", SECOND).encode()
PAGES = [response(f"https://a.example/{n}", article(f"Page {n}", FIRST).encode() * (1 + n % 3)) for n in range(8)]


def read(data: bytes) -> list[Page | Problem]:
    return list(read_warc(io.BytesIO(data), "a.warc"))


def urls(found: list[Page | Problem]) -> list[str]:
    return [one.fetch.url.rpartition("/")[2] if isinstance(one, Page) else f"{one.place}: {one.reason}" for one in found]


def brotli(data: bytes) -> bytes:
    """As browsers get most pages."""
    into = io.BytesIO()
    writer = BrotliWriter(into)
    writer.write(data)
    writer.close()
    return into.getvalue()


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_have_the_time_and_address_of_their_capture(tmp_path: Path, name: str) -> None:
    records = [
        response("https://a.example/one", ONE, head="Content-Type: text/html; charset=utf-8\r\nX-Served-By: a"),
        response("https://a.example/pic", b"\x89PNG", head="Content-Type: image/png"),
        response("https://a.example/old", b"", status="301 Moved", head="Location: /one"),
        response("https://a.example/none", TWO, status="404 Not Found"),
        response("https://a.example/two", TWO, kind="resource", head="Content-Type: text/html"),
        response("https://a.example/empty", b"<html><p>", date="2024-03-12T10:00:00Z"),
    ]
    path = tmp_path / name
    path.write_bytes(packed(*records) if name.endswith(".gz") else b"".join(records))
    one, two, problem = capture([path])
    assert isinstance(one, Captured)
    assert isinstance(two, Captured)
    assert [one.revision.url, two.revision.url] == ["https://a.example/one", "https://a.example/two"]
    assert one.revision.captured_at == datetime(2024, 3, 12, 8, tzinfo=UTC)
    assert (one.original.source, one.original.media_type) == (ONE, "text/html")
    assert one.original.fetch is not None
    assert ("X-Served-By", "a") in one.original.fetch.headers
    assert str(problem) == "https://a.example/empty: no article text was found in this page"
    assert expect(path) == 3


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", ONE),
        ("Content-Encoding: gzip", gzip.compress(ONE)),
        ("Content-Encoding: br", brotli(ONE)),
        ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(ONE), ONE)),
        ("Transfer-Encoding: chunked", ONE),  # undone by the archive's maker, who kept the header
        ("Content-Encoding: gzip", ONE),
    ],
)
def test_codings_are_undone(head: str, body: bytes) -> None:
    (page,) = read(response("https://a.example/", body, head=f"Content-Type: text/html\r\n{head}".strip()))
    assert isinstance(page, Page)
    assert page.data == ONE


def test_a_record_that_was_altered_or_cut_costs_itself_alone() -> None:
    altered = response("https://a.example/x", ONE, digest=b"other")
    cut = response("https://a.example/y", TWO)
    found = read(packed(PAGES[0], altered, PAGES[1]) + gzip.compress(cut[:-400]))
    assert urls(found)[0:3:2] == ["0", "1"]
    assert "not those that its digest names" in urls(found)[1]
    assert "the record ends after" in urls(found)[3]


def test_damage_is_named_with_its_offset_and_reading_goes_on() -> None:
    members = [gzip.compress(page) for page in PAGES]
    starts = [sum(map(len, members[:n])) for n in range(len(members))]
    data = bytearray(b"".join(members))
    data[starts[2] + 300 : starts[2] + 340] = b"\xff" * 40  # inside a record
    data[starts[5] : starts[5] + 4] = b"none"  # where a record begins
    found = urls(read(bytes(data)))
    assert [one for one in found if one.isdecimal()] == ["0", "1", "3", "4", "6", "7"]
    assert found[2].startswith(f"byte {starts[2]}: damaged record")
    assert found[5] == f"between bytes {starts[4]} and {starts[6]}: damaged records"


def test_damage_in_a_file_without_compression() -> None:
    for hit in (0, 3, 7):
        pages = [b"x" * 40 + page[40:] if number == hit else page for number, page in enumerate(PAGES)]
        found = urls(read(b"".join(pages)))
        assert [one for one in found if one.isdecimal()] == [str(n) for n in range(8) if n != hit]
        assert len(found) == 8


def test_what_is_no_archive_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"not an archive\r\n" * 50)
    (found,) = capture([path])
    assert isinstance(found, Problem)
    assert (found.where, found.place) == (str(path), "byte 0")


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_damage_ever_costs_more_than_it_touches(data: st.DataObject) -> None:
    members = [gzip.compress(page) for page in PAGES]
    raw = bytearray(b"".join(members))
    at = data.draw(st.integers(0, len(raw) - 9))
    raw[at : at + 8] = data.draw(st.binary(min_size=8, max_size=8))
    touched, start = set(), 0
    for number, member in enumerate(members):
        if start < at + 8 and at < start + len(member):
            touched.add(str(number))
        start += len(member)
    found = {one for one in urls(read(bytes(raw))) if one.isdecimal()}
    assert found >= {str(n) for n in range(len(PAGES))} - touched


def test_a_bomb_in_a_record_is_refused_in_bounds() -> None:
    head = "Content-Type: text/html\r\nContent-Encoding: gzip"
    bomb = response("https://a.example/bomb", gzip.compress(bytes(80 << 20)), head=head)
    assert urls(read(bomb + PAGES[0])) == ["byte 0: the page is over 64 MB when decompressed", "0"]


def test_wacz_reads_what_it_lists_as_pages(tmp_path: Path) -> None:
    files = {"archive/data.warc.gz": packed(*PAGES), "archive/more.warc": PAGES[0], "indexes/index.cdx": b""}
    assert len(list(read_wacz(wacz(tmp_path / "all.wacz", files)))) == 9
    listed = b'{"format": "json-pages-1.0"}\n{"url": "https://a.example/2"}\nnonsense\n{"url": "https://a.example/5"}\n'
    path = wacz(tmp_path / "some.wacz", files | {"pages/pages.jsonl": listed}, method=zipfile.ZIP_DEFLATED)
    assert urls(list(read_wacz(path))) == ["2", "5"]
    assert [one.revision.title for one in capture([path]) if isinstance(one, Captured)] == ["Page 2", "Page 5"]


def test_an_archive_that_is_not_what_is_said_of_it_is_not_read(tmp_path: Path) -> None:
    files = {"archive/a.warc": PAGES[0], "archive/b.warc": PAGES[1]}
    damaged = wacz(tmp_path / "damaged.wacz", files)
    damaged.write_bytes(damaged.read_bytes().replace(b"Page 0", b"Page X"))
    listing = b'{"resources": [{"path": "archive/a.warc", "hash": "sha256:%s"}]}' % (b"0" * 64)
    other = wacz(tmp_path / "other.wacz", files | {"datapackage.json": listing}, hashes=False)
    for path, reason in ((damaged, "damaged inside the ZIP archive"), (other, "not the bytes that datapackage.json names")):
        problem, page = capture([path])
        assert str(problem).startswith(f"{path}!archive/a.warc: {reason}")
        assert isinstance(page, Captured)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../outside.txt", "leads out of the archive"),
        ("/etc/passwd", "leads out of the archive"),
        ("archive\\..\\..\\a", "leads out of the archive"),
        ("C:/a", "leads out of the archive"),
    ],
)
def test_paths_that_lead_outside_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    path = wacz(tmp_path / "a.wacz", {"archive/a.warc": PAGES[0], name: b"x"})
    with pytest.raises(UnreadableInput, match=reason):
        list(read_wacz(path))


def test_a_zip_bomb_and_other_zips_are_refused(tmp_path: Path) -> None:
    bomb = wacz(tmp_path / "bomb.wacz", {"archive/a.warc": bytes(20 << 20)}, method=zipfile.ZIP_DEFLATED)
    plain = wacz(tmp_path / "plain.wacz", {"a.txt": b"words"})
    (tmp_path / "none.wacz").write_bytes(b"PK\x03\x04 not a zip")
    cut = wacz(tmp_path / "cut.wacz", {"archive/a.warc": PAGES[0]})
    cut.write_bytes(cut.read_bytes()[:-30])
    reasons = [str(found) for found in capture([bomb, plain, tmp_path / "none.wacz", cut])]
    assert "unpacks to over 200 times its size" in reasons[0]
    assert "no WACZ" in reasons[1]
    assert all("damaged ZIP archive" in reason for reason in reasons[2:])
