"""From observed revisions to events."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.model import Event, Judgement, Observed


def link(observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
    """All events that the observed revisions speak of, in a stable order, whatever the order of `observed`."""
    raise NotImplementedError
