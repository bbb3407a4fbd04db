"""The demo's end, as a newcomer sees it in a terminal: the address of a desk on which the raid can be looked up."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys

import httpx


def test_in_a_terminal_the_demo_ends_with_a_desk() -> None:
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "reportedly", "demo"]
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"TERM": "dumb", "COLUMNS": "200"}
    with subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, env=environment) as process:
        os.close(inner)
        said, address = b"", None
        while address is None:
            said += os.read(outer, 65536)
            address = re.search(rb"http://127\.0\.0\.1:\d+/", said)
        found = httpx.get(f"{address[0].decode()}search.json?q=Tyotkino", timeout=60).json()["events"]
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        os.close(outer)
    raid = next(one for one in found if one["standing"] == "contested")
    assert raid["denied_by"] == ["Roman Starovoit"]
    assert raid["outlets"] > raid["origins"] >= 2


def test_in_a_pipe_it_ends_by_itself_and_names_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "reportedly", "demo"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0
    assert done.stderr.rstrip().endswith("reportedly serve --ledger demo.db --open")
