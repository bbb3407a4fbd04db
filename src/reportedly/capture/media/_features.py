"""Whether two pictures show the same, by local features that fit one geometry: what a crop, a frame or a logo leaves over.

Needs OpenCV (`pip install 'reportedly[media]'`). Four checks keep chance from passing for a fit: a target point counts once,
the geometry neither collapses nor explodes, its points are spread, and they lie in many places of both pictures.
A fifth keeps a common logo, caption or messenger from passing for a common picture: laid over each other by that geometry, the
two must look alike in most places where there is anything to see.
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.capture.media._pictures import Picture

SIDE = 480
"""Pixels of the longer side on which features are sought."""
LEAST_CELLS = 10
"""Distinct cells of 6 pixels with fitting points, in both pictures, from which two pictures are one."""
LEAST_ALIKE = 0.7
"""Part of the blocks where the two overlap, and are not plain, that must look alike."""

_MOST_FEATURES = 400
_RATIO = 0.75  # a match must be this much nearer than the second best
_REACH = 4.0  # pixels by which a point may miss the geometry
_CELL = 6
_SCALES = (0.2, 5.0)
_MOST_STRETCH = 1.6
_LEAST_SPREAD = 6.0
_BLOCK = 16  # pixels
_LEAST_BLOCKS = 12
_PLAIN = 5.0  # standard deviation of brightness up to which a block shows nothing
_CORRELATED = 0.5

Points = NDArray[np.float32]


class Features(NamedTuple):
    """Points of a picture (x, y), their descriptors, and the picture's brightness on which they were sought."""

    points: Points
    descriptors: Points
    grey: NDArray[np.uint8]


class Fit(NamedTuple):
    """How well two pictures fit: cells with fitting points, part that looks alike (0..1), whether one is mirrored."""

    cells: int
    alike: float
    mirrored: bool = False

    @property
    def same(self) -> bool:
        return self.cells >= LEAST_CELLS and self.alike >= LEAST_ALIKE

    @property
    def score(self) -> float:
        """0..1; 0.8 for a fit that just counts, near 1 for one that cannot be chance."""
        return round(1 - 2.0 / self.cells, 3) if self.same else 0.0


NO_FIT = Fit(0, 0.0)


def available() -> bool:
    """Whether OpenCV is installed."""
    return importlib.util.find_spec("cv2") is not None


def version() -> str:
    """What made a fit: our rules and OpenCV's version."""
    import cv2

    return f"features 1, OpenCV {cv2.__version__}"


def features(picture: Picture) -> Features:
    """The local features of a picture of shape (height, width, 3)."""
    import cv2

    grey: Any = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = SIDE / max(grey.shape)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    points, descriptors = _sift().detectAndCompute(grey, None)
    if descriptors is None:
        return Features(np.empty((0, 2), np.float32), np.empty((0, 128), np.float32), grey)
    return Features(np.array([point.pt for point in points], np.float32), _rooted(descriptors), grey)


def both_ways(picture: Picture) -> tuple[Features, Features]:
    """The features of a picture as it is and as in a mirror."""
    return features(picture), features(np.ascontiguousarray(picture[:, ::-1]))


def fit(one: tuple[Features, Features], other: Features) -> Fit:
    """How well a picture, given both ways, fits another's features."""
    straight = compare(one[0], other)
    if straight.same:
        return straight
    mirrored = compare(one[1], other)
    return mirrored._replace(mirrored=True) if mirrored.same else straight


def compare(one: Features, other: Features) -> Fit:
    """How well two pictures' features fit as they are."""
    pairs = _pairs(one.descriptors, other.descriptors)
    if len(pairs) < LEAST_CELLS:
        return NO_FIT
    source, target = one.points[pairs[:, 0]], other.points[pairs[:, 1]]
    geometry = _geometry(source, target)
    if geometry is None:
        return NO_FIT
    source, target = source[geometry.inside], target[geometry.inside]
    cells = min(_cells(source), _cells(target))
    if cells < LEAST_CELLS or min(_spread(source), _spread(target)) < _LEAST_SPREAD:
        return NO_FIT
    return Fit(cells, _alike(one.grey, other.grey, geometry.matrix))


@cache
def _sift() -> Any:
    cv2: Any = importlib.import_module("cv2")  # its type stubs lack SIFT
    return cv2.SIFT_create(nfeatures=_MOST_FEATURES)


def _rooted(descriptors: Points) -> Points:
    """Square roots of shares: their dot product compares better than the plain descriptors' distance."""
    shares = descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6)
    rooted: Points = np.sqrt(shares).astype(np.float32)
    return rooted


def _pairs(one: Points, other: Points) -> NDArray[np.int64]:
    """Index pairs of matching features: each one's best by far, and of those with one target only the best."""
    if len(one) < 2 or len(other) < 2:
        return np.empty((0, 2), np.int64)
    likeness = one @ other.T
    every = np.arange(len(one))
    target = likeness.argmax(axis=1)
    best = likeness[every, target]
    likeness[every, target] = -1
    near, next_near = (np.sqrt(np.maximum(2 - 2 * one, 0)) for one in (best, likeness.max(axis=1)))
    rows = np.flatnonzero(near < _RATIO * next_near)
    rows = rows[np.argsort(near[rows], kind="stable")]
    _, first = np.unique(target[rows], return_index=True)
    return np.stack((rows[first], target[rows[first]]), axis=1)


class _Geometry(NamedTuple):
    """An affine map (2 x 3) from one picture into the other, and which pairs of points it explains."""

    matrix: NDArray[np.float64]
    inside: NDArray[np.bool_]


def _geometry(source: Points, target: Points) -> _Geometry | None:
    """The map that explains most pairs; None when it would collapse, explode or stretch the picture."""
    import cv2

    matrix, inside = cv2.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=_REACH, maxIters=3000)
    if matrix is None or not np.isfinite(matrix).all():
        return None
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    turned_over = np.linalg.det(matrix[:, :2]) <= 0
    if turned_over or small < _SCALES[0] or large > _SCALES[1] or large > _MOST_STRETCH * small:
        return None
    return _Geometry(matrix.astype(np.float64), inside.ravel().astype(bool))


def _alike(one: NDArray[np.uint8], other: NDArray[np.uint8], matrix: NDArray[np.float64]) -> float:
    """Part of the blocks of their overlap, plain ones left out, whose brightness varies alike; 0 when there are too few."""
    import cv2

    size = (other.shape[1], other.shape[0])
    laid: Any = cv2.warpAffine(cv2.GaussianBlur(one, (5, 5), 0), matrix, size)
    covered: Any = cv2.warpAffine(np.ones_like(one), matrix, size)
    blurred: Any = cv2.GaussianBlur(other, (5, 5), 0)
    first, second = _blocks(laid), _blocks(blurred)
    whole = _blocks(covered).min(axis=1) > 0
    first, second = (blocks[whole] - blocks[whole].mean(axis=1, keepdims=True) for blocks in (first, second))
    spread = first.std(axis=1), second.std(axis=1)
    shown = np.maximum(*spread) > _PLAIN
    if shown.sum() < _LEAST_BLOCKS:
        return 0.0
    correlation = (first * second).mean(axis=1) / np.maximum(spread[0] * spread[1], 1.0)
    return float((correlation[shown] >= _CORRELATED).mean())


def _blocks(picture: NDArray[np.uint8]) -> Points:
    """Square blocks, one a row."""
    rows, columns = picture.shape[0] // _BLOCK, picture.shape[1] // _BLOCK
    cut = picture[: rows * _BLOCK, : columns * _BLOCK].astype(np.float32)
    return cut.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2).reshape(-1, _BLOCK * _BLOCK)


def _spread(points: Points) -> float:
    return float(points.std(axis=0).min())


def _cells(points: Points) -> int:
    return len(np.unique((points // _CELL).astype(int), axis=0))
