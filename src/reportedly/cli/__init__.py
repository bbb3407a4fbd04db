"""The command line: `reportedly`. Data goes to standard output, everything else to standard error (docs: `_exits`)."""

from reportedly.cli._main import main

__all__ = ["main"]
