"""Who denied words say did it: `it had attacked`, `that the Southern Command had bombed the town`."""

from __future__ import annotations

import re

from reportedly.linking._items import Item
from reportedly.linking._text import OWN_SIDE, is_named

_DOING = (
    r"\s+(?:has\s+|had\s+|have\s+|did\s+|was\s+)"
    r"(?!been\b(?!\s+(?:involved|behind|responsible|part))|happened\b|occurred\b|true\b|fallen\b|lost\b|died\b|suffered\b)"
)
_ITSELF = re.compile(rf"^\W*(?:that\s+)?(?:we|our\s+\w+|its\s+\w+|it){_DOING}", re.IGNORECASE)
_NAMED = re.compile(
    rf"^\W*(?:[Tt]hat\s+)?(?:[Tt]he\s+)?(?P<name>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*(?:\s+[a-z]+){{0,2}}?){_DOING}"
)


def is_itself(item: Item) -> bool:
    """Whether the denied words begin with the speaker: `it had attacked`, `we did not shell it`; not `it had been quiet`."""
    return bool(_ITSELF.match(_denied_words(item)))


def subject(item: Item) -> str | None:
    """The name that the denied words begin with, as who did it; None when another word does, or the claim names an agent."""
    if any(actor.role == "agent" for actor in item.claim.actors):
        return None
    found = _NAMED.match(_denied_words(item))
    return found["name"] if found else None


def denies_itself(item: Item) -> bool:
    """Whether who denies it denies to have done it, by the words alone: as their agent, or as what they begin with."""
    agents = [actor for actor in item.claim.actors if actor.role == "agent"]
    if any(actor.name in item.saying.names or actor.text.lower().startswith(OWN_SIDE) for actor in agents):
        return True
    statement = item.saying.statement
    source = statement.source.text if statement and statement.source else ""
    names = [actor.text.removeprefix("the ").removeprefix("The ") for actor in agents]
    if any(one in source and is_named(one) for one in names):
        return True
    name = subject(item)
    return is_itself(item) or (name is not None and (name in source or name in item.saying.names))


def _denied_words(item: Item) -> str:
    statement = item.saying.statement
    if item.polarity != "denied" or item.saying.voice != "speaker" or statement is None or not statement.content:
        return ""
    return statement.content[0].text
