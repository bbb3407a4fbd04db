"""What people decided: the latest decision that was not undone counts, on whatever it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportedly.model import Judgement

_PAIRS = {"same": True, "different": False, "link": True, "unlink": False}


class Verdicts:
    """Judgements by what they are about. Later ones override earlier ones on the same thing or pair."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self.all = tuple(judgements)
        self._on: dict[str, Judgement] = {}
        self._pairs: dict[tuple[str, str], bool] = {}
        self._kinds: dict[tuple[str, str], Judgement] = {}
        for judgement in sorted(self.all, key=lambda j: j.at):
            named = judgement.what.split()
            if judgement.undone or not named:
                continue
            if judgement.decision in _PAIRS:
                for other in named[1:]:
                    pair = _pair(named[0], other)
                    self._pairs[pair] = _PAIRS[judgement.decision]
                    self._kinds[pair] = judgement
            else:
                for one in named:
                    if judgement.decision != "unsure":
                        self._on[one] = judgement

    def on(self, id_: str) -> Judgement | None:
        """The decision to confirm or refute that counts for a thing."""
        return self._on.get(id_)

    def parted(self, a: str, b: str) -> bool:
        """Whether a person said that two things do not belong together."""
        return self._pairs.get(_pair(a, b)) is False

    def linked(self, known: Mapping[str, str]) -> list[tuple[str, str]]:
        """The pairs among known ids that a person put together."""
        return [pair for pair, joined in self._pairs.items() if joined and pair[0] in known and pair[1] in known]

    def pairs(self, joined: bool) -> list[tuple[str, str, Judgement]]:
        """All pairs that a person put together, or parted."""
        return [(*pair, self._kinds[pair]) for pair, value in sorted(self._pairs.items()) if value is joined]

    def about(self, ids: frozenset[str]) -> tuple[Judgement, ...]:
        """All judgements that name one of the ids, those undone too."""
        return tuple(j for j in self.all if ids & set(j.what.split()))


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)
