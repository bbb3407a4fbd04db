"""A full disk, a failing write, a half-written file, a kill at a chosen statement: a clear error, nothing lost, nothing twice."""

from __future__ import annotations

import errno
import os
import resource
import signal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from reportedly.ledger import Ledger
from reportedly.ledger._originals import Originals
from reportedly.model import LedgerError, Original
from tests.fakes import FakeReader, captured, stream
from tests.soak._work import done, in_a_child, opened, told

READER = FakeReader()
COUNT = 36  # two batches

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def work(ledger: Ledger) -> None:
    ledger.add(stream(COUNT), READER)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("undisturbed") / "desk.db"
    with opened(str(path), path) as ledger:
        work(ledger)
        return told(ledger)


def finished(place: str, beside: Path, expected: dict[str, Any]) -> None:
    """After a fault the log is good as it is, and doing the work again completes the ledger."""
    with opened(place, beside) as ledger:
        assert ledger.verify().faults == ()
        work(ledger)
        assert ledger.verify().faults == ()
        assert told(ledger) == expected
        assert ledger.verify().notes == ()


@pytest.mark.parametrize("statement", [3, 9, 14, 22, 31, 40])
def test_killed_at_a_statement(place: str, tmp_path: Path, expected: dict[str, Any], statement: int) -> None:
    beside = tmp_path / "desk.db"
    opened(place, beside).close()

    def until_then(ledger: Ledger) -> None:
        left = [statement]

        def count(*_: object) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(ledger.store.engine, "before_cursor_execute", count)
        work(ledger)

    assert os.WIFSIGNALED(os.waitpid(in_a_child(place, beside, until_then), 0)[1])
    finished(place, beside, expected)


@pytest.mark.parametrize("kilobytes", [180, 220, 260])
def test_a_full_disk(tmp_path: Path, expected: dict[str, Any], kilobytes: int) -> None:
    """No file may grow beyond a bound: the database's own files stop in the middle of a write, as on a full disk."""
    path = tmp_path / "desk.db"
    opened(str(path), path).close()

    def cramped(ledger: Ledger) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))
        try:
            work(ledger)
        except LedgerError as error:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)
            (tmp_path / "said").write_text(str(error))
            raise

    assert not done(in_a_child(str(path), path, cramped))
    said = (tmp_path / "said").read_text()
    assert "desk.db" in said
    assert "disk" in said or "too large" in said
    finished(str(path), path, expected)


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [1, 2, 20, 40])
def test_a_write_that_fails(
    tmp_path: Path, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    """The number-th call of the operating system's to make something last fails; files and folders, key and checkpoints."""
    path, real, left = tmp_path / "desk.db", getattr(os, call), [number]

    def failing(*arguments: Any, **more: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **more)

    with opened(str(path), path) as ledger, monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        with _fails_or_was_not_reached(left):
            work(ledger)
    finished(str(path), path, expected)


class _fails_or_was_not_reached:  # noqa: N801 - reads as a sentence
    """The work fails with a clear error, unless there were fewer calls."""

    def __init__(self, left: list[int]) -> None:
        self.left = left

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if self.left[0] > 0:
            return False
        assert isinstance(error, LedgerError)
        assert "No space left on device" in str(error)
        return True


def test_half_written_originals_are_written_again_and_abandoned_ones_swept(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    one = captured("Legion said there was a gunfight in Tyotkino.").original
    originals.keep(one)
    originals.path(one.sha256).write_bytes(b"Legion")  # as a power cut may leave it
    originals.keep(one)
    assert originals.read(one.sha256) == one.source
    old, new = originals.folder / "partial" / "old", originals.folder / "partial" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    originals.sweep()
    assert (old.exists(), new.exists()) == (False, True)


def test_a_source_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    gone = Original("0" * 64, 5, "image/jpeg", tmp_path / "gone.jpg")
    with pytest.raises(Exception, match="cannot be read"):
        Originals(tmp_path / "originals").keep(gone)
    assert list((tmp_path / "originals").glob("??/*")) == []
