"""`python -m bench.media`: fingerprints and comparisons a second, beside bare decoding of the same files."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evals._drawn import EDITS, scene
from reportedly.capture.media import Frame, Matcher, look
from reportedly.capture.media import _features as features
from reportedly.capture.media._index import Index
from reportedly.capture.media._pictures import decode

PICTURES = 12
STORED = 200_000


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        paths = [_written(Path(scratch), seed) for seed in range(PICTURES)]
        decoding = _seconds(lambda: [decode(path) for path in paths])
        looking = _seconds(lambda: [look(path, path.name, "photo") for path in paths])
        print(f"bare decoding to 512 pixels: {PICTURES / decoding:.0f} pictures/s")
        ratio = looking / decoding
        print(f"fingerprints (PDQ, mirrored too): {PICTURES / looking:.0f} pictures/s, {ratio:.1f} x the decoding")
        if features.available():
            _matching(Path(scratch), paths)
    _index()


def _written(folder: Path, seed: int) -> Path:
    edits = list(EDITS.values())
    path = folder / "new.jpg"
    edits[seed % len(edits)](scene(seed // 2)).save(path, "JPEG", quality=88)
    return path.rename(folder / hashlib.sha256(path.read_bytes()).hexdigest())


def _matching(folder: Path, paths: list[Path]) -> None:
    seen = [features.both_ways(decode(path)) for path in paths[:8]]
    comparing = _seconds(lambda: [features.compare(one[0], other[0]) for one in seen for other in seen])
    matcher = Matcher(lambda sha256: folder / sha256)
    taking = _seconds(lambda: [matcher.take(path.name, "photo") for path in paths])
    print(f"comparisons by local features: {len(seen) ** 2 / comparing:.0f} pairs/s")
    print(f"whole way in (fingerprint, index, up to 40 comparisons): {len(paths) / taking:.1f} pictures/s")


def _index() -> None:
    index = Index(Frame(str(number), os.urandom(32), 100) for number in range(STORED))
    asking = _seconds(lambda: [index.near(os.urandom(32), 31) for _ in range(20)]) / 20
    print(f"look-up among {STORED:,} fingerprints: {1000 * asking:.1f} ms")


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
