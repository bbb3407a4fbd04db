"""`python -m bench.capture`: pages beside bare trafilatura and resiliparse, web archives beside bare fastwarc, Telegram exports.

In seconds of this process's CPU time, since other work on the machine must not count; medians of several runs in turn.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench._texts import articles
from evals._harness import SHARED
from reportedly.capture import capture
from reportedly.capture._html import read_html
from reportedly.capture.archives import Page, read_warc
from reportedly.model import Captured, UnreadableInput

RUNS = 3
PAGES = 40
POSTS = 100_000
WARC = SHARED / "data" / "capture" / "pages.warc.gz"
NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)


def main() -> None:
    what, pages = _pages()
    print(f"pages: {what}")
    _extraction(pages)
    if WARC.exists():
        _archives()
    _telegram()


def _pages() -> tuple[str, list[bytes]]:
    if WARC.exists():
        found: list[bytes] = []
        with WARC.open("rb") as stream:
            for one in read_warc(stream, str(WARC)):
                if isinstance(one, Page):
                    found.append(one.data)
                if len(found) >= 4 * PAGES:
                    break
        return f"{PAGES} of the first {len(found)} pages of the measuring archive, every fourth", found[::4]
    what, texts = articles()
    return what, [_page(text) for text in texts[:PAGES]]


def _page(text: str) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n") if paragraph.strip())
    return f"<!DOCTYPE html><html><head><title>{text[:50]}</title></head><body><article>{body}</article></body></html>".encode()


def _extraction(pages: list[bytes]) -> None:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from trafilatura import bare_extraction

    def bare(page: bytes, *, metadata: bool) -> object:
        return bare_extraction(
            page, with_metadata=metadata, favor_precision=True, include_comments=False, include_links=True, include_tables=False
        )

    def resiliparse(page: bytes) -> object:
        return extract_plain_text(bytes_to_str(page, detect_encoding(page) or "utf-8"), main_content=True)

    def ours(page: bytes) -> object:
        try:
            return read_html(page, sha256="", captured_at=NOON)
        except UnreadableInput:
            return None

    jobs: dict[str, Callable[[bytes], object]] = {
        "trafilatura, text alone": partial(bare, metadata=False),
        "trafilatura with metadata": partial(bare, metadata=True),
        "resiliparse, text alone": resiliparse,
        "reportedly": ours,
    }
    took = _in_turn({name: lambda job=job: [job(page) for page in pages] for name, job in jobs.items()})  # type: ignore[misc]
    for name, seconds in took.items():
        print(f"  {name}: {len(pages) / seconds:.1f} pages/s")
    for name in list(jobs)[:2]:
        print(f"  reportedly over {name}: {100 * (took['reportedly'] / took[name] - 1):+.0f} %")


def _archives() -> None:
    from fastwarc.warc import ArchiveIterator

    def bare() -> object:
        return sum(len(record.reader.read()) for record in ArchiveIterator(str(WARC), parse_http=True, auto_decode="all"))

    def ours() -> object:
        with WARC.open("rb") as stream:
            return sum(len(one.data) for one in read_warc(stream, "") if isinstance(one, Page))

    took = _in_turn({"fastwarc": bare, "reportedly": ours})
    size = WARC.stat().st_size / 1e6
    for name, seconds in took.items():
        print(f"archive with {name}: {size / seconds:.0f} MB/s compressed, {1032 / seconds:.0f} records/s")
    print(f"  reportedly over fastwarc: {took['reportedly'] / took['fastwarc']:.1f} x (digests are checked)")


def _telegram() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.json"
        size = write_export(path, POSTS) / 1e6
        done = subprocess.run([sys.executable, "-m", "bench.capture", str(path)], check=True, capture_output=True, text=True)
        count, seconds, peak = json.loads(done.stdout)
        speed = f"{size / seconds:.1f} MB/s, {count / seconds:,.0f} posts/s"
        print(f"Telegram: {count:,} posts, {size:.0f} MB: {speed}, peak memory {peak:.0f} MB")


def write_export(path: Path, posts: int) -> int:
    """An export as Telegram Desktop writes it; returns its size in bytes."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{\n "name": "Channel",\n "type": "public_channel",\n "id": 1234567890,\n "messages": [\n')
        stream.writelines(_posts(posts))
        stream.write(" ]\n}\n")
    return path.stat().st_size


def _posts(count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        text = f"The Legion said in its post {number} that there was fighting in Tyotkino. Губернатор это отрицает. " * 3
        message = {
            "id": number,
            "type": "message",
            "date": "2024-03-12T08:00:00",
            "date_unixtime": str(1710230400 + 60 * number),
            "from": "Channel",
            "from_id": "channel1234567890",
            "text": text,
            "text_entities": [{"type": "plain", "text": text}],
        }
        yield f"  {json.dumps(message, ensure_ascii=False, indent=1)}{',' if number < count else ''}\n"


def _one_export(path: Path) -> None:
    start = time.process_time()
    count = sum(isinstance(one, Captured) for one in capture([path], captured_at=NOON))
    seconds = time.process_time() - start
    print(json.dumps([count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def _in_turn(jobs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Each job's median; the jobs take turns, so that what else the machine does falls on all of them."""
    took: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            took[name].append(time.process_time() - start)
    return {name: statistics.median(seconds) for name, seconds in took.items()}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _one_export(Path(sys.argv[1]))
    else:
        main()
