"""From marks to a reading: statements, claims, places and times by plain code, whichever engine made the marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import cached_property

import msgspec

from reportedly.model import Entity, Place, Reading, ReportHead, Revision, When
from reportedly.reading import _counts as counts
from reportedly.reading._accused import accused
from reportedly.reading._claims import Context, claims
from reportedly.reading._decode import Predicate
from reportedly.reading._echoes import echoes
from reportedly.reading._events import place_spans, whole
from reportedly.reading._names import Names
from reportedly.reading._outlets import Outlets
from reportedly.reading._parts import readable
from reportedly.reading._pointing import known_elsewhere, pointed
from reportedly.reading._quotes import marked, quotations
from reportedly.reading._sentences import Span, sentences
from reportedly.reading._speakers import speakers
from reportedly.reading._statements import Parts, contents, drafts, ends_of_sources, statements
from reportedly.reading.places import Gazetteer, Home, default_gazetteer
from reportedly.reading.places import resolve as resolve_places
from reportedly.reading.places.homes import saved
from reportedly.reading.times import resolve as resolve_time


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine marks in a text: spans and labels, nothing else."""

    cues: Sequence[Predicate]
    events: Sequence[Predicate]
    entities: Sequence[Entity]
    parts: Parts


class Assembly:
    """Makes readings of marks; keeps the gazetteer open, and what is known of outlets."""

    def reading(self, revision: Revision, told: str | None, marks: Marks, *, engine: str, notes: tuple[str, ...] = ()) -> Reading:
        """The reading of a revision in the language `told`."""
        text, entities = revision.text, marks.entities
        home, zone = self._outlets.home(revision), self._outlets.zone(revision)
        said = quotations(text)
        inside = [s for a, b in readable(revision)[0] for s in sentences(text, a, b)]
        events = counts.given(whole(marks.events, text, entities), text, inside)
        named = self._places(text, [(e.start, e.end) for e in entities if e.label == "LOC"], entities, home)
        asked = self._places(text, place_spans(events), entities, home)
        named = known_elsewhere(named, asked)
        places = [pointed(place, named) for place in known_elsewhere(asked, named)]
        found = drafts(marks.cues, text, entities, said)
        context = Context(
            text=text,
            sentences=inside,
            drafts=found,
            contents=contents(found),
            sources=ends_of_sources(found),
            entities=entities,
            names=Names(entities),
            places=lambda span: _within(places, span),
            time=lambda span, past, spoken_of: _time(revision, span, past, spoken_of, zone),
        )
        return Reading(
            report=head(revision, told),
            statements=tuple(statements(found, text, marked(text, said), speakers(found, text, entities), marks.parts)),
            claims=tuple(echoes(accused(claims(events, context), context), found, text)),
            entities=tuple(entities),
            places=tuple(named),
            engine=engine,
            notes=notes,
        )

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        """Opened at the first place name; the first use on a machine builds it."""
        return default_gazetteer()

    @cached_property
    def _outlets(self) -> Outlets:
        """The packs and the learnt homes, as they are when the first report is read."""
        from reportedly.packs import default_registry

        return Outlets(default_registry(), saved(), lambda: self._gazetteer)

    def _places(self, text: str, spans: list[Span], entities: Sequence[Entity], home: Home | None) -> list[Place]:
        """Mentions as places of the gazetteer; the report's other place names are context."""
        names = [(e.start, e.end) for e in entities if e.label == "LOC"]
        return resolve_places(text, spans, self._gazetteer, entities=names, home=home) if spans else []


def _within(places: Sequence[Place], span: Span) -> tuple[Place, ...]:
    """The places of a mention: the widest ones in it, since other claims may hold a part of it as theirs."""
    here = [p for p in places if span[0] <= p.start and p.end <= span[1] and not p.metonym]
    spans = {(p.start, p.end) for p in here}
    return tuple(p for p in here if not any(a <= p.start and p.end <= b for a, b in spans - {(p.start, p.end)}))


def _time(revision: Revision, span: Span, past: bool, spoken_of: date | None, zone: tzinfo | None) -> When:
    words, before = revision.text[slice(*span)], revision.text[max(0, span[0] - 40) : span[0]]
    return resolve_time(words, *span, published_at=revision.published_at, zone=zone, past=past, anchor=spoken_of, before=before)


def head(revision: Revision, told: str | None) -> ReportHead:
    """The contract's `report` object."""
    return ReportHead(
        title=revision.title,
        outlet=revision.outlet,
        authors=revision.authors,
        published_at=_iso(revision.published_at),
        updated_at=_iso(revision.updated_at),
        language=revision.language or told,
        section=revision.section,
        url=revision.url,
        sha256=revision.sha256,
        text=revision.text,
    )


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
