"""`reportedly serve`: the desk on a ledger, in the browser."""

from __future__ import annotations

import socket
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportedly.cli._options import ledger_option, opened
from reportedly.cli._output import remark
from reportedly.model import ReportedlyError

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.team import Team

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("serve")
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; beyond this machine only with --team.")
@click.option("--port", type=click.IntRange(0, 65535), default=8731, show_default=True, help="0 takes any free port.")
@click.option("--open", "look", is_flag=True, help="Open the desk in the browser.")
@click.option("--team", "with_team", is_flag=True, help="Only accounts get in; see `reportedly team`.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A further name by which browsers may ask for the desk.")
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TLS certificate, PEM.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its private key, PEM.")
def command(
    ledger_path: str,
    host: str,
    port: int,
    look: bool,
    with_team: bool,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Open the desk: the ledger as pages in a browser.

    It needs no account and listens on this machine only. To let others in, make accounts with `reportedly team add` and
    serve with --team: judgements then carry the account's name.
    """
    _sensible(host, with_team, certificate, key)
    import uvicorn

    from reportedly.web import create_app

    with opened(ledger_path, create=True) as ledger, _listening(host, port) as listener:
        team = _team(ledger) if with_team else None
        local = host in _LOOPBACK
        hosts = {*_LOOPBACK, *names, host} if local else {*_LOOPBACK, *names, host, socket.gethostname()}
        app = create_app(ledger, hosts=hosts, addresses=not local, team=team)
        scheme = "https" if certificate else "http"
        address = f"{scheme}://{_bracketed(host)}:{listener.getsockname()[1]}/"
        remark(f"The desk on {ledger_path}: {address}   (Ctrl-C closes it)")
        if not local and not certificate:
            remark("Passwords travel unencrypted: give --certificate and --key, or put a proxy with TLS before it.")
        if look:
            webbrowser.open(address)
        tls = {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)} if certificate else {}
        config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, **tls)  # type: ignore[arg-type]
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _sensible(host: str, with_team: bool, certificate: Path | None, key: Path | None) -> None:
    """Raises a usage error before anything is opened."""
    if host not in _LOOPBACK and not with_team:
        raise click.UsageError(
            f"--host {host} lets others reach the desk, and without accounts whoever reaches it may read and judge. "
            "Add --team (accounts: `reportedly team add NAME --role custodian`), or keep to 127.0.0.1."
        )
    if (certificate is None) != (key is None):
        raise click.UsageError("--certificate and --key belong together")


def _team(ledger: Ledger) -> Team:
    """The ledger's team. Raises ReportedlyError when nobody could sign in."""
    from reportedly.team import open_team

    team = open_team(ledger.store.file("team.db"))
    if not any(account.disabled_at is None for account in team.accounts()):
        raise ReportedlyError("has no accounts: make the first with `reportedly team add NAME --role custodian`", where="--team")
    return team


def _listening(host: str, port: int) -> socket.socket:
    """An open port, before anything is said of it. Raises ReportedlyError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        said = (error.strerror or str(error)).partition(" (")[0].lower()
        raise ReportedlyError(f"cannot listen there: {said}", where=f"{_bracketed(host)}:{port}") from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
