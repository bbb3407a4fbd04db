"""Events with the reports that carry them, looked up some events at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from reportedly.ledger.values import ReportSummary
from reportedly.model import Event

_EVENTS = 100
"""Events whose carriers are looked up at once."""

Named = Callable[[Iterable[str]], Mapping[str, ReportSummary]]


def with_carriers(events: Iterable[Event], named: Named) -> Iterator[tuple[Event, tuple[ReportSummary, ...]]]:
    """Each event with the reports that carry it, first captured first; a carrier that is not known is left out."""
    stream = iter(events)
    while some := list(islice(stream, _EVENTS)):
        known = named(dict.fromkeys(carrier for event in some for carrier in _carriers(event)))
        for event in some:
            found = (known[carrier] for carrier in dict.fromkeys(_carriers(event)) if carrier in known)
            yield event, tuple(sorted(found, key=lambda report: (report.first_captured, report.report)))


def _carriers(event: Event) -> Iterator[str]:
    return (carrier for origin in event.origins for carrier in origin.carriers)
