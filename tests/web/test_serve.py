"""`reportedly serve` as a newcomer runs it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

RUN = [sys.executable, "-c", "from reportedly.cli import main; main()", "serve"]


def test_it_says_where_it_is_answers_and_closes(tmp_path: Path) -> None:
    command = [*RUN, "--port", "0", "--ledger", str(tmp_path / "desk.db")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address, said
        page = httpx.get(address[0])
        assert "Bring in the first report" in page.text
        assert "server" not in page.headers
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = subprocess.run([*RUN, "--port", port, "--ledger", str(tmp_path / "desk.db")], capture_output=True, text=True)
    assert ran.returncode == 4
    assert ran.stderr == f"reportedly: 127.0.0.1:{port}: cannot listen there: address already in use\n"


def test_the_web_framework_is_loaded_by_nothing_else() -> None:
    code = "import sys, reportedly.cli.show, reportedly.cli.serve; print('fastapi' in sys.modules, 'uvicorn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False False\n"
