"""Letters on their way: tried, tried again after longer and longer, laid aside as dead in the end; never lost."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import httpx
import msgspec

from reportedly import __version__
from reportedly.capture.fetching import guarded_client
from reportedly.model import CaptureError, FetchRefused, NotFound
from reportedly.publish.hooks._signing import headers
from reportedly.publish.hooks._store import HookStore
from reportedly.publish.hooks._values import Hook, Letter

TRIES = 9
FIRST_WAIT = 30.0
"""Seconds before the second try; four times as long before each further one: nine tries take about two days."""
LONGEST_WAIT = 12 * 3600.0
_SECONDS = 15.0
_LEASE = 60.0
_GONE = 410

Client = Callable[[Hook], httpx.Client]


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one try. `status` is None when there was no answer; `final`: no further try can help."""

    status: int | None
    error: str | None = None
    final: bool = False

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What one round did: letters delivered, to be tried again, and laid aside as dead."""

    delivered: int = 0
    again: int = 0
    dead: int = 0


def client_for(hook: Hook) -> httpx.Client:
    """Guarded: a hook reaches the local network only where its host was named as internal."""
    host = urlsplit(hook.url).hostname or ""
    return guarded_client(allowed=frozenset({host}) if hook.internal else frozenset(), seconds=_SECONDS)


def deliver(
    store: HookStore,
    *,
    told: Callable[[str], str] = str,
    client: Client = client_for,
    clock: Callable[[], float] = time.time,
) -> Account:
    """Sends every letter that is due, once each. A kill between sending and noting sends a letter again, under the same id.

    `told` is what every body passes before it leaves.
    """
    account = {"delivered": 0, "again": 0, "dead": 0}
    began = clock()
    while (letter := store.take(began, clock() + _LEASE)) is not None:
        fit = msgspec.structs.replace(letter, body=told(letter.body))
        settled = _tried(store, fit, client, clock)
        store.settle(settled)
        account["again" if settled.state == "waiting" else settled.state] += 1
    return Account(**account)


def send_test(store: HookStore, hook_id: str, *, client: Client = client_for, clock: Callable[[], float] = time.time) -> Sent:
    """Sends a signed letter of type `test` at once. Raises NotFound."""
    hook, secret = store.hook(hook_id)
    body = msgspec.json.encode({"type": "test", "timestamp": clock(), "data": {"hook": hook.id}})
    return _send(hook, secret, f"msg_test_{random.getrandbits(64):016x}", body, client, clock)


def wait_after(attempts: int) -> float:
    """Seconds to wait after so many failed tries."""
    return float(min(FIRST_WAIT * 4 ** (attempts - 1), LONGEST_WAIT))


def _tried(store: HookStore, letter: Letter, client: Client, clock: Callable[[], float]) -> Letter:
    try:
        hook, secret = store.hook(letter.hook)
    except NotFound as error:
        return msgspec.structs.replace(letter, state="dead", error=error.reason)
    if hook.paused:
        return msgspec.structs.replace(letter, state="dead", error="the address said that it is gone")
    sent = _send(hook, secret, letter.id, letter.body.encode(), client, clock)
    attempts = letter.attempts + 1
    if sent.good:
        return msgspec.structs.replace(letter, state="delivered", attempts=attempts, error=None)
    if sent.status == _GONE:
        store.pause(hook)
    state: Literal["dead", "waiting"] = "dead" if sent.final or attempts >= TRIES else "waiting"
    next_at = clock() + wait_after(attempts) * random.uniform(0.9, 1.1)
    return msgspec.structs.replace(letter, state=state, attempts=attempts, next_at=next_at, error=sent.error)


def _send(hook: Hook, secret: str, letter: str, body: bytes, client: Client, clock: Callable[[], float]) -> Sent:
    """One exchange; only the status of the answer is looked at."""
    told = headers(secret, letter, int(clock()), body)
    told |= {"content-type": "application/json", "user-agent": f"reportedly/{__version__}"}
    try:
        with client(hook) as asked, asked.stream("POST", hook.url, content=body, headers=told) as answer:
            status = answer.status_code
    except FetchRefused as error:
        return Sent(status=None, error=error.reason, final=True)
    except CaptureError as error:
        return Sent(status=None, error=error.reason)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Sent(status=None, error=str(error) or type(error).__name__)
    if 200 <= status < 300:
        return Sent(status=status)
    return Sent(status=status, error=f"answered {status}", final=status == _GONE)
