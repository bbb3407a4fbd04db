"""reportedly: the ledger of who said what happened.

import reportedly

reading = reportedly.read("article.html")          # statements and claims of one document
ledger = reportedly.open_ledger("desk.db")         # the append-only store
for event in ledger.events():
    print(event.title, [point.standing for point in event.points])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly._facade import open_ledger, read
    from reportedly.model.errors import ReportedlyError

__version__ = "0.1.0"

__all__ = ["ReportedlyError", "__version__", "open_ledger", "read"]

# Imports wait until they are used: `reportedly --help` must answer at once.
_HOMES = {"open_ledger": "reportedly._facade", "read": "reportedly._facade", "ReportedlyError": "reportedly.model.errors"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'reportedly' has no attribute {name!r}")
