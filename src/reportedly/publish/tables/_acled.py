"""Events in the columns of ACLED's event files, with our own ids and the standing, range and origins beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from reportedly.ledger import lead
from reportedly.ledger.values import ReportSummary
from reportedly.model import Answer, Event, Point, event_types
from reportedly.publish._content import Content, Spot, spot
from reportedly.publish._countries import country, iso, region
from reportedly.publish.tables._carriers import with_carriers
from reportedly.publish.tables._csv import Column, Table
from reportedly.publish.tables._tidy import scope

APART = "; "
_FALLEN = ("withdrawn", "refuted")
_LEFT = "Left empty: the ledger does not know it, or keeps it differently."


class Figures(msgspec.Struct, frozen=True):
    """Deaths as claimed: least and most over all that claim a number now, None when open or unknown; `of`: what is counted.

    `most`: the highest number that anybody names, also where an end is open.
    """

    low: int | None = None
    high: int | None = None
    of: str = ""
    most: int | None = None

    @property
    def single(self) -> int | None:
        """The number, where all give the same and count people in general."""
        return self.low if self.low == self.high and not self.of else None


class Row(msgspec.Struct, frozen=True):
    """An event, where it may be shown, its deaths as claimed, and the outlets that carry it."""

    event: Event
    spot: Spot
    killed: Figures
    outlets: tuple[str, ...]


def acled_rows(content: Content) -> Iterator[Row]:
    """The events that somebody says happened."""
    for event, reports in with_carriers(filter(asserted, content.events()), content.named):
        yield acled_row(event, reports, exact=content.exact)


def acled_row(event: Event, carriers: Iterable[ReportSummary], *, exact: bool) -> Row:
    return Row(
        event=event,
        spot=spot(event.place, event.event_type, exact=exact),
        killed=fatalities(event),
        outlets=tuple(sorted({report.outlet for report in carriers if report.outlet})),
    )


def asserted(event: Event) -> bool:
    """Whether somebody says now that it happened, and no person refuted it: whoever counts ACLED's rows counts occurrences."""
    return any(p.question == "happened" and p.standing not in _FALLEN and now(p) for p in event.points)


def fatalities(event: Event) -> Figures:
    """Of the point that counts people in general, else of the only one there is; partial counts are never added up."""
    points = {scope(event.id, p): p for p in event.points if p.question == "killed" and p.standing not in _FALLEN}
    if "" not in points and len(points) != 1:
        return Figures()
    of = "" if "" in points else next(iter(points))
    answers = now(points[of])
    lows = [answer.low for answer in answers]
    highs = [answer.high for answer in answers]
    return Figures(
        low=None if None in lows else min((low for low in lows if low is not None), default=None),
        high=None if None in highs else max((high for high in highs if high is not None), default=None),
        of=of,
        most=max((end for end in (*lows, *highs) if end is not None), default=None),
    )


def now(point: Point) -> list[Answer]:
    """What is asserted and was neither taken back nor replaced."""
    return [answer for answer in point.answers if answer.polarity == "asserted" and not answer.superseded]


def named(event: Event, question: str) -> str:
    """All answers to `agent` or `target`, side by side."""
    found = (answer.value for point in event.points if point.question == question for answer in now(point))
    return APART.join(dict.fromkeys(found))


def _notes(event: Event) -> str:
    said = (f"{point.id.removeprefix(event.id + '.')}: {point.standing} ({_said(point)})" for point in event.points)
    return f"{event.title}. " + APART.join(said)


def _said(point: Point) -> str:
    shown = (f"denied: {a.value}" if a.polarity == "denied" else a.value for a in point.answers if not a.superseded)
    return ", ".join(shown) or "no answer"


def _type(event: Event, field: str) -> str:
    known = event_types().get(event.event_type)
    return str(getattr(known, field)) if known else ""


def _day(event: Event) -> str:
    return event.time.first[:10] if event.time and event.time.first else ""


def _precision(row: Row) -> int | None:
    """Of the coordinates as shown: rounded ones are not those of a settlement."""
    place = row.event.place
    if place is None or place.geo_precision is None:
        return None
    return max(2, place.geo_precision) if row.spot.blurred else place.geo_precision


def _epoch(event: Event) -> int:
    return int(datetime.fromisoformat(event.last_change).timestamp())


def _empty(name: str) -> Column[Row]:
    return Column(name, _LEFT, lambda r: None)


ACLED: Table[Row] = Table(
    name="acled",
    about="One row for each event that somebody says happened, in the columns of ACLED's files. The ids are our own, and "
    "rows and numbers are claims, not findings.",
    key=("event_id_cnty",),
    columns=(
        Column("event_id_cnty", "The event's id in this ledger; not an id of ACLED.", lambda r: r.event.id),
        Column("event_date", "First day of the event; empty when no claim gives it.", lambda r: _day(r.event), "date"),
        Column("year", "Its year.", lambda r: _day(r.event)[:4], "integer"),
        Column("time_precision", "1 the day, 2 the week, 3 the month or longer.",
               lambda r: r.event.time and r.event.time.time_precision, "integer"),
        _empty("disorder_type"),
        Column("event_type", "ACLED's type; empty when it has none for ours.", lambda r: _type(r.event, "acled_event_type")),
        Column("sub_event_type", "ACLED's sub-type.", lambda r: _type(r.event, "acled_sub_event_type")),
        Column("actor1", "All who are said to have done it; rival answers stand side by side.",
               lambda r: named(r.event, "agent")),
        _empty("assoc_actor_1"),
        _empty("inter1"),
        Column("actor2", "All to whom it is said to have been done.", lambda r: named(r.event, "target")),
        _empty("assoc_actor_2"),
        _empty("inter2"),
        _empty("interaction"),
        _empty("civilian_targeting"),
        Column("iso", "The country's number in ISO 3166.", lambda r: iso(r.event.place), "integer"),
        _empty("region"),
        Column("country", "In English.", lambda r: country(r.event.place)),
        Column("admin1", "The region as the gazetteer names it; its code where it has no name for it.",
               lambda r: region(r.event.place)),
        _empty("admin2"),
        _empty("admin3"),
        Column("location", "The place as the gazetteer names it.", lambda r: r.event.place and r.event.place.name),
        Column("latitude", "Degrees WGS84; coarse for areas and, by default, for events of civilians.",
               lambda r: r.spot.lat, "decimal"),
        Column("longitude", "Degrees WGS84.", lambda r: r.spot.lon, "decimal"),
        Column("geo_precision", "1 the named settlement, 2 near it or a small area, 3 a region; at least 2 for rounded ones.",
               _precision, "integer"),
        Column("source", "The outlets that carry it.", lambda r: APART.join(r.outlets)),
        _empty("source_scale"),
        Column("notes", "The title, then every point with its standing and answers.", lambda r: _notes(r.event)),
        Column("fatalities", "Only where all who count people in general now give the same number; empty is not zero.",
               lambda r: r.killed.single, "integer"),
        Column("tags", "The type in the scheme of this ledger.", lambda r: f"reportedly_type={r.event.event_type}"),
        Column("timestamp", "Last change, seconds since 1970.", lambda r: _epoch(r.event), "integer"),
        Column("standing", "How the event stands.", lambda r: lead(r.event.points)),
        Column("fatalities_min", "Least that is claimed now; empty: nobody says, or no lower end.",
               lambda r: r.killed.low, "integer"),
        Column("fatalities_max", "Most that is claimed now; empty: nobody says, or no upper end.",
               lambda r: r.killed.high, "integer"),
        Column("fatalities_of", "What is counted, when not people in general.", lambda r: r.killed.of),
        Column("n_origins", "Origins on which it rests.", lambda r: r.event.counts.origins, "integer"),
        Column("n_outlets", "Outlets that carry it.", lambda r: r.event.counts.outlets, "integer"),
    ),
)  # fmt: skip
