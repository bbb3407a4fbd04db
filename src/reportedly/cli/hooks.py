"""`reportedly hooks`: changes of standings sent to other programs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from reportedly.cli._exits import Exit
from reportedly.cli._options import STANDING, json_option, ledger_option, opened
from reportedly.cli._output import lines, plural, remark, table

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.model import Standing
    from reportedly.publish.hooks import HookStore


@click.group("hooks")
def command() -> None:
    """Send changes of standings to other programs.

    Webhooks: signed, tried again for about two days, at least once each. They are sent by `hooks deliver`.
    """


@command.command("add")
@click.argument("url")
@ledger_option
@click.option("--place", help="Only there: part of a place's name, or a country code.")
@click.option("--standing", type=STANDING, help="Only changes to or from this.")
@click.option("--type", "event_type", help="Only events of this type.")
@click.option("--internal", is_flag=True, help="The host may be on the local network, and the address plain http.")
@json_option
def add(
    url: str,
    ledger_path: str,
    place: str | None,
    standing: Standing | None,
    event_type: str | None,
    internal: bool,
    as_json: bool,
) -> None:
    """Tell an address of changes from now on.

    The secret for checking signatures is printed once, on standard output.
    """
    from reportedly.publish.hooks import Hook, collect, new_secret

    _permitted(url, internal)
    with opened(ledger_path) as ledger:
        store, now = _store(ledger), _now()
        collect(ledger, store, now)
        hook = Hook(
            id=f"h{new_id()}", url=url, made_at=now, place=place, standing=standing, event_type=event_type, internal=internal
        )
        secret = new_secret()
        store.add(hook, secret)
    if as_json:
        lines([{"hook": hook.id, "secret": secret}])
    else:
        remark(f"{hook.id}: {url} is told of changes from now on, whenever `reportedly hooks deliver` runs. Its secret:")
        click.echo(secret)


@command.command("list")
@ledger_option
@json_option
def listed(ledger_path: str, as_json: bool) -> None:
    """List the hooks, how many letters wait for each, and why the last try failed."""
    with opened(ledger_path) as ledger:
        store = _store(ledger)
    hooks = store.hooks()
    letters = {state: store.letters(state) for state in ("waiting", "dead")}
    counts = {state: [letter.hook for letter in found] for state, found in letters.items()}
    failed = {letter.hook: letter.error for found in letters.values() for letter in found if letter.error}
    if as_json:
        lines(hooks)
    elif hooks:
        rows = [
            (
                one.id,
                one.url,
                one.place,
                one.standing,
                one.event_type,
                *(counts[state].count(one.id) for state in counts),
                one.paused,
                failed.get(one.id),
            )
            for one in hooks
        ]
        table(("hook", "address", "place", "standing", "type", "waiting", "dead", "paused", "because"), rows)
    else:
        remark("No hooks.")


@command.command("remove")
@click.argument("hook")
@ledger_option
def remove(hook: str, ledger_path: str) -> None:
    """Forget a hook and all its letters."""
    with opened(ledger_path) as ledger:
        _store(ledger).remove(hook)
    remark(f"{hook} is forgotten.")


@command.command("test")
@click.argument("hook")
@ledger_option
@click.pass_context
def test(ctx: click.Context, hook: str, ledger_path: str) -> None:
    """Send a signed test letter to a hook now."""
    from reportedly.publish.hooks import send_test

    with opened(ledger_path) as ledger:
        sent = send_test(_store(ledger), hook)
    remark(f"{hook}: accepted ({sent.status})." if sent.good else f"{hook}: not accepted: {sent.error}.")
    ctx.exit(Exit.OK if sent.good else Exit.FAILED)


@command.command("deliver")
@ledger_option
@click.option("--every", type=click.FloatRange(1), metavar="SECONDS", help="Go on, looking so often; Ctrl-C ends it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a round on standard output.")
def deliver(ledger_path: str, every: float | None, as_json: bool) -> None:
    """Look for changes and send what is due.

    What fails is tried again by a later run, after longer and longer; after nine tries it is dead.
    """
    from reportedly.publish.hooks import collect, masked
    from reportedly.publish.hooks import deliver as send

    while True:
        with opened(ledger_path) as ledger:
            store = _store(ledger)
            made = collect(ledger, store, _now())
            account = send(store, told=masked(ledger))
        if as_json:
            lines([account])
        elif every is None or made or account.delivered or account.again or account.dead:
            remark(
                f"{plural(made, 'new letter')}; {account.delivered} delivered, {account.again} to be tried again, "
                f"{account.dead} dead."
            )
        if every is None:
            return
        time.sleep(every)


@command.command("dead")
@ledger_option
@click.option("--retry", metavar="LETTER", help="Send this one again at the next delivery.")
@click.option("--retry-all", is_flag=True, help="Send all of them again.")
@json_option
def dead(ledger_path: str, retry: str | None, retry_all: bool, as_json: bool) -> None:
    """List the letters that could not be delivered."""
    with opened(ledger_path) as ledger:
        store = _store(ledger)
    if retry or retry_all:
        remark(f"{plural(store.revive(None if retry_all else retry, time.time()), 'letter')} to be sent again.")
        return
    found = store.letters("dead")
    if as_json:
        lines(found)
    elif found:
        table(("letter", "hook", "made", "tries", "because"), [(o.id, o.hook, o.made_at, o.attempts, o.error) for o in found])
    else:
        remark("No dead letters.")


def new_id() -> str:
    """A short name that no other hook has."""
    import secrets

    return secrets.token_hex(4)


def _store(ledger: Ledger) -> HookStore:
    from reportedly.publish.hooks import HookStore

    return HookStore(ledger.store.file("hooks"))


def _permitted(url: str, internal: bool) -> None:
    """Raises a usage error for what cannot be an address to send to."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        fit = bool(parts.hostname) and parts.scheme in (("https", "http") if internal else ("https",))
    except ValueError:
        fit = False
    if not fit:
        raise click.BadParameter("an https address is needed (or http with --internal)", param_hint="URL")
    if parts.username or parts.password:
        raise click.BadParameter("an address with a password in it is not kept", param_hint="URL")


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
