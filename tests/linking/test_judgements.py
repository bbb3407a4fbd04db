"""People's decisions go before the rules, and can be undone."""

from __future__ import annotations

from typing import Any

from reportedly.model import Judgement, Observed
from tests.linking.builders import BELGOROD, KURSK, LEGION, STAROVOIT, TYOTKINO, linked, one, own, point, report, said, standing

CLASH = "armed_clash"


def judge(decision: Any, *what: str, at: str = "2024-03-13T08:00:00Z", undone: bool = False) -> Judgement:
    return Judgement(id=f"j{at}", by="Ada", at=at, what=" ".join(what), decision=decision, reason="seen on video", undone=undone)


def story() -> tuple[Observed, ...]:
    return report("a", said(LEGION, CLASH, TYOTKINO)), report("b", said(STAROVOIT, CLASH, TYOTKINO, denied=True))


def test_confirm_and_refute_go_before_the_rules() -> None:
    event = one(linked(*story()), TYOTKINO)
    for decision, expected in (("confirm", "confirmed"), ("refute", "refuted"), ("unsure", "contested")):
        judged = one(linked(*story(), judgements=[judge(decision, event.id)]), TYOTKINO)
        assert standing(judged) == expected
        assert [j.decision for j in judged.judgements] == [decision]
    reasons = point(one(linked(*story(), judgements=[judge("confirm", point(event).id)]), TYOTKINO)).reasons
    assert reasons[0] == "confirmed by Ada: seen on video (the rules alone say contested)"


def test_the_latest_decision_that_was_not_undone_counts() -> None:
    id_ = one(linked(*story()), TYOTKINO).id
    early, late = judge("confirm", id_), judge("refute", id_, at="2024-03-14T08:00:00Z")
    assert standing(one(linked(*story(), judgements=[late, early]), TYOTKINO)) == "refuted"
    undone = judge("refute", id_, at="2024-03-14T08:00:00Z", undone=True)
    event = one(linked(*story(), judgements=[early, undone]), TYOTKINO)
    assert standing(event) == "confirmed"
    assert len(event.judgements) == 2


def test_same_merges_events_and_different_takes_it_back() -> None:
    reports = report("a", said(LEGION, CLASH, TYOTKINO)), report("b", said(STAROVOIT, CLASH, KURSK))
    apart = linked(*reports)
    same = judge("same", apart[0].id, apart[1].id)
    (merged,) = linked(*reports, judgements=[same])
    assert merged.id in {event.id for event in apart}
    assert standing(merged) == "agreed across parties"
    assert any("is the same event, by Ada" in reason for reason in point(merged).reasons)
    assert {answer.value for answer in point(merged, "place").answers} == {"Tyotkino", "Kursk Oblast"}
    different = judge("different", apart[1].id, apart[0].id, at="2024-03-14T08:00:00Z")
    assert linked(*reports, judgements=[same, different])[0].counts.reports == 1


def test_different_moves_a_claim_out_of_its_event() -> None:
    event = one(linked(*story()), TYOTKINO)
    yes, no = point(event).answers
    events = linked(*story(), judgements=[judge("different", yes.claims[0], no.claims[0])])
    assert sorted(standing(e) for e in events) == ["single origin", "single origin"]
    assert event.id in {e.id for e in events}


def test_link_makes_two_origins_one() -> None:
    reports = report("a", said(LEGION, CLASH, TYOTKINO)), report("b", said("Siberian Battalion", CLASH, TYOTKINO))
    event = one(linked(*reports), TYOTKINO)
    assert standing(event) == "corroborated"
    linked_ = one(linked(*reports, judgements=[judge("link", *(o.id for o in event.origins))]), TYOTKINO)
    assert (linked_.counts.origins, standing(linked_)) == (1, "single origin")


def test_unlink_gives_a_carrier_an_origin_of_its_own() -> None:
    text = "Our fighters met border guards at the edge of Tyotkino"
    reports = report("a", own(CLASH, TYOTKINO, text)), report("b", own(CLASH, TYOTKINO, text), at="2024-03-12T09:00")
    assert one(linked(*reports), TYOTKINO).counts.origins == 1
    parted = judge("unlink", reports[0].revision.report, reports[1].revision.report)
    assert one(linked(*reports, judgements=[parted]), TYOTKINO).counts.origins == 2
    event = one(linked(*reports), TYOTKINO)
    from_origin = judge("unlink", event.origins[0].id, reports[1].revision.report)
    assert one(linked(*reports, judgements=[from_origin]), TYOTKINO).counts.origins == 2


def test_judgements_on_unknown_things_change_nothing() -> None:
    reports = report("a", said(LEGION, CLASH, BELGOROD))
    assert linked(reports, judgements=[judge("same", "e1", "e2"), judge("link", "o"), judge("confirm", "")]) == linked(reports)
