"""How far two annotators of the same passages agree: `python -m training.agreement [--show] FIRST... -- SECOND...`.

With --show, what only one of them has, passage by passage: the list that is gone through to settle them.
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


def differences(first: Passage, second: Passage) -> Iterable[str]:
    """Lines, `-` what only the first has and `+` what only the second has: statements and claims as words."""
    for listed in (_statements, _claims):
        old, new = listed(first), listed(second)
        yield from (f"  {sign} {line}" for key, line, sign in sorted([*_only(old, new, "-"), *_only(new, old, "+")]))


def _only(these: dict[Key, str], those: dict[Key, str], sign: str) -> list[tuple[Key, str, str]]:
    return [(key, line, sign) for key, line in these.items() if those.get(key) != line]


def _statements(p: Passage) -> dict[Key, str]:
    return {
        (s.cue[0],): f"S {_words(p, s.source)} | Q {_words(p, s.cue)} | C {_words(p, s.content)}{' | negated' * s.negated}"
        for s in p.statements
    }


def _claims(p: Passage) -> dict[Key, str]:
    return {
        (
            c.event[0],
        ): f"E {_words(p, c.event)} | AG {_words(p, c.agents)} | TG {_words(p, c.targets)} | PL {_words(p, c.places)} | "
        f"{c.event_type} {c.polarity} {c.certainty} {c.modality}"
        for c in p.claims
    }


def _words(p: Passage, spans: Iterable[tuple[int, int]]) -> str:
    return " ... ".join(" ".join(p.text[a:b].split()) for a, b in spans) or "-"


def main() -> None:
    if "--" not in sys.argv:
        sys.exit(__doc__)
    show = "--show" in sys.argv[:2]
    cut = sys.argv.index("--")
    first, second = (load(*map(Path, names)) for names in (sys.argv[1 + show : cut], sys.argv[cut + 1 :]))
    if show:
        others = {p.id: p for p in second}
        for passage in first:
            if passage.id in others and (lines := list(differences(passage, others[passage.id]))):
                print(f"{passage.id}\n" + "\n".join(lines))
        return
    for name, value in agreement(first, second).items():
        print(f"{name:36} {value:6.1f}")


if __name__ == "__main__":
    main()
