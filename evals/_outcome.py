"""One story linked, laid beside what was marked in it: clusters, counts, standings, revisions, and the figures over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from evals._harness import f1
from evals._stories import KINDS, Story
from reportedly.linking import link
from reportedly.model import Event

INDEPENDENT = ("corroborated", "agreed across parties")
MISSING = "missing"

Row = tuple[Hashable, Hashable, Hashable]
"""An item, its gold cluster, its found cluster."""


@dataclass(frozen=True)
class Outcome:
    """`found` tells for every mark whether a claim was found there; `counts` are origins of an event, gold and found.

    `standings` are (which point, gold, found); `loose` the events, marked or not, that stand on independent origins though
    none of the events their claims are marked for does.
    """

    found: tuple[bool, ...]
    events: tuple[Row, ...]
    origins: tuple[Row, ...]
    counts: tuple[tuple[int, int], ...]
    standings: tuple[tuple[str, str, str], ...]
    revisions: tuple[int, int, int]
    loose: tuple[str, ...]


def outcome(story: Story) -> Outcome:
    """Links a story and lays what was found beside what was marked."""
    events = link(story.observed, (), story)
    by_id = {event.id: event for event in events}
    held = _held(story, events)
    label = _labels(story, held)
    event_rows: list[Row] = []
    origin_rows: list[Row] = []
    for mark in story.marks:
        for event, origin in mark.pairs:
            item, mine = (story.name, mark.key, event), held[mark.key]
            own = label.get(event, "")
            where = own if own in mine else next(iter(sorted(mine)), f"none {mark.key}")
            event_rows.append((item, (story.name, event), (story.name, where)))
            origin_rows.append((item, (story.name, event, origin), (story.name, where, mine.get(where, frozenset({mark.key})))))
    golden = {event: len({o for m in story.marks for e, o in m.pairs if e == event}) for event in _events(story)}
    return Outcome(
        found=tuple(bool(mark.ids) for mark in story.marks if mark.pairs),
        events=tuple(event_rows),
        origins=tuple(origin_rows),
        counts=tuple((golden[e], by_id[label[e]].counts.origins if e in label else 0) for e in sorted(golden)),
        standings=tuple(
            (f"{story.name}: {event}, {question}", standing, _standing(by_id.get(label.get(event, "")), question))
            for (event, question), standing in sorted(story.standings.items())
        ),
        revisions=_revisions(story, by_id, label),
        loose=tuple(_loose(story, events, held)),
    )


def _events(story: Story) -> set[str]:
    return {event for mark in story.marks for event, _ in mark.pairs}


Held = dict[tuple[str, str, int], dict[str, frozenset[str]]]


def _held(story: Story, events: Sequence[Event]) -> Held:
    """For every mark the events its claims are in, each with the origins they lead to there."""
    by_claim: dict[str, dict[str, set[str]]] = {}
    for event in events:
        for origin in event.origins:
            for claim in origin.claims:
                by_claim.setdefault(claim, {}).setdefault(event.id, set()).add(origin.id)
    held: Held = {}
    for mark in story.marks:
        found: dict[str, set[str]] = {}
        for id_ in mark.ids:
            for event_id, origins in by_claim.get(id_, {}).items():
                found.setdefault(event_id, set()).update(origins)
        held[mark.key] = {event_id: frozenset(origins) for event_id, origins in found.items()}
    return held


def _labels(story: Story, held: Held) -> dict[str, str]:
    """For every marked event the found one that shares most marks with it; each found one is used once."""
    shared = Counter((event, id_) for mark in story.marks for event, _ in mark.pairs for id_ in held[mark.key])
    label: dict[str, str] = {}
    for (event, id_), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if event not in label and id_ not in label.values():
            label[event] = id_
    return label


def _standing(event: Event | None, question: str) -> str:
    return next((p.standing for p in event.points if p.question == question), MISSING) if event else MISSING


def _revisions(story: Story, by_id: dict[str, Event], label: dict[str, str]) -> tuple[int, int, int]:
    """Rows right, found and marked: what each edit of a report did to an event, and whether it was declared."""
    names = {id_: event for event, id_ in label.items()}
    found = {
        (names[id_], change.report, kind, change.declared)
        for id_, event in by_id.items()
        if id_ in names
        for change in event.revisions
        for kind in KINDS
        if getattr(change, kind)
    }
    return len(found & story.revisions), len(found), len(story.revisions)


def _loose(story: Story, events: Sequence[Event], held: Held) -> list[str]:
    independent = {event for (event, question), s in story.standings.items() if s in (*INDEPENDENT, "contested")}
    marked: dict[str, set[str]] = {}
    for mark in story.marks:
        for id_ in held[mark.key]:
            marked.setdefault(id_, set()).update(event for event, _ in mark.pairs)
    return [
        f"{story.name}: {event.title} ({', '.join(sorted(marked[event.id]))})"
        for event in events
        if marked.get(event.id) and _standing(event, "happened") in INDEPENDENT and not marked[event.id] & independent
    ]


def b_cubed(rows: Sequence[Row]) -> float:
    """B³ F1, in percent."""
    gold, found = Counter(g for _, g, _ in rows), Counter(f for _, _, f in rows)
    both = Counter((g, f) for _, g, f in rows)
    if not rows:
        return 100.0
    precision = sum(both[g, f] / found[f] for _, g, f in rows)
    recall = sum(both[g, f] / gold[g] for _, g, f in rows)
    return 200.0 * precision * recall / (precision + recall) / len(rows)


def share(right: Sequence[bool]) -> float:
    """How many of a hundred are right."""
    return 100.0 * sum(right) / len(right) if right else 100.0


def contradictions(found: Sequence[Outcome]) -> float:
    """F1 of `contested` over all marked points."""
    pairs = [(a == "contested", b == "contested") for one in found for _, a, b in one.standings]
    return f1(sum(a and b for a, b in pairs), sum(b for _, b in pairs), sum(a for a, _ in pairs))


def revisions(found: Sequence[Outcome]) -> float:
    """F1 of what edits did."""
    right, told, marked = (sum(one.revisions[i] for one in found) for i in range(3))
    return f1(right, told, marked) if told or marked else 100.0


def repeats(found: Sequence[Outcome]) -> float:
    """Points, and events without a marked point, held to rest on independent origins that do not."""
    wrong = sum(b in INDEPENDENT and a not in (*INDEPENDENT, "contested") for one in found for _, a, b in one.standings)
    return float(wrong + sum(len(one.loose) for one in found))
