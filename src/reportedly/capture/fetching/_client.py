"""A client for sending to addresses that somebody typed in: guarded like a fetch, one whole exchange within a deadline."""

from __future__ import annotations

import ssl

import httpx

from reportedly.capture.fetching._addresses import Resolver, system_resolver
from reportedly.capture.fetching._backend import Deadline, GuardedBackend
from reportedly.capture.fetching._transport import GuardedTransport


def guarded_client(
    *, allowed: frozenset[str] = frozenset(), seconds: float = 15.0, resolver: Resolver = system_resolver
) -> httpx.Client:
    """For one exchange, begun now: no redirects, no proxies, nothing but the public internet unless `allowed` names the host.

    Requests raise FetchRefused for what must not be reached, FetchFailed when there is no whole answer in time.
    """
    backend = GuardedBackend(resolver, frozenset(host.lower() for host in allowed), Deadline(seconds))
    transport = GuardedTransport(backend, ssl.create_default_context())
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=seconds)
