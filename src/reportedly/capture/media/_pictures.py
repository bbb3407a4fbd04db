"""Picture files → arrays, with bounds against pictures made to exhaust memory."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.model import UnreadableInput

MOST_PIXELS = 64 * 1024 * 1024
"""Of a picture as it says it is; a larger one is not decoded (the largest that cameras of reporters make have this)."""

LONGEST_SIDE = 512
"""Pixels; pictures are shrunk to it first, as the reference's own file reader does."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")

Picture = NDArray[np.uint8]


def decode(source: Path | bytes, longest: int = LONGEST_SIDE) -> Picture:
    """The picture as (height, width, 3), upright, at most `longest` pixels a side. Raises UnreadableInput."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a damaged picture's metadata
            with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source, formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise UnreadableInput(f"a picture of {image.width} x {image.height} pixels, over {MOST_PIXELS >> 20} million")
                image.draft("RGB", (2 * longest, 2 * longest))
                upright = ImageOps.exif_transpose(_plain(image))
                upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
                return np.asarray(upright, np.uint8)
    except UnreadableInput:
        raise
    except Exception as error:  # a decoder may fail in any way on a damaged or hostile file
        raise UnreadableInput(f"not a picture that can be decoded ({type(error).__name__})") from error


def size_of(source: Path) -> tuple[int, int] | None:
    """Width and height as the file's head says; None when it is no picture."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source, formats=_FORMATS) as image:
                return image.width, image.height
    except Exception:  # as above
        return None


def trimmed(picture: Picture, tolerance: int = 12) -> Picture:
    """Without a border of one colour, as frames and letterboxes have; the picture itself when hardly anything is left."""
    kept = _inside(picture, 0, tolerance), _inside(picture, 1, tolerance)
    (top, bottom), (left, right) = kept
    if bottom - top < picture.shape[0] // 4 or right - left < picture.shape[1] // 4:
        return picture
    return picture[top:bottom, left:right]


def _plain(image: Any) -> Any:
    """In red, green and blue, on black where it is transparent; of a moving picture the first."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        from PIL import Image

        over = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", over.size, (0, 0, 0, 255)), over).convert("RGB")
    if image.mode.startswith("I;16"):
        from PIL import Image

        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    return image.convert("RGB")


def _inside(picture: Picture, axis: int, tolerance: int) -> tuple[int, int]:
    """First line and end of what is not border along an axis."""
    lines = picture if axis == 0 else picture.swapaxes(0, 1)
    spread = lines.max(axis=1).astype(int) - lines.min(axis=1)
    plain = (spread <= tolerance).all(axis=1)
    busy = np.flatnonzero(~plain)
    return (int(busy[0]), int(busy[-1]) + 1) if len(busy) else (0, len(lines))
