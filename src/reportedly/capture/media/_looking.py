"""What a media file looks like: fingerprints of its picture, or of a video's pictures with their times."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reportedly.capture.media import _video
from reportedly.capture.media._index import Frame
from reportedly.capture.media._pdq import LEAST_QUALITY, pdq_both_ways
from reportedly.capture.media._pictures import Picture, decode, trimmed
from reportedly.model import MediaKind, UnreadableInput

VERSION = "pdq 1"
"""Of the fingerprints: raised when the same file would give others."""

KEYFRAMES = 3
_MOST_KEPT = 24  # pictures of a video in memory, evenly spread, some 0.4 MB each
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"})


class View(NamedTuple):
    """One picture of a file with its fingerprint as it is, and the bits it has in a mirror; not every one is kept."""

    frame: Frame
    mirrored: bytes
    picture: Picture | None


class Look(NamedTuple):
    """A media file as it looks. Without views, `note` says why."""

    sha256: str
    kind: MediaKind
    views: tuple[View, ...] = ()
    note: str | None = None

    @property
    def frames(self) -> tuple[Frame, ...]:
        return tuple(view.frame for view in self.views)

    @property
    def keyframes(self) -> tuple[View, ...]:
        """The pictures by which local features are compared: a photo without its border, some of a video."""
        if self.kind != "video":
            return self.views[-1:]
        kept = [view for view in self.views if view.picture is not None]
        step = max(1, len(kept) // KEYFRAMES)
        return tuple(kept[step // 2 :: step][:KEYFRAMES])


def is_visual(kind: MediaKind, name: str | None) -> bool:
    """Whether a file is looked at: photos, videos, and documents named like pictures; stickers say nothing."""
    return kind in ("photo", "video") or (kind == "document" and Path(name or "").suffix.lower() in _PICTURES)


def look(path: Path, sha256: str, kind: MediaKind) -> Look:
    """Looks at a file. A file that cannot be decoded gives a look without views; nothing is raised for it."""
    try:
        return _video_look(path, sha256) if kind == "video" else _picture_look(path, sha256, kind)
    except UnreadableInput as error:
        return Look(sha256, kind, note=f"no fingerprint: {error.reason}")


def _picture_look(path: Path, sha256: str, kind: MediaKind) -> Look:
    picture = decode(path)
    inside = trimmed(picture)
    views = [_view(picture, sha256, None)]
    if inside.shape != picture.shape:
        views.append(_view(inside, sha256, None))
    return Look(sha256, kind, tuple(views), _plainness(views))


def _video_look(path: Path, sha256: str) -> Look:
    if not _video.available():
        return Look(sha256, "video", note="no fingerprint: videos need `pip install 'reportedly[media]'`")
    views: list[View] = []
    every = 1
    for number, (at, picture) in enumerate(_video.frames(path)):
        view = _view(picture, sha256, at)
        views.append(view if number % every == 0 else view._replace(picture=None))
        if number == every * _MOST_KEPT:
            every *= 2
            views = [one if place % every == 0 else one._replace(picture=None) for place, one in enumerate(views)]
    if not views:
        raise UnreadableInput("a video without pictures")
    return Look(sha256, "video", tuple(views), _plainness(views))


def _view(picture: Picture, sha256: str, at: float | None) -> View:
    found, mirrored = pdq_both_ways(picture)
    return View(Frame(sha256, found.bits, found.quality, at), mirrored, picture)


def _plainness(views: list[View]) -> str | None:
    if views and all(view.frame.quality < LEAST_QUALITY for view in views):
        return "fingerprint quality: low; a copy may not be found"
    return None
