"""Briefs: events with their points, who answers them how, and the exact words. No adjectives of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from reportedly.ledger.values import LedgerClaim
from reportedly.model import Answer, Event, Origin, Point

if TYPE_CHECKING:
    from jinja2 import Environment

BriefFormat = Literal["md", "html", "json"]
_ORDER = (
    "contested",
    "refuted",
    "agreed across parties",
    "confirmed",
    "corroborated",
    "single origin",
    "unattributed",
    "withdrawn",
)
_QUOTES = 3
"""Exact words shown an answer; the rest is counted."""


class Words(msgspec.Struct, frozen=True):
    """Exact words of one claim, and where they stand."""

    text: str
    outlet: str
    at: str
    claim: str


class Line(msgspec.Struct, frozen=True):
    """One answer to a point: its value, who holds it, the words."""

    answer: Answer
    holders: tuple[str, ...]
    words: tuple[Words, ...]
    more: int


class PointView(msgspec.Struct, frozen=True):
    """One point with its answers, as a brief shows it."""

    point: Point
    lines: tuple[Line, ...]


class EventView(msgspec.Struct, frozen=True):
    """One event as a brief shows it."""

    event: Event
    standing: str
    points: tuple[PointView, ...]


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """What goes on the page; also the JSON form."""

    title: str
    as_of: str | None
    outlets: int
    origins: int
    events: tuple[EventView, ...]


def brief(
    events: Iterable[Event],
    claims: Mapping[str, LedgerClaim],
    *,
    title: str,
    as_of: str | None = None,
    format: BriefFormat = "md",
) -> str:
    """The brief as one text. `claims` by id supply the exact words; an answer whose claims are absent is shown without."""
    view = compose(events, claims, title=title, as_of=as_of)
    if format == "json":
        return msgspec.json.format(msgspec.json.encode(view), indent=1).decode()
    return str(_environment().get_template(f"brief.{format}.j2").render(brief=view))


def compose(events: Iterable[Event], claims: Mapping[str, LedgerClaim], *, title: str, as_of: str | None) -> Brief:
    """Events in the order a reader needs: contested first, then by the number of origins."""
    views = [_event_view(event, claims) for event in events]
    views.sort(key=lambda v: (_ORDER.index(v.standing), -v.event.counts.origins, v.event.first_seen, v.event.id))
    outlets = {claims[c].outlet for v in views for p in v.event.points for a in p.answers for c in a.claims if c in claims}
    origins = {(o.speaker, o.medium) if o.speaker else o.id for v in views for o in v.event.origins}
    return Brief(title=title, as_of=as_of, outlets=len(outlets - {None}), origins=len(origins), events=tuple(views))


def _event_view(event: Event, claims: Mapping[str, LedgerClaim]) -> EventView:
    origins = {origin.id: origin for origin in event.origins}
    points = tuple(PointView(p, tuple(_line(a, origins, claims) for a in p.answers)) for p in event.points)
    happened = [p.standing for p in event.points if p.question == "happened"] or [p.standing for p in event.points]
    standing = min(happened, key=_ORDER.index) if happened else "unattributed"
    return EventView(event, standing, points)


def _line(answer: Answer, origins: Mapping[str, Origin], claims: Mapping[str, LedgerClaim]) -> Line:
    holders = tuple(_holder(origins[o]) for o in answer.origins if o in origins)
    seen: dict[str, Words] = {}
    for id_ in answer.claims:
        if id_ in claims:
            found = _words(claims[id_])
            seen.setdefault(found.text.casefold(), found)
    chosen = sorted(seen.values(), key=lambda w: w.at)
    return Line(answer, holders, tuple(chosen[:_QUOTES]), max(0, len(chosen) - _QUOTES))


def _holder(origin: Origin) -> str:
    """`Roman Starovoit (Telegram; 3 reports)`."""
    name = origin.speaker or "nobody named"
    notes = [note for note in (origin.party, origin.medium) if note]
    notes.append(f"{len(origin.carriers)} report{'s' if len(origin.carriers) != 1 else ''}")
    return f"{name} ({'; '.join(notes)})"


def _words(found: LedgerClaim) -> Words:
    """The statement's content around the claim when there is one, else the claim's own words."""
    text = found.claim.text
    for content in found.statement.content if found.statement else ():
        if content.start <= found.claim.start < content.end:
            text = content.text
    return Words(text.strip(), found.outlet or "outlet unknown", found.said_at, found.id)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("reportedly.publish"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_filters())
    return environment


def _filters() -> dict[str, Callable[..., Any]]:
    return {"plural": plural, "minute": minute, "inline": inline}


def plural(count: int, noun: str) -> str:
    """`1 outlet`, `3 outlets`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def minute(moment: str) -> str:
    """`2024-03-12T11:45:00Z` as `2024-03-12 11:45 UTC`; a day stays a day."""
    return f"{moment[:10]} {moment[11:16]} UTC" if len(moment) > 10 else moment


def inline(text: str) -> str:
    """Outside words in Markdown: on one line, with marks that Markdown or HTML would act on escaped."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        flat = flat.replace(mark, "\\" + mark)
    return flat
