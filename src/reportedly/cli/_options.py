"""Options and argument types that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from reportedly.model import Decision, Standing

if TYPE_CHECKING:
    from reportedly.capture.fetching import Visitor
    from reportedly.ledger import Ledger
    from reportedly.reading import Reader

T = TypeVar("T")
DEFAULT_LEDGER = "reportedly.db"


class MomentType(click.ParamType[str]):
    """A date or a moment, as text; a wrong one is a usage error."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from reportedly.ledger import moment
        from reportedly.model import LedgerError

        try:
            moment(value)
        except LedgerError as error:
            self.fail(str(error), param, ctx)
        return str(value)


MOMENT = MomentType()
STANDING = click.Choice(get_args(Standing))
DECISION = click.Choice(get_args(Decision))

ledger_option = click.option(
    "--ledger",
    "ledger_path",
    metavar="FILE",
    envvar="REPORTEDLY_LEDGER",
    default=DEFAULT_LEDGER,
    show_default=True,
    show_envvar=True,
    help="The ledger: a file, or a postgresql:// address.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line on standard output.")
as_of_option = click.option("--as-of", type=MOMENT, help="As it stood then, by what was captured and judged until then.")
by_option = click.option("--by", envvar="REPORTEDLY_NAME", required=True, show_envvar=True, help="Who decides.")
reason_option = click.option("--reason", required=True, help="Why; kept in the log.")


def refuse_backwards(since: str | None, as_of: str | None) -> None:
    """Raises a usage error where the earlier of two moments is the later."""
    from reportedly.ledger import moment

    if since and as_of and moment(since, end=True) > moment(as_of, end=True):
        raise click.UsageError("--since is later than --as-of")


class InputType(click.ParamType["Path | str"]):
    """A path, or a web address, which a path would garble."""

    name = "path or address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        return str(value) if re.match(r"https?://", str(value), re.IGNORECASE) else Path(value)


paths_argument = click.argument("paths", nargs=-1, required=True, type=InputType())
allow_option = click.option(
    "--allow",
    "allowed",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Reach this host though it is not on the public internet; may be repeated.",
)
robots_option = click.option("--ignore-robots", is_flag=True, help="Fetch also what the site's robots.txt closes.")


def visitor_of(allowed: tuple[str, ...], ignore_robots: bool) -> Callable[[], Visitor]:
    """Makes the one who fetches, when the first address is met."""

    def made() -> Visitor:
        from reportedly.capture.fetching import Fetcher, Visitor

        return Visitor(Fetcher(allowed=frozenset(allowed)), obey=not ignore_robots)

    return made


def reader_options(command: Callable[..., T]) -> Callable[..., T]:
    """Which reader reads; hands the command a `reader` that makes it when it is needed."""

    @click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True, help="Threads for the reader.")
    @click.option(
        "--engine",
        type=click.Choice(["shipped", "llm"]),
        default="shipped",
        show_default=True,
        help="The reader that ships, or a language model at --endpoint.",
    )
    @click.option("--endpoint", metavar="URL", help="With --engine llm: an OpenAI-compatible address, such as .../v1.")
    @click.option("--model", help="With --engine llm: the model's name there.")
    @wraps(command)
    def wrapped(*arguments: Any, threads: int, engine: str, endpoint: str | None, model: str | None, **options: Any) -> T:
        if not (endpoint and model) if engine == "llm" else (endpoint or model):
            raise click.UsageError("--engine llm needs both --endpoint and --model, and only it takes them.")
        return command(*arguments, reader=lambda: _reader(threads, endpoint, model), **options)

    return wrapped


def _reader(threads: int, endpoint: str | None, model: str | None) -> Reader:
    if endpoint and model:
        from reportedly.reading.llm import LlmReader

        return LlmReader(endpoint, model)
    from reportedly.reading import default_reader

    return default_reader(threads=threads)


def opened(ledger_path: str, *, create: bool = False) -> Ledger:
    """The ledger at the path; one that is not there is made only with `create`."""
    from reportedly.ledger import open_ledger
    from reportedly.model import LedgerError

    try:
        return open_ledger(ledger_path, create=create)
    except LedgerError as error:
        if error.reason != "no such ledger":
            raise
        hint = "`reportedly add` makes it; --ledger or REPORTEDLY_LEDGER names another"
        raise LedgerError(f"{error.reason}: {hint}", where=error.where) from error
