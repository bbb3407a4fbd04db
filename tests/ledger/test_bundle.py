"""A ledger's file makes the same ledger, on any database, and a damaged one makes nothing."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.ledger import Bundle, Ledger, open_ledger
from reportedly.model import ExportError, LedgerDamaged, LedgerError
from tests.fakes import FakeReader, captured, fake_link, stream
from tests.ledger.conftest import Opener

UNIQUE = "url:https://unique.example/"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger: two judgements, one taken back, a second engine's readings, a redacted revision; and its file."""
    folder = tmp_path_factory.mktemp("old")
    with open_ledger(folder / "old.db", linker=fake_link) as made:
        asked = captured("Yan said there was a gunfight in Belgorod.", report=UNIQUE)
        made.add([*stream(9), asked], FakeReader())
        first, second = made.events()[:2]
        made.judge(first.id, "confirm", by="Ann", reason="saw the video")
        undone = made.judge(second.id, "refute", by="Ben", reason="wrong place")
        made.undo(undone.id, by="Ann", reason="it was the right one")
        made.reread(FakeReader("fake 2"))
        made.redact(made.revisions(made.reports()[0].report)[0].id, by="Ann", reason="names a minor")
        (folder / "whole.zip").write_bytes(b"".join(made.bundle()))
    return folder


@pytest.fixture
def source(original: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of that ledger."""
    shutil.copytree(original, tmp_path / "old")
    with open_ledger(tmp_path / "old" / "old.db", linker=fake_link) as made:
        yield made


@pytest.fixture
def file(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original / "whole.zip", tmp_path / "whole.zip"))


def contents(ledger: Ledger) -> dict[str, Any]:
    """All that can be asked of a ledger."""
    found = ledger.verify()
    assert found.good, found.faults
    return {
        "root": found.root,
        "redacted": found.redacted,
        "originals": found.originals,
        "entries": list(ledger.entries()),
        "events": ledger.events(),
        "claims": ledger.claims(superseded=True),
        "judgements": ledger.judgements(),
        "reports": ledger.reports(),
        "revisions": [ledger.revisions(report.report) for report in ledger.reports()],
        "proof": ledger.proof(3),
        "early": ledger.events("2024-03-12T12:08:00Z"),
        "search": ledger.search("gunfight"),
    }


def test_the_same_ledger_comes_out_of_the_file(source: Ledger, file: Path, ledger: Ledger) -> None:
    with Bundle(file) as exported:
        done = ledger.take_in(exported)
    expected = contents(source)
    assert contents(ledger) == expected
    assert (done.root, done.size) == (expected["root"], len(expected["entries"]))
    assert [one.undone for one in ledger.judgements()] == [False, True]
    assert expected["redacted"] > 1
    assert ledger.rebuild().equal
    for entry in source.entries("original"):
        if entry.body:
            assert ledger.originals.read(entry.key) == source.originals.read(entry.key)


def test_the_file_of_the_new_ledger_is_the_old_file_byte_for_byte(file: Path, ledger: Ledger) -> None:
    with Bundle(file) as exported:
        ledger.take_in(exported)
    assert b"".join(ledger.bundle()) == file.read_bytes()


def test_a_ledger_goes_from_postgresql_to_sqlite_too(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(stream(8), FakeReader())
    path = tmp_path / "whole.zip"
    path.write_bytes(b"".join(ledger.bundle()))
    (tmp_path / "new").mkdir()
    with open_ledger(tmp_path / "new" / "new.db", linker=fake_link) as made, Bundle(path) as exported:
        made.take_in(exported)
        assert contents(made) == contents(ledger)


def test_importing_again_adds_only_what_is_new_and_deletes_what_was_redacted(source: Ledger, file: Path, ledger: Ledger) -> None:
    with Bundle(file) as exported:
        ledger.take_in(exported)
        assert ledger.take_in(exported).entries == 0
    source.add([captured("Zoe said there was a gunfight in Kursk.", report="url:https://new.example/")], FakeReader())
    (gone,) = source.revisions(UNIQUE)
    source.redact(gone.id, by="Ann", reason="asked to")
    file.write_bytes(b"".join(source.bundle()))
    with Bundle(file) as exported:
        assert ledger.take_in(exported).entries > 3
    assert contents(ledger) == contents(source)
    assert gone.sha256 not in {entry.key for entry in ledger.entries("original") if entry.body}
    assert not ledger.originals.path(gone.sha256).exists()


def test_another_history_is_refused_and_stays(file: Path, ledger: Ledger) -> None:
    ledger.add(stream(3), FakeReader())
    before = contents(ledger)
    with Bundle(file) as exported, pytest.raises(LedgerError, match="another history from entry 0"):
        ledger.take_in(exported)
    assert contents(ledger) == before


def test_an_empty_ledger_has_a_file_too(tmp_path: Path, ledger: Ledger) -> None:
    path = tmp_path / "empty.zip"
    path.write_bytes(b"".join(ledger.bundle()))
    with Bundle(path) as exported:
        assert ledger.take_in(exported).size == 0


def test_a_missing_original_is_said_at_export(source: Ledger) -> None:
    sha256 = next(entry.key for entry in source.entries("original") if entry.body)
    source.originals.path(sha256).unlink()
    with pytest.raises(LedgerDamaged, match=sha256):
        list(source.bundle())


def altered(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The file with one member changed; one changed to nothing is left out."""
    made = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = change(old.read(member)) if member == name else old.read(member)
            if data:
                new.writestr(member, data)
    return made


def line(number: int, change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """Changes one line of a member, as JSON."""

    def changed(data: bytes) -> bytes:
        told = data.splitlines()
        value = json.loads(told[number - 1])
        change(value)
        told[number - 1] = msgspec.json.encode(value)
        return b"\n".join(told) + b"\n"

    return changed


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "content changed": ("entries.jsonl", line(5, lambda e: e.update(body=e["body"].replace("url", "URL"))), "line 5, field body"),
    "entry changed": ("entries.jsonl", line(3, lambda e: e.update(entry=e["entry"].replace("-", "/", 1))), "checkpoints.jsonl"),
    "entry garbled": ("entries.jsonl", line(3, lambda e: e.update(entry="[]")), "line 3, field entry"),
    "salt garbled": ("entries.jsonl", line(4, lambda e: e.update(salt="zz")), "line 4, field salt: is not hexadecimal"),
    "salt gone": ("entries.jsonl", line(4, lambda e: e.update(salt=None)), "line 4, field salt"),
    "content gone": ("entries.jsonl", line(4, lambda e: e.update(salt=None, body=None)), "line 4, field body: its content is"),
    "field gone": ("entries.jsonl", line(5, lambda e: e.pop("body")), "line 5: cut or not as it should be"),
    "field added": ("entries.jsonl", line(5, lambda e: e.update(x=1)), "line 5: cut or not as it should be"),
    "entry dropped": ("entries.jsonl", lambda d: b"\n".join(d.splitlines()[1:]) + b"\n", "line 1, field entry: is not entry 0"),
    "tail cut": ("entries.jsonl", lambda d: b"\n".join(d.splitlines()[:-2]) + b"\n", "ends after"),
    "line cut": ("entries.jsonl", lambda d: d[:-20], "cut or not as it should be"),
    "no text": ("entries.jsonl", lambda d: d.replace(b"entry", b"\xff\xfe", 1), "line 1: cut or not as it should be"),
    "checkpoint changed": ("checkpoints.jsonl", line(1, lambda c: c.update(at="2020")), "checkpoints.jsonl, line 1, field note"),
    "signature changed": ("checkpoints.jsonl", line(1, lambda c: c.update(note=c["note"][:-9] + "AAAAAAA=\n")), "no valid sign"),
    "checkpoint dropped": ("checkpoints.jsonl", lambda d: b"\n".join(d.splitlines()[:-1]) + b"\n", "checkpoints.jsonl: tells of"),
    "checkpoints gone": ("checkpoints.jsonl", lambda d: b"", "checkpoints.jsonl: is missing"),
    "root changed": ("manifest.json", lambda d: d.replace(b'"root": "', b'"root": "0'), "field root"),
    "manifest garbled": ("manifest.json", lambda d: d[:40], "manifest.json: cut or not as it should be"),
    "another format": ("manifest.json", lambda d: d.replace(b"reportedly-ledger", b"other"), "its format is 'other'"),
    "a newer format": ("manifest.json", lambda d: d.replace(b'"version": 1', b'"version": 9'), "newer version of reportedly"),
    "key garbled": ("manifest.json", lambda d: d.replace(b"+", b"!"), "field key: not a readable key"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_and_nothing_is_taken_in(file: Path, tmp_path: Path, name: str) -> None:
    member, change, said = DAMAGES[name]
    broken = altered(file, member, change)
    with open_ledger(tmp_path / "new.db", linker=fake_link) as ledger:
        with pytest.raises(ExportError) as caught, Bundle(broken) as exported:
            ledger.take_in(exported)
        assert str(broken) in str(caught.value)
        assert said in str(caught.value), str(caught.value)
        assert not list(ledger.entries())
        assert not list(ledger.originals.folder.rglob("*"))


def test_originals_are_checked_before_anything_is_taken_in(file: Path, source: Ledger, tmp_path: Path) -> None:
    sha256 = next(entry.key for entry in source.entries("original") if entry.body)
    for change, said in ((lambda d: d + b"!", "its bytes are not those"), (lambda d: b"", "is missing")):
        broken = altered(file, f"originals/{sha256}", change)
        with open_ledger(tmp_path / "new.db", linker=fake_link) as ledger:
            with pytest.raises(ExportError, match=f"{sha256}: {said}"), Bundle(broken) as exported:
                ledger.take_in(exported)
            assert not list(ledger.entries())


def test_what_is_no_zip_or_cut_is_no_export(file: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "claims.csv"
    foreign.write_text("claim,report\nc1,r1\n")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(file.read_bytes()[:-100])
    for path in (foreign, cut):
        with pytest.raises(ExportError, match="not a ledger export, or damaged"):
            Bundle(path)
    with pytest.raises(ExportError, match="no such file"):
        Bundle(tmp_path / "none.zip")
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(ExportError, match=r"manifest.json: is missing"):
        Bundle(other)


def test_a_ledger_that_fails_while_it_is_written_is_as_before(
    file: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("reportedly.ledger._relink.Relinking.run", fails)
    with Bundle(file) as exported, pytest.raises(RuntimeError, match="killed"):
        ledger.take_in(exported)
    assert not list(ledger.entries())
    assert not [path for path in ledger.originals.folder.rglob("*") if path.is_file()]


def test_only_the_trusted_key_will_do(file: Path, source: Ledger, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "stranger.db", linker=fake_link) as stranger:
        stranger.add(stream(1), FakeReader())
        other = (tmp_path / "stranger.db.key.pub").read_text().strip()
    with pytest.raises(ExportError, match="no valid signature"), Bundle(file, other) as exported:
        exported.check()
    with Bundle(file, (tmp_path / "old" / "old.db.key.pub").read_text().strip()) as exported:
        exported.check()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_is_found_or_harmless(file: Path, data: st.DataObject) -> None:
    """A flipped byte is an error of the package, or the file still says the same."""
    raw = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    broken = file.with_name("flipped.zip")
    broken.write_bytes(raw)
    with Bundle(file) as whole:
        told = [(entry.logged, entry.salt) for entry in whole.entries()]
    with suppress(ExportError), Bundle(broken) as exported:
        exported.check()
        assert [(entry.logged, entry.salt) for entry in exported.entries()] == told


def test_a_file_is_opened_as_the_opener_says(opener: Opener, file: Path) -> None:
    with opener() as ledger, Bundle(file) as exported:
        ledger.take_in(exported)
    with opener() as ledger:
        assert ledger.verify().good
