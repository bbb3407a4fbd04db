"""`reportedly safety`: what exports and pages tell coarsely, and how late."""

from __future__ import annotations

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, plural, remark


@click.command("safety")
@click.option("--own-side", "own", multiple=True, metavar="PARTY", help="Positions of this party are told coarsely.")
@click.option("--not-own-side", "other", multiple=True, metavar="PARTY", help="Not any more.")
@click.option("--delay", type=click.FloatRange(0, 24 * 365), metavar="HOURS", help="Exports and feeds lag behind so long.")
@ledger_option
@json_option
def command(own: tuple[str, ...], other: tuple[str, ...], delay: float | None, ledger_path: str, as_json: bool) -> None:
    """Show or set what is told coarsely and how late.

    Places of civilian and humanitarian events are coarse in any case. Names at risk: `reportedly risk`.
    """
    from msgspec.structs import replace

    from reportedly.packs import default_registry

    parties = {party.name for pack in default_registry().packs for party in pack.parties}
    for name in own:
        if name not in parties:
            raise click.UsageError(f"no pack knows a party {name!r}; see `reportedly parties`")
    with opened(ledger_path) as ledger:
        safety = ledger.protection.safety
        sides = tuple(name for name in dict.fromkeys((*safety.own_sides, *own)) if name not in other)
        changed = replace(safety, own_sides=sides, delay=safety.delay if delay is None else delay)
        if changed != safety:
            ledger.protection.save(changed)
    if as_json:
        lines([{"own_sides": sides, "delay_hours": changed.delay, "names_at_risk": len(changed.at_risk)}])
        return
    remark(f"Coarse: places of civilians and of aid{''.join(f'; positions of {name}' for name in sides)}.")
    remark(f"Exports and feeds show the ledger as it was {changed.delay:g} h ago." if changed.delay else "No publish delay.")
    remark(f"{plural(len(changed.at_risk), 'name')} at risk never {'leaves' if len(changed.at_risk) == 1 else 'leave'}.")
