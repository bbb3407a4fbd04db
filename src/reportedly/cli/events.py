"""`reportedly events`: what the ledger's claims are about, and how each point stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from reportedly.cli._options import STANDING, as_of_option, json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, out, plural, remark, styled_standings, table

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.model import Event, Standing


@click.command("events")
@ledger_option
@as_of_option
@click.option("--place", help="Part of a place's name, or a country code.")
@click.option("--standing", type=STANDING, help="Only events with a point that stands so.")
@json_option
def command(ledger_path: str, as_of: str | None, place: str | None, standing: Standing | None, as_json: bool) -> None:
    """List the events and how their points stand.

    Beside each, how many outlets carry it and on how many origins they rest.
    """
    with opened(ledger_path) as ledger:
        events = ledger.events(as_of, place=place, standing=standing)
        if as_of is None:
            say_behind(ledger)
    if as_json:
        lines(events)
    elif events:
        _print(events)
    else:
        remark("No events.")


def say_behind(ledger: Ledger) -> None:
    """Tells when events do not show the newest entries yet."""
    if ledger.behind:
        entries = plural(ledger.behind, "log entry")
        remark(f"{entries} not linked yet: an add is running or was stopped; adding again completes it.")


def _print(events: Iterable[Event]) -> None:
    rows = [
        (
            event.id,
            event.title,
            when(event),
            styled_standings(event.points),
            f"{event.counts.outlets} / {event.counts.origins}",
            minute(event.last_change),
        )
        for event in events
    ]
    table(("event", "what", "when", "standing", "outlets / origins", "last change"), rows)
    out().print(plural(len(rows), "event"), style="dim")


def when(event: Event) -> str:
    """The event's time as a day or a span of days; as unknown as the claims leave it."""
    if event.time is None or not (event.time.first or event.time.last):
        return "unknown"
    first, last = minute(event.time.first), minute(event.time.last)
    return first if first == last or not last else f"{first} – {last}"
