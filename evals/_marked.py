"""One report of a story, as its author marked it, as a revision with its reading."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from reportedly.model import (
    Actor,
    Claim,
    Forward,
    Link,
    Media,
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

COUNTS = ("killed", "injured", "captured", "destroyed", "missing", "displaced", "detained")
_UNDATED = datetime(2025, 12, 1, tzinfo=UTC)

Span = tuple[str, int, int]


def place_of(name: str, fields: Mapping[str, Any]) -> Place:
    """A place of the story's own list; its gazetteer id is its name."""
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


def observed_of(report: Mapping[str, Any], places: Mapping[str, Place]) -> Observed:
    """The report's text, or its claims line by line when it has none, read as its author marked it."""
    text, spans = _laid_out(report)
    revision = _revision(report, text)
    claims, statements = [], []
    for number, (fields, span) in enumerate(zip(report["claims"], spans, strict=True), start=1):
        if fields["by"] != "own":
            statements.append(_statement(f"s{number}", fields, span))
        claims.append(_claim(f"c{number}", fields, span, places, statements))
    if report.get("note"):
        statements.append(_note(report["note"], text))
    head = ReportHead(
        title=report.get("title"),
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


def _laid_out(report: Mapping[str, Any]) -> tuple[str, list[Span]]:
    """The text and where in it the claims stand: each the first time its words come after the claim before, else at all."""
    if "text" not in report:
        lines = [f"{fields['text']}.\n" for fields in report["claims"]]
        starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
        spans = [(f["text"], at, at + len(f["text"])) for f, at in zip(report["claims"], starts, strict=True)]
        return "".join(lines), spans
    body = "\n".join(" ".join(line.split()) for line in report["text"].strip().splitlines())
    text = f"{report['title']}\n\n{body}" if report.get("title") else body
    spans, at = [], 0
    for fields in report["claims"]:
        wanted = " ".join(fields["text"].split())
        found = re.compile(re.escape(wanted).replace(r"\ ", r"\s+"))
        match = found.search(text, at) or found.search(text)
        if match is None:
            raise ValueError(f"no such words in its text: {wanted!r}")
        at = match.end()
        spans.append((match[0], match.start(), match.end()))
    return text, spans


def _revision(report: Mapping[str, Any], text: str) -> Revision:
    published = _moment(report.get("at"))
    id_ = report["id"] if ":" in report["id"] else f"url:https://{report['id']}.example/"
    return Revision(
        report=id_,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        captured_at=_moment(report.get("captured")) or (published or _UNDATED) + timedelta(hours=2),
        text=text,
        title=report.get("title"),
        outlet=report["outlet"],
        published_at=published,
        updated_at=_moment(report.get("updated")),
        url=id_.removeprefix("url:"),
        forward=Forward(name=report["forward"]) if "forward" in report else None,
        links=tuple(Link(f"https://{target}.example/", 0, 1) for target in report.get("links", ())),
        media=tuple(Media("video", sha256=hashlib.sha256(name.encode()).hexdigest()) for name in report.get("media", ())),
    )


def _statement(id_: str, fields: Mapping[str, Any], span: Span) -> Statement:
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
        part=fields.get("part", "body"),
        negated=fields.get("negated", False),
    )


def _note(words: str, text: str) -> Statement:
    """An update note in the text: it declares an edit."""
    start = text.index(words)
    span = (words, start, start + len(words))
    return Statement(
        id="note", start=start, end=span[2], quote="indirect", source=None, cue=None, content=(Mention(*span),), part="update"
    )


def _claim(id_: str, fields: Mapping[str, Any], span: Span, places: Mapping[str, Place], statements: list[Statement]) -> Claim:
    first, last = fields.get("from"), fields.get("to", fields.get("from"))
    agent = fields.get("agent")
    where = fields.get("in", [])
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
        places=tuple(places[name] for name in ([where] if isinstance(where, str) else where)),
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
