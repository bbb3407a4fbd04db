"""`reportedly mcp`: language models ask the ledger."""

from __future__ import annotations

import click

from reportedly.cli._options import ledger_option, opened


@click.command("mcp")
@ledger_option
def command(ledger_path: str) -> None:
    """Answer a language model's questions, read-only.

    A server of the Model Context Protocol on standard input and output; the program that runs the model starts it.
    Needs the extra: pip install 'reportedly[mcp]'.
    """
    from reportedly.mcp import create_server

    with opened(ledger_path) as ledger:
        create_server(ledger).run("stdio")
