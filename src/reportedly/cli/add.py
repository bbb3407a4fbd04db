"""`reportedly add`: reports go into the ledger."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportedly.cli._exits import Exit
from reportedly.cli._options import (
    MOMENT,
    allow_option,
    json_option,
    ledger_option,
    opened,
    paths_argument,
    reader_options,
    robots_option,
    visitor_of,
)
from reportedly.cli._output import lines, plural, problems, remark

if TYPE_CHECKING:
    from reportedly.ledger import Added
    from reportedly.reading import Reader

_LONG = 20


@click.command("add")
@paths_argument
@ledger_option
@click.option("--most", type=click.IntRange(1), help="Articles to fetch of one feed or sitemap, the newest.  [default: 500]")
@click.option("--since", type=MOMENT, help="Of a feed or sitemap, only articles since then.")
@allow_option
@robots_option
@reader_options
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path | str, ...],
    ledger_path: str,
    most: int | None,
    since: str | None,
    allowed: tuple[str, ...],
    ignore_robots: bool,
    reader: Callable[[], Reader],
    as_json: bool,
) -> None:
    """Take reports into the ledger.

    PATHs are pages, texts, mails, Telegram exports, web archives (WARC, WACZ), feeds (RSS, Atom, JSON) and sitemaps,
    whose articles are fetched, web addresses of any of these, or folders; "-" is standard input.
    Adding the same again adds nothing; a changed text of a known report becomes a new revision of it.
    """
    from reportedly.capture import capture
    from reportedly.ledger import moment
    from reportedly.packs import outlet_zone

    since_then, visitor = moment(since) if since else None, visitor_of(allowed, ignore_robots)
    found = capture(paths, visitor=visitor, most=most, since=since_then, zone_of=outlet_zone)
    with opened(ledger_path, create=True) as ledger, _progress(paths) as progress:
        added = ledger.add(found, reader(), progress=progress)
    failed = problems(added.problems)
    if as_json:
        lines([added])
    else:
        remark(account(added))
    ctx.exit(Exit.FAILED if failed else Exit.OK)


def account(added: Added) -> str:
    """What was added, in one sentence."""
    if added.nothing_new and added.unchanged:
        said = f"Nothing new: {plural(added.unchanged, 'report')} unchanged"
    else:
        new = f"{plural(added.reports, 'new report')}, {plural(added.revisions, 'revision')}, {plural(added.claims, 'claim')}"
        said = f"Added {new}; {added.unchanged} unchanged"
    seen = f", {added.seen} seen again later" if added.seen else ""
    failed = f"; {plural(len(added.problems), 'input')} could not be taken in" if added.problems else ""
    return f"{said}{seen}{failed}."


@contextmanager
def _progress(paths: Sequence[Path | str]) -> Iterator[Callable[[Added], None] | None]:
    """A bar on standard error when the work is long and someone watches."""
    from reportedly.capture import expect

    total = sum(expect(path) for path in paths if str(path) != "-") if sys.stderr.isatty() else 0
    if total < _LONG:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda added: bar.update(task, completed=added.revisions + added.unchanged + len(added.problems))
