"""On which side a claim stands: as linking counts it, which knows what the words around a claim do to it."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.model import Event, Polarity


def sides(events: Iterable[Event]) -> dict[str, Polarity]:
    """By claim id, whether it asserts or denies that the events happened; a claim that denies one of them denies."""
    found: dict[str, Polarity] = {}
    for event in events:
        for answer in (answer for point in event.points if point.question == "happened" for answer in point.answers):
            for claim in answer.claims:
                if found.get(claim) != "denied":
                    found[claim] = answer.polarity
    return found
