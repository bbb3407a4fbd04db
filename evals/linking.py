"""Linking on stories marked by hand: events, origins, contradictions, standings.

The stories were written by who wrote the rules, and some rules were mended on them (only dam-breach was scored once, after):
they hold the rules in place, and say nothing of how well linking does on stories of others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from evals._harness import Score, f1, fingerprint, interval
from evals._stories import Story, paths, stories
from reportedly.linking import link
from reportedly.model import Event

INDEPENDENT = ("corroborated", "agreed across parties")
MISSING = "missing"


@dataclass(frozen=True)
class Outcome:
    """One story linked: cluster labels of every marked claim, gold and found; standings by (event, question)."""

    events: tuple[tuple[Hashable, Hashable, Hashable], ...]
    origins: tuple[tuple[Hashable, Hashable, Hashable], ...]
    counts: tuple[tuple[int, int], ...]
    standings: tuple[tuple[str, str, str], ...]


def run() -> list[Score]:
    outcomes = [outcome(story) for story in stories()]
    data = fingerprint(*paths())

    def score(metric: str, measure: Callable[[Sequence[Outcome]], float], goal: float, less: bool = False) -> Score:
        low, high = interval(outcomes, measure)
        return Score("linking", metric, measure(outcomes), low, high, goal, data, less)

    return [
        score("events B³ F1", lambda found: b_cubed([row for one in found for row in one.events]), 95),
        score("origins B³ F1", lambda found: b_cubed([row for one in found for row in one.origins]), 90),
        score("origin counts exact", lambda found: share([a == b for one in found for a, b in one.counts]), 90),
        score("contradictions F1", contradictions, 85),
        score("standings right", lambda found: share([a == b for one in found for _, a, b in one.standings]), 90),
        score("repeats counted as confirmations", repeats, 0, less=True),
    ]


def outcome(story: Story) -> Outcome:
    """Links a story and lays what was found beside what was marked."""
    events = link(story.observed, (), story)
    by_id = {event.id: event for event in events}
    found = {(claim, event.id): origins for event in events for claim, origins in _origins(event).items()}
    label = _labels(story, list(found))
    marked = sorted((claim, event, origin) for claim, pairs in story.gold.items() for event, origin in pairs)
    event_rows, origin_rows = [], []
    for claim, event, origin in marked:
        own = label.get(event, "")
        other = next((id_ for c, id_ in found if c == claim), f"none {claim}")
        held = own if (claim, own) in found else other
        item = (story.name, claim, event)
        event_rows.append((item, (story.name, event), (story.name, held)))
        origin_rows.append((item, (story.name, event, origin), (story.name, held, found.get((claim, held), claim))))
    golden = {event: len({o for _, e, o in marked if e == event}) for _, event, _ in marked}
    counts = [(golden[event], by_id[label[event]].counts.origins if event in label else 0) for event in sorted(golden)]
    stands = [
        (f"{story.name}: {event}, {question}", standing, _standing(by_id.get(label.get(event, "")), question))
        for (event, question), standing in sorted(story.standings.items())
    ]
    return Outcome(tuple(event_rows), tuple(origin_rows), tuple(counts), tuple(stands))


def _standing(event: Event | None, question: str) -> str:
    return next((p.standing for p in event.points if p.question == question), MISSING) if event else MISSING


def _origins(event: Event) -> dict[str, frozenset[str]]:
    """The origins of each claim."""
    found: dict[str, set[str]] = {}
    for origin in event.origins:
        for claim in origin.claims:
            found.setdefault(claim, set()).add(origin.id)
    return {claim: frozenset(ids) for claim, ids in found.items()}


def _labels(story: Story, found: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For every marked event the found one that shares most claims with it; each found one is used once."""
    shared = Counter((event, id_) for claim, id_ in found for event, _ in story.gold.get(claim, ()))
    label: dict[str, str] = {}
    for (event, id_), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if event not in label and id_ not in label.values():
            label[event] = id_
    return label


def b_cubed(rows: Sequence[tuple[Hashable, Hashable, Hashable]]) -> float:
    """B³ F1 of (item, gold cluster, found cluster), in percent."""
    gold, found = Counter(g for _, g, _ in rows), Counter(f for _, _, f in rows)
    both = Counter((g, f) for _, g, f in rows)
    if not rows:
        return 100.0
    precision = sum(both[g, f] / found[f] for _, g, f in rows)
    recall = sum(both[g, f] / gold[g] for _, g, f in rows)
    return 200.0 * precision * recall / (precision + recall) / len(rows)


def share(right: Sequence[bool]) -> float:
    return 100.0 * sum(right) / len(right) if right else 100.0


def contradictions(found: Sequence[Outcome]) -> float:
    pairs = [(a == "contested", b == "contested") for one in found for _, a, b in one.standings]
    return f1(sum(a and b for a, b in pairs), sum(b for _, b in pairs), sum(a for a, _ in pairs))


def repeats(found: Sequence[Outcome]) -> float:
    """Points held to rest on independent origins that do not."""
    return float(sum(b in INDEPENDENT and a not in (*INDEPENDENT, "contested") for one in found for _, a, b in one.standings))
