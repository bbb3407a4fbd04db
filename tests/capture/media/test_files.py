"""Media files of exports and of saved pages come along, hashed; what is missing or leads out is named, never opened."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from evals._drawn import scene
from reportedly.capture import capture
from reportedly.model import Captured


def export(folder: Path, *messages: dict[str, Any]) -> list[Captured]:
    posts = [
        {
            "id": number,
            "type": "message",
            "date": "2024-03-12T07:00:00",
            "date_unixtime": str(1710226800 + 600 * number),
            "text": "t",
            **one,
        }
        for number, one in enumerate(messages, start=1)
    ]
    (folder / "result.json").write_text(json.dumps({"name": "C", "type": "public_channel", "id": 5, "messages": posts}))
    found = list(capture([folder]))
    return [one for one in found if isinstance(one, Captured)]


def picture(path: Path, seed: int = 1, size: tuple[int, int] = (480, 320)) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    scene(seed).resize(size).save(path, "JPEG")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_exports_media_come_along(tmp_path: Path) -> None:
    sha256 = picture(tmp_path / "photos" / "photo_1.jpg")
    (one,) = export(tmp_path, {"photo": "photos/photo_1.jpg"})
    (media,) = one.revision.media
    (file,) = one.files
    assert (media.sha256, file.sha256, file.media_type, file.source) == (
        sha256,
        sha256,
        "image/jpeg",
        tmp_path / "photos/photo_1.jpg",
    )
    assert file.size == (tmp_path / "photos" / "photo_1.jpg").stat().st_size


def test_what_is_missing_or_leads_out_is_named_and_never_opened(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    picture(tmp_path / "secret.jpg")
    picture(folder / "photos" / "real.jpg")
    (folder / "photos" / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "photos" / "in.jpg").symlink_to(folder / "photos" / "real.jpg")
    (folder / "linked").symlink_to(folder / "photos")
    placeholder = "(File not included. Change data exporting settings to download.)"
    paths = [
        "../secret.jpg",
        str(tmp_path / "secret.jpg"),
        "photos/out.jpg",
        "photos/in.jpg",
        "linked/real.jpg",
        "photos/none.jpg",
        placeholder,
    ]
    found = export(folder, *({"photo": path} for path in paths))
    notes = [media.note for one in found for media in one.revision.media]
    assert [one.files for one in found] == [()] * len(paths)
    assert notes == [
        "not captured: the path leaves the export folder",
        "not captured: the path leaves the export folder",
        "not captured: the path leaves the export folder",
        "not captured: a link, which is not followed",
        "not captured: a link, which is not followed",
        "not captured: missing from the export folder",
        "not captured: not included in the export",
    ]


PAGE = """<!doctype html><html><head><title>Fight at the border</title></head><body>
<header><img src="page_files/logo.jpg"></header>
<article><h1>Fight at the border</h1>
<p>The governor said on Tuesday that there was a gunfight in Tyotkino and that nobody was hurt there, he told reporters.</p>
<p>Residents of the village said that they had heard shots since the early morning and stayed in their cellars until noon.</p>
<figure>{pictures}</figure></article></body></html>"""


def page(folder: Path, *addresses: str) -> Captured:
    pictures = "".join(f'<img src="{address}">' for address in addresses)
    (folder / "page.html").write_text(PAGE.format(pictures=pictures))
    (one,) = capture([folder / "page.html"])
    assert isinstance(one, Captured)
    return one


def test_a_saved_pages_own_pictures_come_along(tmp_path: Path) -> None:
    picture(tmp_path / "page_files" / "logo.jpg", 2)
    sha256 = picture(tmp_path / "page_files" / "the photo.jpg", 3)
    picture(tmp_path / "page_files" / "face.jpg", 4, (120, 120))
    one = page(
        tmp_path, "page_files/the%20photo.jpg", "page_files/face.jpg", "https://elsewhere.example/x.jpg", "page_files/gone.jpg"
    )
    assert [(media.name, media.sha256, media.note) for media in one.revision.media] == [
        ("the photo.jpg", sha256, None),
        ("gone.jpg", None, "not captured: missing from the page's folder"),
    ]
    assert [file.sha256 for file in one.files] == [sha256]


@pytest.mark.parametrize("address", ["../secret.jpg", "page_files/../../secret.jpg", "%2e%2e/secret.jpg", "/etc/hostname"])
def test_a_saved_page_cannot_reach_out_of_its_folder(tmp_path: Path, address: str) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    picture(tmp_path / "secret.jpg")
    one = page(folder, address)
    assert one.files == ()
    assert [media.note for media in one.revision.media] == ["not captured: the path leaves the page's folder"]
