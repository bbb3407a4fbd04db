"""`add` and `read` of web addresses."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.articles import FIRST, article, rss
from tests.cli.conftest import Run
from tests.web_server import site


def test_add_a_page_and_a_feed(run: Run) -> None:
    with site() as server:
        server.page("/one", article("One", FIRST))
        server.page("/feed", rss((server.url("/one"), "Tue, 12 Mar 2024 08:00:00 GMT")))
        refused = run("add", server.url("/one"))
        assert refused.exit_code == 1
        assert "127.0.0.1, which is not on the public internet" in refused.stderr
        assert server.asked == []
        added = run("add", server.url("/one"), "--allow", server.host)
        assert (added.exit_code, added.stderr) == (0, "Added 1 new report, 1 revision, 1 claim; 0 unchanged.\n")
        again = run("add", server.url("/feed"), "--allow", "127.0.0.1", "--most", "1", "--since", "2024-03-12")
        assert again.stderr == "Nothing new: 1 report unchanged.\n"
        assert "gunfight in Tyotkino" in run("read", server.url("/one"), "--allow", server.host).stdout
    assert '"address":"127.0.0.1"' in run("log", "--kind", "original", "--json").stdout


def test_the_originals_go_out_as_a_web_archive_and_come_in_again(run: Run, tmp_path: Path) -> None:
    with site() as server:
        server.page("/one", article("One", FIRST))
        run("add", server.url("/one"), "--allow", server.host)
        (tmp_path / "note.txt").write_text("The Legion said there was a gunfight in Tyotkino. It gave no details.")
        run("add", tmp_path / "note.txt")
    made = run("export", "wacz", "--out", "kept.wacz")
    assert (made.exit_code, made.stderr) == (0, "2 originals in kept.wacz.\n")
    assert "archive/data.warc.gz" in zipfile.ZipFile(tmp_path / "kept.wacz").namelist()
    again = run("add", "kept.wacz")
    assert again.stderr == "Nothing new: 1 report unchanged.\n"
    other = run("add", "kept.wacz", "--ledger", "other.db")
    assert other.stderr == "Added 1 new report, 1 revision, 1 claim; 0 unchanged.\n"
    assert run("export", "wacz", "geojson", "--out", "x").exit_code == 2
