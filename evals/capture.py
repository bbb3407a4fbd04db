"""How well capture reads web pages: body, title, authors and time against gold, beside bare trafilatura and resiliparse.

Run: python evals/capture.py PAGES_FOLDER MANIFEST   (pages as .html or .html.gz; manifest as JSONL, plain or .gz, with
file, title, authors, published and gold_paragraphs a line)
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals._harness import Score, fingerprint, shared
from reportedly.capture._html import read_html
from reportedly.model import Revision

Row = dict[str, Any]


def _open(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def token_scores(found: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of word tokens as bags, 0..1."""
    have, want = (Counter(re.findall(r"\w+", text.lower())) for text in (found, gold))
    shared = sum((have & want).values())
    precision, recall = shared / max(sum(have.values()), 1), shared / max(sum(want.values()), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def by_reportedly(data: bytes) -> Revision:
    """The whole of capture."""
    return read_html(data, sha256="", captured_at=datetime(2026, 1, 1, tzinfo=UTC))


def by_trafilatura(data: bytes, *, precision: bool = False) -> str:
    """Bare trafilatura, text only."""
    import trafilatura

    return trafilatura.extract(data, favor_precision=precision, include_comments=False, include_tables=False) or ""


def by_resiliparse(data: bytes) -> str:
    """Bare resiliparse, main content only."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    return extract_plain_text(
        HTMLTree.parse_from_bytes(data, detect_encoding(data) or "utf-8"), main_content=True, alt_texts=False
    )


def _minute(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if at and at.tzinfo else None


def _heads(rows: list[Row], pages: list[bytes]) -> None:
    hits: Counter[str] = Counter()
    for row, page in zip(rows, pages, strict=True):
        found, gold = by_reportedly(page), datetime.fromisoformat(row["published"])
        got = {
            "title": found.title == row["title"],
            "authors": list(found.authors) == (row["authors"] or []),
            "published to the minute": gold.tzinfo is not None and _minute(found.published_at) == _minute(gold),
        }
        hits.update(key for key, right in got.items() if right)
        print(f"  {row['file'][:34]:36}" + "  ".join(f"{key}: {'yes' if right else 'NO'}" for key, right in got.items()))
    print("  " + " · ".join(f"{key} {hits[key]}/{len(rows)}" for key in ("title", "authors", "published to the minute")))


def run() -> list[Score]:
    """Mean body F1 over the gold pages, ours and the bare libraries'."""
    manifest, folder = shared("data", "capture", "html_manifest.jsonl.gz"), shared("data", "capture", "html")
    rows: list[Row] = [json.loads(line) for line in _open(manifest).decode().splitlines() if line.strip()]
    pages = [_open(folder / row["file"]) for row in rows]
    systems: dict[str, Callable[[bytes], str]] = {
        "reportedly": _our_body,
        "bare trafilatura": by_trafilatura,
        "bare resiliparse": by_resiliparse,
    }
    return [
        Score(
            "capture pages",
            f"body token F1, {name}",
            100 * _mean_f1(rows, [extract(p) for p in pages]),
            None,
            None,
            None,
            fingerprint(manifest),
        )
        for name, extract in systems.items()
    ]


def _our_body(page: bytes) -> str:
    found = by_reportedly(page)
    return found.text[found.segments[-1].start :]


def _mean_f1(rows: list[Row], texts: list[str]) -> float:
    return statistics.mean(token_scores(text, " ".join(row["gold_paragraphs"]))[2] for text, row in zip(texts, rows, strict=True))


def main(folder: Path, manifest: Path) -> None:
    """Prints the body table (mean precision, recall, F1, pages a second) and the head table."""
    rows: list[Row] = [json.loads(line) for line in _open(manifest).decode().splitlines() if line.strip()]
    pages = [_open(folder / row["file"]) for row in rows]
    systems: dict[str, Callable[[bytes], str]] = {
        "reportedly": _our_body,
        "trafilatura": by_trafilatura,
        "trafilatura, precision": lambda page: by_trafilatura(page, precision=True),
        "resiliparse": by_resiliparse,
    }
    for name, extract in systems.items():
        extract(pages[0])
        start = time.perf_counter()
        texts = [extract(page) for page in pages]
        pace = len(pages) / (time.perf_counter() - start)
        scores = [token_scores(text, " ".join(row["gold_paragraphs"])) for text, row in zip(texts, rows, strict=True)]
        precision, recall, f1 = (statistics.mean(column) for column in zip(*scores, strict=True))
        worst = min(score[2] for score in scores)
        print(f"{name:24} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  worst {worst:.3f}  {pace:5.1f} pages/s")
    _heads(rows, pages)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
