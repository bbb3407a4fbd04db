"""What of an answer counts: items whose schema holds and whose every word stands in the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeVar

import msgspec

from reportedly.model import Entity
from reportedly.reading._decode import Predicate
from reportedly.reading._roles import Argument
from reportedly.reading._sentences import Span
from reportedly.reading.llm._scheme import Answer, Happened, Name, Said, item

T = TypeVar("T")
M = TypeVar("M")

_SURE = 1.0
_MOST_NAMED = 200
"""Places of one name that are taken in a piece of text."""


class Dropped(msgspec.Struct, frozen=True):
    """How many items an answer had, and how many were dropped: not as asked, or with words that the text does not have."""

    given: int = 0
    malformed: int = 0
    absent: int = 0

    def __add__(self, other: Dropped) -> Dropped:
        return Dropped(self.given + other.given, self.malformed + other.malformed, self.absent + other.absent)


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """What counts of one answer, as marks in the text."""

    cues: tuple[Predicate, ...] = ()
    events: tuple[Predicate, ...] = ()
    entities: tuple[Entity, ...] = ()
    dropped: Dropped = Dropped()


class _Absent(Exception):
    """Words that are not in the text."""


def accepted(answer: Answer, text: str, piece: Span) -> Accepted:
    """What counts of an answer about the piece `text[start:end]`."""
    cues, lost_cues = _kept(answer.statements, Said, lambda one: [_cue(one, text, piece)])
    events, lost_events = _kept(answer.claims, Happened, lambda one: [_event(one, text, piece)])
    names, lost_names = _kept(answer.names, Name, lambda one: _named(one, text, piece))
    return Accepted(
        cues=_once(cues), events=_once(events), entities=tuple(apart(names)), dropped=lost_cues + lost_events + lost_names
    )


def apart(entities: Iterable[Entity]) -> list[Entity]:
    """In order of the text; of those that overlap the longest."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (one.start - one.end, one.start, one.label)):
        if all(entity.end <= other.start or other.end <= entity.start for other in kept):
            kept.append(entity)
    return sorted(kept, key=lambda one: one.start)


def _kept(raws: Sequence[msgspec.Raw], kind: type[T], make: Callable[[T], list[M]]) -> tuple[list[M], Dropped]:
    kept: list[M] = []
    malformed = absent = 0
    for raw in raws:
        one = item(raw, kind)
        if one is None:
            malformed += 1
            continue
        try:
            kept += make(one)
        except _Absent:
            absent += 1
    return kept, Dropped(len(raws), malformed, absent)


def _cue(one: Said, text: str, piece: Span) -> Predicate:
    passage = _passage(one.passage, text, piece)
    cue = _find(one.cue, text, passage, passage[0])
    roles = [("C", words) for words in one.content]
    roles += [(role, words) for role, words in (("S", one.source), ("M", one.medium), ("A", one.addressee)) if words]
    arguments = tuple(Argument(role, *_find(words, text, passage, cue[0]), _SURE) for role, words in roles)
    return Predicate(*cue, arguments, {"negated": "yes" if one.negated else "no"}, 0.0)


def _event(one: Happened, text: str, piece: Span) -> Predicate:
    passage = _passage(one.passage, text, piece)
    event = _find(one.event, text, passage, passage[0])
    lists = (("AG", one.agents), ("TG", one.targets), ("PL", one.places), ("H", one.hedges), ("V", one.evidence))
    roles = [(role, words) for role, found in lists for words in found] + ([("D", one.time)] if one.time else [])
    arguments = [Argument(role, *_find(words, text, passage, event[0]), _SURE) for role, words in roles]
    arguments += [Argument("N", *_find(n.words, text, passage, event[0]), _SURE, n.kind) for n in one.numbers]
    attributes = {name: getattr(one, name) for name in ("event_type", "polarity", "certainty", "modality")}
    return Predicate(*event, tuple(arguments), attributes, 0.0)


def _named(one: Name, text: str, piece: Span) -> list[Entity]:
    found = list(islice(_all(one.words, text, piece), _MOST_NAMED))
    if not found:
        raise _Absent(one.words)
    return [Entity(text[a:b], a, b, one.label) for a, b in found]


def _passage(words: str, text: str, piece: Span) -> Span:
    """Where a passage stands: anywhere in the piece, not only at a word's border."""
    start = text.find(words.strip(), *piece) if words.strip() else -1
    if start < 0:
        raise _Absent(words)
    return start, start + len(words.strip())


def _find(words: str, text: str, inside: Span, near: int) -> Span:
    """Where the words stand inside a span as whole words; the nearest to a position, when they stand there several times."""
    found = list(islice(_all(words, text, inside), _MOST_NAMED))
    if not found:
        raise _Absent(words)
    return min(found, key=lambda span: (abs(span[0] - near), span))


def _all(words: str, text: str, inside: Span) -> Iterable[Span]:
    bare = words.strip()
    if not bare:
        return ()
    pattern = re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)" if bare[0].isalnum() and bare[-1].isalnum() else re.escape(bare))
    return (match.span() for match in pattern.finditer(text, *inside))


def _once(predicates: Iterable[Predicate]) -> tuple[Predicate, ...]:
    """One a span: a model may repeat itself."""
    return tuple({(one.start, one.end): one for one in predicates}.values())
