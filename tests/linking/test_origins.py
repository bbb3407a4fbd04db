"""Carriers back to origins: forty copies are one, circular chains end, a repeat is never a confirmation."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from reportedly.model import Event, Forward, MediaMatch, Observed
from tests.linking.builders import (
    KURSK,
    LEGION,
    STAROVOIT,
    TYOTKINO,
    file,
    linked,
    number,
    one,
    own,
    point,
    report,
    said,
    standing,
    to,
)

CLASH = "armed_clash"
POST = "Our fighters met border guards at the edge of Tyotkino early this morning"


def speakers(event: Event) -> list[str | None]:
    return [origin.speaker for origin in event.origins]


def test_forty_carriers_of_one_post_are_one_origin() -> None:
    post = report("telegram:1/5", own(CLASH, TYOTKINO, POST), outlet=LEGION, at="2024-03-12T06:00")
    carriers = []
    for count in range(40):
        minute = f"2024-03-12T07:{count:02}"
        match count % 4:
            case 0:
                carriers.append(report(f"o{count}", said(LEGION, CLASH, TYOTKINO), at=minute))
            case 1:
                carriers.append(report(f"o{count}", own(CLASH, TYOTKINO, f"{POST}, a post says"), at=minute))
            case 2:
                draft = own(CLASH, TYOTKINO, "Shots in Tyotkino")
                carriers.append(
                    report(f"telegram:9{count}/1", draft, outlet=f"C{count}", at=minute, forward=Forward(name=LEGION))
                )
            case 3:
                mixed = (said(LEGION, CLASH, TYOTKINO), own(CLASH, TYOTKINO, "Heavy fighting shakes the town"))
                carriers.append(report(f"o{count}", *mixed, at=minute))
    event = one(linked(post, *carriers), TYOTKINO)
    assert speakers(event) == [LEGION]
    assert event.counts.reports == 41
    assert event.counts.origins == 1
    assert standing(event) == "single origin"
    assert {edge.kind for edge in event.origins[0].edges} == {"attribution", "text", "forward"}
    assert {edge.start for edge in event.origins[0].edges} >= {f"url:https://o{n}.example/a" for n in range(0, 40, 4)}


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"forward": Forward(channel="1", message=5)}, "forward"),
        ({"forward": Forward(channel="-1001")}, "forward"),
        ({"links": (to("https://t.me/s/legion/5?single"),)}, "link"),
        ({"media": (file("ab" * 32),)}, "media"),
    ],
)
def test_each_trace_leads_back(more: dict[str, Any], kind: str) -> None:
    post = report("telegram:1/5", own(CLASH, TYOTKINO, POST), outlet=LEGION, at="2024-03-12T06:00", media=(file("ab" * 32),))
    post = Observed(msgspec.structs.replace(post.revision, url="https://t.me/legion/5"), post.reading)
    copy = report("telegram:7/1", own(CLASH, TYOTKINO, "Shots heard"), outlet="Copy", at="2024-03-12T07:00", **more)
    event = one(linked(copy, post), TYOTKINO)
    assert speakers(event) == [LEGION]
    assert [edge.kind for edge in event.origins[0].edges] == [kind]


@pytest.mark.parametrize("new_is_one", [True, False])
def test_media_that_look_the_same_lead_back(new_is_one: bool) -> None:
    old, new = "ab" * 32, "cd" * 32
    ends = {"one": new, "other": old} if new_is_one else {"one": old, "other": new}
    match = MediaMatch(**ends, method="features", score=0.9, params="20 cells fit", version="features 1")
    post = report("telegram:1/5", own(CLASH, TYOTKINO, POST), outlet=LEGION, at="2024-03-12T06:00", media=(file(old),))
    copy = report("telegram:7/1", own(CLASH, TYOTKINO, "Shots heard"), outlet="Copy", at="2024-03-12T07:00", media=(file(new),))
    post, copy = (msgspec.structs.replace(seen, media=(match,)) for seen in (post, copy))
    event = one(linked(copy, post), TYOTKINO)
    assert speakers(event) == [LEGION]
    (edge,) = event.origins[0].edges
    assert (edge.kind, edge.score) == ("media", 0.81)
    assert edge.evidence == "shows the same as an earlier file, features: 20 cells fit (features 1)"


def test_small_edits_do_not_hide_a_copy() -> None:
    first = report("a", own(CLASH, TYOTKINO, POST), at="2024-03-12T06:00")
    edited = report("b", own(CLASH, TYOTKINO, POST.replace("early this morning", "on Tuesday")), at="2024-03-12T07:00")
    event = one(linked(edited, first), TYOTKINO)
    assert speakers(event) == ["a"]
    assert event.origins[0].edges[0].score == pytest.approx(0.7, abs=0.2)


def test_a_forward_cycle_ends_at_its_earliest_post_and_is_named() -> None:
    a = report(
        "telegram:1/1",
        own(CLASH, TYOTKINO, "x"),
        outlet="A",
        at="2024-03-12T06:00",
        forward=Forward(name="B", channel="2", message=1),
    )
    b = report(
        "telegram:2/1",
        own(CLASH, TYOTKINO, "y"),
        outlet="B",
        at="2024-03-12T07:00",
        forward=Forward(name="A", channel="1", message=1),
    )
    event = one(linked(b, a), TYOTKINO)
    assert speakers(event) == ["A"]
    assert all("circular chain: telegram:1/1 → telegram:2/1 → telegram:1/1" in edge.evidence for edge in event.origins[0].edges)


def test_agencies_that_credit_each_other_are_one_origin() -> None:
    a = report("a", said("Beta", CLASH, TYOTKINO), outlet="Alpha", at="2024-03-12T06:00")
    b = report("b", said("Alpha", CLASH, TYOTKINO), outlet="Beta", at="2024-03-12T07:00")
    assert one(linked(a, b), TYOTKINO).counts.origins == 1


def test_an_agency_named_as_source_leads_to_whom_it_credits() -> None:
    agency = report("r", said(STAROVOIT, CLASH, TYOTKINO), outlet="Reuters", at="2024-03-12T06:00")
    paper = report("p", said("Reuters", CLASH, TYOTKINO, cue="reported"), outlet="Paper", at="2024-03-12T07:00")
    event = one(linked(paper, agency), TYOTKINO)
    assert speakers(event) == [STAROVOIT]
    assert event.counts.outlets == 2


def test_a_joint_statement_is_one_origin() -> None:
    joint = said([LEGION, "Siberian Battalion"], CLASH, TYOTKINO)
    event = one(linked(report("a", joint), report("b", joint)), TYOTKINO)
    assert speakers(event) == [f"{LEGION} and Siberian Battalion"]
    assert event.origins[0].party == "Russian volunteer units"


def test_a_joint_statement_adds_nothing_to_one_of_its_speakers() -> None:
    joint = report("a", said([LEGION, "Siberian Battalion"], CLASH, TYOTKINO))
    alone = report("b", said(LEGION, CLASH, TYOTKINO))
    assert speakers(one(linked(joint, alone), TYOTKINO)) == [LEGION]


def test_opposed_parties_in_one_sentence_are_two_origins() -> None:
    both = report("a", said([LEGION, STAROVOIT], CLASH, TYOTKINO))
    assert standing(one(linked(both), TYOTKINO)) == "agreed across parties"


def test_a_surname_is_the_full_name_that_ends_in_it() -> None:
    event = one(linked(report("a", said("Starovoit", CLASH, TYOTKINO)), report("b", said(STAROVOIT, CLASH, TYOTKINO))), TYOTKINO)
    assert speakers(event) == [STAROVOIT]
    assert any("Starovoit taken as Roman Starovoit" in edge.evidence for edge in event.origins[0].edges)


def test_outlets_on_their_own_word_do_not_confirm_each_other() -> None:
    event = one(linked(report("a", own(CLASH, TYOTKINO, "Shots")), report("b", own(CLASH, TYOTKINO, "A battle"))), TYOTKINO)
    assert event.counts.origins == 2
    assert standing(event) == "single origin"


def test_unnamed_sources_do_not_confirm_each_other() -> None:
    event = one(
        linked(report("a", said("a source", CLASH, TYOTKINO)), report("b", said("local residents", CLASH, TYOTKINO))), TYOTKINO
    )
    assert standing(event) == "single origin"


def test_a_party_channel_that_cites_its_opponent_speaks_for_itself() -> None:
    post = report("telegram:1/5", own(CLASH, TYOTKINO, POST), said(STAROVOIT, CLASH, TYOTKINO), outlet=LEGION)
    assert standing(one(linked(post), TYOTKINO)) == "agreed across parties"


def test_a_hidden_forward_names_nobody_and_confirms_nothing() -> None:
    post = report("telegram:1/5", own(CLASH, KURSK, "z"), outlet="C", forward=Forward())
    event = one(linked(post, report("b", said(LEGION, CLASH, KURSK))), KURSK)
    assert set(speakers(event)) == {"a hidden source", LEGION}
    assert standing(event) == "single origin"


def test_a_long_chain_of_forwards_is_followed() -> None:
    chain = [
        report(
            f"telegram:{n}/1",
            own(CLASH, TYOTKINO, f"v{n}"),
            outlet=f"Channel {n}",
            at=f"2024-03-12T{n // 60:02}:{n % 60:02}",
            captured="2024-03-13T08:00",
            forward=Forward(channel=str(n - 1), message=1) if n else None,
        )
        for n in range(1200)
    ]
    assert speakers(one(linked(*chain), TYOTKINO)) == ["Channel 0"]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Police Chief Noor Abad", True),
        ("Reuters", True),
        ("Roman Starovoit", True),
        ("a source", False),
        ("Residents of Tyotkino", False),
        ("US officials", False),
        ("Armed units", False),
        ("a Ukrainian commander", False),
    ],
)
def test_only_somebody_in_particular_is_named(name: str, named: bool) -> None:
    """Two named origins corroborate; a named and an unnamed one do not."""
    event = one(linked(report("a", said(name, CLASH, TYOTKINO)), report("b", said(LEGION, CLASH, TYOTKINO))), TYOTKINO)
    assert (standing(event) in ("corroborated", "agreed across parties")) is named


def test_a_headlines_number_is_of_who_gave_it() -> None:
    three, eleven = ({"word": "killed", "numbers": [number("killed", n)]} for n in (3, 11))
    news = report(
        "news",
        own("attack_on_civilians", TYOTKINO, "Eleven dead in Tyotkino", **eleven),
        said(LEGION, "attack_on_civilians", TYOTKINO, "eleven people were killed", **eleven),
        said(STAROVOIT, "attack_on_civilians", TYOTKINO, "three people were killed", **three),
    )
    event = one(linked(news), TYOTKINO)
    held = {answer.value: sorted(answer.origins) for answer in point(event, "killed").answers}
    assert {value: len(origins) for value, origins in held.items()} == {"11": 1, "3": 1}
    assert held["11"] != held["3"]
