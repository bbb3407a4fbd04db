"""The command as a process of its own: what it imports, closed pipes, Ctrl-C, standard input; and the front door."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import reportedly
from reportedly.model import CaptureError
from tests.fakes import FakeReader, captured

ROOT = Path(__file__).parents[2]
FAKED = """
import sys
from tests.fakes import FakeReader, fake_link, stream
import reportedly.reading, reportedly.ledger._relink as relink
reportedly.reading.default_reader = lambda **_: FakeReader()
relink.default_linker = lambda: fake_link
{extra}
from reportedly.cli import main
main()
"""


def started(*arguments: object, extra: str = "", cwd: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-c", FAKED.format(extra=extra), *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_help_imports_nothing_heavy() -> None:
    script = "import sys; from reportedly.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "rebuild" in told.stdout
    loaded = set(told.stdout.split())
    heavy = {
        "sqlalchemy",
        "alembic",
        "rich",
        "lxml",
        "trafilatura",
        "numpy",
        "onnxruntime",
        "tokenizers",
        "cryptography",
        "jinja2",
    }
    assert heavy & loaded == set()


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    with started("add", "-", cwd=tmp_path) as process:
        _, told = process.communicate(b"Title\n\nThe Legion said there was a gunfight in Tyotkino. More words of it.\n")
    assert process.returncode == 0, told.decode()
    assert told.decode().startswith("Added 1 new report, 1 revision, 1 claim")
    with started("log", "--json", extra="import time; time.sleep(0.3)", cwd=tmp_path) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait() == 141
        assert process.stderr.read() == b""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGINT")
def test_ctrl_c_is_a_sentence_and_what_was_committed_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nThe Legion said there was a gunfight in Tyotkino. More words of it.\n")
    slow = """
import time
def slowly(self, revisions):
    print("reading", flush=True)
    time.sleep(30)
FakeReader.read_all = slowly
"""
    with started("add", "a.txt", extra=slow, cwd=tmp_path) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"reading\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        told = process.stderr.read().decode()
    assert "interrupted" in told
    assert "Traceback" not in told


def test_the_front_door_reads_files_texts_and_revisions(tmp_path: Path) -> None:
    text = "Title\n\nThe Legion said there was a gunfight in Tyotkino. More words of it."
    path = tmp_path / "a.txt"
    path.write_text(text)
    one = reportedly.read(path, reader=FakeReader())
    assert reportedly.read(str(path), reader=FakeReader()).claims == one.claims
    assert reportedly.read(text=text, reader=FakeReader()).claims == one.claims
    assert len(reportedly.read(captured(text).revision, reader=FakeReader()).claims) == 1
    with pytest.raises(TypeError, match="either a source or text="):
        reportedly.read()
    with pytest.raises(CaptureError, match="nowhere"):
        reportedly.read(tmp_path / "nowhere.txt")
    (tmp_path / "b.txt").write_text(text + " Another.")
    with pytest.raises(CaptureError, match="holds 2 reports, not one"):
        reportedly.read(tmp_path)
