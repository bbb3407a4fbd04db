"""`reportedly brief`: the events as a page that can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportedly.cli._options import MOMENT, as_of_option, ledger_option, opened

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.model import Event
    from reportedly.publish import BriefFormat


@click.command("brief")
@ledger_option
@as_of_option
@click.option("--date", type=MOMENT, metavar="DAY", help="Only events of that day.")
@click.option("--event", "event_id", help="Only this event; the start of its id is enough.")
@click.option("--place", help="Part of a place's name, or a country code.")
@click.option("--title", help="What stands at the top.")
@click.option("--format", "form", type=click.Choice(["md", "html", "json"]), default="md", show_default=True)
def command(
    ledger_path: str,
    as_of: str | None,
    date: str | None,
    event_id: str | None,
    place: str | None,
    title: str | None,
    form: BriefFormat,
) -> None:
    """Write a brief: each point, how it stands, who says so, in their words.

    Markdown, one self-contained HTML file, or JSON, on standard output.
    """
    with opened(ledger_path) as ledger:
        events = [ledger.event(event_id, as_of)] if event_id else ledger.events(as_of, place=place)
        chosen = [event for event in events if date is None or on_day(event, date)]
        click.echo(written(ledger, chosen, title=title or _title(date, as_of), as_of=as_of, form=form))


def written(ledger: Ledger, events: list[Event], *, title: str, as_of: str | None, form: BriefFormat) -> str:
    """The brief's text, with the exact words of every claim that the events rest on."""
    from reportedly.publish import brief

    return brief(
        events, {claim.id: claim for claim in ledger.claims(as_of=as_of, superseded=True)}, title=title, as_of=as_of, format=form
    )


def on_day(event: Event, day: str) -> bool:
    """Whether the event's time, or for want of one the day it was first seen, touches that day."""
    first = (event.time.first if event.time else None) or event.first_seen
    last = (event.time.last if event.time else None) or first
    return first[:10] <= day[:10] <= last[:10]


def _title(date: str | None, as_of: str | None) -> str:
    return f"Brief for {date[:10]}" if date else f"Brief as of {as_of}" if as_of else "Brief"
