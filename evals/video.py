"""`python -m evals video`: edited copies of clips that are found again among other clips, and clips taken for another.

A clip pans over drawn pictures, one a second; its copies are encoded anew with x264. Synthetic, as the pictures are.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from evals import _drawn
from evals._drawn import EDITS, scene
from evals._harness import Score, Skipped, interval
from reportedly.capture.media import Matcher, _video, look
from reportedly.capture.media import _features as features

CLIPS, SECONDS = 5, 6
_STRANGER = 900  # a scene of no clip

Pictures = list[Image.Image]
ClipEdit = Callable[[Pictures], Pictures]

_OF_PICTURES = ("logo on 30 % of the width", "caption bar", "crop 10 %", "letterbox", "mirrored", "screenshot of a messenger")


def _every(name: str) -> ClipEdit:
    """The edit of a picture, done to all of a clip."""
    return lambda pictures: [EDITS[name](picture) for picture in pictures]


CLIP_EDITS: dict[str, ClipEdit] = {
    "encoded again, smaller": lambda pictures: pictures,
    **{name: _every(name) for name in _OF_PICTURES},
    "the middle third": lambda pictures: pictures[2:4],
    "two seconds of a channel's intro": lambda pictures: [scene(_STRANGER), scene(_STRANGER), *pictures],
}


def write_video(path: Path, pictures: Sequence[Image.Image], width: int = 320, rate: int = 4) -> None:
    """An MP4 (x264) that shows each picture for a second, all in the first one's shape."""
    import av

    height = round(width * pictures[0].height / pictures[0].width) // 2 * 2
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height = width, height
        stream.pix_fmt, stream.time_base = "yuv420p", Fraction(1, rate)
        for picture in pictures:
            shown = np.asarray(picture.resize((width, height)).convert("RGB"))
            for _ in range(rate):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(shown, format="rgb24")))
        container.mux(stream.encode())


def clip(number: int) -> Pictures:
    """Some scenes, two of them panned over."""
    first, second = scene(1000 + 2 * number), scene(1001 + 2 * number)
    windows = [(60 * step, 20 * step, 780 + 60 * step, 500 + 20 * step) for step in range(SECONDS // 2)]
    return [one.crop(window) for one in (first, second) for window in windows]


def run() -> list[Score]:
    """Share of edited clips whose original is found, and of other clips that are found instead."""
    if not (features.available() and _video.available()):
        raise Skipped("needs OpenCV and PyAV: pip install 'reportedly[media]'")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        matcher = Matcher(lambda sha256: folder / sha256)
        for number in range(CLIPS):
            _written(folder, f"clip{number}", clip(number))
            matcher.take(f"clip{number}", "video")
        kept: list[bool] = []
        wrong = 0
        for name, edit in CLIP_EDITS.items():
            found = [_found(folder, matcher, number, edit) for number in range(CLIPS)]
            kept += [f"clip{number}" in one for number, one in enumerate(found)]
            wrong += sum(len(one - {f"clip{number}"}) for number, one in enumerate(found))
            print(f"  {name:34} {sum(kept[-CLIPS:])}/{CLIPS}")
    pairs = len(CLIP_EDITS) * CLIPS * (CLIPS - 1)
    print(f"  other clips: {pairs} pairs, taken for the same {wrong}")
    low, high = interval(kept, lambda rows: 100 * sum(rows) / len(rows))
    data = _data()
    return [
        Score("video", "edited clips found, %", 100 * sum(kept) / len(kept), low, high, 95, data),
        Score("video", "other clips taken for the same, %", 100 * wrong / pairs, None, None, 0.1, data, True),
    ]


def _found(folder: Path, matcher: Matcher, number: int, edit: ClipEdit) -> set[str]:
    path = _written(folder, "copy", edit(clip(number)), 320)
    return {match.other for match in matcher.matches(look(path, "copy", "video"))}


def _written(folder: Path, name: str, pictures: Sequence[Image.Image], width: int = 480) -> Path:
    write_video(folder / "new.mp4", pictures, width)
    return (folder / "new.mp4").rename(folder / name)


def _data() -> str:
    """Of the code that draws pictures and clips."""
    digest = hashlib.sha256()
    for path in (_drawn.__file__, __file__):
        digest.update(Path(path or "").read_bytes())
    return digest.hexdigest()[:12]
