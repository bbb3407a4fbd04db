"""`reportedly read`: documents without a ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportedly.cli._exits import Exit
from reportedly.cli._options import allow_option, json_option, paths_argument, reader_options, robots_option, visitor_of
from reportedly.cli._output import cell, lines, out, plain, problems
from reportedly.model import in_words

if TYPE_CHECKING:
    from rich.text import Text

    from reportedly.model import Claim, Problem, Reading, Statement
    from reportedly.reading import Reader


@click.command("read")
@paths_argument
@allow_option
@robots_option
@reader_options
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path | str, ...],
    allowed: tuple[str, ...],
    ignore_robots: bool,
    reader: Callable[[], Reader],
    as_json: bool,
) -> None:
    """Print who says what in documents.

    PATHs are files, folders or web addresses, as for `add`. Nothing is kept; "-" is standard input.
    """
    from reportedly._each import read_captured
    from reportedly.capture import capture
    from reportedly.packs import outlet_zone

    failed: list[Problem] = []
    found = capture(paths, visitor=visitor_of(allowed, ignore_robots), zone_of=outlet_zone)
    readings = _readings(read_captured(found, reader()), failed)
    if as_json:
        lines(readings)
    else:
        for reading in readings:
            _print(reading)
    ctx.exit(Exit.FAILED if problems(failed) else Exit.OK)


def _readings(found: Iterable[Reading | Problem], failed: list[Problem]) -> Iterator[Reading]:
    from reportedly.model import Problem

    for one in found:
        if isinstance(one, Problem):
            failed.append(one)
        else:
            yield one


def _print(reading: Reading) -> None:
    from rich.padding import Padding
    from rich.text import Text

    head = reading.report
    out().print(Text(plain(head.title or "(no title)"), style="bold"))
    about = (head.outlet, ", ".join(head.authors), (head.published_at or "")[:16].replace("T", " "))
    out().print(Text(plain(" · ".join(part for part in about if part)), style="dim"))
    by_statement: dict[str | None, list[Claim]] = {}
    for claim in reading.claims:
        by_statement.setdefault(claim.statement, []).append(claim)
    for statement in reading.statements:
        out().print(_who(statement))
        for content in statement.content:
            words = quoted(content.text) if statement.quote == "direct" else content.text
            out().print(Padding(Text(plain(words)), (0, 0, 0, 4), expand=False))
        _print_claims(by_statement.pop(statement.id, []))
    if by_statement:
        out().print(Text("The report itself", style="bold cyan"))
    for claims in by_statement.values():
        _print_claims(claims)
    for note in reading.notes:
        out().print(Text(plain(f"note: {note}"), style="dim"))
    out().print()


def quoted(text: str) -> str:
    """The words in one pair of quotation marks, whether or not the text brought its own pair."""
    words = text.strip()
    if len(words) > 1 and words[0] in '"“„«' and words[-1] in '"”“»':
        words = words[1:-1].strip()
    return f"“{words}”"


def _who(statement: Statement) -> Text:
    from rich.text import Text

    source = statement.source
    who = "nobody named" if source is None else ", ".join(source.speakers) or source.text
    text = Text("  ").append(plain(who), style="bold cyan")
    if statement.cue:
        text.append(f" {plain(statement.cue.text)}", style="red" if statement.negated else "")
    details = [statement.quote, statement.part, *([f"on {statement.medium.kind}"] if statement.medium else [])]
    return text.append(f"  [{', '.join(details)}]", style="dim")


def _print_claims(claims: Iterable[Claim]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for claim in claims:
        said = Text("→ ").append(plain(in_words(claim.event_type)), style="bold")
        places = ", ".join(dict.fromkeys(place.name for place in claim.places))
        said.append(plain(f" in {places}" if places else "")).append(plain(f", {claim.time.text}" if claim.time else ""))
        said.append(": ").append_text(cell(claim.polarity)).append(f", {claim.certainty}")
        said.append("" if claim.modality == "actual" else f", {claim.modality}").append(f"  {plain(claim.text)}", style="dim")
        out().print(Padding(said, (0, 0, 0, 4), expand=False))
