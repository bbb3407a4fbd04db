"""`reportedly log`: the entries themselves."""

from __future__ import annotations

import click
import msgspec

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, table

_KINDS = "original, revision, seen, reading, judgement, undo, pack, redaction, fingerprint, match, unavailable"


@click.command("log")
@ledger_option
@click.option("--kind", help=f"Only entries of this kind: {_KINDS}.")
@click.option("--proof", type=click.IntRange(0), metavar="SEQ", help="Print the proof that this entry is in the log (JSON).")
@click.option("--witness", is_flag=True, help="Print the public key and all checkpoints, for somebody else to keep.")
@json_option
def command(ledger_path: str, kind: str | None, proof: int | None, witness: bool, as_json: bool) -> None:
    """List the entries of the log.

    With --witness, what somebody else should keep: `reportedly log --witness > FILE`; `reportedly verify --witness FILE`
    compares with it.
    """
    with opened(ledger_path) as ledger:
        if witness:
            click.echo(ledger.witness(), nl=False)
        elif proof is not None:
            lines([ledger.proof(proof)])
        elif as_json:
            lines(ledger.entries(kind))
        else:
            rows = ((one.seq, minute(one.at), one.kind, one.key, size(one.body)) for one in ledger.entries(kind))
            table(("entry", "at", "kind", "about", "content"), rows)


def size(body: msgspec.Raw | None) -> str:
    """How much content an entry has, or that it was redacted."""
    return "redacted" if body is None else f"{len(bytes(body))} bytes"
