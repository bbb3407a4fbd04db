"""A person or a place blacked out for good: in no file is the name left, and every proof, id and judgement still holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.cli import main
from reportedly.ledger import Ledger, open_ledger
from reportedly.ledger import _merkle as merkle
from reportedly.ledger._blacken import blackener
from reportedly.model import LedgerError, NotFound
from tests.fakes import FakeReader, captured, fake_link, stream

READER = FakeReader()
WITNESS = "Olena Petrova said there was a gunfight in Tyotkino. Petrova, 41, hid in a cellar."
OTHER = "Governor denied there was a gunfight in Tyotkino."
NAMES = ["Olena Petrov", "Petrov"]


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    ledger.add([captured(WITNESS, report="url:https://one.example/olena-petrova-hid"), *stream(6)], READER)
    ledger.add([captured(OTHER, report="url:https://two.example/b")], READER)
    return ledger


def left(folder: Path, *names: str) -> list[str]:
    """The files in which one of the names is still to be read."""
    held = [name.encode().lower() for name in names]
    files: Iterable[Path] = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(name in path.read_bytes().lower() for name in held)]


def test_a_name_is_blacked_out_and_everything_else_stands(told: Ledger, tmp_path: Path) -> None:
    claims = {claim.id for claim in told.claims()}
    judged = told.judge(told.events()[0].id, "confirm", by="Ann", reason="Petrova was called by Ann")
    undone = told.undo(judged.id, by="Ann", reason="mistaken")
    before = told.verify().entries
    proofs = [told.proof(seq) for seq in range(before)]
    assert told.redact_names(NAMES, by="Custodian", reason="at risk") >= 4
    assert left(tmp_path, "petrov") == []
    found = told.verify()
    assert found.good
    assert found.entries > before
    assert {claim.id for claim in told.claims()} == claims
    (revision,) = (one for report in told.reports() for one in told.revisions(report.report) if "█" in one.text)
    bars = "█" * 13
    assert revision.text == f"{bars} said there was a gunfight in Tyotkino. ███████, 41, hid in a cellar."
    (again,) = told.judgements()
    assert (again.id, again.undone, again.reason) == (undone.id, True, "███████ was called by Ann")
    for proof in proofs:
        path = [bytes.fromhex(step) for step in proof.path]
        assert merkle.includes(merkle.leaf_hash(proof.entry.encode()), proof.seq, proof.size, path, bytes.fromhex(proof.root))
        assert told.proof(proof.seq).entry == proof.entry
    assert told.rebuild().equal


def test_what_was_blacked_out_is_not_taken_in_again(told: Ledger, tmp_path: Path) -> None:
    told.redact_names(NAMES, by="Custodian", reason="at risk")
    entries = len(list(told.entries()))
    same = captured(WITNESS, report="url:https://one.example/olena-petrova-hid")
    later = captured(WITNESS, report="url:https://one.example/olena-petrova-hid", minutes=300, original=b"<p>Olena Petrova</p>")
    for one in (same, later):
        added = told.add([one], READER, visits=True)
        assert added.nothing_new
    assert len(list(told.entries())) == entries
    assert left(tmp_path, "petrov") == []


def test_a_place_loses_its_coordinates(told: Ledger, tmp_path: Path) -> None:
    told.redact_names(["Tyotkino"], by="Custodian", reason="a shelter")
    assert left(tmp_path, "tyotkino") == []
    hidden = [place for claim in told.claims() for place in claim.claim.places if "█" in place.name]
    assert hidden
    assert all((place.lat, place.lon, place.gazetteer_id) == (None, None, None) for place in hidden)
    assert told.verify().good


def test_a_reason_must_not_hold_the_name_and_an_unknown_or_short_name_does_nothing(told: Ledger) -> None:
    entries = len(list(told.entries()))
    for names, reason, error in (
        (NAMES, "Petrova asked for it", "must not hold"),
        (["Nobody Here"], "asked", "nothing in the ledger names this"),
        (["Al"], "asked", "fewer than 3 letters"),
    ):
        with pytest.raises(LedgerError, match=error):
            told.redact_names(names, by="Custodian", reason=reason)
    assert len(list(told.entries())) == entries


def test_a_whole_revision_goes_with_its_bytes(told: Ledger, tmp_path: Path) -> None:
    one = captured(WITNESS, report="url:https://one.example/olena-petrova-hid")
    told.redact(one.revision.id, by="Custodian", reason="at risk")
    assert left(tmp_path, "petrova, 41") == []
    assert told.verify().good
    with pytest.raises(NotFound):
        told.revision(one.revision.id)


def test_the_command_asks_first(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    with open_ledger(path, linker=fake_link) as ledger:
        ledger.add([captured(WITNESS)], READER)
    words = ["redact", "--person", "Olena Petrov", "--person", "Petrov", "--by", "Ann", "--reason", "at risk", "--ledger", path]
    assert CliRunner().invoke(main, words, input="n\n").exit_code == 1
    assert left(tmp_path, "petrova") != []
    assert CliRunner().invoke(main, [*words, "--yes"]).exit_code == 0
    assert left(tmp_path, "petrova") == []
    assert CliRunner().invoke(main, ["redact", "--by", "Ann", "--reason", "x", "--ledger", path]).exit_code == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["Petrov", "Анна К", "d'Arc"]), st.text(max_size=40))
def test_bars_keep_every_offset(before: str, name: str, after: str) -> None:
    import msgspec

    text = f"{before} {name} {after}"
    body = blackener([name])(msgspec.json.encode({"text": text}))
    assert body is not None
    made = msgspec.json.decode(body)["text"]
    assert len(made) == len(text)
    assert name.casefold() not in made.casefold().replace("\n", " ")
    assert all(new in (old, "█") for old, new in zip(text, made, strict=True))
