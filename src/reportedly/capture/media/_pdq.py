"""PDQ in NumPy: 256 bits that stay nearly the same when a picture is resized, recompressed, or lightly marked.

It follows the published reference (Facebook, "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm", 2019)
step by step in 32-bit floats, in the reference's order of summation, so that its bits are the reference's bits.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BITS = 256
MOST_DISTANCE = 31
"""Bits that may differ between two pictures taken as one, of 256; the reference's recommendation."""
LEAST_QUALITY = 50
"""Below it a picture is too plain for its bits to tell much; the reference's recommendation."""

_SIDE, _KEPT = 64, 16
_LEAST_SIDE = 5  # pixels; the reference gives smaller pictures no fingerprint
_WINDOWS = 128  # the blur's window is this part of the side
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


class Pdq(NamedTuple):
    """The fingerprint: 32 bytes, most significant bit first as the reference prints them; quality 0..100."""

    bits: bytes
    quality: int


def pdq(picture: NDArray[np.uint8]) -> Pdq:
    """The fingerprint of a picture of shape (height, width, 3), red-green-blue, or (height, width), grey."""
    return pdq_both_ways(picture)[0]


def pdq_both_ways(picture: NDArray[np.uint8]) -> tuple[Pdq, bytes]:
    """The fingerprint, and the bits of the picture as in a mirror, got from its frequencies as the reference does."""
    if min(picture.shape[:2]) < _LEAST_SIDE:
        return Pdq(bytes(BITS // 8), 0), bytes(BITS // 8)
    small = shrunk(luma(picture))
    frequencies = _frequencies(small)
    mirrored = frequencies * np.where(np.arange(_KEPT) % 2 == 0, -1, 1)
    return Pdq(_bits(frequencies), _quality(small)), _bits(mirrored)


def luma(picture: NDArray[np.uint8]) -> Floats:
    """Brightness, 0..255, of the same height and width."""
    if picture.ndim == 2:
        return picture.astype(np.float32)
    red, green, blue = (picture[:, :, channel].astype(np.float32) * _LUMA[channel] for channel in range(3))
    bright: Floats = red + green + blue
    return bright


def shrunk(bright: Floats) -> Floats:
    """64 x 64 samples of the picture after two rounds of a box blur along rows and columns."""
    height, width = bright.shape
    for _ in range(2):
        bright = _box(np.ascontiguousarray(bright.T), _window(width)).T
        bright = _box(np.ascontiguousarray(bright), _window(height))
    rows = ((np.arange(_SIDE) + 0.5) * height / _SIDE).astype(int)
    columns = ((np.arange(_SIDE) + 0.5) * width / _SIDE).astype(int)
    return bright[np.ix_(rows, columns)]


def _window(length: int) -> int:
    return (length + _WINDOWS - 1) // _WINDOWS


def _box(lines: Floats, window: int) -> Floats:
    """The mean of a sliding window along the first axis, smaller at both ends; sums run as in the reference."""
    length, half = len(lines), (window + 2) // 2
    made = np.empty_like(lines)
    total = np.zeros(lines.shape[1], np.float32)
    right = left = held = 0
    for _ in range(half - 1):
        total += lines[right]
        right, held = right + 1, held + 1
    for out in range(length):
        if right < length:
            total += lines[right]
            right, held = right + 1, held + 1
        if held > window or (right == length and out + half > length):
            total -= lines[left]
            left, held = left + 1, held - 1
        np.divide(total, np.float32(held), out=made[out])
    return made


@cache
def _waves() -> Floats:
    """The discrete cosine transform's rows 1 to 16 for 64 samples; row 0, the mean, tells nothing."""
    i, j = np.arange(1, _KEPT + 1)[:, None], np.arange(_SIDE)[None, :]
    waves: Floats = (np.sqrt(2.0 / _SIDE) * np.cos(np.pi / (2 * _SIDE) * i * (2 * j + 1))).astype(np.float32)
    return waves


def _frequencies(small: Floats) -> Floats:
    waves = _waves()
    half: Floats = np.zeros((_KEPT, _SIDE), np.float32)
    for k in range(_SIDE):
        half += waves[:, k, None] * small[k]
    whole: Floats = np.zeros((_KEPT, _KEPT), np.float32)
    for k in range(_SIDE):
        whole += half[:, k, None] * waves[:, k]
    return whole


def _bits(frequencies: Floats) -> bytes:
    """A bit is set where the frequency is above the (lower) median; bit 0 is the lowest frequency and printed last."""
    flat = frequencies.ravel()
    median = np.partition(flat, BITS // 2 - 1)[BITS // 2 - 1]
    return np.packbits((flat > median)[::-1]).tobytes()


def _quality(small: Floats) -> int:
    """How much brightness varies between neighbours: a plain picture has little."""
    steps = sum(int(np.abs(_percent(small, axis)).sum()) for axis in (0, 1))
    return min(100, steps // 90)


def _percent(small: Floats, axis: int) -> NDArray[np.int64]:
    difference: Any = -np.diff(small, axis=axis) * np.float32(100) / np.float32(255)
    whole: NDArray[np.int64] = np.trunc(difference).astype(np.int64)
    return whole
