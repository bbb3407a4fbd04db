"""What commands print: JSON lines and tables on standard output, remarks and progress on standard error."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from reportedly.model import Point, Problem

_PIPED_WIDTH = 160
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STYLES = {
    "contested": "bold red",
    "refuted": "bold red",
    "withdrawn": "dim",
    "unattributed": "yellow",
    "single origin": "yellow",
    "corroborated": "green",
    "agreed across parties": "bold green",
    "confirmed": "bold green",
    "denied": "red",
}


def lines(values: Iterable[Any]) -> None:
    """One JSON object a line."""
    import msgspec

    sys.stdout.flush()
    stream = sys.stdout.buffer
    for value in values:
        stream.write(msgspec.json.encode(value) + b"\n")
    stream.flush()


def remark(text: str) -> None:
    """A sentence for the person at the terminal."""
    click.echo(plain(text), err=True)


def problems(found: Iterable[Problem]) -> int:
    """Names every input that could not be taken in; says how many there were."""
    count = 0
    for count, problem in enumerate(found, start=1):  # noqa: B007
        remark(f"reportedly: {problem}")
    return count


@cache
def console() -> Console:
    """Where tables go: as wide as the terminal, wide enough not to break words when piped."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False)


def table(titles: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """A table with a header; cells are words of the ledger, styled by what they say."""
    from rich import box
    from rich.table import Table

    made = Table(*titles, box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for row in rows:
        made.add_row(*(cell(value) for value in row))
    out().print(made)


def out() -> Console:
    """The console for the current standard output (tests and pipes replace it)."""
    if console().file is not sys.stdout:
        console.cache_clear()
    return console()


def styled_standings(points: Iterable[Point]) -> Text:
    """One line a point: the question and how it stands."""
    from rich.text import Text

    return Text("\n").join(Text(f"{plain(point.asked)}: ").append_text(cell(point.standing)) for point in points)


def cell(value: object) -> Text:
    """Text as the terminal may safely show it, styled when it is a standing."""
    from rich.text import Text

    if isinstance(value, Text):
        return value
    text = "" if value is None else plain(str(value))
    return Text(text, style=_STYLES.get(text, ""), overflow="fold")


def plain(text: str) -> str:
    """Without control and direction characters, which captured words could use to deceive a terminal."""
    return _CONTROLS.sub("\ufffd", text)


def minute(moment: str | None) -> str:
    """`2024-03-12T11:45:00.000000Z` as `2024-03-12 11:45`; a bare day stays a day."""
    return (moment or "")[:16].replace("T", " ")


def plural(count: int, noun: str) -> str:
    """`1 report`, `3 reports`."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("ry") else f"{count} {noun}s"
