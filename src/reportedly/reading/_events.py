"""Event words with what belongs to them: whole phrases of actors and places, light verbs left out.

What the network marks becomes here what claims are made of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Entity
from reportedly.reading import _borders as borders
from reportedly.reading._decode import Predicate
from reportedly.reading._roles import Argument
from reportedly.reading._sentences import Span

SURE = 0.35
"""Mean probability below which an argument is left out: an empty field is better than a wrong one."""

_LIGHT = re.compile(r"(?:taken|took|takes|take|taking) place|occurred|occurs?|happened|happens?|ensued", re.I)
"""Says of a happening that it was one: no event of its own beside the noun that names it."""
_CARRIED = re.compile(r"carr(?:ied|ies|ying|y) out|conduct(?:ed|s|ing)?|perpetrat(?:ed|es|ing)|stag(?:ed|es|ing)", re.I)
"""Carries the noun behind it: "carried out the attack" is the attack."""
REPELLED = r"repell?(?:ed|ing)|repuls(?:ed|ing)|fend(?:ed|ing) off|beat(?:en|ing)? (?:back|off)"
"""How one says that an attack was held off, as a pattern."""
_OF_REPELLED = re.compile(rf"\b({REPELLED})\s+(?:[\w'’-]+\s+){{0,3}}$", re.I)
_PARTICLE = re.compile(r"on|up|out|off|in|down|over|back|away|to|of|by|was|were|be|been|had|has|have|did|not", re.I)
"""What is left of a verb that was cut: the "up" of "blew himself up"."""
_OBJECT = 40
"""Characters before an attack in which it may be called repelled."""
_CLAUSE_END = re.compile(r"[.!?;:\n]")
_OF_A_PLACE = re.compile(r"(?:the )?(?:village|town|city|settlement|district|region|island|port|hamlet) of $", re.I)
_BORDERS = {"AG": borders.phrase, "TG": borders.phrase, "PL": borders.place}


def whole(events: Sequence[Predicate], text: str, entities: Sequence[Entity]) -> list[Predicate]:
    """The same events with the phrases of actors and places whole; what is no more than an article goes."""
    found = []
    for event in events:
        if _PARTICLE.fullmatch(text, event.start, event.end) or _says_no_more(event, events, text):
            continue
        arguments: list[Argument] = []
        for a in _of_one_place(event.arguments, text):
            border = _BORDERS.get(a.role)
            span = border(text, a.start, a.end, entities) if border else (a.start, a.end)
            if span is not None and (a.role, *span) not in {(b.role, b.start, b.end) for b in arguments}:
                arguments.append(msgspec.structs.replace(a, start=span[0], end=span[1]))
        found.append(
            msgspec.structs.replace(event, arguments=tuple(_widest(_where_it_hit(event, events, arguments, text, entities))))
        )
    return found


def _says_no_more(event: Predicate, events: Sequence[Predicate], text: str) -> bool:
    """Whether it is one with the event beside it: "the attack took place", "carried out the attack", "repelled an attack"."""
    if _LIGHT.fullmatch(text, event.start, event.end):
        return any(_same_clause(text, e, event) for e in events if e is not event)
    if _CARRIED.fullmatch(text, event.start, event.end):
        return any(_same_clause(text, event, e) for e in events if e is not event)
    held = _OF_REPELLED.search(text, max(0, event.start - _OBJECT), event.start)
    return held is not None and any(e.start <= held.start(1) < e.end for e in events if e is not event)


def _where_it_hit(
    event: Predicate, events: Sequence[Predicate], arguments: list[Argument], text: str, entities: Sequence[Entity]
) -> list[Argument]:
    """A place that is entered or hit is where it happened; a place beyond another event's word is that event's."""
    names = {(e.start, e.end) for e in entities if e.label == "LOC"}
    hit = [
        a
        for a in arguments
        if a.role == "TG" and any(end == a.end and (s == a.start or _OF_A_PLACE.match(text, a.start, s)) for s, end in names)
    ]
    if not hit:
        return arguments

    def beyond(a: Argument) -> bool:
        low, high = min(event.end, a.end), max(event.start, a.start)
        return any(low <= e.start < high for e in events if e.start != event.start)

    kept = [a for a in arguments if a.role != "PL" or not beyond(a)]
    places = [(a.start, a.end) for a in kept if a.role == "PL"]
    return kept + [msgspec.structs.replace(a, role="PL") for a in hit if (a.start, a.end) not in places]


def _widest(arguments: Sequence[Argument]) -> list[Argument]:
    """Without places that stand inside another place of the same event."""

    def inside(a: Argument) -> bool:
        return a.role == "PL" and any(b.role == "PL" and b is not a and b.start <= a.start and a.end <= b.end for b in arguments)

    return [a for a in arguments if not inside(a)]


def _of_one_place(arguments: Sequence[Argument], text: str) -> list[Argument]:
    """ "the city" and "Wad Madani" in "the city of Wad Madani" are one place."""
    joined: list[Argument] = []
    for a in sorted(arguments, key=lambda a: (a.role, a.start)):
        before = joined[-1] if joined else None
        if before and a.role == before.role == "PL" and text[before.end : a.start] == " of ":
            joined[-1] = msgspec.structs.replace(before, end=a.end, score=max(a.score, before.score))
        else:
            joined.append(a)
    return joined


def _same_clause(text: str, earlier: Predicate, event: Predicate) -> bool:
    return 0 <= event.start - earlier.end < 60 and not _CLAUSE_END.search(text, earlier.end, event.start)


def place_spans(events: Sequence[Predicate]) -> list[Span]:
    """The place mentions of all claims, in order: they are resolved together, since they explain each other."""
    return sorted({(a.start, a.end) for e in events for a in e.arguments if a.role == "PL" and a.score >= SURE})
