"""Videos → single pictures with their times. Needs PyAV (`pip install 'reportedly[media]'`)."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from reportedly.capture.media._pictures import LONGEST_SIDE, MOST_PIXELS, Picture
from reportedly.model import UnreadableInput

EVERY = 1.0
"""Seconds between two pictures that are looked at."""
MOST_FRAMES = 240
"""Pictures looked at; of a longer video they lie further apart."""
_MOST_DECODED = 20_000  # pictures; of long videos only key frames are decoded
_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,gif",
}
"""No play lists: what such a file names would be opened too."""


def available() -> bool:
    """Whether PyAV is installed."""
    return importlib.util.find_spec("av") is not None


def frames(path: Path, most: int = MOST_FRAMES, every: float = EVERY) -> Iterator[tuple[float, Picture]]:
    """Seconds and picture (height, width, 3), about `every` seconds, at most `most`. Raises UnreadableInput."""
    import av

    try:
        with av.open(str(path), options=_OPTIONS) as container:
            if not container.streams.video:
                raise UnreadableInput("a video without pictures")
            stream = container.streams.video[0]
            if stream.width * stream.height > MOST_PIXELS:
                raise UnreadableInput(f"a video of {stream.width} x {stream.height} pixels")
            step = max(every, _duration(container, stream) / most)
            if step > every:
                stream.codec_context.skip_frame = "NONKEY"
            yield from _sampled(container, stream, step, most)
    except UnreadableInput:
        raise
    except (av.FFmpegError, ValueError, MemoryError) as error:
        raise UnreadableInput(f"not a video that can be decoded ({type(error).__name__})") from error


def _sampled(container: object, stream: object, step: float, most: int) -> Iterator[tuple[float, Picture]]:
    start: float | None = None
    due, found = 0.0, 0
    for number, frame in enumerate(container.decode(stream)):  # type: ignore[attr-defined]
        if number > _MOST_DECODED or found >= most:
            return
        start = frame.time if start is None else start
        at = (frame.time or 0.0) - (start or 0.0)
        if at + 1e-6 < due:
            continue
        due, found = due + step, found + 1
        yield round(at, 3), _shrunk(frame)


def _shrunk(frame: object) -> Picture:
    width, height = frame.width, frame.height  # type: ignore[attr-defined]
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    size = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
    picture: Picture = np.ascontiguousarray(frame.to_ndarray(format="rgb24", **size))  # type: ignore[attr-defined]
    return picture


def _duration(container: object, stream: object) -> float:
    """Seconds, as the file says; 0 when it does not."""
    if stream.duration and stream.time_base:  # type: ignore[attr-defined]
        return float(stream.duration * stream.time_base)  # type: ignore[attr-defined]
    return float(container.duration or 0) / 1_000_000  # type: ignore[attr-defined]
