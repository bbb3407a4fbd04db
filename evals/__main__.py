"""`python -m evals [TASK ...] [--pin [--allow-lower]] [--json]`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from evals._harness import Score, Skipped, failing, floors, pin

TASKS = ("attribution", "corpus", "factuality", "capture", "places", "geoparsing", "muc", "linking", "ecb", "media", "video")


def main() -> int:
    parser = argparse.ArgumentParser(prog="evals", description="Scores beside pinned floors.")
    parser.add_argument("task", nargs="*", default=TASKS)
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --pin: also lower floors; say why in the commit")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    scores: list[Score] = []
    for task in options.task:
        try:
            scores += importlib.import_module(f"evals.{task}").run()
        except Skipped as reason:
            print(f"{task}: skipped, {reason}", file=sys.stderr)
    pinned = floors()
    if options.json:
        for score in scores:
            print(json.dumps(asdict(score)))
    else:
        show(scores, pinned)
    failed = [score.key for score in scores if failing(score, pinned)]
    refused = pin(scores, options.allow_lower) if options.pin else []
    for key in refused:
        print(f"not pinned, would lower the floor: {key}", file=sys.stderr)
    for key in failed:
        print(f"UNDER ITS FLOOR: {key}", file=sys.stderr)
    return 1 if failed and not options.pin else 0


def show(scores: list[Score], pinned: dict[str, dict[str, float | str]]) -> None:
    table = Table("task", "metric", "score", "95 % interval", "floor", "goal", "data")
    for s in scores:
        floor = pinned.get(s.key)
        known = floor if floor and floor["data"] == s.data else None
        bounds = f"{s.low:.2f} – {s.high:.2f}" if s.low is not None and s.high is not None else ""
        reached = s.goal is not None and (s.value <= s.goal if s.less_is_better else s.value >= s.goal)
        goal = "" if s.goal is None else f"{s.goal:g} {'reached' if reached else f'({s.value - s.goal:+.2f})'}"
        table.add_row(s.task, s.metric, f"{s.value:.2f}", bounds, str(known["floor"]) if known else "", goal, s.data)
    Console(width=150).print(table)


if __name__ == "__main__":
    sys.exit(main())
