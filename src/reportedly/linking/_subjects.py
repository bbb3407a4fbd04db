"""Whom words mean as doer or as hit: in denials without an agent, `it had attacked`; in a number with a name, `31 nurses`."""

from __future__ import annotations

import re

from reportedly.linking._item import Item
from reportedly.linking._text import OWN_SIDE, is_named
from reportedly.model import Actor

_DOING = (
    r"\s+(?:has\s+|had\s+|have\s+|did\s+|was\s+)"
    r"(?!been\b(?!\s+(?:involved|behind|responsible|part))|happened\b|occurred\b|true\b|fallen\b|lost\b|died\b|suffered\b)"
)
_ITSELF = re.compile(rf"^\W*(?:that\s+)?(?:we|our\s+\w+|its\s+\w+|it){_DOING}", re.IGNORECASE)
_NAMED = re.compile(
    rf"^\W*(?:[Tt]hat\s+)?(?:[Tt]he\s+)?(?P<name>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*(?:\s+[a-z]+){{0,2}}?){_DOING}"
)

_ARTICLE = 4
"""Characters that an article before a number takes."""
_OF_MANY = re.compile(r"^(?:\W+|(?:more|others?|further|additional|of|the|its|their|them|whom|those|these)\b)+", re.IGNORECASE)


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


def uncounted(actor: Actor, item: Item) -> str:
    """The actor's name without a number that it begins with: "at least 27 people" are "people", "31" is nobody."""
    name = actor.name.strip() or actor.text.strip()
    begun = [q.end for q in item.claim.quantities if actor.start <= q.start <= actor.start + _ARTICLE and q.end <= actor.end]
    return _OF_MANY.sub("", actor.text[max(begun) - actor.start :]).strip() if begun and name == actor.text.strip() else name
