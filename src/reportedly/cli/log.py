"""`reportedly log`: the entries themselves."""

from __future__ import annotations

import click
import msgspec

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, table


@click.command("log")
@ledger_option
@click.option("--kind", help="Only entries of this kind: original, revision, seen, reading, judgement, undo, redaction.")
@click.option("--proof", type=click.IntRange(0), metavar="SEQ", help="Print the proof that this entry is in the log (JSON).")
@json_option
def command(ledger_path: str, kind: str | None, proof: int | None, as_json: bool) -> None:
    """List the entries of the log."""
    with opened(ledger_path) as ledger:
        if proof is not None:
            lines([ledger.proof(proof)])
        elif as_json:
            lines(ledger.entries(kind))
        else:
            rows = ((one.seq, minute(one.at), one.kind, one.key, size(one.body)) for one in ledger.entries(kind))
            table(("entry", "at", "kind", "about", "content"), rows)


def size(body: msgspec.Raw | None) -> str:
    """How much content an entry has, or that it was redacted."""
    return "redacted" if body is None else f"{len(bytes(body))} bytes"
