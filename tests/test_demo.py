"""The demo, end to end with the shipped reader: what issue after issue must keep true."""

import json
import subprocess
import sys
from functools import cache
from typing import Any


@cache
def brief() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "reportedly", "demo", "--format", "json"], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def events(place: str, *types: str) -> list[dict[str, Any]]:
    return [
        view["event"]
        for view in brief()["events"]
        if view["event"]["place"] and place in view["event"]["place"]["name"] and view["event"]["event_type"] in types
    ]


def points(event: dict[str, Any], question: str) -> list[dict[str, Any]]:
    return [p for p in event["points"] if p["question"] == question]


RAID = ("ground_raid",)
CLASH = ("armed_clash",)
CAPTURE = ("territory_captured_state", "territory_captured_nonstate")


def test_the_breakthrough_into_kursk_oblast_is_contested() -> None:
    standings = [p["standing"] for e in events("Kursk", *RAID) for p in points(e, "happened")]
    assert "contested" in standings


def test_every_denial_of_the_breakthrough_stands_beside_what_it_denies() -> None:
    """No event there rests on the governor's denial alone."""
    for event in events("Kursk", *RAID):
        for point in points(event, "happened"):
            assert any(answer["polarity"] == "asserted" for answer in point["answers"])


def test_the_crossing_into_belgorod_oblast_is_not_denied_by_the_kursk_governor() -> None:
    found = events("Belgorod", *RAID)
    assert found
    for event in found:
        for point in points(event, "happened"):
            assert point["standing"] != "contested"
            assert all(a["polarity"] == "asserted" for a in point["answers"])


def test_the_crossing_into_belgorod_oblast_goes_back_to_the_legion_alone() -> None:
    """`The battalion were said to have crossed` is no second origin: a repeat is never a confirmation."""
    standings = [p["standing"] for e in events("Belgorod", *RAID) for p in points(e, "happened")]
    assert standings == ["single origin"]


def test_an_edit_that_only_moves_an_inference_takes_nothing_back() -> None:
    assert all(p["standing"] != "withdrawn" for view in brief()["events"] for p in view["event"]["points"])


def test_the_gunfight_in_tyotkino_is_agreed_across_parties() -> None:
    standings = [p["standing"] for name in ("Tyotkino", "Tëtkino") for e in events(name, *CLASH) for p in points(e, "happened")]
    assert "agreed across parties" in standings


def test_lozova_rudka_rests_on_nobody_or_one_and_is_not_denied() -> None:
    found = events("Lozova", *CAPTURE) or events("Belgorod", *CAPTURE)
    assert found
    for event in found:
        for point in points(event, "happened"):
            assert point["standing"] in ("unattributed", "single origin")
            assert all(a["polarity"] == "asserted" for a in point["answers"])


def test_who_attacks_is_disputed() -> None:
    near = [e for name in ("Kursk", "Tyotkino", "Tëtkino") for e in events(name, *RAID, *CLASH)]
    assert any(p["standing"] == "contested" for e in near for p in points(e, "agent"))


def test_outlets_are_more_than_origins_where_one_channel_is_repeated() -> None:
    assert brief()["outlets"] >= 6
    raids = events("Kursk", *RAID)
    assert any(e["counts"]["outlets"] > e["counts"]["origins"] for e in raids)
    legion = [o for e in raids for o in e["origins"] if o["speaker"] and "Legion" in o["speaker"]]
    assert legion
    assert max(len(o["carriers"]) for o in legion) >= 4


def test_a_watched_site_changes_twice_once_silently_and_its_tolls_are_updates() -> None:
    (strike,) = [e for e in events("Kherson", "air_drone_strike") if e["counts"]["outlets"] == 1]
    assert [revision["declared"] for revision in strike["revisions"]] == [False, True]
    (injured,) = points(strike, "injured")
    assert injured["standing"] == "single origin"
