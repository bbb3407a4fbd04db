"""Graphic pictures: nothing clear before it is asked for, and nothing beside the pixels ever."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from reportedly.ledger import Ledger, open_ledger
from reportedly.model import Media, MediaKind, Original
from reportedly.team import Team
from reportedly.web import create_app
from tests.fakes import NOON, FakeReader, captured
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


def film(path: Path) -> bytes:
    """Three seconds of stripes that move, with sound and with words that tell who and where."""
    av = pytest.importorskip("av")
    with av.open(str(path), "w", format="mov") as out:
        out.metadata.update({"artist": "Ivan Secret", "location": "+51.28+034.27/"})
        pictures, sound = out.add_stream("mpeg4", rate=10), out.add_stream("aac", rate=8000)
        pictures.width, pictures.height, pictures.pix_fmt = 320, 240, "yuv420p"
        for number in range(30):
            row = np.where((np.arange(320) + 4 * number) // 20 % 2, 240, 10).astype(np.uint8)
            picture = av.VideoFrame.from_ndarray(np.repeat(np.tile(row, (240, 1))[:, :, None], 3, 2), format="rgb24")
            out.mux(pictures.encode(picture))
        wave = av.AudioFrame.from_ndarray(np.zeros((1, 24000), np.float32), format="fltp", layout="mono")
        wave.sample_rate = 8000
        for stream, last in ((sound, wave), (sound, None), (pictures, None)):
            out.mux(stream.encode(last))
    return path.read_bytes()


def carried(ledger: Ledger, kind: MediaKind, data: bytes, name: str) -> str:
    """Two reports of different weeks that carry the same file; its hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    ledger.originals.keep(Original(sha256, len(data), "application/octet-stream", data))
    for number, outlet in enumerate(("First Post", "Second Post")):
        at = NOON + timedelta(days=14 * number)
        text = f"Legion said there was a gunfight in Tyotkino. {name}."
        one = captured(text, report=f"url:{outlet}/{name}", outlet=outlet, at=at)
        revision = msgspec.structs.replace(one.revision, media=(Media(kind, name, sha256),))
        ledger.add([msgspec.structs.replace(one, revision=revision)], FakeReader())
    return sha256


def test_of_a_film_nothing_is_sent_before_it_is_asked_for_and_no_sound_ever(kept: tuple[Ledger, Team], tmp_path: Path) -> None:
    ledger, team = kept
    data = film(tmp_path / "film.mov")
    assert b"Ivan Secret" in data
    name = carried(ledger, "video", data, "film.mov")
    app = create_app(ledger, reader=ScriptedReader, team=team)
    viewer, reviewer = (TestClient(app, base_url=BASE, raise_server_exceptions=False) for _ in range(2))
    signed_in(viewer, "viewer")
    signed_in(reviewer, "reviewer")
    report = ledger.reports()[0].latest
    page = reviewer.get(f"/report/{report}").text
    assert "A film" in page
    assert "<video" not in page + reviewer.get("/media").text
    assert f'src="/media/{name}"' not in page
    assert "Show 12 pictures" not in viewer.get(f"/report/{report}").text
    before = viewer.get(f"/media/{name}")
    assert (before.status_code, before.headers["content-type"].partition(";")[0]) == (422, "text/html")
    assert viewer.get(f"/original/{name}").status_code == 403
    assert viewer.post(f"/media/{name}", data={"token": token(viewer.get("/account").text)}).status_code == 403
    after = reviewer.post(f"/media/{name}", data={"token": token(page)})
    sheet = Image.open(io.BytesIO(after.content))
    assert (after.headers["content-type"], sheet.info, contrast(sheet) > 200) == ("image/png", {}, True)
    assert b"Ivan" not in after.content
    assert next(iter(team.deeds())).what == "asked for a picture in the clear"


def test_media_seen_before_stand_side_by_side(kept: tuple[Ledger, Team]) -> None:
    ledger, _ = kept
    assert carried(ledger, "photo", DATA, "tower.jpg") == NAME
    client = TestClient(create_app(ledger, reader=ScriptedReader), base_url=BASE, raise_server_exceptions=False)
    page = client.get("/media").text
    assert all(word in page for word in ("reused", "First Post", "Second Post", "tower.jpg", "the same bytes"))
    assert f'<img src="/media/{NAME}"' in page
    assert "Nothing was found" in client.get("/media?finding=duplicate").text
    assert client.get("/media?finding=false").status_code == 400
    (found,) = client.get("/media.json?finding=reused").json()["findings"]
    assert (found["first"]["outlet"], found["now"]["outlet"]) == ("First Post", "Second Post")
    (row,) = csv.DictReader(io.StringIO(client.get("/media.csv").text))
    assert (row["finding"], row["how"]) == ("reused", "the same bytes")


def test_a_film_that_cannot_be_decoded_is_an_error_in_words(kept: tuple[Ledger, Team]) -> None:
    ledger, _ = kept
    name = carried(ledger, "video", b"\x00\x00\x00\x18ftypmp42 not a film", "broken.mp4")
    client = TestClient(create_app(ledger, reader=ScriptedReader), base_url=BASE, raise_server_exceptions=False)
    answer = client.post(f"/media/{name}", data={"token": token(client.get("/add").text)})
    assert answer.status_code == 422
    assert "ftyp" not in answer.text
