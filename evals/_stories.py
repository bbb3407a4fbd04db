"""Stories marked by hand (`evals/scenarios/*.yaml`), as readings that linking can take; scenarios/FORMAT.md says how."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals._marked import observed_of, place_of
from reportedly.linking import group_of
from reportedly.model import Observed

FOLDER = Path(__file__).with_name("scenarios")
BLIND = FOLDER / "blind"
"""Stories written by somebody who did not write the rules, and never used to mend them."""

KINDS = ("added", "dropped", "changed")


@dataclass(frozen=True)
class Mark:
    """One claim marked in a report: its event and origin pairs, and where each revision that has it has it.

    `ids` are the claims by which it is found; `spans` (revision id, start, end) the marked words.
    """

    key: tuple[str, str, int]
    pairs: tuple[tuple[str, str], ...]
    group: str
    ids: tuple[str, ...]
    spans: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Story:
    """One story, and its registry of names.

    `standings` gives the standing of (event, question), `revisions` rows (event, report, what was done, declared).
    `full_text`: all its reports are whole texts, so that the reader can read them.
    """

    name: str
    observed: tuple[Observed, ...]
    parties: Mapping[str, str]
    aliases: Mapping[str, str]
    rivals: frozenset[frozenset[str]]
    marks: tuple[Mark, ...]
    standings: Mapping[tuple[str, str], str]
    revisions: frozenset[tuple[str, str, str, bool]]
    full_text: bool

    def canonical(self, name: str) -> str:
        """The known name that this is an alias of, or that ends in this one, or that this one ends in."""
        bare = name.removeprefix("the ").removeprefix("The ")
        if bare in self.aliases:
            return self.aliases[bare]
        known = [full for full in self.parties if full.endswith(bare) or bare.endswith(full)]
        return known[0] if len(known) == 1 else name

    def party(self, name: str) -> str | None:
        return self.parties.get(name)

    def opposed(self, a: str, b: str) -> bool:
        return frozenset((a, b)) in self.rivals


def stories(folder: Path = FOLDER) -> list[Story]:
    """All stories of a folder, by file name."""
    return [story(path) for path in paths(folder)]


def paths(folder: Path = FOLDER) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def story(path: Path) -> Story:
    """One story. Raises ValueError, naming file and report, when a marked claim's words are not in its report's text."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    places = {name: place_of(name, fields) for name, fields in told["places"].items()}
    found = []
    for report in told["reports"]:
        try:
            found.append(observed_of(report, places))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, report {report.get('id')}: {error}") from error
    return Story(
        name=path.stem,
        observed=tuple(found),
        parties=told["parties"],
        aliases=told.get("aliases", {}),
        rivals=frozenset(frozenset(pair) for pair in told["opposed"]),
        marks=_marks(told["reports"], found),
        standings={(event, question): value for event, points in told["standings"].items() for question, value in points.items()},
        revisions=_revisions(
            told.get("revisions", []), {r["id"]: o.revision.report for r, o in zip(told["reports"], found, strict=True)}
        ),
        full_text=all("text" in report for report in told["reports"]),
    )


def _marks(reports: list[Mapping[str, Any]], observed: list[Observed]) -> tuple[Mark, ...]:
    """A claim that later revisions keep in the same words is one mark."""
    ids: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    spans: dict[tuple[str, str, int], list[tuple[str, int, int]]] = defaultdict(list)
    pairs: dict[tuple[str, str, int], tuple[tuple[str, str], ...]] = {}
    groups: dict[tuple[str, str, int], str] = {}
    for report, one in zip(reports, observed, strict=True):
        seen: Counter[str] = Counter()
        for claim, fields in zip(one.reading.claims, report["claims"], strict=True):
            seen[claim.text] += 1
            key = (one.revision.report, claim.text, seen[claim.text])
            events = fields.get("event", [])
            events = [events] if isinstance(events, str) else events
            ids[key].append(f"{one.revision.id}/{claim.id}")
            spans[key].append((one.revision.id, claim.start, claim.end))
            pairs[key] = tuple((event, fields["origin"]) for event in events)
            groups[key] = group_of(claim.event_type)
    return tuple(Mark(key, pairs[key], groups[key], tuple(ids[key]), tuple(spans[key])) for key in ids)


def _revisions(rows: list[Mapping[str, Any]], names: Mapping[str, str]) -> frozenset[tuple[str, str, str, bool]]:
    return frozenset(
        (row["event"], names[row["report"]], kind, bool(row["declared"])) for row in rows for kind in KINDS if row.get(kind)
    )
