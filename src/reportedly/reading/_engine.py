"""The reader that ships: one trained network marks the text, plain code turns the marks into statements and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from reportedly.model import Entity, Place, Reading, ReadingError, ReportHead, Revision, When
from reportedly.reading._claims import Context, claims, place_spans
from reportedly.reading._decode import Marked, mark
from reportedly.reading._foreign import quotations
from reportedly.reading._language import language
from reportedly.reading._network import Network
from reportedly.reading._parts import parts, readable
from reportedly.reading._quotes import quoted
from reportedly.reading._sentences import Span, sentences
from reportedly.reading._speakers import Names, speakers
from reportedly.reading._statements import drafts, statements
from reportedly.reading._windows import windows
from reportedly.reading.places import Gazetteer, default_gazetteer
from reportedly.reading.places import resolve as resolve_places
from reportedly.reading.times import resolve as resolve_time

MAX_CHARACTERS = 5_000_000
"""Beyond this a text is refused: a report of a thousand pages is no report."""


class Engine:
    """See `reportedly.reading.Reader`."""

    def __init__(self, *, threads: int = 1) -> None:
        self._network = Network(threads)

    @property
    def engine(self) -> str:
        return f"minilm-{self._network.version}"

    def read(self, revision: Revision) -> Reading:
        text = revision.text
        if len(text) > MAX_CHARACTERS:
            raise ReadingError(
                f"{len(text):,} characters are more than the {MAX_CHARACTERS:,} that are read", where=revision.report
            )
        told = language(text, revision.language)
        if told not in ("en", None):
            note = f"statements and claims are read in English only; this text is in {told!r}: quoted words alone were taken"
            return Reading(report=head(revision, told), statements=tuple(quotations(text)), engine=self.engine, notes=(note,))
        spans, headlines = readable(revision)
        marked = [mark(self._network, window, text) for window in windows(text, self._network.tokenizer, spans, headlines)]
        return self._assemble(revision, marked, spans, told)

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)

    def _assemble(self, revision: Revision, marked: Sequence[Marked], spans: list[Span], told: str | None) -> Reading:
        text = revision.text
        entities = _entities(marked, text)
        events = [event for m in marked for event in m.events]
        places = self._places(text, place_spans(events), entities)
        found = drafts([cue for m in marked for cue in m.cues], text)
        names = Names(entities)
        context = Context(
            text=text,
            sentences=[s for a, b in spans for s in sentences(text, a, b)],
            drafts=found,
            entities=entities,
            names=names,
            places=lambda span: tuple(p for p in places if span[0] <= p.start and p.end <= span[1]),
            time=lambda span, past: self._time(revision, span, past),
        )
        return Reading(
            report=head(revision, told),
            statements=tuple(statements(found, text, quoted(text), speakers(found, text, entities), parts(revision, marked))),
            claims=tuple(claims(events, context)),
            entities=tuple(entities),
            places=tuple(self._places(text, [(e.start, e.end) for e in entities if e.label == "LOC"], entities)),
            engine=self.engine,
        )

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        """Opened at the first place name; the first use on a machine builds it."""
        return default_gazetteer()

    def _places(self, text: str, spans: list[Span], entities: Sequence[Entity]) -> list[Place]:
        """Mentions as places of the gazetteer; the report's other place names are context."""
        names = [(e.start, e.end) for e in entities if e.label == "LOC"]
        return resolve_places(text, spans, self._gazetteer, entities=names) if spans else []

    def _time(self, revision: Revision, span: Span, past: bool) -> When:
        words, before = revision.text[slice(*span)], revision.text[max(0, span[0] - 40) : span[0]]
        return resolve_time(words, *span, published_at=revision.published_at, past=past, before=before)


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


def _entities(marked: Sequence[Marked], text: str) -> list[Entity]:
    return [Entity(text[a:b], a, b, label) for m in marked for a, b, label in m.entities]
