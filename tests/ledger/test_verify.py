"""Whatever is changed in a stored ledger is found, and the first bad entry is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from reportedly.ledger import Ledger, Verification, open_ledger
from reportedly.ledger import _merkle as merkle
from tests.fakes import FakeReader, captured, fake_link, stream
from tests.ledger.conftest import Opener

READER = FakeReader()
ENTRY = 40  # in the first batch
LAST = 147

Mutation = Callable[[sqlite3.Connection, Path], object]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of three batches, a judgement and its undoing: 148 entries, 5 checkpoints."""
    folder = tmp_path_factory.mktemp("template")
    with open_ledger(folder / "desk.db", linker=fake_link) as ledger:
        ledger.add(stream(80), READER)
        judged = ledger.judge(ledger.events()[0].id, "confirm", by="Ann", reason="seen")
        ledger.undo(judged.id, by="Ann", reason="mistaken")
        assert ledger.verify().good
    return folder


def after(template: Path, tmp_path: Path, mutate: Mutation) -> Verification:
    """What verification finds in a copy of the ledger once it was tampered with behind the ledger's back."""
    folder = tmp_path / "copy"
    shutil.copytree(template, folder)
    conn = sqlite3.connect(folder / "desk.db")
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    mutate(conn, folder)
    conn.commit()
    conn.close()
    with open_ledger(folder / "desk.db", linker=fake_link) as ledger:
        return ledger.verify()


def first(found: Verification) -> int | None:
    assert not found.good
    return found.faults[0].seq


def flipped(table: str, column: str, key: int) -> Mutation:
    def mutate(conn: sqlite3.Connection, folder: Path) -> None:
        order = "size" if table == "checkpoints" else "seq"
        ((value,),) = conn.execute(f"SELECT {column} FROM {table} WHERE {order} = ?", (key,)).fetchall()
        raw = bytearray(value if isinstance(value, bytes) else value.encode())
        raw[len(raw) // 2] ^= 1
        changed = bytes(raw) if isinstance(value, bytes) else raw.decode()
        assert changed != value
        conn.execute(f"UPDATE {table} SET {column} = ? WHERE {order} = ?", (changed, key))

    return mutate


def test_an_untouched_copy_is_good(template: Path, tmp_path: Path) -> None:
    found = after(template, tmp_path, lambda conn, folder: None)
    assert found.good
    assert (found.entries, found.checkpoints, found.redacted) == (LAST + 1, 5, 0)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, name)
        for table, names in (("entries", ("kind", "key", "at", "entry", "leaf")), ("contents", ("salt", "body")))
        for name in names
    ],
)
def test_a_flipped_byte_in_any_column_of_an_entry(template: Path, tmp_path: Path, table: str, column: str) -> None:
    assert first(after(template, tmp_path, flipped(table, column, ENTRY))) == ENTRY


@pytest.mark.parametrize("column", ["root", "peaks", "at", "note"])
def test_a_flipped_byte_in_any_column_of_a_checkpoint(template: Path, tmp_path: Path, column: str) -> None:
    with sqlite3.connect(template / "desk.db") as conn:
        size = conn.execute("SELECT min(size) FROM checkpoints").fetchone()[0]
    found = after(template, tmp_path, flipped("checkpoints", column, size))
    assert first(found) == size - 1
    assert f"checkpoint {size}" in {fault.where for fault in found.faults}


@pytest.mark.parametrize(
    ("change", "bad"),
    [
        ("UPDATE checkpoints SET size = size + 1 WHERE size = (SELECT max(size) FROM checkpoints)", LAST + 1),
        ("UPDATE contents SET salt = NULL, body = NULL WHERE seq = 40", 40),
        ("UPDATE contents SET body = NULL WHERE seq = 40", 40),
        ("UPDATE contents SET body = CAST(body AS TEXT) WHERE seq = 40", 40),
        ("UPDATE contents SET salt = 7 WHERE seq = 40", 40),
        ("UPDATE entries SET leaf = 'x' WHERE seq = 40", 40),
        ("UPDATE entries SET key = CAST('k' AS BLOB) WHERE seq = 40", 40),
        ("DELETE FROM contents WHERE seq = 40", 40),
        ("DELETE FROM contents WHERE seq = 40; DELETE FROM entries WHERE seq = 40", 40),
        ("DELETE FROM entries WHERE seq = 40", 40),
        ("DELETE FROM contents WHERE seq = 0; DELETE FROM entries WHERE seq = 0", 0),
        ("DELETE FROM checkpoints", LAST),
        ("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)", LAST),
    ],
)
def test_dropped_rows(template: Path, tmp_path: Path, change: str, bad: int) -> None:
    found = after(template, tmp_path, lambda conn, folder: conn.executescript(f"PRAGMA foreign_keys = OFF; {change};"))
    assert first(found) == bad


@pytest.mark.parametrize("tables", [("entries",), ("contents",), ("entries", "contents")])
def test_reordered_rows(template: Path, tmp_path: Path, tables: tuple[str, ...]) -> None:
    def swap(conn: sqlite3.Connection, folder: Path) -> None:
        for table in tables:
            for old, new in ((ENTRY, -1), (ENTRY + 1, ENTRY), (-1, ENTRY + 1)):
                conn.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", (new, old))

    assert first(after(template, tmp_path, swap)) == ENTRY


def test_a_truncated_tail(template: Path, tmp_path: Path) -> None:
    def cut(conn: sqlite3.Connection, folder: Path) -> None:
        for table in ("contents", "entries"):
            conn.execute(f"DELETE FROM {table} WHERE seq >= 120")

    found = after(template, tmp_path, cut)
    assert first(found) == 120


def test_a_truncated_tail_with_its_checkpoints_is_told_by_the_mirror_file(template: Path, tmp_path: Path) -> None:
    def cut(conn: sqlite3.Connection, folder: Path) -> None:
        (size,) = conn.execute("SELECT min(size) FROM checkpoints").fetchone()
        for table in ("contents", "entries"):
            conn.execute(f"DELETE FROM {table} WHERE seq >= ?", (size,))
        conn.execute("DELETE FROM checkpoints WHERE size > ?", (size,))

    (fault,) = after(template, tmp_path, cut).faults
    assert fault.where.endswith("desk.db.checkpoints")
    assert "from its checkpoint 2 on" in fault.reason


def test_a_rewritten_entry_with_a_fitting_tree_is_told_by_the_signatures(template: Path, tmp_path: Path) -> None:
    def rewrite(conn: sqlite3.Connection, folder: Path) -> None:
        """All that somebody without the key can make fit: body, commitment, leaf, roots, frontiers, notes' words, mirror."""
        from reportedly.ledger._log import as_text, canonical, commitment
        from reportedly.ledger._notes import checkpoint_text

        salt, body = conn.execute("SELECT salt, body FROM contents WHERE seq = ?", (ENTRY,)).fetchone()
        body = body.replace(b"gunfight", b"gun fair")
        seq, kind, key, at = conn.execute("SELECT seq, kind, key, at FROM entries WHERE seq = ?", (ENTRY,)).fetchone()
        entry = canonical(seq, at, kind, key, commitment(salt, body))
        conn.execute("UPDATE contents SET body = ? WHERE seq = ?", (body, ENTRY))
        conn.execute("UPDATE entries SET entry = ?, leaf = ? WHERE seq = ?", (entry, merkle.leaf_hash(entry), ENTRY))
        leaves, notes = [row[0] for row in conn.execute("SELECT leaf FROM entries ORDER BY seq")], []
        for size, moment, note in conn.execute("SELECT size, at, note FROM checkpoints ORDER BY size").fetchall():
            frontier = merkle.Frontier()
            for leaf in leaves[:size]:
                frontier.append(leaf)
            text = checkpoint_text(note.split("\n")[0], size, frontier.root, moment)
            notes.append(text + note[note.index("\n\n") + 1 :])
            values = (frontier.root, b"".join(frontier.peaks), notes[-1], size)
            conn.execute("UPDATE checkpoints SET root = ?, peaks = ?, note = ? WHERE size = ?", values)
        (folder / "desk.db.checkpoints").write_bytes(as_text(notes))

    found = after(template, tmp_path, rewrite)
    assert {fault.reason.split(" of ")[0] for fault in found.faults} == {"has no valid signature"}


def test_a_replaced_and_a_missing_original(template: Path, tmp_path: Path) -> None:
    def replace(conn: sqlite3.Connection, folder: Path) -> None:
        one, other, *_ = sorted(path for path in (folder / "desk.db.originals").rglob("*") if path.is_file())
        one.write_bytes(b"other bytes")
        other.unlink()

    found = after(template, tmp_path, replace)
    assert sorted(fault.reason.split()[-1] for fault in found.faults) == ["changed", "missing"]
    assert all(fault.seq is not None for fault in found.faults)


def test_the_checkpoint_file_of_another_history(template: Path, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "other.db", linker=fake_link) as other:
        other.add(stream(5), READER)

    def fork(conn: sqlite3.Connection, folder: Path) -> None:
        shutil.copy(tmp_path / "other.db.checkpoints", folder / "desk.db.checkpoints")

    (fault,) = after(template, tmp_path, fork).faults
    assert "tells another history" in fault.reason
    assert "from its checkpoint 1 on" in fault.reason


def test_another_key_beside_the_ledger(template: Path, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "other.db", linker=fake_link) as other:
        other.add(stream(1), READER)

    def exchange(conn: sqlite3.Connection, folder: Path) -> None:
        shutil.copy(tmp_path / "other.db.key.pub", folder / "desk.db.key.pub")

    assert "no valid signature" in after(template, tmp_path, exchange).faults[0].reason
    unreadable = after(template, tmp_path / "again", lambda conn, folder: (folder / "desk.db.key.pub").write_text("no key"))
    assert "not a readable key" in unreadable.faults[0].reason or "not an Ed25519 key" in unreadable.faults[0].reason


def test_without_any_key_the_rest_is_checked_and_said(template: Path, tmp_path: Path) -> None:
    def lose(conn: sqlite3.Connection, folder: Path) -> None:
        (folder / "desk.db.key").unlink()
        (folder / "desk.db.key.pub").unlink()

    found = after(template, tmp_path, lose)
    assert found.good
    assert "signatures were not checked" in found.notes[0]


def test_a_file_damaged_below_the_tables(template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(template, folder)
    with sqlite3.connect(folder / "desk.db") as conn:
        (root,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries'").fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    conn.close()
    raw = bytearray((folder / "desk.db").read_bytes())
    raw[(root - 1) * size : root * size] = bytes(size)
    (folder / "desk.db").write_bytes(raw)
    with open_ledger(folder / "desk.db", linker=fake_link) as ledger:
        found = ledger.verify()
    assert not found.good
    assert "damaged" in found.faults[0].reason


def test_a_lagging_mirror_file_is_no_fault_and_the_next_add_completes_it(ledger: Ledger) -> None:
    ledger.add(stream(40), READER)
    path = ledger.store.file("checkpoints")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 100])  # a write cut short
    assert ledger.verify().good
    assert "lacks the latest checkpoints" in ledger.verify().notes[0]
    ledger.add([captured("Legion said there was news in Kursk.", report="url:https://new.example/")], READER)
    assert ledger.verify().notes == ()
    assert path.read_bytes().startswith(whole)


def test_nothing_is_added_to_a_ledger_whose_mirror_tells_another_history(ledger: Ledger, opener: Opener) -> None:
    from reportedly.model import LedgerDamaged

    ledger.add(stream(3), READER)
    path = ledger.store.file("checkpoints")
    path.write_bytes(path.read_bytes().replace(b"at 20", b"at 19"))
    with opener() as again, pytest.raises(LedgerDamaged, match="another history"):
        again.add(stream(6), READER)


def test_a_proof_shows_an_entry_to_others(ledger: Ledger) -> None:
    ledger.add(stream(40), READER)
    proof = ledger.proof(17)
    leaf = merkle.leaf_hash(proof.entry.encode())
    path = [bytes.fromhex(step) for step in proof.path]
    assert merkle.includes(leaf, proof.seq, proof.size, path, bytes.fromhex(proof.root))
    assert json.loads(proof.entry)["seq"] == 17
    assert proof.checkpoint.splitlines()[1] == str(proof.size)


def test_redaction_deletes_words_and_bytes_and_every_proof_holds(ledger: Ledger) -> None:
    from reportedly.model import NotFound

    one = captured("Witness Ann said she hid in Kursk.")
    ledger.add([one, *stream(10)], READER)
    proof = ledger.proof(1)
    assert ledger.redact(one.revision.id, by="Custodian", reason="at risk") == 3
    found = ledger.verify()
    assert (found.good, found.redacted) == (True, 3)
    assert ledger.proof(1).entry == proof.entry
    assert not any(b"hid in" in bytes(entry.body) for entry in ledger.entries() if entry.body is not None)
    assert not ledger.search("Ann hid")
    with pytest.raises(NotFound):
        ledger.originals.read(one.original.sha256)
    with pytest.raises(NotFound):
        ledger.redact(one.revision.id, by="Custodian", reason="again")
    assert [problem.reason for problem in ledger.add([one], READER).problems] == [
        "was redacted from this ledger and is not taken in again"
    ]
    assert not ledger.originals.path(one.original.sha256).exists()
    assert ledger.rebuild().equal
