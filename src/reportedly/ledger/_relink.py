"""The views across reports: events and what their points answer. Linking decides, the ledger stores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reportedly.ledger import _log
from reportedly.ledger import _schema as t
from reportedly.ledger._events import Events, standings
from reportedly.ledger._observed import judgements, observed, observed_query
from reportedly.ledger.values import Moved, State
from reportedly.model import Event, Judgement, Observed

if TYPE_CHECKING:
    from reportedly.ledger._blockwise import Blockwise

Linker = Callable[[Iterable[Observed], Iterable[Judgement]], tuple[Event, ...]]
"""Links all at once; one that is a `reportedly.linking.Linking` also block by block."""

_LINKED = "linked"

__all__ = [
    "Linker",
    "Relinking",
    "behind",
    "default_linker",
    "judgements",
    "note_linked",
    "observed",
    "observed_query",
    "standings",
    "state",
]


def default_linker() -> Linker:
    """The linking that ships with the package, with the parties of all packs: the shipped ones and the user's."""
    from reportedly.linking import Linking
    from reportedly.packs import default_registry

    return Linking(default_registry())


class Relinking:
    """Keeps the events in step with the log: block by block where the linker can, else all at once."""

    def __init__(self, linker: Linker) -> None:
        self.linker = linker
        self._blockwise: Blockwise | None = None

    def run(self, conn: sa.Connection) -> tuple[Moved, ...]:
        """Derives again what depends on entries logged since the last time. Returns what became of ids that are gone.

        The caller logs that, then calls `note_linked`.
        """
        blockwise = self._by_block()
        if blockwise is not None:
            return tuple(blockwise.run(conn, _linked(conn)).moved())
        events = Events(conn)
        events.replace_all(self.linker(observed(conn), judgements(conn)))
        return tuple(events.moved())

    def _by_block(self) -> Blockwise | None:
        from reportedly.linking import Linking

        if self._blockwise is None and isinstance(self.linker, Linking):
            from reportedly.ledger._blockwise import Blockwise

            self._blockwise = Blockwise(self.linker)
        return self._blockwise


def note_linked(conn: sa.Connection) -> None:
    """Notes that the events are derived from all entries there are."""
    conn.execute(sa.delete(t.state).where(t.state.c.name == _LINKED))
    conn.execute(sa.insert(t.state), {"name": _LINKED, "size": _log.size(conn)})


def behind(conn: sa.Connection) -> int:
    """How many entries were logged since the events were last derived."""
    return _log.size(conn) - _linked(conn)


def state(conn: sa.Connection) -> State:
    """How long the log is, how far the events are behind it, and when its last entry was made."""
    last = conn.execute(sa.select(t.checkpoints.c.at).order_by(t.checkpoints.c.size.desc()).limit(1)).scalar()
    return State(entries=_log.size(conn), behind=behind(conn), last_entry=last)


def _linked(conn: sa.Connection) -> int:
    return conn.execute(sa.select(t.state.c.size).where(t.state.c.name == _LINKED)).scalar() or 0
