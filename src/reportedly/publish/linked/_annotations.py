"""Spans as W3C Web Annotations: each says which words of which captured text, by quotation and by position."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from reportedly.model import Claim, Observed, Statement
from reportedly.publish._content import Content
from reportedly.publish._json import full, listed
from reportedly.publish.linked._jsonld import address, iri

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points before and after a quotation, by which it is found again in a text that moved."""


class _Span(msgspec.Struct, frozen=True):
    start: int
    end: int


def annotation_page(content: Content) -> Iterator[str]:
    """One AnnotationPage, an annotation on each line, in the order of the reports' capture."""
    yield f'{{"@context":"{CONTEXT}","id":"urn:reportedly:annotations","type":"AnnotationPage","startIndex":0,"items":[\n'
    yield from listed(one for observed in content.observed() for one in of_revision(observed))
    yield "]}\n"


def of_revision(observed: Observed) -> Iterator[dict[str, Any]]:
    """The annotations of one captured text: statements and their parts, claims and the spans of their fields."""
    made = _Maker(observed)
    for statement in observed.reading.statements:
        yield from made.statement(statement)
    for claim in observed.reading.claims:
        yield from made.claim(claim)


class _Maker:
    def __init__(self, observed: Observed) -> None:
        revision = observed.revision
        self._id = revision.id
        self._text = revision.text
        self._source = full(
            {
                "id": iri("revision", self._id),
                "type": "Text",
                "format": "text/plain",
                "language": revision.language,
                "via": address(revision.url),
            }
        )
        self._common = full(
            {"generator": {"type": "Software", "name": observed.reading.engine} if observed.reading.engine else None}
        )

    def statement(self, statement: Statement) -> Iterator[dict[str, Any]]:
        about = f"{self._id}/{statement.id}"
        yield self._one(about, statement.start, statement.end, "statement", f"{statement.quote} quote")
        parts = [("source", statement.source), ("cue", statement.cue), ("medium", statement.medium)]
        parts += [("addressee", statement.addressee), *(("content", content) for content in statement.content)]
        for number, (role, span) in enumerate(parts):
            if span is not None:
                yield self._part(about, number, span.start, span.end, role)

    def claim(self, claim: Claim) -> Iterator[dict[str, Any]]:
        about = f"{self._id}/{claim.id}"
        held = (claim.event_type, claim.polarity, claim.certainty, claim.modality)
        yield self._one(about, claim.start, claim.end, "claim", *held)
        for number, (role, span) in enumerate(_fields(claim)):
            yield self._part(about, number, span.start, span.end, role)

    def _part(self, about: str, number: int, start: int, end: int, role: str) -> dict[str, Any]:
        made = self._one(f"{about}/{number}", start, end, role)
        made["body"].append({"type": "SpecificResource", "purpose": "linking", "source": iri("annotation", about)})
        return made

    def _one(self, id_: str, start: int, end: int, *tags: str) -> dict[str, Any]:
        quote = full(
            {
                "type": "TextQuoteSelector",
                "exact": self._text[start:end],
                "prefix": self._text[max(0, start - AROUND) : start] or None,
                "suffix": self._text[end : end + AROUND] or None,
            }
        )
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        return {
            "id": iri("annotation", id_),
            "type": "Annotation",
            "motivation": "tagging",
            **self._common,
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag, "format": "text/plain"} for tag in tags],
            "target": {"type": "SpecificResource", "source": self._source, "selector": [quote, position]},
        }


def _fields(claim: Claim) -> Iterator[tuple[str, _Span]]:
    """Every field that was read from words of its own, with what it is."""
    for hedge in claim.hedges:
        yield "hedge", _Span(hedge.start, hedge.end)
    if claim.trigger:
        yield "trigger", _Span(claim.trigger.start, claim.trigger.end)
    for actor in claim.actors:
        yield actor.role, _Span(actor.start, actor.end)
    for place in claim.places:
        yield "place", _Span(place.start, place.end)
    if claim.time:
        yield "time", _Span(claim.time.start, claim.time.end)
    for quantity in claim.quantities:
        yield quantity.kind, _Span(quantity.start, quantity.end)
    for evidence in claim.evidence:
        yield f"evidence: {evidence.kind}", _Span(evidence.start, evidence.end)
