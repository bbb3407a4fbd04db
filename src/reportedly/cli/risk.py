"""`reportedly risk`: names that never leave the ledger."""

from __future__ import annotations

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, remark

name_argument = click.argument("name")


@click.group("risk")
def command() -> None:
    """Sources whose names never leave the ledger.

    They are in no page, export, feed, listing or answer to a program. The list lies in a file beside the
    ledger that only its owner may read, not in the log.
    """


@command.command("add")
@name_argument
@click.option("--also", multiple=True, metavar="FORM", help="A further form: another spelling, script, nickname, handle.")
@click.option("--whole", is_flag=True, help="Only the whole name, not its last word alone.")
@ledger_option
def add(name: str, also: tuple[str, ...], whole: bool, ledger_path: str) -> None:
    """Mark a source as at risk.

    A name of several words is also looked for by its last word, and by every alias that the packs know.
    """
    from reportedly.packs import default_registry

    known = default_registry().entry(name)
    words = name.split()
    last = () if whole or len(words) < 2 else (words[-1],)
    aliases = (known.name, *known.aliases) if known else ()
    with opened(ledger_path) as ledger:
        marked = ledger.protection.protect(name, (*last, *aliases, *also))
    remark(f"{marked.name} no longer leaves this ledger. Looked for: {'; '.join(marked.forms)}.")
    remark("Other spellings, scripts and nicknames are not guessed: add them with --also.")


@command.command("remove")
@name_argument
@ledger_option
def remove(name: str, ledger_path: str) -> None:
    """Take the mark away."""
    with opened(ledger_path) as ledger:
        ledger.protection.unprotect(name)
    remark(f"{name} is told again.")


@command.command("list")
@ledger_option
@json_option
def list_(ledger_path: str, as_json: bool) -> None:
    """Who is marked. The only command that prints these names."""
    with opened(ledger_path) as ledger:
        marked = ledger.protection.safety.at_risk
    if as_json:
        lines(marked)
        return
    for one in marked:
        click.echo("; ".join(one.forms))
