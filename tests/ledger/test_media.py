"""Media in the ledger: kept, looked at once, matched, told side by side, and a sign of a shared origin."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from PIL import Image

from evals._drawn import EDITS, scene
from reportedly.capture.media import _features
from reportedly.cli import main
from reportedly.ledger import Ledger
from reportedly.ledger._relink import observed
from reportedly.model import Captured, Media, Original
from tests.fakes import NOON, FakeReader, captured
from tests.ledger.conftest import Opener

READER = FakeReader()


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    stream = BytesIO()
    picture.resize((480, 320)).save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def post(number: int, data: bytes | None, *, hours: float = 0, place: str = "Kursk", platform_id: str | None = None) -> Captured:
    """A post with a photo; without data the photo was not captured."""
    one = captured(f"Speaker {number} said there was a gunfight in {place}.", report=f"telegram:{number}/1", outlet=f"C{number}")
    at = NOON + timedelta(hours=hours)
    sha256 = hashlib.sha256(data).hexdigest() if data else None
    media = Media("photo", f"p{number}.jpg", sha256, platform_id, None if data else "not captured: not included in the export")
    revision = replace(one.revision, captured_at=at, published_at=at, media=(media,))
    files = (Original(sha256, len(data), "image/jpeg", data),) if data and sha256 else ()
    return replace(one, revision=revision, files=files)


FIRST, AGAIN, OTHER = jpeg(scene(31)), jpeg(scene(31), 40), jpeg(scene(32))


def test_files_are_kept_looked_at_once_and_matched(ledger: Ledger) -> None:
    ledger.add([post(1, FIRST), post(2, AGAIN, hours=1), post(3, OTHER), post(4, FIRST, hours=2)], READER)
    kinds = [entry.kind for entry in ledger.entries()]
    assert (kinds.count("fingerprint"), kinds.count("match")) == (3, 1)
    assert ledger.originals.read(hashlib.sha256(FIRST).hexdigest()) == FIRST
    assert ledger.verify().good
    assert ledger.rebuild().equal
    found = {one.now.outlet: one for one in ledger.media()}
    assert {name: one.finding for name, one in found.items()} == {"C2": "duplicate", "C4": "duplicate"}
    assert found["C2"].match is not None
    assert (found["C2"].match.method, found["C4"].same) == ("pdq", "the same bytes")
    assert all(one.first and one.first.outlet == "C1" for one in found.values())


def test_adding_the_same_again_looks_at_nothing_again(ledger: Ledger) -> None:
    posts = [post(1, FIRST), post(2, AGAIN, hours=1)]
    ledger.add(posts, READER)
    entries = list(ledger.entries())
    assert ledger.add(posts, READER).nothing_new
    assert list(ledger.entries()) == entries


def test_another_process_finds_what_was_there_before(ledger: Ledger, opener: Opener) -> None:
    ledger.add([post(1, FIRST)], READER)
    with opener() as other:
        other.add([post(2, AGAIN, hours=1)], READER)
    assert [one.finding for one in ledger.media()] == ["duplicate"]


def test_a_later_capture_brings_the_file_that_was_missing(ledger: Ledger) -> None:
    ledger.add([post(1, None)], READER)
    (missing,) = ledger.media()
    assert (missing.finding, missing.note) == ("not captured", "not captured: not included in the export")
    again = post(1, FIRST, hours=5)
    again = replace(again, original=replace(again.original, sha256=hashlib.sha256(b"new").hexdigest(), size=3, source=b"new"))
    ledger.add([again], READER)
    assert ledger.media() == ()
    assert ledger.originals.read(hashlib.sha256(FIRST).hexdigest()) == FIRST
    assert ledger.rebuild().equal


def test_old_media_in_a_new_claim_stand_side_by_side(ledger: Ledger) -> None:
    ledger.add([post(1, FIRST, place="Belgorod"), post(2, AGAIN, hours=24 * 30)], READER)
    (one,) = ledger.media()
    assert one.finding == "reused"
    assert one.first is not None
    assert (one.first.places, one.first.said_at[:10]) == (("Belgorod",), "2024-03-12")
    assert (one.now.places, one.now.said_at[:10]) == (("Kursk",), "2024-04-11")


def test_the_platforms_id_is_an_identity(ledger: Ledger) -> None:
    ledger.add([post(1, None, platform_id="5109"), post(2, None, hours=1, platform_id="5109")], READER)
    duplicate = next(one for one in ledger.media() if one.finding == "duplicate")
    assert duplicate.same == "the platform's id"


def test_linking_gets_matches_but_not_of_archive_pictures(ledger: Ledger) -> None:
    ledger.add([post(1, FIRST), post(2, AGAIN, hours=1), post(3, jpeg(scene(31), 70), hours=24 * 9)], READER)
    with ledger.store.read() as conn:
        alike = {one.revision.outlet: [match.method for match in one.media] for one in observed(conn)}
    assert alike["C2"]
    assert set(alike["C2"]) == {"pdq"}
    assert alike["C3"] == []


def test_a_file_that_changes_while_it_is_read_costs_only_itself(ledger: Ledger) -> None:
    one = post(1, FIRST)
    (file,) = one.files
    added = ledger.add([replace(one, files=(replace(file, source=b"other bytes"),))], READER)
    assert (added.revisions, len(added.problems)) == (1, 1)
    assert "changed while it was being read" in added.problems[0].reason
    assert ledger.verify().good


def test_a_picture_that_cannot_be_decoded_is_kept_and_said(ledger: Ledger) -> None:
    ledger.add([post(1, b"no picture at all")], READER)
    (one,) = ledger.media()
    assert one.finding == "no fingerprint"
    assert "cannot be decoded" in (one.note or "") or "not a picture" in (one.note or "")
    assert ledger.originals.read(one.now.sha256 or "") == b"no picture at all"


@pytest.mark.skipif(not _features.available(), reason="needs OpenCV")
def test_the_command_lists_both_sides(ledger: Ledger, place: str) -> None:
    ledger.add([post(1, FIRST, place="Belgorod"), post(2, jpeg(EDITS["crop 10 %"](scene(31))), hours=24 * 30)], READER)
    if not ledger.store.sqlite:
        pytest.skip("the command is told of the files beside a PostgreSQL ledger by the folder it runs in")
    shown = CliRunner().invoke(main, ["media", "reused", "--ledger", place])
    assert shown.exit_code == 0
    for word in ("reused", "Belgorod", "Kursk", "2024-03-12", "2024-04-11", "features"):
        assert word in shown.output
    assert CliRunner().invoke(main, ["media", "missing", "--ledger", place, "--json"]).stdout == ""
