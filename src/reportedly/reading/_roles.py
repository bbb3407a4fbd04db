"""The likeliest role of every word piece for a predicate, as spans of the text."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from reportedly.reading._network import Floats
from reportedly.reading._path import best_path
from reportedly.reading._windows import Window

FAINT = 0.3
"""How likely a word must be a cue's source to be taken where no likelier one is found."""
UNSOURCED = 0.3
"""How likely it must be that somebody is named as the speaker for a source to be kept."""
OFFERED = {"N": 0.2, "D": 0.2}
"""How likely a whole number or time expression of the event's sentence must be its argument."""


class Argument(msgspec.Struct, frozen=True):
    """A span that plays `role` for a predicate; `score` is its mean probability."""

    role: str
    start: int
    end: int
    score: float
    kind: str = ""
    """Of a quantity: killed, injured, ..."""


class Roles:
    """One layer of roles for P predicates; B and I folded together, runs of one role are spans."""

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

    def with_source(self, predicate: int, sourced: float, window: Window, text: str) -> list[Argument]:
        """The spans; none is a source where the cue has none, and where it has one the likeliest is taken if none was found.

        `sourced`: how likely it is that the text says who spoke.
        """
        found = self.spans(predicate, window, text)
        if sourced < UNSOURCED:
            return [a for a in found if a.role != "S"]
        source = 1 + self.names.index("S")
        chances = self._likely[predicate, :, source]
        if any(a.role == "S" for a in found) or sourced < 0.5 or chances.max() < FAINT:
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
            start, tidy = trimmed(text, start, end)
            # "Ann Roe, who saw it," keeps the comma that closes what is set beside the name.
            end = end if name == "S" and "," in text[start : end - 1] else tidy
        return Argument(name, start, end, float(self._likely[predicate, run, 1 + self.names.index(name)].mean()))


def _of_a_time(number: Argument, offered: Sequence[tuple[str, list[int]]], window: Window) -> bool:
    """Whether the number stands in a time expression: "since five in the morning" counts nothing."""
    times = [pieces for role, pieces in offered if role == "D"]
    return any(window.starts[p[0]] <= number.start and number.end <= window.ends[p[-1]] for p in times)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a possessive ending left over from the word before, and without commas and dashes at the borders."""
    if text[start : start + 2] in ("'s", "’s") and end - start > 2:
        start += 2
    while start < end - 1 and text[start] in " ,;:–—-":
        start += 1
    while end > start + 1 and text[end - 1] in " ,;:–—-":
        end -= 1
    return start, end
