"""A text in pieces, each with all that was read in it: statements, sources, cues, claims and hedges may overlap at will."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import msgspec

from reportedly.model import Claim, Reading, Statement

Layer = Literal["statement", "source", "cue", "content", "claim", "hedge"]


class Span(msgspec.Struct, frozen=True):
    """Characters of the text with one role; `id` names the statement or claim."""

    start: int
    end: int
    layer: Layer
    id: str
    title: str


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Characters that share all their roles. `anchors` are the claims and statements that begin here."""

    text: str
    layers: tuple[Layer, ...] = ()
    title: str = ""
    anchors: tuple[str, ...] = ()
    focus: bool = False


def spans(reading: Reading) -> list[Span]:
    """All that was read, as spans."""
    found = [span for statement in reading.statements for span in _of_statement(statement)]
    return found + [span for claim in reading.claims for span in _of_claim(claim)]


def pieces(text: str, found: Iterable[Span], focus: str | None = None) -> list[Piece]:
    """The text cut at every end of a span; joined again, the pieces are the text. Spans outside the text are clipped."""
    inside = [s for s in found if 0 <= s.start < min(s.end, len(text))]
    cuts = sorted({0, len(text), *(at for s in inside for at in (s.start, min(s.end, len(text))))})
    starting = sorted(inside, key=lambda s: s.start)
    made, live, position = [], list[Span](), 0
    for start, end in pairwise(cuts):
        live = [span for span in live if span.end > start]
        while position < len(starting) and starting[position].start <= start:
            live.append(starting[position])
            position += 1
        made.append(_piece(text[start:end], live, start, focus))
    return made


def _piece(text: str, live: list[Span], start: int, focus: str | None) -> Piece:
    begins = dict.fromkeys(s.id for s in live if s.start == start and s.layer in ("statement", "claim"))
    return Piece(
        text=text,
        layers=tuple(dict.fromkeys(s.layer for s in live)),
        title=" · ".join(dict.fromkeys(s.title for s in live if s.title)),
        anchors=tuple(begins),
        focus=focus is not None and any(s.id == focus for s in live),
    )


def _of_statement(one: Statement) -> Iterable[Span]:
    who = ", ".join(one.source.speakers) or one.source.text if one.source else "nobody named"
    yield Span(one.start, one.end, "statement", one.id, f"Statement {one.id} of {who}, {one.quote} quote")
    if one.source:
        yield Span(one.source.start, one.source.end, "source", one.id, "its source")
    if one.cue:
        yield Span(one.cue.start, one.cue.end, "cue", one.id, "its cue")
    for content in one.content:
        yield Span(content.start, content.end, "content", one.id, "")


def _of_claim(one: Claim) -> Iterable[Span]:
    said = f"Claim {one.id}: {one.event_type.replace('_', ' ')}, {one.polarity}, {one.certainty}"
    yield Span(one.start, one.end, "claim", one.id, said)
    for hedge in one.hedges:
        yield Span(hedge.start, hedge.end, "hedge", one.id, "hedge")
