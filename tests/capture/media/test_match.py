"""The same picture is found again whatever was done to it; other pictures are not, whatever surrounds them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from evals._drawn import EDITS, scene
from evals.video import write_video
from reportedly.capture.media import Frame, Matcher, look
from reportedly.capture.media import _features as features
from reportedly.model import MediaMatch

pytestmark = pytest.mark.skipif(not features.available(), reason="needs OpenCV: pip install 'reportedly[media]'")


class Shelf:
    """A folder of files by their hash, and a matcher over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.matcher = Matcher(lambda sha256: folder / sha256)

    def photo(self, picture: Image.Image) -> tuple[str, list[MediaMatch]]:
        path = self.folder / "new"
        picture.save(path, "JPEG", quality=90)
        return self._take(path, "photo")

    def video(self, pictures: list[Image.Image], width: int = 320) -> tuple[str, list[MediaMatch]]:
        path = self.folder / "new.mp4"
        write_video(path, pictures, width)
        return self._take(path, "video")

    def _take(self, path: Path, kind: str) -> tuple[str, list[MediaMatch]]:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        path.rename(self.folder / sha256)
        return sha256, self.matcher.take(sha256, kind)[1]  # type: ignore[arg-type]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_recompressed_picture_is_found_by_its_fingerprint(shelf: Shelf) -> None:
    first, found = shelf.photo(scene(1))
    assert found == []
    second, (match,) = shelf.photo(EDITS["thumbnail of 320 pixels"](scene(1)))
    assert (match.one, match.other, match.method, match.mirrored) == (second, first, "pdq", False)
    assert match.score > 0.88
    assert "of 256 bits differ, at most 31; quality 100 and 100" in match.params
    assert match.version == "pdq 1"


def test_a_mirrored_picture_is_found_and_said_to_be_mirrored(shelf: Shelf) -> None:
    shelf.photo(scene(2))
    _, (match,) = shelf.photo(EDITS["mirrored"](scene(2)))
    assert (match.method, match.mirrored) == ("pdq", True)
    _, matches = shelf.photo(EDITS["mirrored, logo, crop 5 %"](scene(2)))
    assert {(one.method, one.mirrored) for one in matches} <= {("features", True), ("features", False)}
    assert len(matches) == 2


@pytest.mark.parametrize("edit", ["crop 10 %", "caption bar", "screenshot of a messenger", "turned by 4 degrees"])
def test_what_fingerprints_lose_local_features_keep(shelf: Shelf, edit: str) -> None:
    first, _ = shelf.photo(scene(3))
    shelf.photo(scene(4))
    _, (match,) = shelf.photo(EDITS[edit](scene(3)))
    assert (match.other, match.method) == (first, "features")
    assert match.score >= 0.8
    assert "cells fit, at least 10" in match.params
    assert "OpenCV" in match.version


@pytest.mark.parametrize("edit", ["logo on 30 % of the width", "caption bar", "screenshot of a messenger"])
def test_a_common_frame_makes_no_common_picture(shelf: Shelf, edit: str) -> None:
    for seed in range(5, 8):
        _, found = shelf.photo(EDITS[edit](scene(seed)))
        assert found == []


def test_plain_pictures_match_nothing(shelf: Shelf) -> None:
    for colour in ("white", "grey", "#fefefe"):
        _, found = shelf.photo(Image.new("RGB", (600, 400), colour))
        assert found == []


def test_a_clip_of_a_video_is_found_with_its_offset(shelf: Shelf) -> None:
    pictures = [scene(seed) for seed in (10, 11, 12, 13, 14)]
    whole, _ = shelf.video(pictures)
    _, (match,) = shelf.video(pictures[2:4], width=240)
    assert (match.other, match.method) == (whole, "frames")
    assert match.score == 1.0
    assert match.other_at is not None
    assert match.one_at is not None
    assert 1.0 <= match.other_at - match.one_at <= 3.0
    assert "2 of 2 pictures found" in match.params


def test_an_edited_video_is_found_by_features_and_another_one_is_not(shelf: Shelf) -> None:
    pictures = [scene(seed) for seed in (15, 16, 17)]
    first, _ = shelf.video(pictures)
    _, (match,) = shelf.video([EDITS["crop 10 %"](picture) for picture in pictures])
    assert (match.other, match.method) == (first, "features")
    _, none = shelf.video([scene(seed) for seed in (18, 19, 20)])
    assert none == []


def test_a_photo_out_of_a_video_names_the_second(shelf: Shelf) -> None:
    whole, _ = shelf.video([scene(seed) for seed in (21, 22, 23)])
    _, (match,) = shelf.photo(scene(22))
    assert (match.other, match.method, match.other_at) == (whole, "pdq", 1.0)


def test_fingerprints_made_elsewhere_are_taken_and_known_ones_passed_over(shelf: Shelf) -> None:
    first, _ = shelf.photo(scene(24))
    other = Matcher(lambda sha256: shelf.folder / sha256)
    frames = [Frame(first, frame.bits, frame.quality) for frame in shelf.matcher._index.frames]
    other.know(frames)
    other.know(frames)
    assert len(other._index) == 1
    assert first in other
    (match,) = other.matches(shelf.matcher.take(shelf.photo(EDITS["JPEG quality 30"](scene(24)))[0], "photo")[0])
    assert match.other == first


def test_a_file_that_is_gone_is_no_match_and_no_error(shelf: Shelf) -> None:
    first, _ = shelf.photo(scene(25))
    (shelf.folder / first).unlink()
    _, found = shelf.photo(EDITS["crop 10 %"](scene(25)))
    assert found == []


def test_a_picture_that_everybody_has_is_matched_with_the_first_and_the_surest(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportedly.capture.media._match.MOST_MATCHES", 3)
    monkeypatch.setattr(features, "available", lambda: False)
    small = scene(26).resize((300, 200))
    taken = [shelf.photo(EDITS["JPEG quality 30"](small.resize((300 - 9 * step, 200 - 6 * step))))[0] for step in range(5)]
    _, found = shelf.photo(small)
    assert found[0].other == taken[0]
    assert len(found) == 3
    assert found[1].score >= found[2].score


def test_a_play_list_called_a_video_opens_nothing(tmp_path: Path) -> None:
    write_video(tmp_path / "other.mp4", [scene(27)] * 2)
    (tmp_path / "a.mp4").write_text("ffconcat version 1.0\nfile other.mp4\n")
    (tmp_path / "b.mp4").write_text("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nother.mp4\n#EXT-X-ENDLIST\n")
    for name in ("a.mp4", "b.mp4"):
        found = look(tmp_path / name, "0" * 64, "video")
        assert found.views == ()
        assert "not a video that can be decoded" in (found.note or "")
    assert len(look(tmp_path / "other.mp4", "0" * 64, "video").views) == 2


def test_of_a_long_video_only_some_pictures_are_looked_at(tmp_path: Path) -> None:
    from reportedly.capture.media._video import frames

    write_video(tmp_path / "long.mp4", [scene(28 + number % 2) for number in range(12)], width=160)
    times = [at for at, _ in frames(tmp_path / "long.mp4", most=3)]
    assert 1 <= len(times) <= 3
    assert times == sorted(times)
