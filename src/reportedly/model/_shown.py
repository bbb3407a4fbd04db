"""Values as small tables for notebooks. Pure; words from outside are escaped, and lose control and direction characters."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reportedly.model.event_types import in_words

if TYPE_CHECKING:
    from reportedly.model.event import Answer, Event, Point
    from reportedly.model.reading import Claim, Reading, Statement

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CELL = "text-align:left;vertical-align:top;padding:.2em .6em"
_MOST = 200
"""Rows that a notebook shows."""


def text(value: object) -> str:
    """Escaped text; None as nothing."""
    return "" if value is None else html.escape(_CONTROLS.sub("\ufffd", str(value)))


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """A table of cells that are HTML already."""
    head = "".join(f'<th style="{_CELL}">{text(title)}</th>' for title in titles)
    body = "".join("<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) + "</tr>" for row in rows[:_MOST])
    more = f"<p>… {len(rows) - _MOST} more rows</p>" if len(rows) > _MOST else ""
    return f"{caption}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def claim(one: Claim) -> str:
    """A claim: its words, and how they were read."""
    return table(("field", "read"), [(text(name), value) for name, value in _fields(one) if value])


def statement(one: Statement) -> str:
    """A statement: who, by which word, what."""
    return table(_STATEMENT, [_statement(one)])


def reading(one: Reading) -> str:
    """A reading: the report, its statements with their claims, and claims in the report's own voice."""
    head = one.report
    about = " · ".join(text(part) for part in (head.outlet, ", ".join(head.authors), head.published_at) if part)
    notes = "".join(f"<p><em>{text(note)}</em></p>" for note in one.notes)
    claims = table(
        ("claim", "statement", "type", "polarity", "certainty", "places", "time", "words"), [_claim(c) for c in one.claims]
    )
    said = table(_STATEMENT, [_statement(s) for s in one.statements])
    return f"<p><strong>{text(head.title or '(no title)')}</strong><br>{about}</p>{said}{claims}{notes}"


def event(one: Event) -> str:
    """An event: what it rests on, and how each point stands with its answers."""
    counts = one.counts
    where = " · ".join(text(part) for part in (one.id, in_words(one.event_type), one.place and one.place.name) if part)
    rests = f"{counts.reports} reports, {counts.outlets} outlets, {counts.claims} claims, {counts.origins} origins"
    speakers = {origin.id: origin.speaker or "nobody named" for origin in one.origins}
    rows = [_point(point, speakers) for point in one.points]
    return table(
        ("point", "standing", "answers", "because"), rows, f"<p><strong>{text(one.title)}</strong><br>{where}<br>{rests}</p>"
    )


_STATEMENT = ("statement", "who", "cue", "quote", "words")


def _statement(one: Statement) -> tuple[str, ...]:
    who = ", ".join(one.source.speakers) or one.source.text if one.source else "nobody named"
    words = " … ".join(piece.text for piece in one.content)
    return text(one.id), text(who), text(one.cue.text if one.cue else None), text(one.quote), text(words)


def _claim(one: Claim) -> tuple[str, ...]:
    places = ", ".join(dict.fromkeys(place.name for place in one.places))
    plain = (one.id, one.statement, in_words(one.event_type), one.polarity, one.certainty, places)
    return *(text(value) for value in plain), text(one.time.text if one.time else None), text(one.text)


def _fields(one: Claim) -> Iterable[tuple[str, str]]:
    yield "words", text(one.text)
    yield "type", text(in_words(one.event_type))
    yield "polarity", text(one.polarity)
    yield "certainty", text(one.certainty)
    yield "modality", text(one.modality)
    yield "hedges", text(", ".join(hedge.text for hedge in one.hedges))
    yield "actors", text(", ".join(f"{actor.role}: {actor.name}" for actor in one.actors))
    yield "places", text(", ".join(f"{place.name} (“{place.text}”)" for place in one.places))
    yield "time", text(one.time and f"{one.time.first or '…'} to {one.time.last or '…'} (“{one.time.text}”)")
    yield "quantities", text(", ".join(f"{quantity.kind}: {quantity.text}" for quantity in one.quantities))
    yield "evidence", text(", ".join(kind.text for kind in one.evidence))


def _point(point: Point, speakers: dict[str, str]) -> tuple[str, ...]:
    answers = "<br>".join(_answer(answer, speakers) for answer in point.answers)
    return text(point.asked), f"<strong>{text(point.standing)}</strong>", answers, "<br>".join(map(text, point.reasons))


def _answer(answer: Answer, speakers: dict[str, str]) -> str:
    low, high = ("…" if end is None else end for end in (answer.low, answer.high))
    bounds = "" if low == high == "…" else f" ({low} to {high})"
    denied = "denied: " if answer.polarity == "denied" else ""
    who = ", ".join(speakers.get(origin, origin) for origin in answer.origins)
    shown = text(f"{denied}{answer.value}{bounds}" + (f" — {who}" if who else ""))
    return f"<s>{shown}</s>" if answer.superseded else shown
