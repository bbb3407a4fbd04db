"""Composing a brief: events in the order a reader needs, each answer with who gives it, their words and their reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from reportedly.ledger import ORDER, lead
from reportedly.ledger.values import Change, LedgerClaim, ReportSummary
from reportedly.model import Answer, Event, Origin, Point
from reportedly.publish._content import spot
from reportedly.publish.briefs._sentences import holder, sentence, when, where
from reportedly.publish.briefs._values import Brief, EventView, Line, PointView, Source, Words

_FIRST = ("happened", "agent", "target", "place", "time", "control")
_QUOTES = 3
"""Exact words shown an answer; the rest is counted."""


def compose(
    events: Iterable[Event],
    claims: Mapping[str, LedgerClaim],
    *,
    title: str,
    as_of: str | None = None,
    since: str | None = None,
    changes: Iterable[Change] = (),
    reports: Mapping[str, ReportSummary] | None = None,
    exact: bool = False,
) -> Brief:
    """Events in the order a reader needs: contested first, then by the number of origins.

    `claims` by id supply the exact words, `reports` by id their headlines and addresses; what is absent is left out.
    """
    views = [_event_view(event, claims, reports or {}, exact=exact) for event in events]
    views.sort(key=lambda v: (ORDER.index(v.standing), -v.event.counts.origins, v.event.first_seen, v.event.id))
    outlets = {claims[c].outlet for v in views for p in v.event.points for a in p.answers for c in a.claims if c in claims}
    origins = {(o.speaker, o.medium) if o.speaker else o.id for v in views for o in v.event.origins}
    numbered = tuple(replace(view, number=number) for number, view in enumerate(views, start=1))
    return Brief(
        title=title,
        as_of=as_of,
        outlets=len(outlets - {None}),
        origins=len(origins),
        events=numbered,
        since=since,
        changes=tuple(changes),
        exact=exact,
    )


def _event_view(
    event: Event, claims: Mapping[str, LedgerClaim], reports: Mapping[str, ReportSummary], *, exact: bool
) -> EventView:
    origins = {origin.id: origin for origin in event.origins}
    sources = _sources(event, claims, reports)
    by_report = {source.report: source for source in sources}
    points = tuple(
        PointView(point, tuple(_line(point.question, answer, origins, claims, by_report) for answer in point.answers))
        for point in sorted(event.points, key=_asked)
    )
    return EventView(
        event=event,
        standing=lead(event.points),
        points=points,
        sources=sources,
        when=when(event),
        where=where(event.place),
        note=spot(event.place, event.event_type, exact=exact).note,
    )


def _sources(event: Event, claims: Mapping[str, LedgerClaim], reports: Mapping[str, ReportSummary]) -> tuple[Source, ...]:
    """Every report that one of the event's answers or origins rests on, first published first."""
    told: dict[str, Source] = {}
    for point in event.points:
        for answer in point.answers:
            for said in (claims[id_] for id_ in answer.claims if id_ in claims):
                known = reports.get(said.report)
                outlet = said.outlet or (known.outlet if known else None)
                told.setdefault(said.report, _source(said.report, outlet, said.said_at, known))
    for origin in event.origins:
        for carrier in origin.carriers:
            known = reports.get(carrier)
            if known:
                told.setdefault(carrier, _source(carrier, known.outlet, known.first_captured, known))
    ordered = sorted(told.values(), key=lambda source: (source.at, source.report))
    return tuple(replace(source, number=number) for number, source in enumerate(ordered, start=1))


def _source(report: str, outlet: str | None, at: str, known: ReportSummary | None) -> Source:
    return Source(
        number=0,
        report=report,
        outlet=outlet or "outlet unknown",
        title=known.title if known else None,
        url=known.url if known and (known.url or "").startswith(("http://", "https://")) else None,
        at=(known.published_at if known else None) or at,
    )


def _line(
    question: str,
    answer: Answer,
    origins: Mapping[str, Origin],
    claims: Mapping[str, LedgerClaim],
    sources: Mapping[str, Source],
) -> Line:
    holders = tuple(holder(origins[o]) for o in answer.origins if o in origins)
    seen: dict[str, Words] = {}
    cited = set()
    for said in (claims[id_] for id_ in answer.claims if id_ in claims):
        found = _words(said, sources.get(said.report))
        seen.setdefault(found.text.casefold(), found)
        cited.add(said.report)
    for origin in (origins[o] for o in answer.origins if o in origins):
        cited.update(origin.carriers)
    chosen = sorted(seen.values(), key=lambda w: w.at)
    return Line(
        answer=answer,
        holders=holders,
        words=tuple(chosen[:_QUOTES]),
        more=max(0, len(chosen) - _QUOTES),
        sentence=sentence(question, answer, holders),
        sources=tuple(sorted(sources[report].number for report in cited if report in sources)),
    )


def _asked(point: Point) -> int:
    """Questions in the order in which a reader asks them; counts last, in their own order."""
    return _FIRST.index(point.question) if point.question in _FIRST else len(_FIRST)


def _words(found: LedgerClaim, source: Source | None) -> Words:
    """The statement's content around the claim when there is one, else the claim's own words."""
    text = found.claim.text
    for content in found.statement.content if found.statement else ():
        if content.start <= found.claim.start < content.end:
            text = content.text
    outlet = found.outlet or (source.outlet if source else "outlet unknown")
    return Words(text.strip(), outlet, found.said_at, found.id, source.number if source else None)
