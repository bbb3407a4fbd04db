"""`reportedly team`: the accounts of a newsroom, their roles, tokens and rules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, remark

if TYPE_CHECKING:
    from reportedly.team import Role, Team

ROLE = click.Choice(["viewer", "reviewer", "editor", "custodian"])
name_argument = click.argument("name")
role_option = click.option("--role", type=ROLE, default="viewer", show_default=True, help="What the account may do.")
stdin_option = click.option("--password-stdin", is_flag=True, help="Take the password from standard input, one line.")


@contextmanager
def _opened(ledger_path: str) -> Iterator[Team]:
    from reportedly.team import open_team

    with opened(ledger_path, create=True) as ledger:
        yield open_team(ledger.store.file("team.db"))


def _password(from_stdin: bool) -> str:
    """Never an argument: those are seen by everybody on the machine, and kept in histories."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password, 12 characters or more", hide_input=True, confirmation_prompt=True, err=True))


@click.group("team")
def command() -> None:
    """Who may look, judge, sign off and keep.

    The accounts of `reportedly serve --team`.

    \b
    viewer     looks; places of civilians and own-side positions are coarse
    reviewer   also judges, signs off, sees graphic media, saves originals
    editor     also brings reports in, takes tables out, overrules
    custodian  also sees exact places, and who is in the team

    They lie in a database beside the ledger, not in its log.
    """


@command.command("add")
@name_argument
@role_option
@stdin_option
@ledger_option
def add(name: str, role: Role, password_stdin: bool, ledger_path: str) -> None:
    """Make an account. Its name stands under its judgements for ever."""
    with _opened(ledger_path) as team:
        account = team.add(name, role, _password(password_stdin))
    remark(f"{account.name} is in the team as {account.role}.")


@command.command("list")
@ledger_option
@json_option
def list_(ledger_path: str, as_json: bool) -> None:
    """Who is in the team."""
    with _opened(ledger_path) as team:
        accounts = team.accounts()
    if as_json:
        lines(accounts)
        return
    for account in accounts:
        click.echo(f"{account.name}  {account.role}{'  (disabled)' if account.disabled_at else ''}")
    if not accounts:
        remark("Nobody yet: `reportedly team add NAME --role custodian`.")


@command.command("role")
@name_argument
@click.argument("role", type=ROLE)
@ledger_option
def role(name: str, role: Role, ledger_path: str) -> None:
    """Give an account another role, at once."""
    with _opened(ledger_path) as team:
        remark(f"{team.give_role(name, role).name} is {role} now.")


@command.command("disable")
@name_argument
@ledger_option
def disable(name: str, ledger_path: str) -> None:
    """Shut an account out: its sessions and tokens end at once. What it judged stays."""
    with _opened(ledger_path) as team:
        team.disable(name)
    remark(f"{name} is shut out.")


@command.command("enable")
@name_argument
@ledger_option
def enable(name: str, ledger_path: str) -> None:
    """Let a disabled account in again. Its tokens stay ended."""
    with _opened(ledger_path) as team:
        team.enable(name)
    remark(f"{name} may sign in again.")


@command.command("password")
@name_argument
@stdin_option
@ledger_option
def password(name: str, password_stdin: bool, ledger_path: str) -> None:
    """Set another password. All sessions of the account end."""
    with _opened(ledger_path) as team:
        team.set_password(name, _password(password_stdin))
    remark(f"{name} has another password; all sessions ended.")


@command.command("token")
@name_argument
@click.option("--label", required=True, help="What it is for.")
@role_option
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True, help="How long it lasts.")
@ledger_option
def token(name: str, label: str, role: Role, days: int, ledger_path: str) -> None:
    """Make a token by which a program asks in an account's name. It is shown this once, on standard output."""
    with _opened(ledger_path) as team:
        secret, made = team.issue(name, label, role, days)
    remark(f"Token {made.id} of {made.account} as {made.role}, until {made.expires_at[:10]}:")
    click.echo(secret)


@command.command("tokens")
@ledger_option
@json_option
def tokens(ledger_path: str, as_json: bool) -> None:
    """The tokens there are; their secrets are not kept."""
    with _opened(ledger_path) as team:
        found = team.tokens()
    if as_json:
        lines(found)
        return
    for one in found:
        state = "ended" if one.ended else f"until {one.expires_at[:10]}"
        click.echo(f"{one.id}  {one.account}  {one.role}  {state}  {one.label}")


@command.command("revoke")
@click.argument("token_id", metavar="TOKEN")
@ledger_option
def revoke(token_id: str, ledger_path: str) -> None:
    """End a token, by its id."""
    with _opened(ledger_path) as team:
        team.revoke(token_id)
    remark(f"Token {token_id} is worth nothing now.")


@command.command("rules")
@click.option("--two-people/--one-person", "two", default=None, help="How many it takes to sign off.")
@ledger_option
@json_option
def rules(two: bool | None, ledger_path: str, as_json: bool) -> None:
    """Show or set how many people a sign-off takes."""
    from reportedly.team import Rules

    with _opened(ledger_path) as team:
        if two is not None:
            team.agree(Rules(two_people=two))
        agreed = team.rules
    if as_json:
        lines([agreed])
        return
    click.echo(f"a sign-off takes {'two people' if agreed.two_people else 'one person'}")


@command.command("log")
@ledger_option
@json_option
def log(ledger_path: str, as_json: bool) -> None:
    """What was done in the team, newest first."""
    with _opened(ledger_path) as team:
        deeds = tuple(team.deeds())
    if as_json:
        lines(deeds)
        return
    for deed in deeds:
        click.echo(f"{deed.at}  {deed.who}  {deed.what}  {deed.about}".rstrip())
