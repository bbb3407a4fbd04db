"""`python -m evals media`: edited copies that are found again, and unrelated pictures taken for the same. Drawn pictures.

The pictures are drawn (`_drawn.py`), their edits synthetic: real copies are harder. Unrelated pictures get the same logo, the
same caption or the same messenger around them, as two posts of one channel have.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from evals import _drawn
from evals._drawn import EDITS, scene
from evals._harness import Score, Skipped, interval
from reportedly.capture.media import LEAST_QUALITY, MOST_DISTANCE, Pdq
from reportedly.capture.media import _features as features
from reportedly.capture.media._pdq import pdq_both_ways
from reportedly.capture.media._pictures import Picture, trimmed

SCENES = 20
_FRAMED = ("logo on 30 % of the width", "caption bar", "screenshot of a messenger")


def run() -> list[Score]:
    """Share of edited copies kept by fingerprints alone and with local features; share of false pairs of each."""
    if not features.available():
        raise Skipped("needs OpenCV: pip install 'reportedly[media]'")
    scenes = [scene(seed) for seed in range(SCENES)]
    originals = [_prepared(_shrunk(one)) for one in scenes]
    edited = {name: [_prepared(_shrunk(edit(one))) for one in scenes] for name, edit in EDITS.items()}
    data = _fingerprint()
    kept = {name: _kept(originals, copies) for name, copies in edited.items()}
    for name, rows in kept.items():
        by_pdq, both = (sum(column) for column in zip(*rows, strict=True))
        print(f"  {name:28} fingerprints {by_pdq:3}/{SCENES}   with features {both:3}/{SCENES}")
    false_pdq, false_features, pairs = _false(originals, edited)
    print(f"  unrelated pairs: {pairs}; taken for the same by fingerprints {false_pdq}, by features {false_features}")
    rows = [row for found in kept.values() for row in found]
    return [
        _score("edited copies found by fingerprints alone, %", [row[0] for row in rows], None, data),
        _score("edited copies found with local features, %", [row[1] for row in rows], 95, data),
        Score(
            "media",
            "unrelated pairs taken for the same, %",
            _share(false_pdq + false_features, pairs),
            None,
            None,
            0.1,
            data,
            True,
        ),
    ]


class Prepared(NamedTuple):
    """A picture's fingerprints as stored (whole, without border), those asked for (also mirrored), and its features."""

    stored: tuple[Pdq, ...]
    asked: tuple[Pdq, ...]
    both_ways: tuple[features.Features, features.Features]


def _prepared(picture: Picture) -> Prepared:
    inside = trimmed(picture)
    shown = (picture,) if inside.shape == picture.shape else (picture, inside)
    found = [pdq_both_ways(one) for one in shown]
    stored = tuple(straight for straight, _ in found)
    asked = stored + tuple(Pdq(mirrored, straight.quality) for straight, mirrored in found)
    return Prepared(stored, asked, features.both_ways(inside))


def _kept(originals: Sequence[Prepared], copies: Sequence[Prepared]) -> list[tuple[bool, bool]]:
    """For every picture whether its copy is found by fingerprints, and by fingerprints or features."""
    rows = []
    for original, copy in zip(originals, copies, strict=True):
        by_pdq = _by_pdq(original, copy)
        rows.append((by_pdq, by_pdq or features.fit(copy.both_ways, original.both_ways[0]).same))
    return rows


def _by_pdq(one: Prepared, other: Prepared) -> bool:
    return any(_near(a.bits, b.bits) for a in one.stored for b in other.asked if min(a.quality, b.quality) >= LEAST_QUALITY)


def _near(one: bytes, other: bytes) -> bool:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count() <= MOST_DISTANCE


def _false(originals: Sequence[Prepared], edited: dict[str, list[Prepared]]) -> tuple[int, int, int]:
    """Unrelated pictures in the same frame or under the same mark, every two of them."""
    by_pdq = by_features = pairs = 0
    for copies in (originals, *(edited[name] for name in _FRAMED)):
        for one, other in itertools.combinations(copies, 2):
            pairs += 1
            by_pdq += _by_pdq(one, other)
            by_features += features.fit(one.both_ways, other.both_ways[0]).same
    return by_pdq, by_features, pairs


def _shrunk(picture: Image.Image) -> Picture:
    made = picture.copy()
    made.thumbnail((512, 512), Image.Resampling.LANCZOS)
    return np.asarray(made, np.uint8)


def _score(metric: str, found: Sequence[bool], goal: float | None, data: str) -> Score:
    low, high = interval(found, lambda rows: _share(sum(rows), len(rows)))
    return Score("media", metric, _share(sum(found), len(found)), low, high, goal, data)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole


def _fingerprint() -> str:
    """Of the drawings' code and edits, which make the data; not of pixels, which another Pillow may round otherwise."""
    source = _drawn.__spec__.origin if _drawn.__spec__ else None
    assert source is not None
    with open(source, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
