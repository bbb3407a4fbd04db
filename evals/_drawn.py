"""Pictures drawn by a seed, and what channels do to pictures: recompress, shrink, crop, frame, caption, mark, mirror.

Our own, so that they can be made anywhere and shown to anybody. Arrays are (height, width, 3), 8 bits.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Picture = NDArray[np.uint8]
Edit = Callable[[Image.Image], Image.Image]

WIDTH, HEIGHT = 960, 640


@cache
def scene(seed: int) -> Image.Image:
    """A landscape: sky, ground of rough texture, houses with windows, trees, wreckage, smoke. Different for every seed."""
    rng = np.random.default_rng(seed)
    horizon = int(HEIGHT * rng.uniform(0.3, 0.6))
    picture = Image.fromarray(_ground(rng, horizon))
    draw = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(3, 9))):
        _house(draw, rng, horizon)
    for _ in range(int(rng.integers(2, 10))):
        _tree(draw, rng, horizon)
    for _ in range(int(rng.integers(10, 40))):
        _wreck(draw, rng, horizon)
    noise = rng.normal(0, 4, (HEIGHT, WIDTH, 1))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def _ground(rng: np.random.Generator, horizon: int) -> Picture:
    field = np.zeros((HEIGHT, WIDTH))
    for k, n in enumerate((3, 6, 12, 30, 80, 200), start=1):
        coarse = Image.fromarray(rng.uniform(0, 1, (n, n)).astype(np.float32))
        field += np.asarray(coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)) / k
    field = (field - field.min()) / np.ptp(field)
    sky, soil = rng.uniform(90, 240, 3), rng.uniform(30, 190, 3)
    down = (np.arange(HEIGHT) < horizon)[:, None, None]
    shaded = np.where(down, sky * (0.75 + 0.35 * field[:, :, None]), soil * (0.35 + 1.1 * field[:, :, None]))
    ground: Picture = np.clip(shaded, 0, 255).astype(np.uint8)
    return ground


def _colour(rng: np.random.Generator, low: int = 10, high: int = 245) -> tuple[int, int, int]:
    red, green, blue = (int(c) for c in rng.integers(low, high, 3))
    return red, green, blue


def _house(draw: ImageDraw.ImageDraw, rng: np.random.Generator, horizon: int) -> None:
    width, height = int(rng.integers(60, 220)), int(rng.integers(60, 260))
    left, bottom = int(rng.integers(-40, WIDTH - 40)), horizon + int(rng.integers(0, 160))
    draw.rectangle((left, bottom - height, left + width, bottom), fill=_colour(rng), outline=_colour(rng), width=2)
    roof = [
        (left - 8, bottom - height),
        (left + width // 2, bottom - height - int(rng.integers(5, 80))),
        (left + width + 8, bottom - height),
    ]
    draw.polygon(roof, fill=_colour(rng))
    step = int(rng.integers(18, 44))
    for x in range(left + 8, left + width - 14, step):
        for y in range(bottom - height + 10, bottom - 16, step):
            if rng.random() < 0.8:
                draw.rectangle((x, y, x + step // 2, y + step // 2), fill=_colour(rng), outline=(20, 20, 20))


def _tree(draw: ImageDraw.ImageDraw, rng: np.random.Generator, horizon: int) -> None:
    x, y, size = int(rng.integers(0, WIDTH)), horizon + int(rng.integers(20, 200)), int(rng.integers(15, 60))
    draw.line((x, y, x, y - 2 * size), fill=_colour(rng, 10, 90), width=max(2, size // 8))
    for _ in range(12):
        a, b = x + int(rng.normal(0, size / 2)), y - 2 * size + int(rng.normal(0, size / 2))
        draw.ellipse((a - size // 3, b - size // 3, a + size // 3, b + size // 3), fill=_colour(rng, 10, 160))


def _wreck(draw: ImageDraw.ImageDraw, rng: np.random.Generator, horizon: int) -> None:
    x, y, size = int(rng.integers(0, WIDTH)), int(rng.integers(horizon, HEIGHT)), int(rng.integers(6, 70))
    points = [(x + int(rng.normal(0, size)), y + int(rng.normal(0, size / 2))) for _ in range(int(rng.integers(3, 7)))]
    if rng.random() < 0.5:
        draw.polygon(points, fill=_colour(rng))
    else:
        draw.line(points, fill=_colour(rng), width=int(rng.integers(1, 7)))


def jpeg(picture: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(io.BytesIO(stream.getvalue())).convert("RGB")


def _part(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    w, h = picture.size
    return picture.crop((round(left * w), round(top * h), round(right * w), round(bottom * h)))


def _logo(picture: Image.Image, share: float) -> Image.Image:
    made = picture.copy()
    draw, side = ImageDraw.Draw(made), int(share * picture.width)
    box = (made.width - side - 12, 12, made.width - 12, 12 + side // 2)
    draw.rounded_rectangle(box, side // 10, fill=(230, 30, 40), outline="white", width=3)
    draw.text((box[0] + side // 8, box[1] + side // 8), "NEWS 24", fill="white", font=_font(side // 6))
    return made


def _caption(picture: Image.Image) -> Image.Image:
    bar = round(0.14 * picture.height)
    made = Image.new("RGB", (picture.width, picture.height + bar), (15, 15, 20))
    made.paste(picture, (0, 0))
    words = "Footage from the border this morning, channel @example"
    ImageDraw.Draw(made).text((20, picture.height + bar // 4), words, fill="white", font=_font(bar // 3))
    return made


def _see_through(picture: Image.Image) -> Image.Image:
    over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ImageDraw.Draw(over).text(
        (picture.width // 5, picture.height // 2), "@example_channel", fill=(255, 255, 255, 110), font=_font(70)
    )
    return Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")


def _letterbox(picture: Image.Image) -> Image.Image:
    bar = round(0.15 * picture.height)
    made = Image.new("RGB", (picture.width, picture.height + 2 * bar))
    made.paste(picture, (0, bar))
    return made


def _blurred_bars(picture: Image.Image) -> Image.Image:
    made = picture.resize((picture.width, picture.width)).filter(ImageFilter.GaussianBlur(30))
    made.paste(picture, (0, (made.height - picture.height) // 2))
    return made


def _screenshot(picture: Image.Image) -> Image.Image:
    """As a messenger on a phone shows it."""
    made = Image.new("RGB", (720, 1280), (14, 22, 33))
    draw = ImageDraw.Draw(made)
    draw.rectangle((0, 0, 720, 96), fill=(23, 33, 43))
    draw.text((90, 30), "Border watch, 41 K subscribers", fill="white", font=_font(32))
    shown = picture.resize((640, round(640 * picture.height / picture.width)))
    made.paste(shown, (30, 180))
    for line in range(6):
        draw.text(
            (40, 210 + shown.height + 44 * line),
            "Units crossed the border at dawn, they say",
            fill=(220, 225, 230),
            font=_font(28),
        )
    draw.ellipse((20, 20, 76, 76), fill=(80, 160, 220))
    return made


def _turned(picture: Image.Image) -> Image.Image:
    return picture.rotate(4, resample=Image.Resampling.BICUBIC, expand=False)


def _mirrored(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(max(8, size))


EDITS: dict[str, Edit] = {
    "JPEG quality 30": lambda p: jpeg(p, 30),
    "thumbnail of 320 pixels": lambda p: jpeg(p.resize((320, 213)), 60),
    "logo on 15 % of the width": lambda p: _logo(p, 0.15),
    "logo on 30 % of the width": lambda p: _logo(p, 0.30),
    "see-through text": _see_through,
    "caption bar": _caption,
    "crop 2 %": lambda p: _part(p, 0.02, 0.02, 0.98, 0.98),
    "crop 5 %": lambda p: _part(p, 0.05, 0.05, 0.95, 0.95),
    "crop 10 %": lambda p: _part(p, 0.1, 0.1, 0.9, 0.9),
    "left 15 % cut off": lambda p: _part(p, 0.15, 0, 1, 1),
    "letterbox": _letterbox,
    "blurred bars": _blurred_bars,
    "screenshot of a messenger": _screenshot,
    "mirrored": _mirrored,
    "turned by 4 degrees": _turned,
    "logo, crop 5 %, JPEG 50": lambda p: jpeg(_part(_logo(p, 0.15), 0.05, 0.05, 0.95, 0.95), 50),
    "mirrored, logo, crop 5 %": lambda p: _part(_logo(_mirrored(p), 0.15), 0.05, 0.05, 0.95, 0.95),
}
"""What is done to pictures on their way from channel to channel."""
