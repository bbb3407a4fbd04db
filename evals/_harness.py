"""Scores with intervals, floors with data hashes, and the table that `make evals` prints."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeVar

FLOORS = Path(__file__).with_name("floors.json")
ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("REPORTEDLY_SHARED", ROOT.parent / "shared"))
RESAMPLES = 40
T = TypeVar("T")


@dataclass(frozen=True)
class Score:
    """One measured number: `value`, its 95 % bootstrap interval by document, the goal, and what it was measured on."""

    task: str
    metric: str
    value: float
    low: float | None
    high: float | None
    goal: float | None
    data: str
    less_is_better: bool = False

    @property
    def key(self) -> str:
        return f"{self.task}: {self.metric}"


class Skipped(Exception):
    """The data of a task is absent; the message says which."""


def shared(*parts: str) -> Path:
    """A file of the measuring data, or a clear skip."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        raise Skipped(f"needs {'/'.join(parts)} (set REPORTEDLY_SHARED to the folder that has it)")
    return path


def scorer(name: str) -> ModuleType:
    """One of the scorers that come with the measuring data."""
    path = shared("evals", f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fingerprint(*paths: Path) -> str:
    """First 12 hex digits of the SHA-256 over files, in order."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def interval(items: Sequence[T], measure: Callable[[Sequence[T]], float], resamples: int = RESAMPLES) -> tuple[float, float]:
    """95 % bootstrap interval of `measure` over `items` (documents), with a fixed seed."""
    rng = random.Random(7)
    values = sorted(measure([rng.choice(items) for _ in items]) for _ in range(resamples))
    return values[int(0.025 * resamples)], values[min(resamples - 1, int(0.975 * resamples))]


def f1(tp: float, predicted: float, gold: float) -> float:
    return 200.0 * tp / (predicted + gold) if predicted + gold else 0.0


def floors() -> dict[str, dict[str, float | str]]:
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def failing(score: Score, pinned: dict[str, dict[str, float | str]]) -> bool:
    """Whether a score is worse than its floor on the same data. Other data has no floor."""
    floor = pinned.get(score.key)
    if floor is None or floor["data"] != score.data:
        return False
    limit = float(floor["floor"])
    return score.value > limit if score.less_is_better else score.value < limit


def pin(scores: Sequence[Score], allow_lower: bool) -> list[str]:
    """Raises floors to just under the scores; lowering one needs `allow_lower`. Returns the keys that were refused."""
    pinned, refused = floors(), []
    for score in scores:
        margin = 0.02 if score.value < 5 else 1.0
        limit = round(score.value + margin if score.less_is_better else score.value - margin, 3)
        old = pinned.get(score.key)
        before = float(old["floor"]) if old is not None and old["data"] == score.data else None
        worse = before is not None and (limit > before if score.less_is_better else limit < before)
        if worse and not allow_lower:
            refused.append(score.key)
        else:
            pinned[score.key] = {"floor": limit, "data": score.data}
    FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return refused
