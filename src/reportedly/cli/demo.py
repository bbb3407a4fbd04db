"""`reportedly demo`: sample reports of the border raid of 12 March 2024, captured twice, read, linked and briefed."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportedly.cli._output import plural, remark
from reportedly.cli.add import account
from reportedly.cli.brief import emit
from reportedly.cli.serve import command as serve

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.publish import BriefFormat
    from reportedly.reading import Reader

CAPTURES = (
    ("1-morning", datetime(2024, 3, 12, 8, 0, tzinfo=UTC)),
    ("2-noon", datetime(2024, 3, 12, 12, 30, tzinfo=UTC)),
)
SINCE = "2024-03-12T10:00:00Z"
TITLE = "The border raid of 12 March 2024 (sample reports in our own words)"


@click.command("demo")
@click.option("--ledger", "ledger_path", metavar="FILE", type=click.Path(path_type=Path), help="Keep the demo's ledger here.")
@click.option("--format", "form", type=click.Choice(["md", "html", "json", "pdf"]), default="md", show_default=True)
@click.option("--serve/--no-serve", "stay", default=None, help="Open the desk on it afterwards; default: in a terminal.")
@click.pass_context
def command(context: click.Context, ledger_path: Path | None, form: BriefFormat, stay: bool | None) -> None:
    """Try it on sample reports of one border raid.

    Prints the brief, and opens the desk on them.

    Ten reports of eight outlets, as captured in the morning and at noon of 12 March 2024; then a site on this machine is
    watched while its article changes twice.
    """
    with tempfile.TemporaryDirectory() as scratch:
        path = ledger_path or Path(scratch) / "demo.db"
        _run(path, form)
        if stay or (stay is None and form == "md" and _in_a_terminal()):
            remark("Search the desk for Tyotkino: who says what, who denies it, and on how many origins it rests.")
            context.invoke(serve, ledger_path=str(path), port=0)
    if ledger_path is None:
        remark("Keep the ledger with: reportedly demo --ledger demo.db; then: reportedly serve --ledger demo.db --open")
    else:
        remark(f"The ledger is in {path}; look at it in a browser with: reportedly serve --ledger {path} --open")


def _in_a_terminal() -> bool:
    """Whether a person is there to look and to end it: neither a pipe nor a machine that only builds."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def _run(ledger_path: Path, form: BriefFormat) -> None:
    from reportedly.capture import capture
    from reportedly.ledger import open_ledger
    from reportedly.publish import brief_of
    from reportedly.reading import default_reader

    reader = default_reader()
    with open_ledger(str(ledger_path), create=True) as ledger, as_file(files("reportedly.demo") / "reports") as folder:
        for name, moment in CAPTURES:
            added = ledger.add(capture([folder / name], captured_at=moment), reader)
            remark(f"{name[2:]}: {account(added)}")
        _watch(ledger, reader)
        emit(brief_of(ledger, title=TITLE, since=SINCE), form)


def _watch(ledger: Ledger, reader: Reader) -> None:
    from reportedly.cli.watch import LedgerDesk
    from reportedly.demo.watched_site import watch_site

    for moment in watch_site(ledger.store.file("watch"), LedgerDesk(ledger, reader, lambda told: None)):
        known = next(one for one in ledger.reports() if one.outlet == "The Riverside Post")
        remark(f"watched site, {moment:%H:%M}: {known.title} ({plural(known.revisions, 'revision')})")
