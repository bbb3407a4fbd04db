"""What a page's JSON-LD says of who publishes it: a claim of the page, to be looked at by a person before it is data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from reportedly.capture._html import parse
from reportedly.capture._meta import json_ld, names, strings
from reportedly.model import Captured, Problem, UnreadableInput


class Publisher(msgspec.Struct, frozen=True, kw_only=True):
    """A publisher by its own page: name, addresses (its own, and those it says are the same, `sameAs`), language."""

    name: str
    addresses: tuple[str, ...] = ()
    language: str | None = None
    page: str
    """The report that says so."""


def publishers(captured: Iterable[Captured | Problem]) -> Iterator[Publisher | Problem]:
    """Those of the web pages among the captures; problems are passed on."""
    for found in captured:
        if isinstance(found, Problem):
            yield found
        elif (said := _publisher(found)) is not None:
            yield said


def _publisher(captured: Captured) -> Publisher | None:
    source = captured.original.source
    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        nodes = list(json_ld(parse(data)[0]))
    except UnreadableInput:
        return None
    node = next((n for n in _referred(nodes) if names(n, nodes)), None)
    if node is None:
        return None
    addresses = [*strings(node.get("url")), *strings(node.get("sameAs"))]
    return Publisher(
        name=names(node, nodes)[0],
        addresses=tuple(dict.fromkeys(a for a in addresses if a.startswith(("http://", "https://")))),
        language=captured.revision.language,
        page=captured.revision.url or captured.revision.report,
    )


def _referred(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the page's articles name as publisher, references followed."""
    for node in nodes:
        said = node.get("publisher")
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, dict):
                yield next((n for n in nodes if n.get("@id") == one.get("@id") and "name" in n), one) if "@id" in one else one
