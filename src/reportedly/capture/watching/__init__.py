"""Watching: sources asked by schedule, with a memory that survives restarts."""

from reportedly.capture.watching._settle import Happening
from reportedly.capture.watching._sources import Source, Sources, read_sources
from reportedly.capture.watching._state import Pending, State
from reportedly.capture.watching._watch import Desk, Watch, visitor_of

__all__ = ["Desk", "Happening", "Pending", "Source", "Sources", "State", "Watch", "read_sources", "visitor_of"]
