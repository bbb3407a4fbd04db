"""The unseen part of our own corpus: statements, their attributes and speakers; claims and their fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evals._harness import ROOT, Score, f1, fingerprint, interval
from evals._reading import read_text
from reportedly.model import Claim, Reading, Segment, Statement
from training.data import corpus_passages
from training.markup import MarkedClaim, MarkedStatement, Passage

FOLDER = ROOT / "training" / "corpus"
Span = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """A passage and what was read in it."""

    gold: Passage
    read: Reading

    def statements(self) -> list[tuple[MarkedStatement, Statement | None]]:
        """Each gold statement with the read one whose cue overlaps its own."""
        return [
            (g, next((s for s in self.read.statements if s.cue and overlaps((s.cue.start, s.cue.end), g.cue[0])), None))
            for g in self.gold.statements
        ]

    def claims(self) -> list[tuple[MarkedClaim, Claim | None]]:
        """Each gold claim with the read one whose event word overlaps."""
        return [
            (g, next((c for c in self.read.claims if c.trigger and overlaps((c.trigger.start, c.trigger.end), g.event[0])), None))
            for g in self.gold.claims
        ]


def run() -> list[Score]:
    _, unseen = corpus_passages(FOLDER)
    pairs = [Pair(p, _read(p)) for p in unseen]
    data = fingerprint(*sorted(FOLDER.glob("*.txt")))
    found = []
    for name, measure, goal in METRICS:
        low, high = interval(pairs, measure)
        found.append(Score("own corpus unseen", name, measure(pairs), low, high, goal, data))
    return found


def _read(passage: Passage) -> Reading:
    headlines = [(a, b) for a, b, part in passage.parts if part == "headline"]
    bodies = [(a, b) for a, b, part in passage.parts if part != "headline"]
    segments = [Segment(a, b, "headline") for a, b in headlines] + [Segment(a, b, "body") for a, b in bodies]
    return read_text(passage.text, tuple(sorted(segments, key=lambda s: s.start)), passage.published, passage.outlet)


def overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _exact(pairs: Sequence[Pair]) -> float:
    hits = predicted = gold = 0
    for pair in pairs:
        want = Counter((s.source[:1], s.cue[:1], s.content) for s in pair.gold.statements)
        have = Counter(_triple(s) for s in pair.read.statements)
        hits += sum((want & have).values())
        predicted, gold = predicted + have.total(), gold + want.total()
    return f1(hits, predicted, gold)


def _triple(s: Statement) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    source = ((s.source.start, s.source.end),) if s.source else ()
    cue = ((s.cue.start, s.cue.end),) if s.cue else ()
    return source, cue, tuple((c.start, c.end) for c in s.content)


def _content_tokens(pairs: Sequence[Pair]) -> float:
    hits = predicted = gold = 0
    for pair in pairs:
        want = {i for s in pair.gold.statements for a, b in s.content for i in range(a, b)}
        have = {i for s in pair.read.statements for c in s.content for i in range(c.start, c.end)}
        hits, predicted, gold = hits + len(want & have), predicted + len(have), gold + len(want)
    return f1(hits, predicted, gold)


def _cue_found(pairs: Sequence[Pair]) -> float:
    hits = sum(s is not None for pair in pairs for _, s in pair.statements())
    return f1(hits, sum(len(p.read.statements) for p in pairs), sum(len(p.gold.statements) for p in pairs))


def _flagged(gold: Callable[[MarkedStatement], bool], read: Callable[[Statement], bool]) -> Callable[[Sequence[Pair]], float]:
    """F1 of a yes/no property over statements; a statement not found counts against."""

    def measure(pairs: Sequence[Pair]) -> float:
        wanted = sum(gold(g) for pair in pairs for g, _ in pair.statements())
        had = sum(read(s) for pair in pairs for s in pair.read.statements)
        hits = sum(gold(g) and s is not None and read(s) for pair in pairs for g, s in pair.statements())
        return f1(hits, had, wanted)

    return measure


def _nested(pairs: Sequence[Pair]) -> float:
    hits = predicted = gold = 0
    for pair in pairs:
        cues = {s.id: (s.cue.start, s.cue.end) for s in pair.read.statements if s.cue}
        have = [(cues[s.id], cues[s.parent]) for s in pair.read.statements if s.parent in cues and s.id in cues]
        want = _gold_nesting(pair.gold.statements)
        hits += sum(any(overlaps(c, a) and overlaps(p, b) for a, b in have) for c, p in want)
        predicted, gold = predicted + len(have), gold + len(want)
    return f1(hits, predicted, gold)


def _gold_nesting(statements: Sequence[MarkedStatement]) -> list[tuple[Span, Span]]:
    found = []
    for child in statements:
        around = [
            (b - a, parent.cue[0])
            for parent in statements
            if parent is not child
            for a, b in parent.content
            if a <= child.cue[0][0] and child.cue[0][1] <= b
        ]
        if around:
            found.append((child.cue[0], min(around)[1]))
    return found


def _speakers(pairs: Sequence[Pair]) -> float:
    """Share right among found statements whose gold speaker has a name (a person, body or place marked in the passage)."""
    right = total = 0
    for pair in pairs:
        text = pair.gold.text
        names = [text[a:b] for a, b, _ in pair.gold.entities]
        for gold, read in pair.statements():
            named = any(speaker.endswith(name) for speaker in gold.speakers for name in names)
            if named and read is not None and read.source is not None:
                total += 1
                right += any(same_name(a, b, text) for a in gold.speakers for b in read.source.speakers)
    return 100.0 * right / total if total else 0.0


_TITLE = re.compile(r"^(?:the|a|an|lord|lady|sir|dame|president|judge|dr|mr|mrs|ms|professor|general|colonel|father|sheikh)\.? ")


def same_name(gold: str, read: str, text: str = "") -> bool:
    """Equal but for case, article and title; a gold name that the text never gives in full may be read as the text has it."""
    a, b = (_TITLE.sub("", n.casefold().replace("’", "'").strip()) for n in (gold, read))
    return a == b or (gold not in text and len(b) > 3 and a.endswith(b))


def _parts(pairs: Sequence[Pair]) -> float:
    both = [(_part_at(pair.gold, g.cue[0][0]), s.part) for pair in pairs for g, s in pair.statements() if s is not None]
    return macro_f1(both)


def _part_at(passage: Passage, position: int) -> str:
    return next((part for a, b, part in passage.parts if a <= position < b), "body")


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """Mean F1 over the gold classes of (gold, read) pairs."""
    both = list(pairs)
    classes = {gold for gold, _ in both}
    scores = []
    for c in classes:
        hits = sum(g == r == c for g, r in both)
        scores.append(f1(hits, sum(r == c for _, r in both), sum(g == c for g, _ in both)))
    return sum(scores) / len(scores) if scores else 0.0


def _attribute(name: str) -> Callable[[Sequence[Pair]], float]:
    def measure(pairs: Sequence[Pair]) -> float:
        return macro_f1((getattr(g, name), getattr(c, name)) for pair in pairs for g, c in pair.claims() if c is not None)

    return measure


def _events(pairs: Sequence[Pair]) -> float:
    hits = sum(c is not None for pair in pairs for _, c in pair.claims())
    return f1(hits, sum(len(p.read.claims) for p in pairs), sum(len(p.gold.claims) for p in pairs))


def _actor(role: str) -> Callable[[Sequence[Pair]], float]:
    """F1 of actor mentions on found claims; a mention is right when it overlaps the gold one by half."""

    def measure(pairs: Sequence[Pair]) -> float:
        hits = predicted = gold = 0
        for pair in pairs:
            for g, c in pair.claims():
                if c is None:
                    continue
                want = g.agents if role == "agent" else g.targets
                have = [(a.start, a.end) for a in c.actors if a.role == role]
                hits += sum(any(_half(w, h) for h in have) for w in want)
                predicted, gold = predicted + len(have), gold + len(want)
        return f1(hits, predicted, gold)

    return measure


def _half(a: Span, b: Span) -> bool:
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(a[1] - a[0], b[1] - b[0])


def _quantities(pairs: Sequence[Pair]) -> float:
    """Share of gold quantities on found claims that were read with the same low and high (kind apart)."""
    right = total = 0
    for pair in pairs:
        found = {g.number: c for g, c in pair.claims()}
        for q in pair.gold.quantities:
            owners = [c for n in q.claims if (c := found.get(n)) is not None]
            if owners:
                total += 1
                right += any(
                    overlaps((r.start, r.end), q.span) and (r.low, r.high) == (q.low, q.high)
                    for c in owners
                    for r in c.quantities
                )
    return 100.0 * right / total if total else 0.0


def _times(pairs: Sequence[Pair]) -> float:
    """Share of gold time intervals on found claims that were read with the same first and last day."""
    right = total = 0
    for pair in pairs:
        found = {g.number: c for g, c in pair.claims()}
        for t in pair.gold.times:
            owners = [c for n in t.claims if (c := found.get(n)) is not None]
            if owners:
                total += 1
                want = (t.first.isoformat(), t.last.isoformat())
                right += any(c.time and ((c.time.first or "")[:10], (c.time.last or "")[:10]) == want for c in owners)
    return 100.0 * right / total if total else 0.0


METRICS: list[tuple[str, Callable[[Sequence[Pair]], float], float | None]] = [
    ("statements, all three exact F1", _exact, 75),
    ("statements found (cue) F1", _cue_found, None),
    ("content characters F1", _content_tokens, None),
    ("nested F1", _nested, 60),
    ("agentless F1", _flagged(lambda g: not g.source, lambda s: s.source is None), 75),
    ("negated F1", _flagged(lambda g: g.negated, lambda s: s.negated), 75),
    ("part macro-F1", _parts, 90),
    ("named speaker right, %", _speakers, 85),
    ("events found F1", _events, None),
    ("polarity macro-F1", _attribute("polarity"), 80),
    ("certainty macro-F1", _attribute("certainty"), 80),
    ("modality macro-F1", _attribute("modality"), None),
    ("event type macro-F1", _attribute("event_type"), 70),
    ("agent F1", _actor("agent"), 75),
    ("target F1", _actor("target"), 75),
    ("quantity low and high right, %", _quantities, 90),
    ("time interval right, %", _times, 90),
]
