"""`reportedly redact`: a revision, a person or a place taken out for good; the log and its proofs stay."""

from __future__ import annotations

import sys

import click

from reportedly.cli._options import by_option, json_option, ledger_option, opened, reason_option
from reportedly.cli._output import lines, plural, remark


@click.command("redact")
@click.argument("revision", required=False)
@click.option("--person", "persons", multiple=True, metavar="NAME", help="Black out this name; once for each way it is written.")
@click.option("--place", "places", multiple=True, metavar="NAME", help="Black out this place, and its coordinates.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@by_option
@reason_option
@ledger_option
@json_option
def command(
    revision: str | None,
    persons: tuple[str, ...],
    places: tuple[str, ...],
    yes: bool,
    by: str,
    reason: str,
    ledger_path: str,
    as_json: bool,
) -> None:
    """Take a revision, a person or a place out of the ledger. It cannot be undone.

    REVISION is an id: its words, readings, original and media go. A name is blacked out in every report, claim and judgement,
    with its endings; other writings (initials, another alphabet) must be named too. Originals that hold it are deleted.
    What stays: who decided, when and why, and proofs that hold. Copies, exports and media files are yours to see to.
    """
    names = [*persons, *places]
    if bool(revision) == bool(names):
        raise click.UsageError("Name either a revision, or persons and places.")
    if not yes:
        _ask(f"Delete {revision or ', '.join(names)} for good?")
    with opened(ledger_path) as ledger:
        said = {"by": by, "reason": reason}
        count = ledger.redact(revision, **said) if revision else ledger.redact_names(names, **said)
    if as_json:
        lines([{"deleted": count}])
    remark(f"{plural(count, 'content')} deleted; the log still proves that they were there, and not what they said.")


def _ask(question: str) -> None:
    """Goes on when the answer is yes. Where nobody can answer, says which option does."""
    try:
        agreed = click.confirm(question, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise click.UsageError("nobody is there to be asked; --yes deletes without asking") from None
    if not agreed:
        raise click.Abort
