"""Which network addresses may be reached: only those of the public internet, unless a host was named by the user."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue

from reportedly.model import FetchFailed, FetchRefused

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to numeric addresses. Raises OSError."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4")
) + tuple(ipaddress.ip_network(network) for network in ("64:ff9b:1::/48", "100::/64", "fc00::/7", "fec0::/10", "5f00::/16"))


def is_public(text: str) -> bool:
    """Whether a numeric address is on the public internet; an IPv4 address inside an IPv6 one is judged as itself."""
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return all(_is_public(one) for one in (address, *_inside(address)))


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64):
        return True  # judged by what is inside
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not special and not address.is_link_local and not any(address in one for one in _NOT_PUBLIC)


def _inside(address: Address) -> Iterable[Address]:
    """IPv4 addresses that packets to this IPv6 address would reach: mapped, NAT64, 6to4, Teredo."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def resolve(host: str, port: int, resolver: Resolver, seconds: float) -> list[str]:
    """All addresses of a host. The system's resolver cannot be interrupted, so it is asked in a thread of its own.

    Raises FetchFailed when there are none, or none in time.
    """
    answer: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(resolver(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.001))
    except Empty:
        raise FetchFailed(f"the name {host} was not resolved in time") from None
    if isinstance(found, Exception) or not found:
        raise FetchFailed(f"the name {host} cannot be resolved")
    return list(found)


def permitted(host: str, port: int, addresses: Sequence[str], allowed: frozenset[str]) -> None:
    """Raises FetchRefused when any of a host's addresses is not public, unless the user named the host.

    One private address among public ones is refused too: it is what a rebinding name server answers.
    """
    if allowed & {host.lower(), f"{host.lower()}:{port}"}:
        return
    private = next((one for one in addresses if not is_public(one)), None)
    if private is not None:
        raise FetchRefused(
            f"{host} leads to {private}, which is not on the public internet; name the host as allowed to reach it"
        )
