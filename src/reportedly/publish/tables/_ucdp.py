"""Events with claimed deaths in the columns of UCDP's georeferenced event files, with our own ids and our columns beside.

The first 49 columns are those of GED 25.1, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from reportedly.ledger import lead
from reportedly.ledger.values import ReportSummary
from reportedly.model import Event, event_types
from reportedly.publish._content import Content, Spot, spot
from reportedly.publish._countries import country, region
from reportedly.publish.tables._acled import APART, Figures, asserted, fatalities, named, now
from reportedly.publish.tables._carriers import with_carriers
from reportedly.publish.tables._csv import Column, Table
from reportedly.publish.tables._tidy import scope

_LEFT = "Left empty: the ledger does not know it, or keeps it differently."
_CIVILIANS = ("civilian", "resident", "villager", "child", "women")
_LONGEST = ((1, 1), (6, 2), (7, 3), (31, 4))
"""Days of a span, and UCDP's date_prec for spans up to that."""


class Row(msgspec.Struct, frozen=True):
    """An event, where it may be shown, its deaths as claimed, and the reports that carry it."""

    event: Event
    spot: Spot
    killed: Figures
    reports: tuple[ReportSummary, ...]


def ucdp_rows(content: Content) -> Iterator[Row]:
    """The events that somebody says happened and for which somebody claims a death."""
    for event, reports in with_carriers(filter(asserted, content.events()), content.named):
        killed = fatalities(event)
        if killed.most:
            yield Row(event, spot(event.place, event.event_type, exact=content.exact), killed, reports)


def judged(event: Event, *, civilians: bool) -> int | None:
    """The number that a person confirmed: of people in general, or of civilians. None: nobody did, or not one number."""
    found: set[tuple[int | None, int | None]] = set()
    for point in event.points:
        words = scope(event.id, point)
        if point.question == "killed" and point.standing == "confirmed" and _wanted(words, civilians=civilians):
            found.update((answer.low, answer.high) for answer in now(point))
    low, high = found.pop() if len(found) == 1 else (None, None)
    return low if low == high else None


def _wanted(words: str, *, civilians: bool) -> bool:
    return any(word in words for word in _CIVILIANS) if civilians else not words


def _violence(event: Event) -> str:
    known = event_types().get(event.event_type)
    codes = re.findall(r"\b[123]\b", known.ucdp_type.split("if")[0]) if known else []
    return codes[0] if len(codes) == 1 else ""


def _dyad(event: Event) -> str:
    sides = (named(event, "agent"), named(event, "target"))
    return " - ".join(sides) if all(sides) else ""


def _day(event: Event, *, last: bool = False) -> str:
    if event.time is None or not event.time.first:
        return ""
    return ((event.time.last if last else None) or event.time.first)[:10]


def _where_prec(row: Row) -> int | None:
    place = row.event.place
    if place is None or place.geo_precision is None:
        return None
    if place.geo_precision == 3:
        return 4 if place.admin1 else 6 if place.country else None
    return 2 if row.spot.blurred else place.geo_precision


def _date_prec(row: Row) -> int | None:
    first, last = _day(row.event), _day(row.event, last=True)
    if not first:
        return None
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((code for longest, code in _LONGEST if days <= longest), 5)


def _article(report: ReportSummary) -> str:
    told = (report.outlet, (report.published_at or "")[:10], f'"{report.title}"' if report.title else "")
    return ", ".join(part for part in told if part)


def _originals(event: Event) -> str:
    return APART.join(dict.fromkeys(origin.speaker for origin in event.origins if origin.speaker))


def _point(row: Row) -> str:
    return "" if row.spot.lat is None else f"POINT ({row.spot.lon} {row.spot.lat})"


def _empty(*names: str) -> tuple[Column[Row], ...]:
    return tuple(Column(name, _LEFT, lambda r: None) for name in names)


UCDP: Table[Row] = Table(
    name="ucdp",
    about="One row for each event that somebody says happened and for which somebody claims a death, in the columns of "
    "UCDP's georeferenced event files. The ids are our own, and rows and numbers are claims, not findings.",
    key=("id",),
    columns=(
        Column("id", "The event's id in this ledger; not an id of UCDP.", lambda r: r.event.id),
        *_empty("relid"),
        Column("year", "Year of its first day.", lambda r: _day(r.event)[:4], "integer"),
        *_empty("active_year", "code_status"),
        Column("type_of_violence", "1 state-based, 2 non-state, 3 one-sided; only where the type of event leaves one of them.",
               lambda r: _violence(r.event), "integer"),
        *_empty("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
        Column("dyad_name", "Both sides as they are named, where both are.", lambda r: _dyad(r.event)),
        *_empty("side_a_dset_id", "side_a_new_id"),
        Column("side_a", "All who are said to have done it; rival answers stand side by side.",
               lambda r: named(r.event, "agent")),
        *_empty("side_b_dset_id", "side_b_new_id"),
        Column("side_b", "All to whom it is said to have been done.", lambda r: named(r.event, "target")),
        Column("number_of_sources", "Reports that carry it; independence is in n_origins.",
               lambda r: r.event.counts.reports, "integer"),
        Column("source_article", "Outlet, day and headline of each report.", lambda r: APART.join(map(_article, r.reports))),
        Column("source_office", "The outlets.",
               lambda r: APART.join(dict.fromkeys(one.outlet for one in r.reports if one.outlet))),
        Column("source_date", "The days on which they were published.",
               lambda r: APART.join(dict.fromkeys((one.published_at or "")[:10] for one in r.reports if one.published_at))),
        Column("source_headline", "Their headlines.",
               lambda r: APART.join(dict.fromkeys(one.title for one in r.reports if one.title))),
        Column("source_original", "Who is the origin: the speakers on whom the reports rest.", lambda r: _originals(r.event)),
        Column("where_prec", "1 the settlement, 2 within about 25 km, 4 the region, 6 the country; from our three grades.",
               _where_prec, "integer"),
        Column("where_coordinates", "The place as the gazetteer names it.", lambda r: r.event.place and r.event.place.name),
        Column("where_description", "The place in the words of a report.", lambda r: r.event.place and r.event.place.text),
        Column("adm_1", "The region as the gazetteer names it; its code where it has no name for it.",
               lambda r: region(r.event.place)),
        *_empty("adm_2"),
        Column("latitude", "Degrees WGS84; coarse for areas and, by default, for events of civilians.",
               lambda r: r.spot.lat, "decimal"),
        Column("longitude", "Degrees WGS84.", lambda r: r.spot.lon, "decimal"),
        Column("geom_wkt", "The same as well-known text.", _point),
        *_empty("priogrid_gid"),
        Column("country", "In English.", lambda r: country(r.event.place)),
        *_empty("country_id", "region", "event_clarity"),
        Column("date_prec", "1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer.", _date_prec, "integer"),
        Column("date_start", "First day; empty when no claim gives it.", lambda r: _day(r.event), "date"),
        Column("date_end", "Last day.", lambda r: _day(r.event, last=True), "date"),
        *_empty("deaths_a", "deaths_b"),
        Column("deaths_civilians", "Only a number that a person confirmed.",
               lambda r: judged(r.event, civilians=True), "integer"),
        *_empty("deaths_unknown"),
        Column("best", "Only a number that a person confirmed: the ledger itself holds none for the best.",
               lambda r: judged(r.event, civilians=False), "integer"),
        Column("high", "The highest number that is claimed now.", lambda r: r.killed.most, "integer"),
        Column("low", "The lowest number that is claimed now; 0 where somebody leaves the lower end open.",
               lambda r: r.killed.low or 0, "integer"),
        *_empty("gwnoa", "gwnob"),
        Column("standing", "How the event stands.", lambda r: lead(r.event.points)),
        Column("high_open", "Whether somebody says `at least`, so that more than `high` may be meant.",
               lambda r: r.killed.high is None, "boolean"),
        Column("deaths_of", "What is counted, when not people in general.", lambda r: r.killed.of),
        Column("reportedly_type", "The type in the scheme of this ledger.", lambda r: r.event.event_type),
        Column("n_origins", "Origins on which it rests.", lambda r: r.event.counts.origins, "integer"),
        Column("n_outlets", "Outlets that carry it.", lambda r: r.event.counts.outlets, "integer"),
    ),
)  # fmt: skip
