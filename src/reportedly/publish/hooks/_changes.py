"""What changed since it was last looked, as letters for the hooks that want it.

The comparison is with how points stood when last looked at, not with a past moment of the ledger: what is taken in late may bear
an early capture time, and would never be news.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from reportedly.ledger import Ledger, moment
from reportedly.model import Event
from reportedly.publish._countries import region
from reportedly.publish._feeds import News, news_of
from reportedly.publish.hooks._store import HookStore, Seen
from reportedly.publish.hooks._values import Hook, Letter


class _Change(msgspec.Struct, frozen=True):
    """A change with what filters need of its event."""

    news: News
    event_type: str
    place: str


def collect(ledger: Ledger, store: HookStore, now: str) -> int:
    """Looks at the ledger and keeps a letter for every hook that a change concerns. Returns how many letters are new.

    The first look only remembers: nobody is told of what was there before. What leaves is coarse, and as late as a publish
    delay makes it. A delay that was set or made longer since the last look reaches back behind it: until it is over nothing
    is looked at, for what was told then is not gone.
    """
    latest, looked = ledger.publishable(), store.looked()
    if latest is not None and looked is not None and moment(latest) < moment(looked):
        return 0
    before, events = store.seen(), ledger.coarse().events(latest)
    after = {point.id: _seen(event, index) for event in events for index, point in enumerate(event.points)}
    letters = [] if before is None else _letters(store.hooks(), list(_changes(before, events, now)), now)
    return store.look(after, letters, latest or now)


def masked(ledger: Ledger) -> Callable[[str], str]:
    """What makes a letter's body fit to leave now: names that were marked as at risk since it was written are blanked."""
    return lambda body: msgspec.json.encode(ledger.protection.masks.value(msgspec.json.decode(body))).decode()


def _changes(before: Mapping[str, Seen], events: Iterable[Event], now: str) -> Iterator[_Change]:
    left = dict(before)
    for event in events:
        for index, point in enumerate(event.points):
            was = left.pop(point.id, None)
            if was is None or was.standing != point.standing:
                here = _seen(event, index)
                yield _Change(news_of(event, point, was.standing if was else None, point.standing), here.event_type, here.place)
    for gone in left.values():
        one = News(
            event=gone.event, point=gone.point, question=gone.question, title=gone.title, before=gone.standing, after=None,
            reasons=(), at=now, version=now,
        )  # fmt: skip
        yield _Change(one, gone.event_type, gone.place)


def _seen(event: Event, index: int) -> Seen:
    point, place = event.points[index], event.place
    names = (place.name, place.text, region(place)) if place else ()
    where = "\n".join((*names, f"={place.country}" if place and place.country else "")).casefold()
    told = news_of(event, point, None, point.standing)
    return Seen(point.id, event.id, event.title, told.question, point.standing, event.event_type, where)


def _letters(hooks: Iterable[Hook], changes: list[_Change], now: str) -> Iterator[Letter]:
    for hook in hooks:
        for change in changes:
            if not hook.paused and _wants(hook, change):
                yield _letter(hook, change.news, now)


def _wants(hook: Hook, change: _Change) -> bool:
    if hook.standing not in (None, change.news.before, change.news.after):
        return False
    if hook.event_type not in (None, change.event_type):
        return False
    if hook.place is None:
        return True
    place = hook.place.casefold()
    country = len(place) == 2 and change.place.endswith(f"={place}")
    return country or any(place in name for name in change.place.split("\n") if not name.startswith("="))


def _letter(hook: Hook, news: News, now: str) -> Letter:
    told = msgspec.to_builtins(news) | {"id": news.id}
    del told["version"]
    body = msgspec.json.encode({"type": "standing.changed", "timestamp": news.at, "data": told}).decode()
    key = hashlib.sha256(f"{hook.id}\n{news.id}".encode()).hexdigest()[:32]
    return Letter(id=f"msg_{key}", hook=hook.id, body=body, made_at=now)
