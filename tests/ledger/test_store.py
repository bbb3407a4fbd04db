"""The database under the ledger: guards, one writer, many readers, and errors in plain words."""

from __future__ import annotations

import resource
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from reportedly.ledger import Ledger, open_ledger
from reportedly.ledger._schema import log, views
from reportedly.model import LedgerBusy, LedgerError
from tests.fakes import FakeReader, fake_link, stream
from tests.ledger.conftest import Opener

READER = FakeReader()


def test_the_migrations_make_the_tables_that_the_code_knows(ledger: Ledger) -> None:
    def ours(_object: object, name: str | None, *_: object) -> bool:
        return not (name or "").startswith("word_index")

    with ledger.store.read() as conn:
        context = MigrationContext.configure(conn, opts={"include_object": ours})
        assert compare_metadata(context, [log, views]) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET kind = 'x' WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 2",
        "UPDATE contents SET body = salt WHERE seq = 1",
        "UPDATE contents SET body = NULL, salt = NULL WHERE seq = 1",
        "DELETE FROM contents WHERE seq = 2",
        "UPDATE checkpoints SET note = ''",
        "DELETE FROM checkpoints",
    ],
)
def test_the_database_itself_forbids_changing_the_log(ledger: Ledger, change: str) -> None:
    ledger.add(stream(3), READER)
    with pytest.raises(LedgerError, match="append-only"), ledger.store.write() as conn:
        conn.execute(sa.text(change))
    assert ledger.verify().good


def test_a_second_writer_waits_and_then_gives_up(ledger: Ledger, opener: Opener) -> None:
    with ledger.store.write(), opener(wait=0.2) as other:
        with pytest.raises(LedgerBusy, match="another process is writing"):
            other.add(stream(1), READER)
        assert other.events() == ()
    with opener(wait=0.2) as other:
        assert other.add(stream(1), READER).revisions == 1


def test_readers_see_a_whole_state_while_another_writes(ledger: Ledger, opener: Opener) -> None:
    ledger.add(stream(3), READER)
    with opener() as other, other.store.write() as conn:
        conn.execute(sa.text("DELETE FROM events"))
        assert len(ledger.events()) == 2
        conn.rollback()


def test_two_at_once_add_each_report_once(opener: Opener) -> None:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            with opener() as mine:
                mine.add(stream(70), READER)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with opener() as ledger:
        assert ledger.verify().faults == ()
        assert sum(entry.kind == "revision" for entry in ledger.entries()) == len({one.revision.id for one in stream(70)})
        assert ledger.rebuild().equal


def test_the_key_is_its_owners_alone(ledger: Ledger) -> None:
    ledger.add(stream(1), READER)
    path = ledger.store.file("key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.with_name("desk.db.key.pub").read_text().startswith("reportedly/")


def test_a_lost_key_is_not_replaced(ledger: Ledger, opener: Opener) -> None:
    ledger.add(stream(1), READER)
    ledger.store.file("key").unlink()
    with opener() as again:
        again.add(stream(10), READER)
        assert not again.store.file("key").exists()
        assert "no valid signature" in again.verify().faults[0].reason


@pytest.mark.parametrize("content", [b"<html>no database</html>" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"not a ledger|damaged") as caught:
        open_ledger(path)
    assert caught.value.where == str(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as conn:
        conn.execute("CREATE TABLE theirs (x)")
    conn.close()
    with pytest.raises(LedgerError, match="holds other tables"):
        open_ledger(tmp_path / "other.db")


def test_a_ledger_of_a_newer_version(tmp_path: Path) -> None:
    open_ledger(tmp_path / "desk.db", linker=fake_link).close()
    with sqlite3.connect(tmp_path / "desk.db") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    with pytest.raises(LedgerError, match="newer version"):
        open_ledger(tmp_path / "desk.db")


def test_a_ledger_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no such ledger"):
        open_ledger(tmp_path / "desk.db", create=False)
    with pytest.raises(LedgerError, match="cannot be opened"):
        open_ledger(tmp_path / "nowhere" / "desk.db")
    with pytest.raises(LedgerError, match="is a folder; a ledger is a file in one"):
        open_ledger(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["mysql://host/db", "://", "postgresql://127.0.0.1:1/none"])
def test_an_address_that_holds_no_ledger(address: str) -> None:
    with pytest.raises(LedgerError):
        open_ledger(address)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(LedgerError) as caught:
        open_ledger("postgresql://ann:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


FULL = """
import resource, sys
from reportedly.ledger import open_ledger
from reportedly.model import LedgerError
from tests.fakes import FakeReader, fake_link, stream
with open_ledger(sys.argv[1], linker=fake_link) as ledger:
    ledger.add(stream(40), FakeReader())
    print(len(ledger.reports()))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        ledger.add(stream(3000), FakeReader())
    except LedgerError as error:
        print(type(error).__name__, error.reason)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
def test_a_full_disk_is_one_clear_error_and_what_was_committed_stays(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    arguments: list[Any] = [sys.executable, "-c", FULL, tmp_path / "desk.db", "700000"]
    told = subprocess.run(arguments, cwd=root, env={"PYTHONPATH": f"{root}/src"}, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[0] == "14"
    assert told.stdout.splitlines()[1].startswith("LedgerError the disk")
    with open_ledger(tmp_path / "desk.db", linker=fake_link) as ledger:
        assert ledger.verify().faults == ()
        ledger.add(stream(300), READER)
        assert ledger.verify().faults == ()
        assert ledger.rebuild().equal
