"""Time-stamps of checkpoints by a local authority, stored beside the ledger and checked offline."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportedly.cli import main
from reportedly.ledger import Ledger, open_ledger
from reportedly.ledger._stamps import available
from reportedly.model import LedgerError
from tests.fakes import FakeReader, captured, fake_link, stream
from tests.ledger.tsa import Authority

READER = FakeReader()
pytestmark = [
    pytest.mark.skipif(not available(), reason="needs the extra reportedly[timestamps]"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for the local authority"),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = open_ledger(tmp_path / "desk.db", linker=fake_link)
    opened.add(stream(4), READER)
    return opened


def test_a_stamp_is_got_over_http_and_checked_offline(ledger: Ledger, authority: Authority, tmp_path: Path) -> None:
    with authority.serving() as url:
        ran = CliRunner().invoke(main, ["stamp", url, "--ledger", str(tmp_path / "desk.db")])
    assert ran.exit_code == 0, ran.output
    assert "stamped the first" in ran.stderr
    ledger.add([captured("Legion said there was news in Kursk.", report="url:https://new.example/")], READER)
    found = ledger.verify(tsa_roots=authority.roots)
    assert (found.faults, found.notes, found.stamps) == ((), (), 1)
    shutil.copy(authority.roots, tmp_path / "desk.db.timestamps" / "trusted.pem")
    assert ledger.verify().stamps == 1
    told = CliRunner().invoke(main, ["verify", "--ledger", str(tmp_path / "desk.db"), "--tsa-roots", str(authority.roots)])
    assert ", 1 time-stamp; root " in told.stdout or told.exit_code == 1  # other linker: views differ, the log does not


def test_without_a_trusted_certificate_the_text_is_checked_and_said(ledger: Ledger, authority: Authority) -> None:
    ledger.stamp("local", authority.answer)
    found = ledger.verify()
    assert found.good
    assert "whose word the time-stamps are was not checked" in found.notes[0]


def test_a_stamp_of_another_authority_of_other_text_or_damaged(ledger: Ledger, authority: Authority, tmp_path: Path) -> None:
    ledger.stamp("local", authority.answer)
    stranger = Authority(tmp_path / "stranger", "Stranger")
    (fault,) = ledger.verify(tsa_roots=stranger.roots).faults
    assert "not signed by a trusted authority" in fault.reason
    (token,) = (tmp_path / "desk.db.timestamps").glob("*.tsr")
    whole = token.read_bytes()
    with open_ledger(tmp_path / "other.db", linker=fake_link) as other:
        other.add(stream(4), READER)
        foreign = other.stamp("local", authority.answer).path.read_bytes()
    for data, reason in ((foreign, "stamps another text"), (whole[:200], "no readable time-stamp")):
        token.write_bytes(data)
        (fault,) = ledger.verify(tsa_roots=authority.roots).faults
        assert reason in fault.reason
        assert fault.seq is not None
    flipped = bytearray(whole)
    flipped[-20] ^= 1  # in the signature
    token.write_bytes(flipped)
    assert len(ledger.verify(tsa_roots=authority.roots).faults) == 1
    token.rename(token.with_name("999-local.tsr")).write_bytes(whole)
    assert "does not have" in ledger.verify(tsa_roots=authority.roots).faults[0].reason


def test_an_authority_that_fails_leaves_nothing(ledger: Ledger, authority: Authority, tmp_path: Path) -> None:
    first = ledger.stamp("local", authority.answer)
    answer = first.path.read_bytes()
    first.path.unlink()
    for post, reason in ((lambda _: b"<html>", "no time-stamp"), (lambda _: answer, "something else")):
        with pytest.raises(LedgerError, match=reason):
            ledger.stamp("local", post)
    assert list((tmp_path / "desk.db.timestamps").iterdir()) == []
    refused = CliRunner().invoke(main, ["stamp", "http://127.0.0.1:9/", "--ledger", str(tmp_path / "desk.db")])
    assert refused.exit_code == 3
    assert "could not be asked" in refused.stderr


def test_an_empty_ledger_has_nothing_to_stamp(tmp_path: Path, authority: Authority) -> None:
    with open_ledger(tmp_path / "empty.db", linker=fake_link) as empty, pytest.raises(LedgerError, match="nothing to stamp"):
        empty.stamp("local", authority.answer)
