"""What an event is called: its type or word, and its place as the reports spell it."""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz import fuzz

from reportedly.linking._events import Cluster
from reportedly.linking._places import node
from reportedly.linking._text import key
from reportedly.linking._types import OTHER
from reportedly.model import Place, in_words

_NAME = re.compile(r"[A-Z][a-z'’]+(?:[ -](?:[A-Z][a-z'’]+|of|the|al|el|de|la|on))*")
_ALIKE = 70
"""Share in per cent that two spellings of one name have in common."""


def title(event_type: str, place: Place | None, cluster: Cluster) -> str:
    """`Armed clash, Tyotkino`."""
    words = in_words(event_type) if event_type != OTHER else _word(cluster)
    words = f"several events: {words}" if cluster.summary else words
    return f"{words[:1].upper()}{words[1:]}, {_called(place, cluster) if place else 'place unknown'}"


def _called(place: Place, cluster: Cluster) -> str:
    """The place's name; as most claims spell it where none spells it as the gazetteer does: Tyotkino for Tëtkino."""
    texts = (item.place.text.rstrip("'’") for item in cluster.items if item.place and node(item.place) == cluster.node)
    spelled = Counter(text for text in texts if _NAME.fullmatch(text) and fuzz.ratio(key(text), key(place.name)) >= _ALIKE)
    if not spelled or place.name in spelled:
        return place.name
    return min(spelled, key=lambda text: (-spelled[text], text))


def _word(cluster: Cluster) -> str:
    """What an event of no known type is called: the word that most of its claims use."""
    count = Counter(item.claim.trigger.text.lower() for item in cluster.items if item.claim.trigger)
    word = min(count, key=lambda one: (-count[one], one), default=None)
    return f"“{word}”" if word else in_words(OTHER)
