"""`python -m bench.capture`: pages beside bare trafilatura and resiliparse, web archives beside bare fastwarc, Telegram exports.

In seconds of this process's CPU time, since other work on the machine must not count; medians of several runs in turn.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench import ledger
from bench._texts import articles
from evals._harness import SHARED
from reportedly.capture import capture
from reportedly.capture._html import read_html
from reportedly.capture.archives import Page, read_warc
from reportedly.model import Captured, Problem, UnreadableInput

RUNS = 3
PAGES = 40
POSTS = 1_080_000
"""About 1 GB; `--posts` takes fewer."""

WARC = SHARED / "data" / "capture" / "pages.warc.gz"
NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)


def main(posts: int = POSTS) -> None:
    what, pages = _pages()
    print(f"pages: {what}")
    _extraction(pages)
    if WARC.exists():
        _archives()
        _whole_archive()
    _telegram(posts)


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


def _whole_archive() -> None:
    """Every page of the archive as `reportedly add` takes it in."""
    done = _alone(WARC)
    reasons = ", ".join(f"{count} {reason}" for reason, count in done["problems"].items())
    print(
        f"archive, every page captured: {done['captured']} of them, in {done['seconds']:.0f} s, peak memory {done['peak']:.0f} MB"
    )
    print(f"  not captured: {reasons or 'none'}")


def _telegram(posts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.json"
        size = write_export(path, posts) / 1e6
        done = _alone(path)
    speed = f"{size / done['seconds']:.1f} MB/s, {done['captured'] / done['seconds']:,.0f} posts/s"
    print(f"Telegram: {done['captured']:,} posts, {size:.0f} MB: {speed}, peak memory {done['peak']:.0f} MB")


def _alone(path: Path) -> dict[str, Any]:
    """What `--only` tells of a file, in a process of its own, so that its memory can be told."""
    command = [sys.executable, "-m", "bench.capture", "--only", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


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


def _only(path: Path) -> None:
    start = time.process_time()
    captured, problems = 0, Counter[str]()
    for one in capture([path], captured_at=NOON):
        if isinstance(one, Problem):
            problems[one.reason] += 1
        else:
            captured += isinstance(one, Captured)
    seconds = time.process_time() - start
    print(json.dumps({"captured": captured, "problems": problems, "seconds": seconds, "peak": _peak()}))


def _peak() -> float:
    """The most memory this process has used, in MB. The resource module would count what its parent had used at the fork."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else float("nan")


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
    parser = argparse.ArgumentParser(prog="bench.capture")
    parser.add_argument("--posts", type=int, default=POSTS, help="of the Telegram export that is written and read")
    parser.add_argument("--only", type=Path, help="capture this file alone, and tell counts, seconds and memory as JSON")
    options = parser.parse_args()
    if options.only:
        _only(options.only)
    else:
        main(options.posts)
        print("== the log")
        ledger.main()
