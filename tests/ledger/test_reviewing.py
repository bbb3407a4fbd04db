"""Review: its states, two people, stale sign-offs, and that every step can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from reportedly.ledger import Ledger, open_ledger
from reportedly.ledger._bodies import judgement_draft
from reportedly.ledger._reviewing import draft
from reportedly.ledger._signing import ReviewBody
from reportedly.ledger._unbundle import Bundle
from reportedly.model import ExportError, Judgement, LedgerError, NotFound, Reading, Revision
from tests.fakes import NOON, FakeReader, captured, fake_link

SAID = "Legion said there was a gunfight in Tyotkino."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "l.db", linker=fake_link) as ledger:
        ledger.add([captured(SAID), captured("Governor denied there was a gunfight in Kursk.", report="url:k")], FakeReader())
        yield ledger


def point(ledger: Ledger, place: str = "Tyotkino") -> str:
    return next(event.points[0].id for event in ledger.events() if place in event.title)


def test_one_person_signs_and_the_judgement_follows(ledger: Ledger) -> None:
    what = point(ledger)
    assert ledger.review(what).state == "unreviewed"
    taken = ledger.review_step(what, "take", by="Ann", reason="")
    assert (taken.state, taken.holder) == ("in review", "Ann")
    signed = ledger.review_step(what, "sign", by="Ann", reason="seen the film", verdict="confirm")
    assert (signed.state, signed.holder) == ("signed off", None)
    assert ledger.events()[1 if "Tyotkino" in ledger.events()[1].title else 0].points[0].standing == "confirmed"
    assert [(one.by, one.what, one.decision) for one in ledger.judgements()] == [("Ann", what, "confirm")]
    assert ledger.verify().good
    assert ledger.rebuild().equal


def test_nobody_approves_their_own(ledger: Ledger) -> None:
    what = point(ledger)
    first = ledger.review_step(what, "sign", by="Ann", reason="x", verdict="confirm", two_people=True)
    assert first.state == "needs second"
    assert ledger.judgements() == ()
    for same in ("Ann", "ann", "ANN"):
        with pytest.raises(LedgerError, match="nobody approves their own"):
            ledger.review_step(what, "sign", by=same, reason="x", verdict="confirm", two_people=True)
    second = ledger.review_step(what, "sign", by="Ben", reason="y", verdict="confirm", two_people=True)
    assert second.state == "signed off"
    assert [one.by for one in ledger.judgements()] == ["Ann, Ben"]


def test_the_second_does_not_see_the_first_s_verdict(ledger: Ledger) -> None:
    what = point(ledger)
    ledger.review_step(what, "sign", by="Ann", reason="the secret why", verdict="refute", two_people=True)
    assert ledger.review(what, "Ben").signatures == ledger.review(what).signatures == ()
    assert ledger.review(what, "Ann").signatures[0].verdict == "refute"
    (told,) = ledger.reviewed()
    assert (told.sealed, told.verdict, told.reason) == (True, None, "")
    assert all(one.review.signatures == () for one in ledger.to_review())
    ledger.review_step(what, "sign", by="Ben", reason="y", verdict="refute", two_people=True)
    assert [one.verdict for one in ledger.reviewed()] == ["refute", "refute"]


def test_dissent_is_recorded_and_decides_nothing(ledger: Ledger) -> None:
    what = point(ledger)
    ledger.review_step(what, "sign", by="Ann", reason="x", verdict="confirm", two_people=True)
    found = ledger.review_step(what, "sign", by="Ben", reason="no", verdict="refute", two_people=True)
    assert (found.state, found.dissent) == ("returned", True)
    assert [(one.by, one.verdict) for one in found.signatures] == [("Ann", "confirm"), ("Ben", "refute")]
    assert ledger.judgements() == ()
    assert point(ledger) in {one.point for one in ledger.to_review()}


def test_a_new_revision_of_a_cited_report_opens_it_again(ledger: Ledger) -> None:
    what, other = point(ledger), point(ledger, "Kursk")
    for one in (what, other):
        ledger.review_step(one, "sign", by="Ann", reason="x", verdict="unsure")
    assert ledger.to_review() == ()
    ledger.add([captured(SAID + " It went on.", minutes=30)], FakeReader())
    found = ledger.review(what)
    assert (found.state, found.stale) == ("unreviewed", True)
    assert [one.point for one in ledger.to_review()] == [what]
    assert ledger.review(other).state == "signed off"
    again = ledger.review_step(what, "sign", by="Ben", reason="z", verdict="unsure")
    assert (again.state, again.stale, [one.by for one in again.signatures]) == ("signed off", False, ["Ben"])


def test_a_stale_first_signature_does_not_count_for_the_second(ledger: Ledger) -> None:
    what = point(ledger)
    ledger.review_step(what, "sign", by="Ann", reason="x", verdict="confirm", two_people=True)
    ledger.add([captured(SAID + " It went on.", minutes=30)], FakeReader())
    found = ledger.review_step(what, "sign", by="Ben", reason="x", verdict="confirm", two_people=True)
    assert found.state == "needs second"
    assert ledger.judgements() == ()


def test_every_step_can_be_taken_back_and_stays_in_the_log(ledger: Ledger) -> None:
    what = point(ledger)
    ledger.review_step(what, "sign", by="Ann", reason="x", verdict="confirm")
    (step,) = ledger.reviewed()
    ledger.undo_step(step.id, by="Ann", reason="mistaken")
    assert ledger.review(what).state == "unreviewed"
    assert ledger.judgements()[0].undone
    assert ledger.reviewed()[0].undone
    with pytest.raises(LedgerError, match="undone already"):
        ledger.undo_step(step.id, by="Ann", reason="again")
    with pytest.raises(NotFound):
        ledger.undo_step("r999", by="Ann", reason="x")
    assert len(list(ledger.entries("review"))) == 1


def test_returned_and_unknown_points(ledger: Ledger) -> None:
    what = point(ledger)
    found = ledger.review_step(what, "return", by="Ann", reason="ask the governor")
    assert found.state == "returned"
    with pytest.raises(NotFound):
        ledger.review_step("e1.happened", "sign", by="Ann", reason="x", verdict="confirm")
    with pytest.raises(LedgerError, match="confirm, refute or unsure"):
        ledger.review_step(what, "sign", by="Ann", reason="x", verdict="link")


def test_contested_points_wait_first_and_pages_follow(ledger: Ledger) -> None:
    ledger.add([captured("Governor denied there was a gunfight in Tyotkino.", report="url:g")], FakeReader())
    everything = [one.point for one in ledger.to_review()]
    assert everything[0] == point(ledger)
    assert [ledger.to_review(limit=1, after=n)[0].point for n in range(2)] == everything
    assert ledger.to_review(after=2) == ()


class OwnVoice(FakeReader):
    """Reads the same words as the report's own."""

    def read(self, revision: Revision) -> Reading:
        found = super().read(revision)
        claims = tuple(msgspec.structs.replace(claim, statement=None) for claim in found.claims)
        return msgspec.structs.replace(found, statements=(), claims=claims)


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Ledger]:
    """Two reports of which the later one has the earlier one's words."""
    text = f"{SAID} Residents counted several loud explosions near the grain terminal late on Sunday."
    with open_ledger(tmp_path / "copied.db") as ledger:
        for number, name in enumerate(("one", "two")):
            report = captured(text, report=f"url:{name}", outlet=name, at=NOON + timedelta(minutes=30 * number))
            ledger.add([report], OwnVoice())
        yield ledger


def test_links_wait_and_an_unlink_parts_the_origins(copied: Ledger) -> None:
    (waiting,) = copied.links_to_review()
    assert (waiting.start.report, waiting.end.report, waiting.kind) == ("url:two", "url:one", "text")
    assert copied.events()[0].counts.origins == 1
    assert copied.link(waiting.link) == waiting
    signed = copied.review_step(waiting.link, "sign", by="Ann", reason="both were there", verdict="unlink")
    assert (signed.what, signed.state) == ("url:two url:one", "signed off")
    assert copied.events()[0].counts.origins == 2
    assert copied.links_to_review() == ()
    assert copied.link(waiting.link).kind is None
    assert [(one.what, one.decision) for one in copied.judgements()] == [("url:two url:one", "unlink")]
    copied.undo_step(signed.signatures[0].id, by="Ann", reason="mistaken")
    assert copied.events()[0].counts.origins == 1
    assert copied.links_to_review() == (waiting,)
    assert copied.verify().good
    assert copied.rebuild().equal


def test_a_link_waits_again_when_either_report_is_revised(copied: Ledger) -> None:
    (waiting,) = copied.links_to_review()
    for verdict in ("confirm", "same"):
        with pytest.raises(LedgerError, match="link, unlink or unsure"):
            copied.review_step(waiting.link, "sign", by="Ann", reason="x", verdict=verdict)
    with pytest.raises(NotFound):
        copied.review("0" * 12 + "~" + "1" * 12)
    copied.review_step(waiting.link, "sign", by="Ann", reason="x", verdict="unlink")
    copied.add([captured(SAID + " It went on.", report="url:one", outlet="one", minutes=90)], OwnVoice())
    (again,) = copied.links_to_review()
    assert (again.review.stale, again.kind) == (True, None)


def forged(ledger: Ledger, *, by: str = "Ann", made_by: str = "Ann, Ann") -> None:
    """A sign-off for two by one person, written into the log with all its hashes and signatures right."""
    what = point(ledger)
    ledger.review_step(what, "sign", by="Ann", reason="x", verdict="confirm", two_people=True)
    basis = ledger.review(what, "Ann").signatures[0].basis
    size = sum(1 for _ in ledger.entries())
    body = ReviewBody(f"r{size}", what, "sign", by, "2024-03-12T12:00:00Z", "y", basis, 2, "confirm", f"j{size + 1}")
    made = Judgement(id=f"j{size + 1}", by=made_by, at=body.at, what=what, decision="confirm", reason="y")
    with ledger.store.write() as conn:
        ledger._append(conn, [draft(body), judgement_draft(made)])


@pytest.mark.parametrize(("by", "made_by", "told"), [("ANN", "Ann, ANN", "different people"), ("Ben", "Ann, Cat", "by Ann, Ben")])
def test_a_log_in_which_somebody_approves_their_own_is_not_believed(
    ledger: Ledger, tmp_path: Path, by: str, made_by: str, told: str
) -> None:
    forged(ledger, by=by, made_by=made_by)
    assert [fault.reason for fault in ledger.verify().faults if told in fault.reason]
    (tmp_path / "forged.zip").write_bytes(b"".join(ledger.bundle()))
    with open_ledger(tmp_path / "new.db", linker=fake_link) as new, Bundle(tmp_path / "forged.zip") as exported:
        with pytest.raises(ExportError, match=told):
            new.take_in(exported)
        assert list(new.entries()) == []


def test_two_people_s_sign_off_is_believed(ledger: Ledger) -> None:
    forged(ledger, by="Ben", made_by="Ann, Ben")
    assert ledger.verify().good
