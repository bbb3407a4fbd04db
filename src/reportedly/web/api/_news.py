"""What changed: between two moments, and as feeds that a reader can follow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from reportedly.ledger import Change, moment
from reportedly.model import Judgement
from reportedly.publish import FORMATS, Content, encoded, news
from reportedly.web.api import _parameters as ask
from reportedly.web.api._cursors import Page, page
from reportedly.web.api._documents import gives, told
from reportedly.web.api._here import Here, Reads
from reportedly.web.api._values import StandingChange

router = APIRouter(tags=["changes"])

From = Annotated[str, Query(alias="from", description="The earlier moment; a date is its end.", max_length=40)]
To = Annotated[str | None, Query(alias="to", description="The later moment; now when left out.", max_length=40)]
Days = Annotated[int, Query(description="How many days the feed looks back.", ge=1, le=366)]
_DAYS = 7


@router.get("/diff", **gives(Page[Change]))
def diff(here: Reads, start: From, end: To = None, cursor: ask.Cursor = None, limit: ask.Limit = ask.USUAL_LIMIT) -> Response:
    """What differs in the events between two moments: new and gone ones, standings, answers, counts."""
    return here.give(page(here.request, lambda: here.ledger.changes(start, end), _of_change, cursor=cursor, limit=limit))


@router.get("/judgements", **gives(Page[Judgement]))
def judgements(here: Reads, as_of: ask.AsOf = None, cursor: ask.Cursor = None, limit: ask.Limit = ask.USUAL_LIMIT) -> Response:
    """People's decisions in their order, those undone too."""
    return here.give(page(here.request, lambda: here.ledger.judgements(as_of), lambda one: one.id, cursor=cursor, limit=limit))


@router.get("/changes", **gives(Page[StandingChange]))
def changes(
    here: Reads,
    since: ask.Changed,
    as_of: ask.AsOf = None,
    place: ask.Place = None,
    standing: ask.Changing = None,
    cursor: ask.Cursor = None,
    limit: ask.Limit = ask.USUAL_LIMIT,
) -> Response:
    """The points that stand otherwise at `as_of` (or now) than at `since`."""

    def found() -> list[StandingChange]:
        content = _content(here, since, as_of, place)
        listed = news(content.earlier(), content.events(), at=content.at, standing=standing)
        return [msgspec.convert(one, StandingChange, from_attributes=True) for one in listed]

    return here.give(page(here.request, found, lambda one: one.id, cursor=cursor, limit=limit))


@router.get("/changes.atom", **told({"application/atom+xml": {"schema": {"type": "string"}}}))
def atom(
    here: Reads, days: Days = _DAYS, as_of: ask.AsOf = None, place: ask.Place = None, standing: ask.Changing = None
) -> Response:
    """The changes of standings of the last days, as an Atom feed."""
    return _feed(here, "atom", days, as_of, place, standing)


@router.get("/changes.json", **told({"application/feed+json": {"schema": {"type": "object"}}}))
def jsonfeed(
    here: Reads, days: Days = _DAYS, as_of: ask.AsOf = None, place: ask.Place = None, standing: ask.Changing = None
) -> Response:
    """The changes of standings of the last days, as a JSON Feed."""
    return _feed(here, "jsonfeed", days, as_of, place, standing)


def _feed(here: Here, name: str, days: int, as_of: str | None, place: str | None, standing: ask.Stands) -> Response:
    end = here.ledger.publishable(here.ledger.state.last_entry if as_of is None else as_of)
    since = _before(moment(end, end=True), days).isoformat() if end else None
    content = _content(here, since, end, place)
    form = FORMATS[name]
    desk, itself = str(here.request.base_url), str(here.request.url)
    told = msgspec.structs.replace(content, standing=standing, desk=desk, itself=itself)
    body = b"".join(encoded(form.write(told)))
    return here.give_text(body, form.media_type)


def _before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days) if at.year > 1 + days // 365 else datetime.min.replace(tzinfo=UTC)


def _content(here: Here, since: str | None, as_of: str | None, place: str | None) -> Content:
    """Both moments' events. The later one is the ledger's last entry where none is given, so that an answer never ages.

    A publish delay makes both of them earlier.
    """
    as_of, since = here.ledger.publishable(as_of), None if since is None else here.ledger.publishable(since)
    end = here.ledger.state.last_entry if as_of is None else as_of
    return Content(
        events=lambda: here.ledger.events(as_of, place=place),
        earlier=lambda: () if since is None else here.ledger.events(since, place=place),
        at=moment(end, end=True).strftime("%Y-%m-%dT%H:%M:%SZ") if end else "1970-01-01T00:00:00Z",
    )


def _of_change(one: Change) -> str:
    return f"{one.event} {one.what} {one.question}"
