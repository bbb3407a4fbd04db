"""Working copies of media: one that shows nothing yet, and one that shows all but where and with what it was taken.

Both are drawn anew from the pixels, so that neither EXIF nor GPS nor a thumbnail inside the file goes with them. The
original stays untouched in the ledger.
"""

from __future__ import annotations

import io
from pathlib import Path

from reportedly.capture.media import Picture, decode, film_frames, films_available
from reportedly.model import UnreadableInput

VEILED = 320
"""Pixels of the longer side of a veiled picture ..."""
_LEFT = 20
"""... of which only so many are of the original: what is between them is made up, and cannot be computed back."""
CLEAR = 1600
FRAMES = 12
"""Pictures of a film that are shown, evenly spread over it ..."""
_ACROSS, _FRAME, _LABEL = 3, 400, 18
"""... so many in a row, of so many pixels, with a line of their time beneath."""


def veiled(data: bytes) -> bytes:
    """The picture blurred and grey, as PNG. Raises UnreadableInput for what is no picture, or too large."""
    from PIL import Image, ImageFilter

    small = _image(decode(data, _LEFT)).convert("L")
    scale = VEILED / max(small.size)
    size = (max(1, round(small.width * scale)), max(1, round(small.height * scale)))
    return _png(small.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(VEILED / _LEFT)))


def clear(data: bytes) -> bytes:
    """The picture as it looks, as PNG of at most CLEAR pixels a side, without anything that was written beside the pixels."""
    return _png(_image(decode(data, CLEAR)))


def sheet(path: Path) -> bytes:
    """Pictures of a film side by side with their times, as PNG, without its sound. Raises UnreadableInput for what is no film."""
    from PIL import Image, ImageDraw

    if not films_available():
        raise UnreadableInput("pictures of films need `pip install 'reportedly[media]'`")
    found = list(film_frames(path, FRAMES))
    if not found:
        raise UnreadableInput("a film without pictures")
    pictures = [(at, _image(picture)) for at, picture in found]
    for _, picture in pictures:
        picture.thumbnail((_FRAME, _FRAME))
    width, height = (max(side) for side in zip(*(picture.size for _, picture in pictures), strict=True))
    rows = -(-len(pictures) // _ACROSS)
    whole = Image.new("RGB", (min(len(pictures), _ACROSS) * width, rows * (height + _LABEL)), "white")
    draw = ImageDraw.Draw(whole)
    for number, (at, picture) in enumerate(pictures):
        x, y = number % _ACROSS * width, number // _ACROSS * (height + _LABEL)
        whole.paste(picture, (x, y))
        draw.text((x + 4, y + height + 3), f"{int(at) // 60}:{at % 60:04.1f}", fill="black")
    return _png(whole)


def _image(picture: Picture):  # type: ignore[no-untyped-def]
    from PIL import Image

    return Image.fromarray(picture)


def _png(image) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
