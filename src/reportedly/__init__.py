"""reportedly: the ledger of who said what happened.

import reportedly

reading = reportedly.read("article.html")          # statements and claims of one document
ledger = reportedly.open_ledger("desk.db")         # the append-only store
for event in ledger.events():
    print(event.title, [point.standing for point in event.points])
reportedly.frame(ledger.claims())                  # the same as a table

What `__all__` names here, in `reportedly.model` and in `reportedly.ledger` is the public interface (docs/stability.md).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly._facade import open_ledger, read
    from reportedly.ledger import Ledger, LedgerClaim
    from reportedly.model import Claim, Event, Origin, Point, Reading, Revision, Statement
    from reportedly.model.errors import ReportedlyError
    from reportedly.publish import brief, frame
    from reportedly.reading import Reader, default_reader

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "Event",
    "Ledger",
    "LedgerClaim",
    "Origin",
    "Point",
    "Reader",
    "Reading",
    "ReportedlyError",
    "Revision",
    "Statement",
    "__version__",
    "brief",
    "default_reader",
    "frame",
    "open_ledger",
    "read",
]

# Imports wait until they are used: `reportedly --help` must answer at once.
_HOMES = {
    "reportedly._facade": ("open_ledger", "read"),
    "reportedly.ledger": ("Ledger", "LedgerClaim"),
    "reportedly.model": ("Claim", "Event", "Origin", "Point", "Reading", "Revision", "Statement"),
    "reportedly.model.errors": ("ReportedlyError",),
    "reportedly.publish": ("brief", "frame"),
    "reportedly.reading": ("Reader", "default_reader"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'reportedly' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
