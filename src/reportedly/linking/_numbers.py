"""Numbers as ranges: what they say in words, whether two can both hold, and when one only came later."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from reportedly.linking._item import Item
from reportedly.linking._text import key
from reportedly.model import Quantity

GROWS_AFTER = timedelta(hours=3)
"""A higher count this much later than a lower one is taken as newer, not as contradicting it."""

_ONE = """civilian officer fighter militant rebel protester demonstrator worker villager passenger resident student drone missile
    rocket house building vehicle tank soldier""".split()
_MANY = {one: f"{one}s" for one in _ONE} | {
    **dict.fromkeys(("serviceman", "servicemen", "servicemember", "servicemembers", "troops"), "soldiers"),
    **dict.fromkeys(("policeman", "policemen"), "police"),
    "man": "men",
    "woman": "women",
    "child": "children",
}
"""Nouns for one, and other words for the same, as the noun for many."""

_ANYBODY = frozenset("people persons person dead victims others them bodies body fatalities deaths".split())


class Figure(msgspec.Struct, frozen=True, eq=False):
    """A number of one item."""

    item: Item
    quantity: Quantity

    @property
    def low(self) -> int:
        return self.quantity.low if self.quantity.low is not None else 0

    @property
    def high(self) -> float:
        return self.quantity.high if self.quantity.high is not None else float("inf")


def scope(quantity: Quantity) -> str:
    """What is counted, one as many; people in general are the widest scope, the empty string."""
    of = key(quantity.of or "")
    before, _, noun = of.rpartition("-")
    noun = _MANY.get(noun, noun)
    return "" if of in _ANYBODY else f"{before}-{noun}".strip("-")


def value(quantity: Quantity) -> str:
    """`3`, `at least 3`, `at most 5`, `3–5`, with what is counted."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        number = quantity.text
    elif high is None:
        number = f"at least {low}"
    elif low is None:
        number = f"at most {high}"
    else:
        number = str(low) if low == high else f"{low}–{high}"
    return f"{number} {quantity.of}" if quantity.of and scope(quantity) else number


def compatible(a: Figure, b: Figure) -> bool:
    """Whether both ranges can hold at one moment."""
    return a.low <= b.high and b.low <= a.high


def grown(a: Figure, b: Figure) -> bool:
    """Whether the higher of two incompatible counts was said so much later that the count may have grown."""
    lower, higher = (a, b) if a.high < b.low else (b, a)
    return higher.item.said_at - lower.item.said_at >= GROWS_AFTER
