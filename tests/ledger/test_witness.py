"""What only a witness finds: a history rewritten and signed again, a ledger rolled back, a log cut with all that tells of it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportedly.cli import main
from reportedly.ledger import open_ledger
from reportedly.ledger._witness import read_witness
from reportedly.model import LedgerError
from tests.fakes import FakeReader, captured, fake_link, stream

READER = FakeReader()


def made(folder: Path, *, other: bool = False, count: int = 70) -> Path:
    """A ledger; the other history differs in its first report."""
    folder.mkdir(exist_ok=True)
    reports = stream(count)
    if other:
        reports[0] = captured("Speaker 9 said there was calm in Kursk.", report=reports[0].revision.report)
    with open_ledger(folder / "desk.db", linker=fake_link) as ledger:
        ledger.add(reports, READER)
    return folder / "desk.db"


def witnessed(path: Path, file: Path) -> Path:
    with open_ledger(path, linker=fake_link) as ledger:
        file.write_text(ledger.witness())
    return file


def faults(path: Path, witness: Path, key: str | None = None) -> list[tuple[int | None, str]]:
    with open_ledger(path, linker=fake_link) as ledger:
        return [(fault.seq, f"{fault.where}: {fault.reason}") for fault in ledger.verify(key, witness=witness).faults]


def test_the_honest_ledger_agrees_with_its_witness_also_when_it_has_grown(tmp_path: Path) -> None:
    path = made(tmp_path / "a")
    witness = witnessed(path, tmp_path / "witness")
    assert faults(path, witness) == []
    with open_ledger(path, linker=fake_link) as ledger:
        ledger.add([captured("Legion said there was news in Kursk.", report="url:https://new.example/")], READER)
    assert faults(path, witness) == []
    assert len(read_witness(witness).roots) >= 3


def test_a_history_rewritten_and_signed_with_another_key(tmp_path: Path) -> None:
    witness = witnessed(made(tmp_path / "a"), tmp_path / "witness")
    forged = made(tmp_path / "b", other=True)
    with open_ledger(forged, linker=fake_link) as ledger:
        assert ledger.verify().good  # by its own word
    found = faults(forged, witness)
    assert found[0][0] == 0
    assert any("is another key than the trusted one" in reason for _, reason in found)
    assert any("is the first that may differ from what the witness saw" in reason for _, reason in found)


def test_a_fork_signed_with_the_right_key(tmp_path: Path) -> None:
    """The keeper's own fork: the same key, the same beginning, another end."""
    path = made(tmp_path / "a", count=32)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    ends = (("Ann", path), ("Bob", tmp_path / "b" / "desk.db"))
    for name, fork in ends:
        with open_ledger(fork, linker=fake_link) as ledger:
            ledger.add([captured(f"{name} said there was news in Kursk.", report="url:https://new.example/")], READER)
            assert ledger.verify().good
            size = ledger.verify().entries
    witness = witnessed(path, tmp_path / "witness")
    (fault,) = faults(tmp_path / "b" / "desk.db", witness)
    assert fault[0] == size - 3
    assert "is the first that may differ" in fault[1]


def test_a_ledger_rolled_back_with_all_its_files(tmp_path: Path) -> None:
    path = made(tmp_path / "a", count=10)
    shutil.copytree(tmp_path / "a", tmp_path / "old")
    with open_ledger(path, linker=fake_link) as ledger:
        before = ledger.verify().entries
        ledger.add(stream(40), READER)
    witness = witnessed(path, tmp_path / "witness")
    old = tmp_path / "old" / "desk.db"
    with open_ledger(old, linker=fake_link) as ledger:
        assert ledger.verify().good
    (fault,) = faults(old, witness)
    assert (fault[0], "is missing: the witness saw" in fault[1]) == (before, True)


def test_an_entry_replayed_at_the_end(tmp_path: Path) -> None:
    path = made(tmp_path / "a", count=5)
    conn = sqlite3.connect(path)
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    (size,) = conn.execute("SELECT count(*) FROM entries").fetchone()
    conn.execute("INSERT INTO entries SELECT ?, kind, key, at, entry, leaf FROM entries WHERE seq = 1", (size,))
    conn.execute("INSERT INTO contents SELECT ?, salt, body FROM contents WHERE seq = 1", (size,))
    conn.commit()
    conn.close()
    with open_ledger(path, linker=fake_link) as ledger:
        assert ledger.verify().faults[0].seq == size


@pytest.mark.parametrize("change", ["cut", "flip", "words", "empty"])
def test_a_damaged_witness_file_is_refused_and_not_believed(tmp_path: Path, change: str) -> None:
    path = made(tmp_path / "a", count=40)
    witness = witnessed(path, tmp_path / "witness")
    text = witness.read_text()
    changed = {"cut": text[:-30], "flip": text.replace("\nat 20", "\nat 19"), "words": "a letter", "empty": ""}[change]
    witness.write_text(changed)
    with pytest.raises(LedgerError, match="not a witness file"):
        read_witness(witness)
    ran = CliRunner().invoke(main, ["verify", "--ledger", str(path), "--witness", str(witness)])
    assert ran.exit_code == 1
    assert "not a witness file" in ran.stdout


def test_the_command_gives_the_file_and_compares(tmp_path: Path) -> None:
    path = made(tmp_path / "a", count=4)
    given = CliRunner().invoke(main, ["log", "--witness", "--ledger", str(path)])
    assert given.stdout.startswith("reportedly witness 1\nreportedly/")
    (tmp_path / "witness").write_text(given.stdout)
    assert faults(path, tmp_path / "witness") == []
    shutil.copy(f"{path}.checkpoints", tmp_path / "mirror")
    assert faults(path, tmp_path / "mirror") == []
