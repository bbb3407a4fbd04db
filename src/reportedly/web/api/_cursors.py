"""Lists in pages. A cursor names the last item that was given, and the question it belongs to; to callers it is opaque."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

import msgspec
from starlette.requests import Request

from reportedly.model import ReportedlyError

T = TypeVar("T")

MOST = 500
"""Items of one page."""
USUAL = 100
_PAGING = ("cursor", "limit")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list. `next` is the cursor of the following page, null on the last one."""

    items: tuple[T, ...]
    next: str | None = None


class _Mark(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    question: str
    position: int
    last: str


def page(
    request: Request, items: Callable[[], Iterable[T]], key: Callable[[T], str], *, cursor: str | None, limit: int = USUAL
) -> Page[T]:
    """The page behind the cursor. `key` names an item among the others, the same on every call.

    Where the named item is gone meanwhile, the list goes on from its position. Raises ReportedlyError for a foreign cursor.
    """
    question = _question(request)
    start, rest = _behind(items, key, _read(cursor, question))
    found = list(islice(rest, limit + 1))
    shown = tuple(found[:limit])
    more = len(found) > limit
    return Page(shown, _written(_Mark(question, start + limit, key(shown[-1]))) if more else None)


def _behind(items: Callable[[], Iterable[T]], key: Callable[[T], str], mark: _Mark | None) -> tuple[int, Iterator[T]]:
    """What follows the named item, and the position where that begins."""
    stream = iter(items())
    if mark is None:
        return 0, stream
    for position, item in enumerate(stream, start=1):
        if key(item) == mark.last:
            return position, stream
    return mark.position, islice(iter(items()), mark.position, None)


def _question(request: Request) -> str:
    """A digest of what was asked, pages apart."""
    asked = sorted((name, value) for name, value in request.query_params.multi_items() if name not in _PAGING)
    return hashlib.sha256(msgspec.json.encode([request.url.path, asked])).hexdigest()[:12]


def _written(mark: _Mark) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(mark)).decode().rstrip("=")


def _read(cursor: str | None, question: str) -> _Mark | None:
    if cursor is None:
        return None
    try:
        mark = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=_Mark)
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise ReportedlyError("not a cursor of this list", where="cursor") from error
    if mark.question != question or mark.position < 0:
        raise ReportedlyError("belongs to another question; ask again from the first page", where="cursor")
    return mark
