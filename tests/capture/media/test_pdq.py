"""The fingerprint has the reference's bits, and pictures are decoded within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from evals._drawn import jpeg, scene
from reportedly.capture.media import Frame, look, pdq
from reportedly.capture.media._index import Index
from reportedly.capture.media._pictures import decode, trimmed
from reportedly.model import UnreadableInput

# What pdqhash 0.2.8, the bindings of the reference, gave for the pictures of `drawn`: bits and quality.
REFERENCE = [
    ("rings", 64, 64, "5575fdd552aafc8a57b16c815fb564805aa024896ab1a24daab1aa4daa55e56f", 100),
    ("rings", 240, 320, "f1df8c7bbf1e9068f91e8ce2f80e86e188e00f6104e13e39770e8c7198fe8671", 100),
    ("blocks", 512, 511, "229a7f617cf077175fdcbd607c22d312f3f6ae20bc70f7923b6a9040a415c630", 100),
    ("blocks", 127, 128, "5eb0a318c8ddb6543b15ccb4a42b1bd5a5ca49aaaf235ce2b0c5cd1e5a9cc3f8", 100),
    ("slopes", 300, 200, "2bebaca86aeada8a22abadaa22faad8aa32a68da5a2e94ba5532954aad5a6a56", 100),
    ("slopes", 1000, 60, "b278ad0f2278da2d627a9b2d377a8952a22768925a2656a8d5a277685d5a5776", 100),
    ("rings", 1024, 768, "c38e357b3c71ec61838e7ce13c71831fc39e878e1c713871838e3c613c71c39e", 100),
]


def drawn(kind: str, height: int, width: int) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    waves = {
        "rings": (x - width // 3) ** 2 // 7 + (y - height // 2) ** 2 // 11,
        "blocks": 37 * (x // 9) * (y // 13) + 11 * (x // 31),
        "slopes": 255 * x // width + 128 * y // height,
    }[kind]
    return np.stack((waves % 256, (waves // 3 + x) % 256, (2 * waves + y) % 256), axis=2).astype(np.uint8)


@pytest.mark.parametrize(("kind", "height", "width", "bits", "quality"), REFERENCE)
def test_bits_and_quality_are_the_references(kind: str, height: int, width: int, bits: str, quality: int) -> None:
    found = pdq(drawn(kind, height, width))
    assert (found.bits.hex(), found.quality) == (bits, quality)


def test_a_picture_without_detail_or_size_has_no_quality() -> None:
    assert pdq(np.full((200, 300, 3), 120, np.uint8)).quality == 0
    assert pdq(np.zeros((4, 900, 3), np.uint8)) == (bytes(32), 0)


def test_leading_zeros_are_kept() -> None:
    assert all(len(pdq(drawn("rings", 60 + side, 90)).bits.hex()) == 64 for side in range(8))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.binary(min_size=32, max_size=32))
def test_the_index_finds_exactly_what_counting_bits_finds(stored: list[bytes], wanted: bytes) -> None:
    index = Index(Frame(str(number), bits, 100) for number, bits in enumerate(stored))
    by_hand = [(int.from_bytes(bits) ^ int.from_bytes(wanted)).bit_count() for bits in stored]
    found = index.near(wanted, 120)
    assert {int(hit.frame.sha256): hit.distance for hit in found} == {n: d for n, d in enumerate(by_hand) if d <= 120}
    assert [hit.distance for hit in found] == sorted(hit.distance for hit in found)


def test_the_index_grows() -> None:
    index = Index(Frame(str(number), number.to_bytes(32), 100) for number in range(3000))
    assert [hit.frame.sha256 for hit in index.near((2999).to_bytes(32), 0)] == ["2999"]


def test_decoding_turns_shrinks_and_flattens(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    scene(1).save(tmp_path / "turned.jpg", exif=exif)
    assert decode(tmp_path / "turned.jpg").shape == (512, 341, 3)
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert decode(tmp_path / "clear.png").max() == 0
    Image.fromarray(np.full((30, 40), 60000, np.uint16)).save(tmp_path / "deep.png")
    assert set(np.unique(decode(tmp_path / "deep.png"))) == {60000 >> 8}


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 10 billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb(), "100000 x 100000 pixels|DecompressionBomb"),
        (b"", "not a picture"),
        (b"GIF89a and no more", "not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run", "not a picture"),
    ],
)
def test_hostile_pictures_are_refused_and_named(data: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=reason):
        decode(data)
    (tmp_path / "x.jpg").write_bytes(data)
    found = look(tmp_path / "x.jpg", "0" * 64, "photo")
    assert found.views == ()
    assert (found.note or "").startswith("no fingerprint: ")


def test_a_cut_picture_is_refused_whole_ones_are_looked_at(tmp_path: Path) -> None:
    stream = io.BytesIO()
    scene(3).save(stream, "JPEG")
    (tmp_path / "whole.jpg").write_bytes(stream.getvalue())
    (tmp_path / "cut.jpg").write_bytes(stream.getvalue()[:5000])
    assert len(look(tmp_path / "whole.jpg", "a" * 64, "photo").frames) == 1
    assert "no fingerprint" in (look(tmp_path / "cut.jpg", "b" * 64, "photo").note or "")


def test_a_border_of_one_colour_is_trimmed() -> None:
    inside = np.asarray(jpeg(scene(4).resize((300, 200)), 90))
    framed = np.zeros((300, 320, 3), np.uint8)
    framed[50:250, 10:310] = inside
    assert trimmed(framed).shape == (200, 300, 3)
    plain = np.zeros((50, 50, 3), np.uint8)
    assert trimmed(plain) is plain or trimmed(plain).shape == plain.shape
