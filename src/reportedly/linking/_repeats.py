"""Voices that only repeat: an ally's words or deeds told again, and outlets whose sources line says whom they have it from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from reportedly.linking._item import Item
from reportedly.linking._names import Names
from reportedly.linking._resolve import Derivation
from reportedly.linking._text import GRAM, shared, similarity

_ALIKE = 0.85
_REUSED = 0.5
_LONG = 8
"""Words that a sentence needs before having them in common says anything."""
_SOON = timedelta(hours=1)


def same_side(items: Sequence[Item], names: Names, present: Collection[str]) -> Iterator[tuple[str, Derivation]]:
    """Speakers whose every claim here repeats one ally who speaks itself: of what the ally did, or in the ally's words.

    A headquarters that says what its brigade did, after the brigade said so, is no second witness.
    """
    by_speaker: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for name in names.of(item.saying.names) if item.saying.voice == "speaker" else ():
            by_speaker[name].append(item)
    published = {names.outlet(item) for item in items if item.report.startswith("telegram:") and item.saying.voice == "own"}
    speaking = sorted({*present, *published})
    for name in sorted(by_speaker.keys() - published):
        party = names.party(name)
        allies = [one for one in speaking if party and one != name and names.party(one) == party]
        for ally in allies:
            theirs = by_speaker.get(ally, []) or [item for item in items if names.outlet(item) == ally]
            evidence = _repeats(by_speaker[name], theirs, ally, names)
            if evidence:
                yield (
                    name,
                    Derivation(f"s:{ally}", "text" if "words" in evidence else "attribution", 0.7, f"{evidence} ({party})"),
                )
                break


def _repeats(mine: Sequence[Item], theirs: Sequence[Item], ally: str, names: Names) -> str | None:
    told = [_told_of(item, ally, names) for item in mine]
    if all(told):
        return f"speaks of what {names.shown(ally)} did, which says so itself, of the same side"
    if all(deed or any(_in_words_of(item, other) for other in theirs) for item, deed in zip(mine, told, strict=True)):
        return f"in the words of {names.shown(ally)}, within an hour, of the same side"
    return None


def _told_of(item: Item, ally: str, names: Names) -> bool:
    """Whether the claim is about a deed of the ally, and of nobody else."""
    agents = [actor for actor in item.claim.actors if actor.role == "agent"]
    return bool(agents) and all(names.key(actor.name.strip() or actor.text.strip()) == ally for actor in agents)


def _in_words_of(item: Item, other: Item) -> bool:
    """Whether both say the same in the same words and medium, the other first."""
    if not timedelta(0) <= item.said_at - other.said_at <= _SOON or _medium(item) != _medium(other):
        return False
    if min(len(item.grams), len(other.grams)) < _LONG - GRAM + 1:
        return False
    return shared(item.grams, other.grams) >= _REUSED or similarity(item.claim.text, other.claim.text) >= _ALIKE


def _medium(item: Item) -> str | None:
    statement = item.saying.statement
    if statement is not None and statement.medium is not None:
        return statement.medium.kind
    return "telegram" if item.report.startswith("telegram:") else None


def sources_lines(by_report: Mapping[str, Sequence[Item]], names: Names) -> Iterator[tuple[str, Derivation]]:
    """Reports whose sources line names whom their story is from, each with the step to it."""
    for report, members in sorted(by_report.items()):
        for statement in members[0].told.observed.reading.statements:
            if statement.part != "sources" or statement.source is None or statement.negated:
                continue
            for name in statement.source.speakers or (statement.source.text,):
                if names.key(name) != names.outlet(members[0]):
                    yield report, Derivation(f"s:{names.key(name)}", "attribution", 0.6, f"sources line: {statement.source.text}")
