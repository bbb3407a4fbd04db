"""A hook, and a letter on its way to one."""

from __future__ import annotations

from typing import Literal

import msgspec

from reportedly.model import Standing

LetterState = Literal["waiting", "delivered", "dead"]


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants to be told of what. `internal`: its host was named as one that may be reached though it is not public.

    `paused`: nothing more is sent, since the address said that it is gone; `reportedly hooks add` makes a new one.
    """

    id: str
    url: str
    made_at: str
    place: str | None = None
    standing: Standing | None = None
    event_type: str | None = None
    internal: bool = False
    paused: bool = False


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One change for one hook. `id` is the same at every try, so that a receiver can tell that it has it already."""

    id: str
    hook: str
    body: str
    made_at: str
    state: LetterState = "waiting"
    attempts: int = 0
    next_at: float = 0.0
    error: str | None = None
