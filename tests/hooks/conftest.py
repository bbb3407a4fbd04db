"""The command line with the fakes of the other command tests."""

from tests.cli.conftest import run, stories

__all__ = ["run", "stories"]
