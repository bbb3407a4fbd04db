"""`reportedly export`: the ledger's content as files that other tools read."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from reportedly.cli._options import MOMENT, STANDING, as_of_option, ledger_option, opened
from reportedly.cli._output import remark

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.model import Revision, Standing
    from reportedly.publish import Content

NAMES = ("claims.csv", "events.csv", "origins.csv", "points.csv", "acled.csv", "csvw", "geojson", "jsonld", "atom", "jsonfeed")
"""As in `reportedly.publish.FORMATS`; spelled here so that `--help` need not import it."""
_FEEDS = ("atom", "jsonfeed")
_QUIET = 3.0
"""Seconds before progress is told, and between two tellings."""


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(NAMES))
@ledger_option
@as_of_option
@click.option("--since", type=MOMENT, help="Feeds only: changes after that moment; a date means its end.")
@click.option("--place", help="Part of a place's name, or a country code.")
@click.option("--standing", type=STANDING, help="Only what has a point that stands so.")
@click.option("--exact", is_flag=True, help="Do not blur the places of civilian and humanitarian events.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here; default standard output.")
def command(
    form: str,
    ledger_path: str,
    as_of: str | None,
    since: str | None,
    place: str | None,
    standing: Standing | None,
    exact: bool,
    out: Path | None,
) -> None:
    """Export the ledger in a format that other tools read.

    \b
    FORMATS
    claims.csv events.csv origins.csv points.csv   tidy tables
    acled.csv  events in the columns of ACLED's files
    csvw       what the columns of all these tables mean
    geojson    events on the map
    jsonld     schema.org claims and events, PROV for origins and revisions
    atom jsonfeed   changes of standings from --since to --as-of or now

    Coordinates of events of civilian and humanitarian types are rounded to 0.1 degrees unless --exact.
    """
    from reportedly.publish import FORMATS, Content

    if (form in _FEEDS) != (since is not None):
        raise click.UsageError(f"{form} needs --since" if form in _FEEDS else "--since is for atom and jsonfeed")
    with _written(out) as stream:
        if form == "csvw":
            _pour(FORMATS[form].write(Content()), stream)
            return
        with opened(ledger_path) as ledger:
            _pour(FORMATS[form].write(_content(ledger, as_of, since, place, standing, exact)), stream)


def _content(
    ledger: Ledger, as_of: str | None, since: str | None, place: str | None, standing: Standing | None, exact: bool
) -> Content:
    """What the ledger gives for the question. A feed filters by standing itself: it must see both moments."""
    from datetime import UTC, datetime

    from reportedly.ledger import moment
    from reportedly.publish import Content

    at = moment(as_of, end=True) if as_of else datetime.now(UTC)
    wanted = None if since else standing

    def revisions(report: str) -> Iterable[Revision]:
        return (revision for revision in ledger.revisions(report) if revision.captured_at <= at)

    return Content(
        events=lambda: ledger.events(as_of, place=place, standing=wanted),
        claims=lambda: ledger.claims(as_of=as_of, place=place, standing=wanted),
        reports=ledger.reports,
        revisions=revisions,
        earlier=lambda: ledger.events(since, place=place) if since else (),
        exact=exact,
        at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        standing=standing,
    )


def _pour(pieces: Iterable[str], stream: IO[bytes]) -> None:
    """Writes piece by piece; when it takes long, tells how far it is."""
    told = time.monotonic()
    count = 0
    for count, piece in enumerate(pieces, start=1):
        stream.write(piece.encode())
        if time.monotonic() - told > _QUIET:
            told = time.monotonic()
            remark(f"{count:,} lines written ...")
    stream.flush()


@contextmanager
def _written(out: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears only when it is whole. Raises ExportError."""
    from reportedly.model import ExportError

    if out is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        return
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(out)
    except OSError as error:
        raise ExportError(f"cannot be written: {error.strerror or error}", where=str(out)) from error
    finally:
        part.unlink(missing_ok=True)
