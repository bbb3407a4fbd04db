"""`reportedly serve`: the desk on a ledger, in the browser."""

from __future__ import annotations

import socket
import webbrowser
from contextlib import suppress

import click

from reportedly.cli._options import ledger_option, opened
from reportedly.cli._output import remark
from reportedly.model import ReportedlyError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("serve")
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; beyond this machine only when told.")
@click.option("--port", type=click.IntRange(0, 65535), default=8731, show_default=True, help="0 takes any free port.")
@click.option("--open", "look", is_flag=True, help="Open the desk in the browser.")
def command(ledger_path: str, host: str, port: int, look: bool) -> None:
    """Open the desk: the ledger as pages in a browser.

    It needs no account and listens on this machine only, unless --host says otherwise: then everyone who can reach
    the port can read and judge.
    """
    import uvicorn

    from reportedly.web import create_app

    with opened(ledger_path, create=True) as ledger, _listening(host, port) as listener:
        local = host in _LOOPBACK
        hosts = {*_LOOPBACK, host} if local else {*_LOOPBACK, host, socket.gethostname()}
        app = create_app(ledger, hosts=hosts, addresses=not local)
        address = f"http://{_bracketed(host)}:{listener.getsockname()[1]}/"
        remark(f"The desk on {ledger_path}: {address}   (Ctrl-C closes it)")
        if not local:
            remark("Everyone who can reach this port can read this ledger, and judge: there are no accounts.")
        if look:
            webbrowser.open(address)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


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
