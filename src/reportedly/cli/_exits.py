"""The exit codes of every command."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the shell is told."""

    OK = 0
    """All was done."""
    FAILED = 1
    """Some inputs could not be taken in, or verification found a fault; the rest was done."""
    USAGE = 2
    """The command was not understood; nothing was done."""
    LEDGER = 3
    """The ledger could not do what was asked: missing, busy, damaged, full, or no such event."""
    ERROR = 4
    """Another error of the package: no reader, a malformed pack, an export that cannot be written."""
    INTERRUPTED = 130
    """Stopped with Ctrl-C; what was committed stays, running it again goes on from there."""
    PIPE = 141
    """Whoever read the output closed it."""
