"""From logits to spans of the text: what each window marks, in text offsets."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from reportedly.reading import _labels as labels
from reportedly.reading._network import Floats, Network, PredicateMarks
from reportedly.reading._numerals import moments, numerals
from reportedly.reading._path import best_path, cue_prices, level_prices
from reportedly.reading._windows import Window

CUE_SWITCH, EVENT_SWITCH = 0.6, 0.3
"""Cost, in nats, of a role beginning or ending between two word pieces; what a content's ends cost stands in `_path`."""
FAINT = 0.3
"""How likely a word must be a cue's source to be taken where no likelier one is found."""
OFFERED = {"N": 0.2, "D": 0.2}
"""How likely a whole number or time expression of the event's sentence must be its argument."""
ABSENT = 0.3
"""What "no argument" of an event pays, in nats: event arguments are short and few beside it."""


class Argument(msgspec.Struct, frozen=True):
    """A span that plays `role` for a predicate; `score` is its mean probability."""

    role: str
    start: int
    end: int
    score: float
    kind: str = ""
    """Of a quantity: killed, injured, ..."""


class Predicate(msgspec.Struct, frozen=True):
    """A cue or an event word with its arguments and, by name, the label of each attribute."""

    start: int
    end: int
    arguments: tuple[Argument, ...]
    attributes: dict[str, str]
    factuality: float


class Marked(msgspec.Struct, frozen=True):
    """What one window says about its core."""

    cues: tuple[Predicate, ...]
    events: tuple[Predicate, ...]
    entities: tuple[tuple[int, int, str], ...]
    parts: npt.NDArray[np.float32]
    window: Window


def mark(network: Network, window: Window, text: str) -> Marked:
    """Runs the network over one window and keeps what begins in its core."""
    tokens = network.tokens(window)
    cues = _runs(_tags(tokens.cue), window, text, joined=True)
    events = [run for run in (_headed(run, window, text) for run in _runs(_tags(tokens.event), window, text, joined=True)) if run]
    entities = _entities(tokens.entity, window, text)
    found = _predicates(network, tokens.states, cues + events, len(cues), window, text)
    found = _counted(network, tokens.states, found, window)
    return Marked(tuple(found[: len(cues)]), tuple(found[len(cues) :]), entities, softmax(tokens.part), window)


def softmax(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)  # type: ignore[no-any-return]


def _tags(logits: Floats) -> npt.NDArray[np.int64]:
    return np.asarray(np.argmax(logits, -1), dtype=np.int64)


def _runs(tags: npt.NDArray[np.int64], window: Window, text: str, *, joined: bool = False) -> list[list[int]]:
    """Word pieces of each B/I run that begins in the core; an I without B opens a run; pieces of one word stay together.

    `joined`: a run right after a run is the same cue or event, found in two ("did not" "comment on").
    """
    runs: list[list[int]] = []
    for i, tag in enumerate(tags):
        if window.starts[i] == window.ends[i]:
            continue
        glued = (
            i > 0
            and window.ends[i - 1] == window.starts[i]
            and text[window.starts[i]].isalnum()
            and text[window.ends[i - 1] - 1].isalnum()
        )
        last_run_here = bool(runs) and runs[-1][-1] == i - 1
        if last_run_here and (glued or tag == 2 or (tag and joined)):
            runs[-1].append(i)
        elif tag and not glued:
            runs.append([i])
    return [run for run in runs if window.core[0] <= window.starts[run[0]] < window.core[1]]


_AUXILIARIES = frozenset(
    """a an the had has have having been be being was were is are will would to of by that and in it no not its their his
    her""".split()
)


def _headed(run: list[int], window: Window, text: str) -> list[int]:
    """An event word without the articles and auxiliaries before it; nothing when it is made of these only."""
    while run and text[window.starts[run[0]] : window.ends[run[0]]].lower() in _AUXILIARIES:
        run = run[1:]
    return run


def _entities(logits: Floats, window: Window, text: str) -> tuple[tuple[int, int, str], ...]:
    best = np.argmax(logits, -1)
    tags = np.where(best == 0, 0, np.where(best % 2 == 1, 1, 2))
    found = []
    for run in _runs(tags, window, text):
        weight = logits[run].sum(0)
        label = ("PER", "ORG", "LOC")[int(np.argmax([weight[1] + weight[2], weight[3] + weight[4], weight[5] + weight[6]]))]
        start, end = _trimmed(text, window.starts[run[0]], window.ends[run[-1]])
        if text[end - 2 : end] in ("'s", "’s"):
            end -= 2
        # A name has a capital letter or a figure, or belongs to a script without capitals.
        if any(c.isupper() or c.isdigit() or (c.isalpha() and not c.islower()) for c in text[start:end]):
            found.append((start, end, label))
    return tuple(found)


def _predicates(
    network: Network, states: Floats, groups: list[list[int]], cues: int, window: Window, text: str
) -> list[Predicate]:
    if not groups:
        return []
    marks = network.predicates(states, window, groups)
    real = np.array(window.ends) > np.array(window.starts)
    k = cues
    prices = cue_prices(window, text, groups[:k], [label[2:] for label in labels.CUE_ROLES[1::2]], CUE_SWITCH)
    tables = (
        _Roles(softmax(marks.cue_arguments[:k]), labels.CUE_ROLES, real, prices, 0.0),
        _Roles(
            softmax(marks.event_arguments[k:]),
            labels.EVENT_ROLES,
            real,
            level_prices(len(groups) - k, len(real), len(labels.EVENT_ROLES) // 2 + 1, EVENT_SWITCH),
            ABSENT,
        ),
    )
    offered = _offered(window, text)
    return [
        Predicate(
            window.starts[pieces[0]],
            window.ends[pieces[-1]],
            tuple(
                tables[0].with_source(i, window, text)
                if i < k
                else tables[1].with_numerals(i - k, window.sentences[pieces[0]], offered, window, text)
            ),
            _attributes(marks, i),
            float(marks.factuality[i]),
        )
        for i, pieces in enumerate(groups)
    ]


def _offered(window: Window, text: str) -> list[tuple[str, list[int]]]:
    """Number and time expressions of the window as (role, word pieces)."""
    real = [i for i in range(len(window.ids)) if window.starts[i] < window.ends[i]]
    if not real:
        return []
    low, high = window.starts[real[0]], window.ends[real[-1]]
    spans = [("N", span) for span in numerals(text, low, high)] + [("D", span) for span in moments(text, low, high)]
    found = [(role, [i for i in real if window.starts[i] < b and window.ends[i] > a]) for role, (a, b) in spans]
    return [(role, pieces) for role, pieces in found if pieces]


def _counted(network: Network, states: Floats, found: list[Predicate], window: Window) -> list[Predicate]:
    """The same predicates with a kind on each quantity among their arguments."""
    spans = sorted({(a.start, a.end) for p in found for a in p.arguments if a.role == "N"})
    if not spans:
        return found
    pieces = [
        [i for i, (x, y) in enumerate(zip(window.starts, window.ends, strict=True)) if a < y and x < b and x < y]
        for a, b in spans
    ]
    marks = network.predicates(states, window, pieces)
    kinds = {span: labels.QUANTITIES[int(k)] for span, k in zip(spans, marks.quantity.argmax(-1), strict=True)}

    def with_kind(a: Argument) -> Argument:
        return msgspec.structs.replace(a, kind=kinds[a.start, a.end]) if a.role == "N" else a

    return [msgspec.structs.replace(p, arguments=tuple(map(with_kind, p.arguments))) for p in found]


def _attributes(marks: PredicateMarks, i: int) -> dict[str, str]:
    tables: Sequence[tuple[str, Floats, tuple[str, ...]]] = (
        ("negated", marks.negated, ("no", "yes")),
        ("event_type", marks.event_type, labels.EVENT_TYPES),
        ("polarity", marks.polarity, labels.POLARITIES),
        ("certainty", marks.certainty, labels.CERTAINTIES),
        ("modality", marks.modality, labels.MODALITIES),
    )
    return {name: values[int(np.argmax(logits[i]))] for name, logits, values in tables}


class _Roles:
    """The likeliest role of every word piece for every predicate; B and I folded together, runs of one role are spans."""

    def __init__(
        self, probabilities: Floats, roles: tuple[str, ...], real: npt.NDArray[np.bool_], prices: Floats, absent: float
    ) -> None:
        self.names = [label[2:] for label in roles[1::2]]
        begin, inside = probabilities[..., 1::2], probabilities[..., 2::2]
        both = np.concatenate([probabilities[..., :1], begin + inside], -1)
        scores = np.log(both + 1e-6)
        scores[..., 0] -= absent
        self.best = best_path(scores, prices, real)
        self.opens = begin > inside
        self._likely = both

    def spans(self, predicate: int, window: Window, text: str) -> list[Argument]:
        best, found = self.best[predicate], []
        run: list[int] = []
        for i in [*np.flatnonzero(best).tolist(), -1]:
            if run and (i < 0 or not self._continues(predicate, run, i, window, text)):
                found.append(self._argument(predicate, run, window, text))
                run = []
            if i >= 0 and window.starts[i] < window.ends[i]:
                run.append(i)
        return found

    def with_source(self, predicate: int, window: Window, text: str) -> list[Argument]:
        """The spans, and where no source is among them the likeliest one, if it is likely at all: somebody spoke."""
        found = self.spans(predicate, window, text)
        source = 1 + self.names.index("S")
        chances = self._likely[predicate, :, source]
        if any(a.role == "S" for a in found) or chances.max() < FAINT:
            return found
        first = last = int(chances.argmax())
        while first > 0 and chances[first - 1] > chances.max() / 2:
            first -= 1
        while last + 1 < len(chances) and chances[last + 1] > chances.max() / 2:
            last += 1
        taken = any(self.best[predicate, i] == 1 + self.names.index("C") for i in range(first, last + 1))
        run = [i for i in range(first, last + 1) if window.starts[i] < window.ends[i]]
        return found if taken or not run else [*found, self._argument(predicate, run, window, text, "S")]

    def with_numerals(
        self, predicate: int, sentence: int, offered: Sequence[tuple[str, list[int]]], window: Window, text: str
    ) -> list[Argument]:
        """The spans, with whole number and time expressions, and those of the event's sentence that are likely its own."""
        found = [a for a in self.spans(predicate, window, text) if a.role != "N" or not _of_a_time(a, offered, window)]
        for role, pieces in offered:
            start, end = window.starts[pieces[0]], window.ends[pieces[-1]]
            cut = [a for a in found if a.role == role and a.start < end and start < a.end]
            chance = self._likely[predicate, pieces, 1 + self.names.index(role)].mean()
            if cut:
                start, end = min(start, *(a.start for a in cut)), max(end, *(a.end for a in cut))
                found = [a for a in found if a not in cut]
                found.append(Argument(role, start, end, max(a.score for a in cut)))
            elif chance > OFFERED[role] and window.sentences[pieces[0]] == sentence:
                found.append(Argument(role, start, end, 1.0))
        return found

    def _continues(self, predicate: int, run: list[int], i: int, window: Window, text: str) -> bool:
        role = self.best[predicate, run[-1]]
        if i != run[-1] + 1 or self.best[predicate, i] != role or window.starts[i] == window.ends[i]:
            return False
        between = text[window.ends[run[-1]] : window.starts[i]]
        return "\n" not in between and not (bool(between) and bool(self.opens[predicate, i, role - 1]))

    def _argument(self, predicate: int, run: list[int], window: Window, text: str, role: str = "") -> Argument:
        start, end = window.starts[run[0]], window.ends[run[-1]]
        while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        name = role or self.names[self.best[predicate, run[0]] - 1]
        if name != "C":
            start, tidy = _trimmed(text, start, end)
            # "Ann Roe, who saw it," keeps the comma that closes what is set beside the name.
            end = end if name == "S" and "," in text[start : end - 1] else tidy
        return Argument(name, start, end, float(self._likely[predicate, run, 1 + self.names.index(name)].mean()))


def _of_a_time(number: Argument, offered: Sequence[tuple[str, list[int]]], window: Window) -> bool:
    """Whether the number stands in a time expression: "since five in the morning" counts nothing."""
    times = [pieces for role, pieces in offered if role == "D"]
    return any(window.starts[p[0]] <= number.start and number.end <= window.ends[p[-1]] for p in times)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a possessive ending left over from the word before, and without commas and dashes at the borders."""
    if text[start : start + 2] in ("'s", "’s") and end - start > 2:
        start += 2
    while start < end - 1 and text[start] in " ,;:–—-":
        start += 1
    while end > start + 1 and text[end - 1] in " ,;:–—-":
        end -= 1
    return start, end
