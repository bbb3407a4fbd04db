"""How far two annotators of the same passages agree: `python -m training.agreement FIRST... -- SECOND...`.

F1 of one against the other, role by role; attributes on what both marked. This is the ceiling beside the reader's scores.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from training.markup import Passage, load

Key = tuple[object, ...]


def agreement(first: Iterable[Passage], second: Iterable[Passage]) -> dict[str, float]:
    """Percentages by measure over the passages that both have with the same text."""
    others = {p.id: p for p in second}
    pairs = [(p, others[p.id]) for p in first if p.id in others]
    different = [p.id for p, q in pairs if p.text != q.text]
    if different:
        raise ValueError(f"the text differs in {', '.join(different)}")
    found = {"passages": float(len(pairs))}
    for name, keys in SPANS.items():
        found[name] = _f1([(keys(p), keys(q)) for p, q in pairs])
    for name in ("polarity", "certainty", "modality", "event_type"):
        found[f"{name}, events both marked"] = _same(pairs, name)
    return found


def _f1(pairs: list[tuple[set[Key], set[Key]]]) -> float:
    common = sum(len(a & b) for a, b in pairs)
    total = sum(len(a) + len(b) for a, b in pairs)
    return round(200 * common / total, 1) if total else 100.0


def _same(pairs: list[tuple[Passage, Passage]], name: str) -> float:
    """Share of equal labels on events whose first words overlap."""
    both = [
        (getattr(c, name), getattr(d, name))
        for p, q in pairs
        for c in p.claims
        for d in q.claims
        if c.event[0][0] < d.event[0][1] and d.event[0][0] < c.event[0][1]
    ]
    return round(100 * sum(a == b for a, b in both) / len(both), 1) if both else 100.0


def _tokens(role: str) -> Callable[[Passage], set[Key]]:
    return lambda p: {(i,) for s in p.statements for a, b in getattr(s, role) for i in range(a, b)}


SPANS: dict[str, Callable[[Passage], set[Key]]] = {
    "all three exact": lambda p: {(s.source[:1], s.cue[:1], s.content) for s in p.statements},
    "cue exact": lambda p: {s.cue[:1] for s in p.statements},
    "source exact": lambda p: {s.source for s in p.statements if s.source},
    "content exact": lambda p: {s.content for s in p.statements},
    "source characters": _tokens("source"),
    "cue characters": _tokens("cue"),
    "content characters": _tokens("content"),
    "agentless": lambda p: {s.cue[:1] for s in p.statements if not s.source},
    "negated": lambda p: {s.cue[:1] for s in p.statements if s.negated},
    "event words": lambda p: {c.event[:1] for c in p.claims},
    "agents": lambda p: {(c.event[:1], span) for c in p.claims for span in c.agents},
    "targets": lambda p: {(c.event[:1], span) for c in p.claims for span in c.targets},
    "quantities": lambda p: {(q.span, q.low, q.high) for q in p.quantities},
    "times": lambda p: {(t.span, t.first, t.last) for t in p.times},
    "entities": lambda p: set(p.entities),
}


def main() -> None:
    if "--" not in sys.argv:
        sys.exit(__doc__)
    cut = sys.argv.index("--")
    first, second = (load(*map(Path, names)) for names in (sys.argv[1:cut], sys.argv[cut + 1 :]))
    for name, value in agreement(first, second).items():
        print(f"{name:36} {value:6.1f}")


if __name__ == "__main__":
    main()
