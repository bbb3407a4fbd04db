"""Newsroom time expressions ("overnight", "on Monday", "12 March") to ISO intervals, seen from publication. Pure."""

from reportedly.reading.times._resolve import resolve

__all__ = ["resolve"]
