"""Real articles to measure on: the measuring data when present, else our own corpus' passages joined to article length."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from evals._harness import ROOT, SHARED
from training.markup import load


def articles() -> tuple[str, list[str]]:
    """(what they are, texts)."""
    path = SHARED / "data" / "attribution" / "polnear.dev.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            return "PolNeAR dev, 84 articles", [json.loads(line)["text"] for line in handle]
    passages = [p.text for p in load(*sorted((ROOT / "training" / "corpus").glob("*.txt")))]
    joined = ["\n\n".join(passages[i : i + 6]) for i in range(0, len(passages), 6)]
    return f"own corpus, {len(joined)} texts of six passages", joined


def write_all(texts: list[str], folder: Path) -> list[Path]:
    """One plain-text file an article."""
    paths = []
    for i, text in enumerate(texts):
        path = folder / f"article-{i:04}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths
