"""`reportedly watch` as a command and as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.articles import FIRST, SECOND, article, rss
from tests.cli.conftest import Run
from tests.web_server import Site, site


def sources(folder: Path, server: Site) -> Path:
    path = folder / "sources.toml"
    text = f'allow = ["{server.host}"]\ngap = 0\n\n[[feed]]\nurl = "{server.url("/feed")}"\n'
    path.write_text(text, encoding="utf-8")
    server.page("/one", article("One", FIRST))
    server.page("/two", article("Two", SECOND))
    server.page("/feed", rss((server.url("/one"), "Tue, 12 Mar 2024 08:00:00 GMT")))
    return path


def test_once_and_once_again(run: Run, tmp_path: Path) -> None:
    with site() as server:
        path = sources(tmp_path, server)
        first = run("watch", path, "--once")
        assert first.exit_code == 0
        assert f"listed  {server.url('/feed')}: 1 articles, 1 new" in first.stderr
        assert first.stderr.endswith("Stopped: Added 1 new report, 1 revision, 1 claim; 0 unchanged.\n")
        asked = len(server.asked)
        assert run("watch", path, "--once").stderr == "Stopped: Added 0 new reports, 0 revisions, 0 claims; 0 unchanged.\n"
        assert len(server.asked) == asked
    assert run("reports").stdout.count("The Gazette") == 1


def test_json_tells_each_happening(run: Run, tmp_path: Path) -> None:
    with site() as server:
        told = [json.loads(line) for line in run("watch", sources(tmp_path, server), "--once", "--json").stdout.splitlines()]
    assert [one["what"] for one in told[:2]] == ["listed", "kept"]
    assert told[2]["revisions"] == 1


def test_a_wrong_file_is_named_with_line_and_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('[[feed]]\nurl = "https://a.example/"\nevery = "now"\n')
    result = run("watch", "s.toml")
    assert result.exit_code == 4
    assert result.stderr.startswith('reportedly: s.toml: line 3, feed.every: must be a time such as "15 min"')
    assert not (tmp_path / "reportedly.db").exists()


def test_a_signal_stops_it_gracefully_and_a_restart_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reportedly", "watch", str(tmp_path / "sources.toml"), "--ledger", str(tmp_path / "a.db")]
    with site() as server:
        sources(tmp_path, server)
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as process:
            assert process.stderr is not None
            lines = [process.stderr.readline(), process.stderr.readline(), process.stderr.readline()]
            process.send_signal(signal.SIGTERM)
            rest = process.stderr.read()
            assert process.wait(30) == 0, rest
        assert "1 new" in lines[0]
        assert "stopping when the answers on their way are in" in rest
        assert "Stopped: Added 1 new report" in rest
        asked, before = len(server.asked), time.monotonic()
        done = subprocess.run([*command, "--once"], capture_output=True, text=True, check=True)
        assert "Added 0 new reports" in done.stderr
        assert len(server.asked) == asked
        assert time.monotonic() - before < 60
