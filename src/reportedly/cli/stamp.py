"""`reportedly stamp`: a third party's word for when the log was so."""

from __future__ import annotations

import click

from reportedly.cli._options import json_option, ledger_option, opened
from reportedly.cli._output import lines, minute, remark

_TIMEOUT = 30.0  # seconds
_MOST_BYTES = 1 << 20


@click.command("stamp")
@click.argument("authorities", nargs=-1, required=True, metavar="URL...")
@ledger_option
@json_option
def command(authorities: tuple[str, ...], ledger_path: str, as_json: bool) -> None:
    """Have the latest checkpoint time-stamped (RFC 3161).

    Each URL is a time-stamping authority, who gets a hash and nothing else; ask two that do not know each other. Tokens are
    stored beside the ledger, and `reportedly verify` checks them offline. Needs the extra `reportedly[timestamps]`.
    """
    with opened(ledger_path) as ledger:
        for url in authorities:
            stamp = ledger.stamp(_named(url), lambda request, url=url: _post(url, request))  # type: ignore[misc]
            if as_json:
                lines([{"authority": stamp.authority, "size": stamp.size, "at": stamp.at}])
            remark(f"{stamp.authority} stamped the first {stamp.size} entries at {minute(stamp.at.isoformat())} UTC.")


def _named(url: str) -> str:
    return url.partition("://")[2].partition("/")[0] or url


def _post(url: str, request: bytes) -> bytes:
    import httpx

    from reportedly.model import LedgerError

    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with httpx.stream("POST", url, content=request, headers=headers, timeout=_TIMEOUT, follow_redirects=False) as answer:
            answer.raise_for_status()
            data = b""
            for part in answer.iter_bytes():
                data += part
                if len(data) > _MOST_BYTES:
                    raise LedgerError("the authority's answer is too long", where=url)
            return data
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise LedgerError(f"the authority could not be asked ({error})", where=url) from error
