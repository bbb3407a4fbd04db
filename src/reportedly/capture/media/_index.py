"""An index of fingerprints by the number of bits in which they differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.capture.media._pdq import BITS

_WORDS = BITS // 64
_GROWTH = 1024


class Frame(NamedTuple):
    """A fingerprint and where it is from: the file's SHA-256, of a video also the seconds into it."""

    sha256: str
    bits: bytes
    quality: int
    at: float | None = None


class Hit(NamedTuple):
    """A stored fingerprint near the one asked for; `distance` in bits."""

    frame: Frame
    distance: int


class Index:
    """All fingerprints in memory, 32 bytes each; every look-up counts the bits of all (a million in some 10 ms)."""

    def __init__(self, frames: Iterable[Frame] = ()) -> None:
        self.frames: list[Frame] = []
        self._bits = np.empty((_GROWTH, _WORDS), np.uint64)
        self.add(frames)

    def __len__(self) -> int:
        return len(self.frames)

    def add(self, frames: Iterable[Frame]) -> None:
        for frame in frames:
            if len(self.frames) == len(self._bits):
                self._bits = np.concatenate((self._bits, np.empty_like(self._bits)))
            self._bits[len(self.frames)] = np.frombuffer(frame.bits, np.uint64)
            self.frames.append(frame)

    def near(self, bits: bytes, within: int) -> list[Hit]:
        """The stored fingerprints at most `within` bits away, the nearest first, in the order of their adding."""
        distances = self.distances(bits)
        found = np.flatnonzero(distances <= within)
        ordered = found[np.argsort(distances[found], kind="stable")]
        return [Hit(self.frames[number], int(distances[number])) for number in ordered]

    def distances(self, bits: bytes) -> NDArray[np.int64]:
        """To every stored fingerprint, in the order of their adding."""
        wanted = np.frombuffer(bits, np.uint64)
        differing: NDArray[np.int64] = np.bitwise_count(self._bits[: len(self.frames)] ^ wanted).sum(axis=1, dtype=np.int64)
        return differing
