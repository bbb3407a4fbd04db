"""The tidy tables: claims, events, origins and points, one row for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from reportedly.ledger import lead
from reportedly.ledger.values import LedgerClaim
from reportedly.model import Answer, Event, Origin, Place, Point, Quantity, family
from reportedly.publish._content import Spot, spot
from reportedly.publish._countries import region
from reportedly.publish.tables._csv import Column, Table


class ClaimRow(msgspec.Struct, frozen=True):
    """A claim and where it may be shown."""

    said: LedgerClaim
    place: Place | None
    spot: Spot


class EventRow(msgspec.Struct, frozen=True):
    """An event and where it may be shown."""

    event: Event
    spot: Spot


class OriginRow(msgspec.Struct, frozen=True):
    """An origin of an event."""

    event: str
    origin: Origin


class AnswerRow(msgspec.Struct, frozen=True):
    """One answer to a point, or a point that nobody answers; `number` counts from 1."""

    event: str
    point: Point
    number: int
    answer: Answer | None


def claim_rows(claims: Iterable[LedgerClaim], *, exact: bool) -> Iterator[ClaimRow]:
    for one in claims:
        place = one.claim.places[0] if one.claim.places else None
        yield ClaimRow(one, place, spot(place, one.claim.event_type, exact=exact))


def event_rows(events: Iterable[Event], *, exact: bool) -> Iterator[EventRow]:
    for event in events:
        yield EventRow(event, spot(event.place, event.event_type, exact=exact))


def origin_rows(events: Iterable[Event]) -> Iterator[OriginRow]:
    for event in events:
        for origin in event.origins:
            yield OriginRow(event.id, origin)


def answer_rows(events: Iterable[Event]) -> Iterator[AnswerRow]:
    for event in events:
        for point in event.points:
            if not point.answers:
                yield AnswerRow(event.id, point, 0, None)
            for number, answer in enumerate(point.answers, start=1):
                yield AnswerRow(event.id, point, number, answer)


def amount(quantity: Quantity) -> str:
    """`killed 3..5 soldiers`; an open end stays empty: `killed 3.. soldiers`."""
    low, high = ("" if end is None else str(end) for end in (quantity.low, quantity.high))
    return " ".join(part for part in (quantity.kind, f"{low}..{high}", quantity.of) if part)


def scope(event: str, point: Point) -> str:
    """What a number counts, from the point's id: EVENT.QUESTION.SCOPE."""
    return point.id.removeprefix(f"{event}.{point.question}").removeprefix(".") if point.id.startswith(event) else ""


def _actors(row: ClaimRow, role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor.name for actor in row.said.claim.actors if actor.role == role))


CLAIMS: Table[ClaimRow] = Table(
    name="claims",
    about="One row for each claim of the current revision of every report: who said what happened, where it is said.",
    key=("claim",),
    columns=(
        Column("claim", "The claim: revision/claim.", lambda r: r.said.id),
        Column("report", "The report that holds it.", lambda r: r.said.report),
        Column("revision", "The captured state of the report.", lambda r: r.said.revision),
        Column("outlet", "Who published the report.", lambda r: r.said.outlet),
        Column("said_at", "When it was published, or captured if that is not known; UTC.", lambda r: r.said.said_at, "dateTime"),
        Column("speaker", "Who says it; empty: nobody named, or the report itself.", lambda r: r.said.speaker),
        Column("in_own_voice", "Whether the report says it itself, without a statement.",
               lambda r: r.said.statement is None, "boolean"),
        Column("source_words", "The words that name who speaks.",
               lambda r: r.said.statement.source.text if r.said.statement and r.said.statement.source else None),
        Column("quote", "How it is quoted: direct, indirect or mixed.",
               lambda r: r.said.statement.quote if r.said.statement else None),
        Column("text", "The words of the claim, verbatim.", lambda r: r.said.claim.text),
        Column("start", "Where they begin in the revision's text, in code points.", lambda r: r.said.claim.start, "integer"),
        Column("end", "Where they end, exclusive.", lambda r: r.said.claim.end, "integer"),
        Column("event_type", "What is said to have happened: a code of the scheme.", lambda r: r.said.claim.event_type),
        Column("polarity", "asserted or denied.", lambda r: r.said.claim.polarity),
        Column("certainty", "How surely the words put it: certain, probable, possible, unknown.",
               lambda r: r.said.claim.certainty),
        Column("modality", "actual, attempted, threatened, planned or hypothetical.", lambda r: r.said.claim.modality),
        Column("hedges", "The words that hedge it.", lambda r: tuple(h.text for h in r.said.claim.hedges), many=True),
        Column("agents", "Who is said to have done it.", lambda r: _actors(r, "agent"), many=True),
        Column("targets", "To whom.", lambda r: _actors(r, "target"), many=True),
        Column("others", "Who else takes part.", lambda r: _actors(r, "other"), many=True),
        Column("places", "All places it names.", lambda r: tuple(p.name for p in r.said.claim.places), many=True),
        Column("latitude", "Of the first place, degrees WGS84.", lambda r: r.spot.lat, "decimal"),
        Column("longitude", "Of the first place, degrees WGS84.", lambda r: r.spot.lon, "decimal"),
        Column("coordinates_note", "Why the coordinates are coarse; empty: as the gazetteer has them.", lambda r: r.spot.note),
        Column("country", "Of the first place, ISO 3166-1 alpha-2.", lambda r: r.place and r.place.country),
        Column("admin1", "Region of the first place, the gazetteer's code.", lambda r: r.place and r.place.admin1),
        Column("region", "The name of that region.", lambda r: region(r.place)),
        Column("geo_precision", "1 the named settlement, 2 near it or a small area, 3 a region or more.",
               lambda r: r.place and r.place.geo_precision, "integer"),
        Column("time_from", "When it is said to have been: begin, ISO 8601.",
               lambda r: r.said.claim.time and r.said.claim.time.first),
        Column("time_to", "When it is said to have been: end, ISO 8601.", lambda r: r.said.claim.time and r.said.claim.time.last),
        Column("time_precision", "1 the day, 2 the week, 3 the month or longer.",
               lambda r: r.said.claim.time and r.said.claim.time.time_precision, "integer"),
        Column("quantities", "Numbers as claimed: KIND LOW..HIGH OF, an open end left empty.",
               lambda r: tuple(map(amount, r.said.claim.quantities)), many=True),
        Column("evidence", "Kinds of evidence it names.", lambda r: tuple(e.kind for e in r.said.claim.evidence), many=True),
        Column("points", "The points it answers.", lambda r: tuple(p.point for p in r.said.points), many=True),
        Column("standings", "How these points stand, in the same order.",
               lambda r: tuple(p.standing for p in r.said.points), many=True),
    ),
)  # fmt: skip

EVENTS: Table[EventRow] = Table(
    name="events",
    about="One row for each event: one occurrence that claims from many reports are about.",
    key=("event",),
    columns=(
        Column("event", "The event.", lambda r: r.event.id),
        Column("title", "What and where, in words.", lambda r: r.event.title),
        Column("event_type", "A code of the scheme.", lambda r: r.event.event_type),
        Column("family", "The family of the type.", lambda r: family(r.event.event_type)),
        Column("standing", "How the point `happened` stands; without one, the point that most needs a look.",
               lambda r: lead(r.event.points)),
        Column("place", "Where, as the gazetteer names it.", lambda r: r.event.place and r.event.place.name),
        Column("latitude", "Degrees WGS84.", lambda r: r.spot.lat, "decimal"),
        Column("longitude", "Degrees WGS84.", lambda r: r.spot.lon, "decimal"),
        Column("coordinates_note", "Why the coordinates are coarse; empty: as the gazetteer has them.", lambda r: r.spot.note),
        Column("country", "ISO 3166-1 alpha-2.", lambda r: r.event.place and r.event.place.country),
        Column("admin1", "Region, the gazetteer's code.", lambda r: r.event.place and r.event.place.admin1),
        Column("region", "The name of that region.", lambda r: region(r.event.place)),
        Column("geo_precision", "1 the named settlement, 2 near it or a small area, 3 a region or more.",
               lambda r: r.event.place and r.event.place.geo_precision, "integer"),
        Column("time_from", "Begin, ISO 8601.", lambda r: r.event.time and r.event.time.first),
        Column("time_to", "End, ISO 8601.", lambda r: r.event.time and r.event.time.last),
        Column("time_precision", "1 the day, 2 the week, 3 the month or longer.",
               lambda r: r.event.time and r.event.time.time_precision, "integer"),
        Column("first_seen", "When a report of it was first captured; UTC.", lambda r: r.event.first_seen, "dateTime"),
        Column("last_change", "When its claims last changed; UTC.", lambda r: r.event.last_change, "dateTime"),
        Column("n_reports", "Reports that carry it.", lambda r: r.event.counts.reports, "integer"),
        Column("n_outlets", "Outlets that carry it.", lambda r: r.event.counts.outlets, "integer"),
        Column("n_claims", "Claims about it.", lambda r: r.event.counts.claims, "integer"),
        Column("n_origins", "Origins on which it rests: independence is counted here.",
               lambda r: r.event.counts.origins, "integer"),
        Column("contested", "Questions that are contested.",
               lambda r: tuple(p.question for p in r.event.points if p.standing == "contested"), many=True),
        Column("n_judgements", "Persons' decisions in force.",
               lambda r: sum(not j.undone for j in r.event.judgements), "integer"),
    ),
)  # fmt: skip

ORIGINS: Table[OriginRow] = Table(
    name="origins",
    about="One row for each origin of each event: the utterance where claims first entered.",
    key=("origin",),
    columns=(
        Column("origin", "The origin.", lambda r: r.origin.id),
        Column("event", "The event.", lambda r: r.event),
        Column("speaker", "Who uttered it; empty: nobody named.", lambda r: r.origin.speaker),
        Column("party", "The speaker's party to the conflict.", lambda r: r.origin.party),
        Column("medium", "telegram, video, statement ...", lambda r: r.origin.medium),
        Column("uttered_at", "When it was uttered, as far as known; UTC.", lambda r: r.origin.uttered_at, "dateTime"),
        Column("first_observed_at", "When it was first captured; UTC.", lambda r: r.origin.first_observed_at, "dateTime"),
        Column("n_carriers", "Reports that repeat it.", lambda r: len(r.origin.carriers), "integer"),
        Column("carriers", "Those reports.", lambda r: r.origin.carriers, many=True),
        Column("links", "Why carriers are linked to it: the kinds of evidence.",
               lambda r: tuple(sorted({edge.kind for edge in r.origin.edges})), many=True),
    ),
)  # fmt: skip

POINTS: Table[AnswerRow] = Table(
    name="points",
    about="One row for each answer to each point: one question about an event, how it stands, who gives which answer.",
    key=("point", "answer"),
    columns=(
        Column("point", "The point.", lambda r: r.point.id),
        Column("event", "The event.", lambda r: r.event),
        Column("question", "happened, agent, target, place, time, control, killed, injured ...", lambda r: r.point.question),
        Column("scope", "What a number counts; empty: people in general, or no number.", lambda r: scope(r.event, r.point)),
        Column("standing", "How the point stands.", lambda r: r.point.standing),
        Column("reasons", "The rules that fired, in plain words.", lambda r: r.point.reasons, many=True),
        Column("answer", "Number of the answer, from 1; 0: nobody answers.", lambda r: r.number, "integer"),
        Column("value", "The answer.", lambda r: r.answer and r.answer.value),
        Column("low", "Least, for numbers; empty: open.", lambda r: r.answer and r.answer.low, "integer"),
        Column("high", "Most, for numbers; empty: open.", lambda r: r.answer and r.answer.high, "integer"),
        Column("polarity", "asserted or denied.", lambda r: r.answer and r.answer.polarity),
        Column("certainty", "The surest of its claims.", lambda r: r.answer and r.answer.certainty),
        Column("superseded", "Taken back, or its origins have said something newer.",
               lambda r: r.answer and r.answer.superseded, "boolean"),
        Column("n_origins", "Origins that give this answer.", lambda r: r.answer and len(r.answer.origins), "integer"),
        Column("origins", "Those origins.", lambda r: r.answer and r.answer.origins, many=True),
        Column("claims", "Claims that give it; of superseded answers also those of earlier revisions.",
               lambda r: r.answer and r.answer.claims, many=True),
    ),
)  # fmt: skip
