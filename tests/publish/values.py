"""Hand-written events and claims that the export tests share: one contested raid, one killing of civilians."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from reportedly.ledger.values import LedgerClaim, ReportSummary, StandsAt
from reportedly.model import (
    Actor,
    Answer,
    Claim,
    Counts,
    Event,
    Mention,
    Observed,
    Origin,
    Place,
    Point,
    Quantity,
    Reading,
    ReportHead,
    Revision,
    RevisionChange,
    Source,
    Statement,
    When,
)
from reportedly.publish import FORMATS, Content, encoded

VILLAGE = Place(
    text="Tyotkino", start=60, end=68, name="Tyotkino", lat=51.28128, lon=34.29382, country="RU", admin1="41", geo_precision=1
)
OBLAST = Place(
    text="Kursk Oblast", start=0, end=12, name="Kursk Oblast", lat=51.7574, lon=36.0531, country="RU", admin1="41",
    geo_precision=3,
)  # fmt: skip
NOWHERE = Place(text="the valley", start=0, end=10, name="the valley")
DAY = When(text="on Tuesday", start=0, end=10, first="2024-03-12", last="2024-03-12", time_precision=1)
MERIDIAN, VOLGA = "url:https://meridian.example/a|b", "text:volga-wire/2024-03-12/no raid"

RAID = Event(
    id="e1aaaa",
    title="Ground raid, Tyotkino",
    event_type="ground_raid",
    place=VILLAGE,
    time=DAY,
    first_seen="2024-03-12T08:00:00Z",
    last_change="2024-03-12T12:30:00Z",
    counts=Counts(reports=2, outlets=2, claims=3, origins=2),
    points=(
        Point(
            id="e1aaaa.happened",
            question="happened",
            standing="contested",
            reasons=("Legion asserts it", "the governor denies it"),
            answers=(
                Answer(value="yes", origins=("e1aaaa.o1",), claims=("r1/c1",)),
                Answer(value="no", polarity="denied", origins=("e1aaaa.o2",), claims=("r2/c1",)),
            ),
        ),
        Point(
            id="e1aaaa.agent",
            question="agent",
            standing="single origin",
            reasons=("only Legion says so",),
            answers=(Answer(value="=Legion()", origins=("e1aaaa.o1",), claims=("r1/c1",)),),
        ),
        Point(
            id="e1aaaa.killed",
            question="killed",
            standing="contested",
            reasons=("3 and at least 5 cannot both hold",),
            answers=(
                Answer(value="3", low=3, high=3, origins=("e1aaaa.o1",), claims=("r1/c1",)),
                Answer(value="at least 5", low=5, origins=("e1aaaa.o2",), claims=("r2/c1",), certainty="probable"),
                Answer(value="1", low=1, high=1, origins=("e1aaaa.o2",), claims=("r0/c1",), superseded=True),
            ),
        ),
    ),
    origins=(
        Origin(id="e1aaaa.o1", speaker="Legion", party="Anti-Kremlin units", medium="telegram",
               uttered_at="2024-03-12T06:05:00Z", first_observed_at="2024-03-12T08:00:00Z", carriers=(MERIDIAN,)),
        Origin(id="e1aaaa.o2", speaker="@governor", party=None, medium=None, uttered_at=None, first_observed_at=None,
               carriers=(VOLGA, MERIDIAN)),
    ),
    revisions=(RevisionChange(report=MERIDIAN, at="2024-03-12T11:45:00Z", declared=False, dropped=("r0/c1",)),),
)  # fmt: skip

KILLING = Event(
    id="e2bbbb",
    title="Attack on civilians, Tyotkino",
    event_type="attack_on_civilians",
    place=VILLAGE,
    time=None,
    first_seen="2024-03-12T08:00:00Z",
    last_change="2024-03-12T08:00:00Z",
    counts=Counts(reports=1, outlets=1, claims=1, origins=1),
    points=(
        Point(
            id="e2bbbb.killed.farmers",
            question="killed",
            standing="single origin",
            reasons=("only residents say so",),
            answers=(Answer(value="2 farmers", low=2, high=2, origins=("e2bbbb.o1",), claims=("r2/c2",)),),
        ),
        Point(id="e2bbbb.agent", question="agent", standing="withdrawn", reasons=("taken back",), answers=()),
        Point(
            id="e2bbbb.happened",
            question="happened",
            standing="single origin",
            reasons=("only residents say so",),
            answers=(Answer(value="yes", origins=("e2bbbb.o1",), claims=("r2/c2",)),),
        ),
    ),
    origins=(
        Origin(id="e2bbbb.o1", speaker=None, party=None, medium=None, uttered_at=None, first_observed_at=None,
               carriers=(VOLGA,)),
    ),
)  # fmt: skip

ALERT = Event(
    id="e3cccc",
    title="Air alert, Kursk Oblast",
    event_type="air_alert",
    place=OBLAST,
    time=DAY,
    first_seen="2024-03-12T09:00:00Z",
    last_change="2024-03-12T09:00:00Z",
    counts=Counts(reports=1, outlets=1, claims=1, origins=1),
    points=(
        Point(
            id="e3cccc.happened",
            question="happened",
            standing="single origin",
            reasons=("one origin",),
            answers=(Answer(value="yes", origins=(), claims=()),),
        ),
    ),
    origins=(),
)
EVENTS = (RAID, KILLING, ALERT)

_TEXT = "-5 of them crossed, the Legion said, <b>near</b> Tyotkino"
_SAID = Statement(
    id="s1",
    start=0,
    end=len(_TEXT),
    quote="indirect",
    source=Source("the Legion", 20, 30, ("Legion",)),
    cue=Mention("said", 31, 35),
    content=(Mention(_TEXT[:18], 0, 18),),
)
CLAIM = LedgerClaim(
    id="r1/c1",
    report=MERIDIAN,
    revision="r1",
    outlet="The Meridian",
    said_at="2024-03-12T11:45:00.000000Z",
    speaker="Legion",
    claim=Claim(
        id="c1", statement="s1", start=0, end=18, text=_TEXT[:18], event_type="ground_raid", certainty="probable",
        actors=(Actor("agent", "them", 6, 10, "=Legion()", None), Actor("target", "x", 0, 1, "a|b", None)),
        places=(VILLAGE, NOWHERE), time=DAY,
        quantities=(Quantity("killed", 3, None, "soldiers", "3", 0, 1), Quantity("injured", None, 4, None, "4", 0, 1)),
    ),
    statement=_SAID,
    points=(StandsAt("e1aaaa", "e1aaaa.happened", "happened", "contested"),),
)  # fmt: skip
OWN = LedgerClaim(
    id="r2/c2",
    report=VOLGA,
    revision="r2",
    outlet=None,
    said_at="2024-03-12T10:00:00.000000Z",
    speaker=None,
    claim=Claim(id="c2", statement=None, start=0, end=4, text='a "b"\nc', event_type="attack_on_civilians", places=(VILLAGE,)),
    statement=None,
)
CLAIMS = (CLAIM, OWN)

REPORTS = tuple(
    ReportSummary(
        report=report, outlet=outlet, title=title, url=url, published_at="2024-03-12T07:20:00.000000Z",
        first_captured="2024-03-12T08:00:00.000000Z", last_captured="2024-03-12T12:30:00.000000Z", revisions=number,
        claims=1, latest=latest,
    )
    for report, outlet, title, url, number, latest in (
        (MERIDIAN, "The Meridian", "Units <cross>", "https://meridian.example/a|b", 2, "r1"),
        (VOLGA, "=Volga Wire", None, None, 1, "r2"),
        ("url:https://other.example/", "Other", None, None, 1, "r9"),
    )
)  # fmt: skip


def revisions(report: str) -> tuple[Revision, ...]:
    """Two captured states, the later of other words."""
    return tuple(
        Revision(report=report, sha256="0" * 64, media_type="text/plain", text=text,
                 captured_at=datetime(2024, 3, 12, hour, tzinfo=UTC))
        for hour, text in ((8, "first"), (12, "second"))
    )  # fmt: skip


OBSERVED = Observed(
    Revision(report=MERIDIAN, sha256="0" * 64, media_type="text/html", captured_at=datetime(2024, 3, 12, 12, tzinfo=UTC),
             text=_TEXT, outlet="The Meridian", language="en", url="https://meridian.example/a|b"),
    Reading(
        report=ReportHead(title=None, outlet="The Meridian", authors=(), published_at=None, updated_at=None, language="en",
                          section=None, url=None, sha256="0" * 64, text=_TEXT),
        statements=(_SAID, Statement(id="s2", start=6, end=18, quote="direct", source=None, cue=None, parent="s1",
                                     content=(Mention("them", 6, 10), Mention("crossed", 11, 18)))),
        claims=(msgspec.structs.replace(CLAIM.claim, places=(msgspec.structs.replace(VILLAGE, start=49, end=57),), time=None),),
        engine="hand 1",
    ),
)  # fmt: skip

CONTENT = Content(
    events=lambda: EVENTS,
    claims=lambda: CLAIMS,
    reports=lambda: REPORTS,
    observed=lambda: (OBSERVED,),
    revisions=revisions,
    named=lambda ids: {report.report: report for report in REPORTS if report.report in set(ids)},
    at="2024-03-12T13:00:00Z",
)


def text_of(name: str, content: Content = CONTENT) -> str:
    """What a format of text writes."""
    return b"".join(encoded(FORMATS[name].write(content))).decode()
