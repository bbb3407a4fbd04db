"""What goes out as WACZ is valid to others' tools, and comes back the same."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import warnings
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from reportedly.capture.archives import Outgoing, Page, read_wacz, write_wacz
from reportedly.capture.archives._pack import surt
from reportedly.model import ExportError, Fetch, Original
from tests.articles import FIRST, SECOND, article

AT = datetime(2024, 3, 12, 8, tzinfo=UTC)
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "9"),
    ("X-A", "ü\r\nX: y"),
)


def original(data: bytes, url: str | None = None, status: int = 200, media_type: str = "text/html") -> Original:
    fetch = None
    if url:
        fetch = Fetch(
            requested=url, url=url, status=status, headers=HEADERS, started_at=AT, ended_at=AT, address="192.0.2.1", tool="t"
        )
    return Original(hashlib.sha256(data).hexdigest(), len(data), media_type, data, fetch)


ONE, TWO = article("One", FIRST).encode(), article("Two", SECOND).encode()
THREE = [
    Outgoing(original(ONE, "https://www.a.example/One?b=2&a=1"), AT, "One"),
    Outgoing(original(TWO, "https://a.example/"), AT, None),
    Outgoing(original(b"pasted words", media_type="text/plain"), AT, "Pasted"),
]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "out.wacz"
    with path.open("wb") as into:
        assert write_wacz(into, THREE, created=AT, title="Kept") == 3
    return path


def test_it_comes_back_the_same(made: Path) -> None:
    found = list(read_wacz(made))
    pages = {one.fetch.url: one for one in found if isinstance(one, Page)}
    assert len(pages) == len(found) == 2
    assert {page.data for page in pages.values()} == {ONE, TWO}
    assert pages["https://a.example/"].fetch.ended_at == AT


def test_the_validator_of_the_format_finds_it_valid(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from wacz.validate import Validation

        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            found = Validation(str(made))
            checks = [
                found.version == "1.1.1",
                found.check_required_contents() == 0,
                found.frictionless_validate(),
                found.check_file_paths(),
                found.check_compression(),
                found.check_indexes(),
                found.check_file_hashes(),
                found.check_data_package_hash_and_sig(),
            ]
        found.dir.cleanup()
    assert all(checks), said.getvalue()


def test_another_reader_of_archives_reads_every_record_and_checks_its_digest(made: Path) -> None:
    with zipfile.ZipFile(made) as packed, packed.open("archive/data.warc.gz") as stream:
        kinds, bodies = [], []
        for record in ArchiveIterator(stream, check_digests="raise"):
            kinds.append(record.rec_type)
            bodies.append(record.content_stream().read())
            if record.rec_type == "response":
                assert record.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
                assert record.http_headers.get_header("X") is None
    assert kinds == ["warcinfo", "response", "response", "resource"]
    assert bodies[1:] == [ONE, TWO, b"pasted words"]


def test_the_index_leads_to_each_record(made: Path) -> None:
    with zipfile.ZipFile(made) as packed:
        warc = packed.read("archive/data.warc.gz")
        lines = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode().splitlines()
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
    assert lines == sorted(lines)
    for line in lines:
        said = json.loads(line[line.index("{") :])
        start = int(said["offset"])
        record = gzip.decompress(warc[start : start + int(said["length"])]).decode()
        assert f"WARC-Target-URI: {said['url']}\r\n" in record
    assert lines[0].startswith("example,a)/ 20240312080000 {")
    assert [page.get("title") for page in pages[1:]] == ["One", None]


def test_the_same_originals_give_the_same_file(tmp_path: Path) -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        write_wacz(file, THREE, created=AT)
    assert files[0].getvalue() == files[1].getvalue()


def test_an_original_that_was_changed_or_is_gone_is_not_passed_on(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"words")
    sha256 = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(ExportError, match="no longer what its hash says"):
        write_wacz(io.BytesIO(), [Outgoing(Original(sha256, 5, "text/plain", kept), AT)], created=AT)
    with pytest.raises(ExportError, match="cannot be read"):
        write_wacz(io.BytesIO(), [Outgoing(Original(sha256, 5, "text/plain", tmp_path / "none"), AT)], created=AT)


@pytest.mark.parametrize(
    ("url", "sorted_as"),
    [
        ("https://www.News.example/A?b=2&a=1", "example,news)/a?a=1&b=2"),
        ("http://a.b.example:8080", "example,b,a:8080)/"),
        ("https://a.example:443/x#y", "example,a)/x"),
        ("urn:sha256:AB", "urn:sha256:ab"),
    ],
)
def test_sort_keys(url: str, sorted_as: str) -> None:
    assert surt(url) == sorted_as
