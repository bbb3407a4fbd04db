"""Stories with claims marked by hand (`evals/scenarios/*.yaml`), as readings that linking can take."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from reportedly.model import (
    Actor,
    Claim,
    Forward,
    Link,
    Mention,
    Observed,
    Place,
    Quantity,
    Reading,
    ReportHead,
    Revision,
    Source,
    Statement,
    When,
)

FOLDER = Path(__file__).with_name("scenarios")
COUNTS = ("killed", "injured", "captured", "destroyed")


@dataclass(frozen=True)
class Story:
    """One story, and its registry of names.

    `gold` gives for a claim id its (event, origin) pairs; `standings` the standing of (event, question).
    """

    name: str
    observed: tuple[Observed, ...]
    parties: Mapping[str, str]
    rivals: frozenset[frozenset[str]]
    gold: Mapping[str, tuple[tuple[str, str], ...]]
    standings: Mapping[tuple[str, str], str]

    def canonical(self, name: str) -> str:
        """The known name that ends in this one, or that this one ends in."""
        known = [full for full in self.parties if full.endswith(name) or name.endswith(full)]
        return known[0] if len(known) == 1 else name

    def party(self, name: str) -> str | None:
        return self.parties.get(name)

    def opposed(self, a: str, b: str) -> bool:
        return frozenset((a, b)) in self.rivals


def stories() -> list[Story]:
    return [_story(path) for path in paths()]


def paths() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def _story(path: Path) -> Story:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    places = {name: _place(name, fields) for name, fields in told["places"].items()}
    observed: list[Observed] = []
    gold: dict[tuple[str, str], tuple[str, tuple[tuple[str, str], ...]]] = {}  # a claim that is kept goes by its last revision
    for report in told["reports"]:
        one = _observed(report, places)
        observed.append(one)
        for claim, fields in zip(one.reading.claims, report["claims"], strict=True):
            events = fields.get("event", [])
            events = [events] if isinstance(events, str) else events
            pairs = tuple((event, fields["origin"]) for event in events)
            gold[one.revision.report, claim.text] = (f"{one.revision.id}/{claim.id}", pairs)
    standings = {(event, question): value for event, points in told["standings"].items() for question, value in points.items()}
    opposed = frozenset(frozenset(pair) for pair in told["opposed"])
    return Story(path.stem, tuple(observed), told["parties"], opposed, dict(gold.values()), standings)


def _place(name: str, fields: Mapping[str, Any]) -> Place:
    return Place(
        text=name,
        start=0,
        end=0,
        name=name,
        admin1=fields.get("admin1"),
        country=fields["country"],
        geo_precision=fields.get("precision", 1),
        gazetteer="story",
        gazetteer_id=name,
    )


def _observed(report: Mapping[str, Any], places: Mapping[str, Place]) -> Observed:
    text, claims, statements = "", [], []
    for number, fields in enumerate(report["claims"], start=1):
        start = len(text)
        text += f"{fields['text']}.\n"
        span = (fields["text"], start, start + len(fields["text"]))
        if fields["by"] != "own":
            statements.append(_statement(f"s{number}", fields, span))
        claims.append(_claim(f"c{number}", fields, span, places, statements))
    published = _moment(report.get("at"))
    id_ = report["id"] if ":" in report["id"] else f"url:https://{report['id']}.example/"
    revision = Revision(
        report=id_,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        captured_at=_moment(report.get("captured")) or (published or datetime(2025, 12, 1, tzinfo=UTC)) + timedelta(hours=2),
        text=text,
        outlet=report["outlet"],
        published_at=published,
        url=id_.removeprefix("url:"),
        forward=Forward(name=report["forward"]) if "forward" in report else None,
        links=tuple(Link(f"https://{target}.example/", 0, 1) for target in report.get("links", ())),
    )
    head = ReportHead(
        title=None,
        outlet=report["outlet"],
        authors=(),
        published_at=None,
        updated_at=None,
        language="en",
        section=None,
        url=None,
        sha256=revision.sha256,
        text=text,
    )
    return Observed(revision, Reading(report=head, statements=tuple(statements), claims=tuple(claims), engine="by hand"))


def _statement(id_: str, fields: Mapping[str, Any], span: tuple[str, int, int]) -> Statement:
    by = fields["by"]
    names = () if by == "nobody" else (by,) if isinstance(by, str) else tuple(by)
    cue = fields.get("cue", "denied" if fields.get("denied") else "said")
    return Statement(
        id=id_,
        start=span[1],
        end=span[2],
        quote="indirect",
        source=Source(" and ".join(names), span[1], span[2], names) if names else None,
        cue=Mention(cue, span[1], span[2]),
        content=(Mention(*span),),
        negated=fields.get("negated", False),
    )


def _claim(
    id_: str, fields: Mapping[str, Any], span: tuple[str, int, int], places: Mapping[str, Place], statements: list[Statement]
) -> Claim:
    first, last = fields.get("from"), fields.get("to", fields.get("from"))
    agent = fields.get("agent")
    return Claim(
        id=id_,
        statement=None if fields["by"] == "own" else statements[-1].id,
        start=span[1],
        end=span[2],
        text=span[0],
        event_type=fields["is"],
        polarity="denied" if fields.get("denied") else "asserted",
        modality=fields.get("modality", "actual"),
        actors=(Actor("agent", agent, 0, 0, agent),) if agent else (),
        places=(places[fields["in"]],) if "in" in fields else (),
        time=When(text="", start=0, end=0, first=str(first), last=str(last), time_precision=1) if first else None,
        quantities=tuple(_quantity(kind, fields[kind]) for kind in COUNTS if kind in fields),
    )


def _quantity(kind: str, value: int | list[int | None]) -> Quantity:
    low, high = value if isinstance(value, list) else (value, value)
    return Quantity(kind, low, high, None, str(value), 0, 0)


def _moment(value: str | datetime | date | None) -> datetime | None:
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
