"""Working copies of pictures: one that shows nothing yet, and one that shows all but where and with what it was taken.

Both are drawn anew from the pixels, so that neither EXIF nor GPS nor a thumbnail inside the file goes with them. The
original stays untouched in the ledger.
"""

from __future__ import annotations

import io

from reportedly.capture.media import Picture, decode

VEILED = 320
"""Pixels of the longer side of a veiled picture ..."""
_LEFT = 20
"""... of which only so many are of the original: what is between them is made up, and cannot be computed back."""
CLEAR = 1600


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


def _image(picture: Picture):  # type: ignore[no-untyped-def]
    from PIL import Image

    return Image.fromarray(picture)


def _png(image) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
