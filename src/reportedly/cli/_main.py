"""The group of commands. A command's module is imported when it is used, so that `reportedly --help` answers at once."""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from reportedly import __version__
from reportedly.cli._exits import Exit
from reportedly.model.errors import LedgerError, ReportedlyError

_COMMANDS = (
    "read",
    "add",
    "watch",
    "events",
    "show",
    "claims",
    "brief",
    "export",
    "import",
    "serve",
    "team",
    "risk",
    "safety",
    "reports",
    "revisions",
    "media",
    "search",
    "judge",
    "undo",
    "redact",
    "diff",
    "verify",
    "stamp",
    "rebuild",
    "log",
    "places",
    "demo",
    "parties",
    "hooks",
    "mcp",
)
"""In the order of help; each is the attribute `command` of the module `reportedly.cli.NAME`."""


class Commands(click.Group):
    """Commands by name, and one place where errors become a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"reportedly.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """An unknown command is answered with those that it nearly is."""
        near = get_close_matches(args[0], _COMMANDS, n=3) if args and args[0] not in _COMMANDS else []
        if near and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}; did you mean {' or '.join(near)}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ReportedlyError as error:
            click.echo(f"reportedly: {error}", err=True)
            ctx.exit(Exit.LEDGER if isinstance(error, LedgerError) else Exit.ERROR)
        except BrokenPipeError:
            _close_output()
            ctx.exit(Exit.PIPE)
        except KeyboardInterrupt:
            click.echo("reportedly: interrupted; what was committed stays", err=True)
            ctx.exit(Exit.INTERRUPTED)
        return result


def _close_output() -> None:
    """Keeps the interpreter from writing its buffer to the closed pipe once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="reportedly")
def main() -> None:
    """The ledger of who said what happened, from whom they had it, and who contradicts it.

    Exit codes: 0 done; 1 some inputs failed, or verification found a fault; 2 usage; 3 ledger error; 4 other error.
    """
