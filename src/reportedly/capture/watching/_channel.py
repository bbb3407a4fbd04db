"""Pages of a channel's public preview: which posts they show, and which pages hold the posts that left the latest one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from reportedly.capture._when import moment as read_moment
from reportedly.model import Captured

PAGES_BACK = 5
"""At most so many pages behind the latest are asked for posts that were missed, and planned for later visits at once."""

_ON_A_PAGE = 20
_POST = re.compile(rb'data-post="\w+/(\d{1,18})"')
_TIME = re.compile(rb'<time[^>]* datetime="([^"]{10,40})"')


def posts_on(page: bytes) -> tuple[int, int] | None:
    """The oldest and the newest post that a page shows."""
    found = [int(number) for number in _POST.findall(page)]
    return (min(found), max(found)) if found else None


def earliest_on(page: bytes) -> float | None:
    """When the first post of a page was posted, in Unix seconds."""
    found = _TIME.search(page)
    stated = read_moment(found[1].decode("ascii", "replace")) if found else None
    return stated.at.timestamp() if stated and stated.at else None


def page_before(channel: str, post: int) -> str:
    """The address of the page that ends before a post."""
    return f"{channel}?before={post}"


def pages_of(channel: str, first: int, end: int) -> list[str]:
    """The pages that show the posts from `first` up to, without, `end`; the latest few of them.

    They end at every twentieth number, so that their addresses stay the same whatever comes later.
    """
    pages = range((first - 1) // _ON_A_PAGE + 1, (end - 2) // _ON_A_PAGE + 2) if end > first else range(0)
    return [page_before(channel, number * _ON_A_PAGE + 1) for number in pages[-PAGES_BACK:]]


def digest(found: Iterable[object]) -> str:
    """One hash over what the posts of a page say, whatever else of the page changed."""
    ids = sorted(one.revision.id for one in found if isinstance(one, Captured))
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()
