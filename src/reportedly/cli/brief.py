"""`reportedly brief`: the events as a page that can be sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.cli._options import MOMENT, as_of_option, ledger_option, opened, refuse_backwards
from reportedly.cli._output import plural, remark

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.model import Event
    from reportedly.publish import Brief, BriefFormat, WatchList

_FORMS = ("md", "html", "json", "pdf")


@click.command("brief")
@ledger_option
@as_of_option
@click.option("--since", type=MOMENT, help="Begin with what differs from that moment, as from your last brief.")
@click.option("--date", type=MOMENT, metavar="DAY", help="Only events of that day.")
@click.option("--event", "event_id", help="Only this event; the start of its id is enough.")
@click.option("--place", help="Part of a place's name, or a country code.")
@click.option("--watch", type=click.Path(path_type=Path), metavar="FILE", help="Only what is on this watch-list (YAML or TOML).")
@click.option("--title", help="What stands at the top.")
@click.option("--exact", is_flag=True, help="Do not blur the places of civilian and humanitarian events.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="Default: by the name of --out, else md.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here; default standard output.")
def command(
    ledger_path: str,
    as_of: str | None,
    since: str | None,
    date: str | None,
    event_id: str | None,
    place: str | None,
    watch: Path | None,
    title: str | None,
    exact: bool,
    form: BriefFormat | None,
    out: Path | None,
) -> None:
    """Write a brief: how each point stands and who says so.

    In their own words, with sources.

    Markdown, one self-contained HTML file with map, timelines and graphs, PDF (pip install 'reportedly[pdf]'), or JSON.

    \b
    A watch-list chooses events that fit every key it has, each by any of its values:
        title: Kursk desk
        places: [Kursk, Tyotkino]       # or country codes
        parties: [Russia's side]
        types: [ground_raid, remote]    # types or families
        speakers: [Starovoit]
        standings: [contested]
    """
    from reportedly.publish import watch_list

    form = form or _form(out)
    if form == "pdf" and out is None and sys.stdout.isatty():
        raise click.UsageError("a PDF needs --out FILE, or a pipe")
    refuse_backwards(since, as_of)
    watched = watch_list(watch) if watch else None
    with opened(ledger_path) as whole:
        ledger = whole if exact else whole.coarse()
        as_of, since = ledger.publishable(as_of), since and ledger.publishable(since)
        wanted_id = ledger.event(event_id, as_of).id if event_id else None

        def wanted(event: Event) -> bool:
            return _wanted(event, wanted_id, date, place, watched)

        made = _made(ledger, wanted, title or _title(date, as_of, watched), as_of, since, exact=exact)
    emit(made, form, out)
    if out is not None:
        remark(f"Brief of {plural(len(made.events), 'event')} in {out}.")


def _made(ledger: Ledger, wanted: Any, title: str, as_of: str | None, since: str | None, *, exact: bool) -> Brief:
    from reportedly.publish import brief_of

    return brief_of(ledger, title=title, wanted=wanted, as_of=as_of, since=since, exact=exact)


def emit(made: Brief, form: BriefFormat, out: Path | None = None) -> None:
    """Writes the brief to a file or to standard output."""
    from reportedly.cli._files import whole
    from reportedly.publish import page

    data = page(made, form, land=_land() if form in ("html", "pdf") else ())
    with whole(out) as stream:
        stream.write(data if data.endswith(b"\n") or form == "pdf" else data + b"\n")
        stream.flush()


def _land() -> tuple[dict[str, Any], ...]:
    """Land and borders of the desk's base map, where the build could make it."""
    from importlib.resources import files

    import msgspec

    vendor = files("reportedly.web").joinpath("static/vendor")
    found = [vendor.joinpath(name) for name in ("land.geojson", "borders.geojson")]
    return tuple(msgspec.json.decode(one.read_bytes()) for one in found if one.is_file())


def _form(out: Path | None) -> BriefFormat:
    suffix = out.suffix.lstrip(".").lower() if out else ""
    return {"html": "html", "htm": "html", "json": "json", "pdf": "pdf"}.get(suffix, "md")  # type: ignore[return-value]


def _wanted(event: Event, event_id: str | None, date: str | None, place: str | None, watched: WatchList | None) -> bool:
    from reportedly.ledger import fits

    return (
        (event_id is None or event.id == event_id)
        and (date is None or on_day(event, date))
        and fits(event, place, None)
        and (watched is None or watched.has(event))
    )


def on_day(event: Event, day: str) -> bool:
    """Whether the event's time, or for want of one the day it was first seen, touches that day."""
    first = (event.time.first if event.time else None) or event.first_seen
    last = (event.time.last if event.time else None) or first
    return first[:10] <= day[:10] <= last[:10]


def _title(date: str | None, as_of: str | None, watched: WatchList | None) -> str:
    if watched:
        return watched.title
    return f"Brief for {date[:10]}" if date else f"Brief as of {as_of}" if as_of else "Brief"
