"""`reportedly claims`: who said what, as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from reportedly.cli._options import MOMENT, STANDING, as_of_option, json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, out, plural, remark, table
from reportedly.model import in_words

if TYPE_CHECKING:
    from reportedly.ledger import LedgerClaim
    from reportedly.model import Standing


@click.command("claims")
@ledger_option
@click.option("--place", help="Part of a place's name, or a country code.")
@click.option("--speaker", help="Part of a speaker's name.")
@click.option("--since", type=MOMENT, help="Published from then on.")
@click.option("--until", type=MOMENT, help="Published up to then; a date includes its day.")
@click.option("--standing", type=STANDING, help="Answering a point that stands so.")
@as_of_option
@json_option
def command(
    ledger_path: str,
    place: str | None,
    speaker: str | None,
    since: str | None,
    until: str | None,
    standing: Standing | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """List the claims: who said what, where.

    Those of every report's current revision, with how the points that they answer stand.
    """
    with opened(ledger_path) as ledger:
        found = ledger.claims(place=place, speaker=speaker, since=since, until=until, standing=standing, as_of=as_of)
    if as_json:
        lines(found)
    elif found:
        _print(found)
    else:
        remark("No claims.")


def speaker_of(found: LedgerClaim) -> str:
    """Who says it: a name, nobody, or the report in its own voice."""
    return found.speaker or ("nobody named" if found.statement else "the report itself")


def _print(claims: Iterable[LedgerClaim]) -> None:
    rows = [
        (
            minute(found.said_at),
            found.outlet,
            speaker_of(found),
            in_words(found.claim.event_type),
            ", ".join(dict.fromkeys(place.name for place in found.claim.places)),
            found.claim.polarity,
            found.claim.certainty,
            ", ".join(dict.fromkeys(point.standing for point in found.points)),
            found.claim.text,
        )
        for found in claims
    ]
    table(("said", "outlet", "speaker", "what", "where", "polarity", "certainty", "standing", "words"), rows)
    out().print(plural(len(rows), "claim"), style="dim")
