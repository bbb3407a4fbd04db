"""Spans asked by what stands inside them; the time of an answer does not grow with the length of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

Owned = tuple[int, int, int]
"""Start, end and the number of the owner."""


class Around:
    """Spans by size in powers of two: one that covers the whole text makes no look-up among the short ones longer."""

    def __init__(self, spans: Iterable[Owned]) -> None:
        sizes: dict[int, list[Owned]] = {}
        for span in sorted(spans):
            sizes.setdefault((span[1] - span[0]).bit_length(), []).append(span)
        self._sizes = sorted(sizes.items())

    def shortest(self, start: int, end: int, fits: Callable[[int], bool] = lambda owner: True) -> int | None:
        """The owner of the shortest span around start..end whose owner `fits`; the first owner of equals."""
        for size, spans in self._sizes:
            # Every span here is shorter than 1 << size: what begins earlier ends before `start`.
            near = spans[bisect_left(spans, (start - (1 << size), 0, 0)) : bisect_left(spans, (start + 1, 0, 0))]
            around = [(b - a, owner) for a, b, owner in near if end <= b and fits(owner)]
            if around:
                return min(around)[1]
        return None
