"""Numbers as claimed: "at least 12" -> 12.., "dozens" -> 24.. The vague words follow a published, versioned table."""

from reportedly.reading.quantities._counted import counted, fitting
from reportedly.reading.quantities._interval import interval
from reportedly.reading.quantities._vague import DEFAULT_TABLE, Interval, tables
from reportedly.reading.quantities._words import digits

__all__ = ["DEFAULT_TABLE", "Interval", "counted", "digits", "fitting", "interval", "tables"]
