"""`reportedly export`: the ledger's content as files that other tools read."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from reportedly.cli._archive import write_archive
from reportedly.cli._files import whole
from reportedly.cli._options import MOMENT, STANDING, as_of_option, ledger_option, opened, refuse_backwards
from reportedly.cli._output import remark
from reportedly.cli._progress import telling

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.model import Standing
    from reportedly.publish import Content, Format

TABLES = ("claims", "statements", "events", "origins", "reports", "points")
NAMES = (
    *(f"{name}.csv" for name in (*TABLES, "acled", "ucdp")),
    *(f"{name}.parquet" for name in TABLES),
    *("csvw", "geojson", "jsonld", "ftm", "annotations", "atom", "jsonfeed", "ledger"),
)
"""As in `reportedly.publish.FORMATS`; spelled here so that `--help` need not import it."""
_FEEDS = ("atom", "jsonfeed")
_BINARY = (".parquet", "ledger")
WACZ = "wacz"
"""The originals themselves; no table of what was read in them, so it goes its own way."""


@click.command("export")
@click.argument("forms", metavar="FORMAT...", nargs=-1, required=True, type=click.Choice((*NAMES, WACZ)))
@ledger_option
@as_of_option
@click.option("--since", type=MOMENT, help="Feeds only: changes after that moment; a date means its end.")
@click.option("--place", help="Part of a place's name, or a country code.")
@click.option("--standing", type=STANDING, help="Only what has a point that stands so.")
@click.option("--exact", is_flag=True, help="Do not blur the places of civilians and of the own side.")
@click.option("--out", type=click.Path(path_type=Path), help="A file, or a folder for several; default standard output.")
def command(
    forms: tuple[str, ...],
    ledger_path: str,
    as_of: str | None,
    since: str | None,
    place: str | None,
    standing: Standing | None,
    exact: bool,
    out: Path | None,
) -> None:
    """Export the ledger in formats that other tools read.

    \b
    FORMATS
    claims statements events origins reports points, each as .csv and .parquet:  tidy tables
    acled.csv ucdp.csv   events in the columns of ACLED's and UCDP GED's files
    csvw        what the columns of all these tables mean
    geojson     events on the map
    jsonld      schema.org claims and events, PROV for origins and revisions
    ftm         FollowTheMoney entities, for Aleph and OpenSanctions tools
    annotations W3C Web Annotations: the words of every statement, claim and field
    atom jsonfeed   changes of standings from --since to --as-of or now
    ledger      everything, for `reportedly import`: the same ledger again
    wacz        the originals as a web archive, with how each was got, for replay tools; alone and whole

    Several formats go into a folder (--out), with a manifest that says what each holds and loses.
    Coordinates of civilian and humanitarian events and of the own side are rounded to 0.1 degrees unless --exact. Names at
    risk are blanked, and a publish delay holds: see `reportedly risk` and `reportedly safety`.
    """
    if WACZ in forms:
        _archive(ledger_path, out, alone=len(forms) == 1 and not any((as_of, since, place, standing)))
        return
    from reportedly.publish import FORMATS, Content, drawn

    chosen = [FORMATS[form] for form in dict.fromkeys(forms)]
    filters = {"--place": place, "--standing": standing}
    refuse_backwards(since, as_of)
    _refuse(chosen, since=since is not None, as_of=as_of, filters=[name for name, value in filters.items() if value])
    folder = out is not None and (len(chosen) > 1 or out.is_dir())
    if out is None and sys.stdout.isatty() and chosen[0].name.endswith(_BINARY):
        raise click.UsageError(f"{chosen[0].name} is no text: give --out FILE, or a pipe")
    if len(chosen) > 1 and out is None:
        raise click.UsageError("several formats need a folder: --out FOLDER")
    if [form.name for form in chosen] == ["csvw"] and not folder:
        _write(chosen[0], Content(), out)
        return
    asked: dict[str, object] = {"as_of": as_of, "since": since, "place": place, "standing": standing, "exact": exact}
    with opened(ledger_path) as kept, telling() as told:
        if any(form.name == "ledger" for form in chosen):
            _refuse_damaged(kept)
        ledger = kept if exact else kept.coarse()
        as_of, since = ledger.publishable(as_of), since and ledger.publishable(since)
        with ledger.snapshot(as_of) as view:
            content = drawn(ledger, view, as_of=as_of, since=since, place=place, standing=standing, exact=exact, watch=told.watch)
            if folder and out is not None:
                _fill(out, chosen, content, asked)
            else:
                _write(chosen[0], content, out)


def _archive(ledger_path: str, out: Path | None, *, alone: bool) -> None:
    if not alone:
        raise click.UsageError("wacz is always whole and goes alone: it takes no other format and no filter")
    with opened(ledger_path) as ledger:
        write_archive(ledger, out)


def _refuse(chosen: list[Format], *, since: bool, as_of: str | None, filters: list[str]) -> None:
    """What cannot be asked of these formats."""
    for form in chosen:
        if form.name in _FEEDS and not since:
            raise click.UsageError(f"{form.name} needs --since")
        if form.whole and filters:
            raise click.UsageError(f"{form.name} is always whole: it takes no {filters[0]}")
        if form.name == "ledger" and as_of:
            raise click.UsageError("ledger is always whole: it takes no --as-of")
    feeds = [form for form in chosen if form.name in _FEEDS]
    if since and not feeds:
        raise click.UsageError("--since is for atom and jsonfeed")
    if feeds and "--standing" in filters and len(feeds) < len(chosen):
        raise click.UsageError("--standing means changes in feeds, and what stands so elsewhere: export them apart")


def _refuse_damaged(ledger: Ledger) -> None:
    """A copy of a damaged ledger is none: `import` would refuse it, perhaps when the original is gone."""
    from reportedly.model import LedgerDamaged

    faults = ledger.verify().faults
    if faults:
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise LedgerDamaged(
            f"does not verify ({faults[0].where}: {faults[0].reason}{more}); see `reportedly verify`", where=ledger.store.name
        )


def _fill(folder: Path, chosen: list[Format], content: Content, asked: dict[str, object]) -> None:
    """One file for each format, and last the manifest that names them."""
    from reportedly.model import ExportError
    from reportedly.publish import manifest

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"cannot be written: {error.strerror or error}", where=str(folder)) from error
    for form in chosen:
        _write(form, content, folder / form.file)
    with whole(folder / "manifest.json") as stream:
        stream.write(manifest(folder, chosen, content, {name: value for name, value in asked.items() if value}))
    remark(f"{len(chosen)} files and manifest.json are in {folder}.")


def _write(form: Format, content: Content, out: Path | None) -> None:
    from reportedly.publish import encoded

    with whole(out) as stream:
        _pour(encoded(form.write(content)), stream)


def _pour(pieces: Iterable[bytes], stream: IO[bytes]) -> None:
    for piece in pieces:
        stream.write(piece)
    stream.flush()
