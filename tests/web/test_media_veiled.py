"""Graphic pictures: nothing clear before it is asked for, and nothing beside the pixels ever."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from reportedly.ledger import Ledger, open_ledger
from reportedly.model import Original
from reportedly.team import Team
from reportedly.web import create_app
from tests.team.conftest import Clock, people
from tests.web.conftest import BASE, token
from tests.web.story import ScriptedReader, link
from tests.web.test_team_pages import signed_in


def picture() -> bytes:
    """Black and white stripes of 8 pixels, with EXIF that tells who and where."""
    image = Image.new("RGB", (640, 480))
    for x in range(640):
        for y in range(480):
            image.putpixel((x, y), (250, 30, 30) if x // 8 % 2 else (10, 10, 10))
    exif = image.getexif()
    exif[0x013B] = "Ivan Secret"
    exif.get_ifd(0x8825)[2] = (51.0, 17.0, 1.7)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


DATA = picture()
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[Ledger, Team]]:
    with open_ledger(tmp_path / "desk.db", linker=link) as ledger:
        ledger.originals.keep(Original(NAME, len(DATA), "image/jpeg", DATA))
        page = b"<html><script>alert(1)</script></html>"
        ledger.originals.keep(Original(hashlib.sha256(page).hexdigest(), len(page), "text/html", page))
        yield ledger, people(tmp_path / "team.db", Clock())


def contrast(image: Image.Image) -> int:
    low, high = image.convert("L").getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return high - low


def test_nothing_clear_is_sent_before_it_is_asked_for(kept: tuple[Ledger, Team]) -> None:
    ledger, team = kept
    assert b"Ivan Secret" in DATA
    app = create_app(ledger, reader=ScriptedReader, team=team)
    viewer, reviewer = (TestClient(app, base_url=BASE, raise_server_exceptions=False) for _ in range(2))
    signed_in(viewer, "viewer")
    signed_in(reviewer, "reviewer")
    before = viewer.get(f"/media/{NAME}")
    veiled = Image.open(io.BytesIO(before.content))
    assert (veiled.mode, max(veiled.size), veiled.info) == ("L", 320, {})
    assert contrast(veiled) < 40 < contrast(Image.open(io.BytesIO(DATA)))
    assert "sandbox" in before.headers["content-security-policy"]
    sent = {"token": token(viewer.get("/account").text)}
    assert viewer.post(f"/media/{NAME}", data=sent).status_code == 403
    assert reviewer.post(f"/media/{NAME}", data=sent).status_code == 403
    sent = {"token": token(reviewer.get("/account").text)}
    after = reviewer.post(f"/media/{NAME}", data=sent)
    clear = Image.open(io.BytesIO(after.content))
    assert (clear.size, contrast(clear) > 50, dict(clear.getexif()), clear.info) == ((640, 480), True, {}, {})
    assert b"Ivan" not in after.content
    assert next(iter(team.deeds())).what == "asked for a picture in the clear"
    assert ledger.original(NAME) == DATA


def test_what_is_no_picture_is_never_sent_as_one(kept: tuple[Ledger, Team]) -> None:
    ledger, _ = kept
    client = TestClient(create_app(ledger, reader=ScriptedReader), base_url=BASE, raise_server_exceptions=False)
    page = hashlib.sha256(b"<html><script>alert(1)</script></html>").hexdigest()
    for path, status in ((page, 422), ("0" * 64, 404), ("..%2f..%2fetc%2fpasswd", 404), ("x", 404)):
        answer = client.get(f"/media/{path}")
        assert answer.status_code == status, path
        assert "alert(1)" not in answer.text
