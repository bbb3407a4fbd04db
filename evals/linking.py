"""Linking on stories marked by hand: events, origins, contradictions, standings, revisions.

The stories in `scenarios/` were written by who wrote the rules, and some rules were mended on them: they hold the rules in
place, and say little of how linking does on stories of others. Those in `scenarios/blind/` were written by somebody else and
never used to mend anything. Stories whose reports are whole texts are scored twice: as marked, and through the reader.
`python -m evals.linking [STORY ...]` prints every point of the stories beside what was found.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from evals._harness import Score, fingerprint, interval
from evals._outcome import Outcome, b_cubed, contradictions, outcome, repeats, revisions, share
from evals._read_stories import read
from evals._stories import BLIND, FOLDER, Story, paths, stories

Measure = Callable[[Sequence[Outcome]], float]


def run() -> list[Score]:
    return [score for part, told, data in _parts() for score in _scores(part, [outcome(story) for story in told], data)]


def _parts() -> Iterator[tuple[str, list[Story], str]]:
    """Own and blind stories, as marked and as read."""
    for part, folder in (("own", FOLDER), ("blind", BLIND)):
        told = stories(folder)
        data = fingerprint(*paths(folder))
        if told:
            yield part, told, data
        whole = [story for story in told if story.full_text]
        if whole:
            yield f"{part}, read", _through_the_reader(whole), data


def _through_the_reader(told: Sequence[Story]) -> list[Story]:
    from reportedly.reading import default_reader

    reader = default_reader()
    return [read(story, reader) for story in told]


def _scores(part: str, outcomes: Sequence[Outcome], data: str) -> list[Score]:
    def score(metric: str, measure: Measure, goal: float | None, less: bool = False) -> Score:
        low, high = interval(outcomes, measure)
        return Score("linking", f"{part}: {metric}", measure(outcomes), low, high, goal, data, less)

    found = [score("marked claims found", lambda some: share([f for one in some for f in one.found]), None)]
    return [
        *(found if part.endswith("read") else []),
        score("events B³ F1", lambda some: b_cubed([row for one in some for row in one.events]), 95),
        score("origins B³ F1", lambda some: b_cubed([row for one in some for row in one.origins]), 90),
        score("origin counts exact", lambda some: share([a == b for one in some for a, b in one.counts]), 90),
        score("contradictions F1", contradictions, 85),
        score("standings right", lambda some: share([a == b for one in some for _, a, b in one.standings]), 90),
        score("revisions F1", revisions, 85),
        score("repeats counted as confirmations", repeats, 0, less=True),
    ]


def main(wanted: Sequence[str]) -> None:
    """Prints every marked point, gold beside found, and what is wrong in events and origins."""
    for part, told, _ in _parts():
        for story in told:
            if wanted and story.name not in wanted:
                continue
            found = outcome(story)
            print(f"== {part}: {story.name}  events {b_cubed(found.events):.1f}  origins {b_cubed(found.origins):.1f}")
            print(f"   claims found {sum(found.found)}/{len(found.found)}  revisions {found.revisions}  loose {found.loose}")
            for point, gold, stands in found.standings:
                print(f"   {'  ' if gold == stands else '! '}{point}: {gold}" + ("" if gold == stands else f" / {stands}"))


if __name__ == "__main__":
    main(sys.argv[1:])
