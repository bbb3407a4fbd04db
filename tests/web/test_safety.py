"""No way out tells a name at risk: every page, every listing, every export, every answer to a program."""

from __future__ import annotations

import gzip
import itertools
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pyarrow.parquet
import pytest
from click.testing import CliRunner
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from reportedly.cli import main
from reportedly.cli.export import NAMES
from reportedly.ledger import Ledger, open_ledger
from reportedly.web import create_app
from reportedly.web.api import create_api
from tests.fakes import FakeReader, captured
from tests.web.conftest import BASE, browser, token
from tests.web.test_team_pages import _routes, _within

HARD = ("Zora Quillfeather", "Jürgen Ågård", "Зоя Кравцова")


def _ledger(path: Path, name: str) -> Ledger:
    """The name as speaker, in texts, titles, outlets, addresses, two revisions, a judgement and the log."""
    ledger = open_ledger(path)
    slug = quote(name.lower().replace(" ", "-"))
    said = f"{name} said there was a gunfight in Tyotkino. Legion denied there was a gunfight in Tyotkino. More of {name}."
    items = [
        captured(said, report=f"url:https://one.example/{slug}", outlet=f"Outlet of {name}"),
        captured(said + " And more.", report=f"url:https://one.example/{slug}", outlet=f"Outlet of {name}", minutes=60),
        captured(f"{name} said there was a gunfight in Tyotkino.", report="url:https://two.example/1", outlet="Two"),
    ]
    ledger.add(items, FakeReader())
    ledger.judge(ledger.events()[0].id, "unsure", by=name, reason=f"{name} told me")
    return ledger


def _addresses(ledger: Ledger, routes: Iterable[APIRoute], name: str) -> Iterator[str]:
    """Every route that is looked at, with every value that it could be asked for."""
    event, report = ledger.events()[0], ledger.reports()[0]
    revisions = [one.id for one in ledger.revisions(report.report)]
    known = [
        event.id,
        event.points[0].id,
        event.origins[0].id,
        *revisions,
        f"{revisions[0]}/c1",
        report.report,
        report.outlet or "",
    ]
    known += [event.origins[0].speaker or "", report.latest, name, ledger.revision(revisions[0]).sha256, "Tyotkino", "0", "j5"]
    known += [f"{event.id}.json", f"{revisions[0]}.json", f"{revisions[0]}~{ledger.reports()[-1].latest}"]
    for route in routes:
        if "GET" not in (route.methods or ()):
            continue
        fields = [part.partition("}")[0] for part in route.path.split("{")[1:]]
        for values in itertools.islice(itertools.product(known, repeat=len(fields)), 40):
            path = route.path
            for field, value in zip(fields, values, strict=True):
                path = path.replace("{" + field + "}", quote(value, safe=""))
            yield path


def _clean(text: str, name: str, where: str) -> None:
    last = name.split()[-1]
    for told in (text, unescape(text), unquote(unescape(text)), text.encode().decode("unicode_escape", "ignore")):
        for part in (name, last, name.replace(" ", "-")):
            assert part.casefold() not in told.casefold(), f"{where} tells {part}"


@pytest.mark.parametrize("name", HARD)
def test_no_page_and_no_answer_to_a_program_tells_a_name_at_risk(tmp_path: Path, name: str) -> None:
    with _ledger(tmp_path / "desk.db", name) as ledger:
        client = browser(ledger)
        assert name in client.get(f"/report/{ledger.reports()[0].latest}").text
        ledger.protection.protect(name, [name.split()[-1]])
        seen = 0
        pages = list(_addresses(ledger, _routes(ledger), name))
        desk = create_app(ledger).state.desk
        pages += [f"/api/v1{path}" for path in _addresses(ledger, _within(create_api(desk).routes), name)]
        pages += [f"/search?q={quote(word)}" for word in ("gunfight", "More")]
        for path in pages:
            answer = client.get(path)
            seen += answer.status_code == 200
            if quote(name, safe="") not in path:  # what was asked for may come back in a sentence that there is no such thing
                _clean(answer.text, name, path)
            else:
                assert answer.status_code in (400, 404, 422) or name not in answer.text, path
        assert seen > 20
        pasted = {"token": token(client.get("/add").text), "text": f"{name} said there was a gunfight in Kursk.", "title": name}
        _clean(TestClient(create_app(ledger, reader=FakeReader), base_url=BASE).post("/add", data=pasted).text, name, "/add")


def test_no_export_and_no_listing_tells_a_name_at_risk(tmp_path: Path) -> None:
    name, path = HARD[0], str(tmp_path / "desk.db")
    with _ledger(tmp_path / "desk.db", name) as ledger:
        event, report = ledger.events()[0].id, ledger.reports()[0].latest

    def run(*words: str) -> str:
        result = CliRunner().invoke(main, [*words, "--ledger", path])
        return result.stdout

    ways = [("events",), ("claims",), ("reports",), ("log",), ("show", event), ("search", "gunfight")]
    ways = [way + tail for way in ways for tail in ((), ("--json",))]
    ways += [("brief", "--format", form) for form in ("md", "html", "json")]
    ways += [("diff", "--from", "2024-03-12T12:30Z", "--to", "2024-03-12T14:00Z"), ("show", report, "--json")]
    ways += [("export", form) for form in NAMES if form not in ("atom", "jsonfeed", "ledger") and not form.endswith(".parquet")]
    ways += [("media",), ("media", "--json"), ("revisions", report), ("revisions", report, "--json")]
    ways += [("export", form, "--since", "2024-03-01") for form in ("atom", "jsonfeed")]
    assert name in "".join(run(*way) for way in ways[:2])
    added = CliRunner().invoke(main, ["risk", "add", name, "--ledger", path])
    assert added.exit_code == 0
    told = {way: run(*way) for way in ways}
    for way, text in told.items():
        _clean(text, name, " ".join(way))
    assert sum(bool(text) for text in told.values()) > len(ways) * 0.8
    assert name in run("risk", "list")


def _run(*words: str) -> tuple[int, str]:
    """The exit code, and all that was written on both streams."""
    result = CliRunner().invoke(main, words)
    return result.exit_code, result.stdout + result.stderr


def test_no_file_tells_a_name_at_risk(tmp_path: Path) -> None:
    name, path, out = HARD[0], str(tmp_path / "desk.db"), tmp_path / "out"
    with _ledger(tmp_path / "desk.db", name) as ledger:
        packed = captured("Nobody is named here.", report="url:https://three.example/1", original=b64encode(name.encode()))
        clean = captured("Legion said there was a gunfight in Kursk.", report="url:https://four.example/1")
        mail = captured(f"{name} wrote from Kursk.", report="url:https://five.example/1", original=b64encode(b"a mail"))
        ledger.add([packed, clean, mail], FakeReader())
        ledger.protection.protect(name, [name.split()[-1]])
    tables = [form for form in NAMES if form.endswith(".parquet")]
    assert _run("export", *tables, "--ledger", path, "--out", str(out))[0] == 0
    told = "".join(str(pyarrow.parquet.read_table(out / form).to_pylist()) for form in tables)
    assert "█" in told
    _clean(told + "".join(one.name for one in out.iterdir()) + (out / "manifest.json").read_text(), name, "parquet")
    code, said = _run("export", "wacz", "--ledger", path, "--out", str(tmp_path / "out.wacz"))
    assert (code, "4 originals left out" in said) == (0, True)
    with zipfile.ZipFile(tmp_path / "out.wacz") as archive:
        assert b"Legion said there was a gunfight in Kursk." in _unpacked(archive.read("archive/data.warc.gz"))
        for one in archive.namelist():
            _clean(_unpacked(archive.read(one)).decode("utf-8", "replace"), name, one)
    assert _run("export", "ledger", "--ledger", path, "--out", str(tmp_path / "out.zip"))[0] != 0


def _unpacked(data: bytes) -> bytes:
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def test_an_original_is_withheld_when_only_what_was_read_in_it_names_somebody(tmp_path: Path) -> None:
    with _ledger(tmp_path / "desk.db", HARD[0]) as ledger:
        mail = captured(f"{HARD[0]} wrote from Kursk.", report="url:https://five.example/1", original=b64encode(b"a mail"))
        ledger.add([mail], FakeReader())
        client = browser(ledger)
        assert client.get(f"/original/{mail.original.sha256}").status_code == 200
        ledger.protection.protect(HARD[0], ())
        answer = client.get(f"/original/{mail.original.sha256}")
        assert answer.status_code in (403, 422)
        _clean(answer.text, HARD[0], "/original")


def test_what_watch_and_add_say_tells_no_name_at_risk(tmp_path: Path) -> None:
    name, path = HARD[0], str(tmp_path / "desk.db")
    _ledger(tmp_path / "desk.db", name).close()
    assert _run("risk", "add", name, "--ledger", path)[0] == 0
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / f"{name}.html").write_bytes(b"")
    (folder / f"{name}.json").write_bytes(b"{")
    (tmp_path / "sources.toml").write_text(f'[[feed]]\nurl = "http://127.0.0.1:9/{quote(name)}.xml"\n')
    for words in (("watch", str(tmp_path / "sources.toml"), "--once"), ("add", str(folder))):
        for tail in ((), ("--json",)):
            for known in tmp_path.glob("desk.db.watch*"):  # it asks again
                known.unlink()
            _, said = _run(*words, *tail, "--ledger", path)
            assert "█" in said, words
            _clean(said, name, " ".join(words))
