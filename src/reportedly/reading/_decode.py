"""From logits to spans of the text: what each window marks, in text offsets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from reportedly.reading import _labels as labels
from reportedly.reading._network import Floats, Network, PredicateMarks
from reportedly.reading._numerals import moments, numerals
from reportedly.reading._path import cue_prices, level_prices
from reportedly.reading._roles import Argument, Roles, trimmed
from reportedly.reading._windows import Window

CUE_SWITCH, EVENT_SWITCH = 0.6, 0.3
"""Cost, in nats, of a role beginning or ending between two word pieces; what a content's ends cost stands in `_path`."""
PLAIN = 0.2
"""How likely a plain verb of saying must be a cue to be taken for one."""
SURELY_NEW = 0.95
"""How likely a cue must begin at a word for one that ends right before it to be another: "denied" "claims that"."""
EAGER = 0.6
"""What "no event here" pays, in nats: precision falls as much as recall grows (F1 on our corpus is the same from 0 to 1)."""
ABSENT = 0.3
"""What "no argument" of an event pays, in nats: event arguments are short and few beside it."""


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
    cues = _with_plain(_runs(_tags(tokens.cue), window, text, joined=True), softmax(tokens.cue), window, text)
    likely = _runs(_tags(_eager(tokens.event)), window, text, joined=True)
    events = [run for run in (_headed(run, window, text) for run in likely) if run]
    entities = _entities(tokens.entity, window, text)
    found = _predicates(network, tokens.states, cues + events, len(cues), window, text)
    found = _counted(network, tokens.states, found, window)
    return Marked(tuple(found[: len(cues)]), tuple(found[len(cues) :]), entities, softmax(tokens.part), window)


def _eager(logits: Floats) -> Floats:
    """Tags with "outside" made less likely: a claim too many is one to look over, a claim too few is a denial never seen."""
    lowered = logits.copy()
    lowered[:, 0] -= EAGER
    return lowered


def softmax(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)  # type: ignore[no-any-return]


def _tags(logits: Floats) -> npt.NDArray[np.int64]:
    """0 outside, 1 where a run begins, 2 inside; 3 where one surely begins, even right after another."""
    best = np.asarray(np.argmax(logits, -1), dtype=np.int64)
    best[(best == 1) & (softmax(logits)[:, 1] > SURELY_NEW)] = 3
    return best


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
        if last_run_here and (glued or tag == 2 or (tag == 1 and joined)):
            runs[-1].append(i)
        elif tag and not glued:
            runs.append([i])
    return [run for run in runs if window.core[0] <= window.starts[run[0]] < window.core[1]]


def _with_plain(runs: list[list[int]], likely: Floats, window: Window, text: str) -> list[list[int]]:
    """The cues, and plain verbs of saying that the network was in two minds about: "say" seldom does anything but say."""
    taken = {i for run in runs for i in run}
    more = [
        [i]
        for i in range(len(window.ids))
        if i not in taken
        and window.core[0] <= window.starts[i] < window.core[1]
        and text[window.starts[i] : window.ends[i]].lower() in _SAYING
        and 1.0 - likely[i, 0] > PLAIN
    ]
    return sorted([*runs, *more]) if more else runs


_SAYING = frozenset("say says said claim claims claimed deny denies denied told tells announced insists insisted".split())
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
        start, end = trimmed(text, window.starts[run[0]], window.ends[run[-1]])
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
    tables = (
        *_layers(
            marks.cue_arguments[:cues],
            labels.CUE_LAYERS,
            real,
            lambda names: cue_prices(window, text, groups[:cues], names, CUE_SWITCH),
        ),
        *_layers(
            marks.event_arguments[cues:],
            labels.EVENT_LAYERS,
            real,
            lambda names: level_prices(len(groups) - cues, len(real), len(names) + 1, EVENT_SWITCH),
            ABSENT,
        ),
    )
    said, actors, fields = tables
    offered = _offered(window, text)

    def arguments(i: int) -> list[Argument]:
        if i < cues:
            return said.with_source(i, float(softmax(marks.sourced[i])[1]), window, text)
        return actors.spans(i - cues, window, text) + fields.with_numerals(
            i - cues, window.sentences[groups[i][0]], offered, window, text
        )

    return [
        Predicate(
            window.starts[pieces[0]],
            window.ends[pieces[-1]],
            tuple(arguments(i)),
            _attributes(marks, i),
            float(marks.factuality[i]),
        )
        for i, pieces in enumerate(groups)
    ]


def _layers(
    logits: Floats,
    layers: tuple[tuple[str, ...], ...],
    real: npt.NDArray[np.bool_],
    prices: Callable[[list[str]], Floats],
    absent: float = 0.0,
) -> list[Roles]:
    """A table of roles for each layer of (P, T, roles of all layers side by side)."""
    cuts = np.cumsum([len(names) for names in layers])[:-1]
    return [
        Roles(softmax(part), names, real, prices([label[2:] for label in names[1::2]]), absent)
        for part, names in zip(np.split(logits, cuts, -1), layers, strict=True)
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
