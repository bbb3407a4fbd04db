"""`reportedly places`: the gazetteer that places are found in."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, plural, remark


@click.group("places")
def command() -> None:
    """The gazetteer that places are found in.

    Build it, add packs, list what is there, look a name up.
    """


@command.command("build")
@click.option("--again", is_flag=True, help="Build it anew even if it is there.")
def build_command(again: bool) -> None:
    """Build the default gazetteer from installed packages (also done at first use)."""
    from reportedly.reading.places import build

    remark(f"The gazetteer is at {build(again=again)}")


@command.command("add")
@click.argument("form", metavar="FORMAT", type=click.Choice(["geonames", "wof", "osm", "csv"]))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--country", default="", metavar="CC", help="ISO 3166 code for rows without one (OpenStreetMap).")
@click.option("--licence", default="", help="The licence to record for the pack.")
def add_command(form: str, path: Path, country: str, licence: str) -> None:
    """Add a pack: a GeoNames dump, a Who's On First folder, OpenStreetMap GeoJSON, or a CSV file.

    FORMAT is geonames, wof, osm or csv. A pack with a mistake is refused whole.
    """
    from reportedly.reading.places import Gazetteer, build
    from reportedly.reading.places.packs import add

    remark(f"Added {add(form, path, Gazetteer([build()]), country=country, licence=licence)}")


@command.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the gazetteers in use, with source, date and licence."""
    from reportedly.reading.places import default_gazetteer

    manifests = default_gazetteer().manifests
    if as_json:
        lines(manifests)
        return
    for m in manifests:
        click.echo(f"{m['name']}@{m['version']}  {m['places']} places  {m['date']}  {m['sources']}  [{m['licence']}]")


@command.command("homes")
@ledger_option
@json_option
def homes_command(ledger_path: str, as_json: bool) -> None:
    """Learn from a ledger where each outlet usually reports from; every later reading uses it."""

    from reportedly.packs import default_registry, outlet_of
    from reportedly.reading.places import default_gazetteer, homes

    registry = default_registry()
    with opened(ledger_path) as ledger:
        heads = [(one, outlet_of(one.url, one.outlet, registry)) for one in ledger.reports()]
        named = [(entry.name if entry else one.outlet or "", one.latest) for one, entry in heads]
        read = ((name, ledger.reading(revision).places) for name, revision in named if name)
        learnt = homes.learn(read, default_gazetteer())
    homes.save(learnt)
    if as_json:
        lines({"outlet": name} | msgspec.to_builtins(home.without("")) for name, home in learnt.items())
        return
    for name, home in learnt.items():
        regions = sorted(home.without("").regions.items(), key=lambda r: (-r[1], r[0]))[:3]
        click.echo(f"{name}  " + ", ".join(f"{region} {strength:.0%}" for region, strength in regions))
    remark(f"{plural(len(learnt), 'outlet')} with {homes.FEWEST} reports or more that name settlements")


@command.command("find")
@click.argument("name")
@json_option
def find_command(name: str, as_json: bool) -> None:
    """Look a name up: Latin or Cyrillic, inflected, other spellings."""
    from reportedly.reading.places import default_gazetteer

    found = default_gazetteer().search(name)
    if as_json:
        lines(found.entries)
        return
    if not found.entries:
        remark("No gazetteer has this name.")
    for e in sorted(found.entries, key=lambda e: -e.population):
        where = f"{e.lat:.4f}, {e.lon:.4f}" if e.lat is not None and e.lon is not None else "no point"
        told = (e.name, e.kind, f"{e.country}.{e.admin1}", where, str(e.population or ""), e.gid, f"({found.how})", e.gazetteer)
        click.echo("  ".join(filter(None, told)))
