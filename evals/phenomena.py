"""Where the reader fails: statements of the corpus' unseen part by what makes them hard.

`python -m evals.phenomena` prints the table of docs/reader-errors.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from evals.corpus import FOLDER, Pair, _read, overlaps
from reportedly.model import Statement
from reportedly.reading._quotes import quoted
from training.data import corpus_passages
from training.markup import MarkedStatement, Passage

_PRONOUN = re.compile(r"(?:i|we|he|she|it|they|who|which|that)$", re.I)
_ACCORDING = re.compile(r"according to|citing|per|quoting|as \w+ (?:put|said)", re.I)
_PLAIN = re.compile(r"(?:\w+ )?(?:said|says|say|told|tells|tell|wrote|added|adds)\b", re.I)


@dataclass(frozen=True)
class Case:
    """A gold statement, its passage, and the read one whose cue overlaps."""

    passage: Passage
    gold: MarkedStatement
    read: Statement | None

    @property
    def text(self) -> str:
        return self.passage.text

    def words(self, span: tuple[int, int]) -> str:
        return self.text[slice(*span)]

    @property
    def share_quoted(self) -> float:
        inside = quoted(self.text)
        letters = [i for a, b in self.gold.content for i in range(a, b) if self.text[i].isalnum()]
        return sum(inside[i] for i in letters) / len(letters) if letters else 0.0


PHENOMENA: list[tuple[str, Callable[[Case], bool]]] = [
    ("all statements", lambda c: True),
    ("direct quotation", lambda c: c.share_quoted > 0.95),
    ("mixed: quoted words in indirect speech", lambda c: 0 < c.share_quoted <= 0.95),
    ("indirect speech", lambda c: c.share_quoted == 0),
    (
        "content over several sentences or paragraphs",
        lambda c: len(c.gold.content) > 1 or any("\n" in c.words(s) for s in c.gold.content),
    ),
    ("content before the cue", lambda c: bool(c.gold.content) and c.gold.content[0][0] < c.gold.cue[0][0]),
    ("plain cue (said, told, added)", lambda c: bool(_PLAIN.match(c.words(c.gold.cue[0])))),
    ("according to, citing, per", lambda c: bool(_ACCORDING.match(c.words(c.gold.cue[0])))),
    ("colon or dash as cue", lambda c: not any(ch.isalnum() for ch in c.words(c.gold.cue[0]))),
    ("source is a pronoun", lambda c: bool(c.gold.source) and bool(_PRONOUN.match(c.words(c.gold.source[0])))),
    ("source far from its cue (over 60 characters)", lambda c: bool(c.gold.source) and _distance(c) > 60),
    ("no source", lambda c: not c.gold.source),
    ("negated attribution", lambda c: c.gold.negated),
    ("nested in another statement", lambda c: _nested(c)),
    ("headline", lambda c: _in_headline(c)),
]


def _distance(c: Case) -> int:
    (a, b), (x, y) = c.gold.source[0], c.gold.cue[0]
    return max(x - b, a - y)


def _nested(c: Case) -> bool:
    x, y = c.gold.cue[0]
    return any(o is not c.gold and any(a <= x and y <= b for a, b in o.content) for o in c.passage.statements)


def _in_headline(c: Case) -> bool:
    return any(part == "headline" and a <= c.gold.cue[0][0] < b for a, b, part in c.passage.parts)


def cases() -> list[Case]:
    _, unseen = corpus_passages(FOLDER)
    return [Case(p, g, s) for p in unseen for g, s in Pair(p, _read(p)).statements()]


def row(name: str, chosen: list[Case]) -> str:
    """Counts and shares, in per cent: found, source right, content exact, content characters found, all three exact."""
    n = len(chosen)
    found = [c for c in chosen if c.read is not None]
    source = sum(_spans(c.read.source) == c.gold.source[:1] for c in found if c.read)
    content = sum(tuple((m.start, m.end) for m in c.read.content) == c.gold.content for c in found if c.read)
    whole = sum(
        _spans(c.read.source) == c.gold.source[:1]
        and (c.read.cue is not None and (c.read.cue.start, c.read.cue.end) == c.gold.cue[0])
        and tuple((m.start, m.end) for m in c.read.content) == c.gold.content
        for c in found
        if c.read
    )
    wanted = sum(b - a for c in chosen for a, b in c.gold.content)
    had = sum(_covered(c) for c in found)
    shares = (len(found) / n, source / n, content / n, had / wanted if wanted else 0.0, whole / n)
    return f"| {name} | {n} | " + " | ".join(f"{100 * share:.0f}" for share in shares) + " |"


def _spans(source: object) -> tuple[tuple[int, int], ...]:
    return ((source.start, source.end),) if source is not None else ()  # type: ignore[attr-defined]


def _covered(c: Case) -> int:
    if c.read is None:
        return 0
    return sum(
        max(0, min(b, m.end) - max(a, m.start))
        for a, b in c.gold.content
        for m in c.read.content
        if overlaps((a, b), (m.start, m.end))
    )


def main() -> None:
    every = cases()
    print("| statements | gold | found | source exact | content exact | content characters found | all three exact |")
    print("|---|---|---|---|---|---|---|")
    for name, fits in PHENOMENA:
        chosen = [c for c in every if fits(c)]
        if chosen:
            print(row(name, chosen))


if __name__ == "__main__":
    main()
