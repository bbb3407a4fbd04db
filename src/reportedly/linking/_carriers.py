"""One side of an event as a graph: from what each report says, step by step, to who said it first.

Nodes: `s:` and a speaker's key, or `v:` and a report for what it says in its own voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from reportedly.linking._item import Item
from reportedly.linking._names import Names
from reportedly.linking._repeats import same_side, sources_lines
from reportedly.linking._resolve import Derivation, Solved, resolve
from reportedly.linking._traces import Trace, traces
from reportedly.linking._verdicts import Verdicts
from reportedly.model import Edge

NOBODY = "nobody"
"""The root of claims whose words name no source."""


class Side(msgspec.Struct, frozen=True, eq=False):
    """The items of one polarity with the steps between them.

    `present` are speakers who speak alone in some item; `teasers` tells whom the unnamed of a report's headline and lead are.
    """

    items: Sequence[Item]
    names: Names
    present: frozenset[str]
    teasers: Mapping[str, str]
    derivations: Mapping[str, Sequence[Derivation]]
    solved: Solved

    def roots(self, item: Item) -> tuple[str, ...]:
        """The roots of an item, sorted; one, unless its report credits several speakers."""
        return tuple(sorted({root for start in self._starts(item) for root in self.solved.roots(start)}))

    def edges(self) -> dict[str, list[Edge]]:
        """For every root the steps that lead to it, in words and ids."""
        found: dict[str, list[Edge]] = defaultdict(list)
        walked: set[tuple[str, str]] = set()
        for item in self.items:
            for root in self.roots(item):
                found[root] += self._credits(item) + self._steps(root, self._starts(item), walked)
        return found

    def _starts(self, item: Item) -> list[str]:
        own = f"v:{item.report}"
        if item.saying.voice == "speaker" and not (_is_teaser(item) and own in self.derivations):
            if _is_teaser(item):
                return [f"s:{self.teasers[item.report]}"]
            return [f"s:{name}" for name in _claimants(item, self.names, self.present)]
        if item.saying.voice == "nobody" and own not in self.derivations:
            return [f"s:{NOBODY}"]
        return [own]

    def _credits(self, item: Item) -> list[Edge]:
        nodes = self._starts(item)
        if item.saying.voice != "speaker" or f"v:{item.report}" in nodes:
            return []
        alias = self.names.alias(item.saying.names)
        evidence = f"{_credit(item)} ({alias})" if alias else _credit(item)
        return [_edge("attribution", item.report, node, 1.0, evidence) for node in nodes]

    def _steps(self, root: str, nodes: list[str], walked: set[tuple[str, str]]) -> list[Edge]:
        """The steps from some nodes to a root; those in `walked` were told before."""
        found: list[Edge] = []
        while nodes:
            node = nodes.pop()
            if (root, node) in walked:
                continue
            walked.add((root, node))
            circle = self.solved.circles.get(node)
            for step in self.derivations.get(node, ()):
                if root not in self.solved.roots(step.to) or (node == root and circle is None):
                    continue
                evidence = f"{step.evidence}; circular chain: {circle}" if circle else step.evidence
                found.append(_edge(step.kind, node, step.to, step.score, evidence))
                nodes.append(step.to)
        return found


def side_of(items: Sequence[Item], names: Names, verdicts: Verdicts) -> Side:
    """Resolves the items of one polarity, given in their order."""
    by_report: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_report[item.report].append(item)
    present = frozenset(name for item in items for name in _lone(item, names))
    derivations = _derivations(items, by_report, names, present, verdicts)
    rank = {f"v:{report}": _rank(members) for report, members in by_report.items()}
    home = {f"v:{report}": _home(members, names) for report, members in by_report.items()}
    teasers = {report: name for report, members in by_report.items() if (name := _teased(members, names, present))}
    return Side(items, names, present, teasers, derivations, resolve(derivations, rank, home))


def is_channel(item: Item) -> bool:
    """Whether the report is a channel's post: there the publisher is the speaker."""
    return item.report.startswith("telegram:")


def _derivations(
    items: Sequence[Item], by_report: Mapping[str, Sequence[Item]], names: Names, present: frozenset[str], verdicts: Verdicts
) -> dict[str, list[Derivation]]:
    """All steps: to whom a report credits, to the report it was taken from, from a credited publisher to its own report."""
    found: dict[str, list[Derivation]] = defaultdict(list)
    for report, members in by_report.items():
        for name, item in _attributed(members, names, present):
            if names.opposed(names.party(names.outlet(item)), names.party(name)):
                continue  # a party's own channel does not speak for its opponent
            found[f"v:{report}"].append(Derivation(f"s:{name}", "attribution", 0.8, _credit(item)))
    for name, step in same_side(items, names, present):
        found[f"s:{name}"].append(step)
    for report, step in sources_lines(by_report, names):
        if f"v:{report}" not in found:
            found[f"v:{report}"].append(step)
    for trace in traces(items, names, verdicts):
        found[f"v:{trace.start}"].append(_derived(trace, by_report))
    credited = present | {step.to[2:] for steps in found.values() for step in steps if step.to.startswith("s:")}
    for name, report in _first_reports(items, names).items():
        if name in credited:
            found[f"s:{name}"].append(Derivation(f"v:{report}", "attribution", 1.0, f"{name} published it itself"))
    return dict(found)


def _is_teaser(item: Item) -> bool:
    """A headline or lead that says `armed units` before the text says who."""
    statement = item.saying.statement
    return not item.saying.named and statement is not None and statement.part in ("headline", "lead")


def _teased(members: Sequence[Item], names: Names, present: frozenset[str]) -> str | None:
    """The fullest of the names that a headline and lead give to somebody unnamed: `units` are the `armed units` below."""
    found = {name for item in members if _is_teaser(item) for name in _claimants(item, names, present)}
    return max(found, key=lambda name: (len(name), name), default=None)


def _lone(item: Item, names: Names) -> tuple[str, ...]:
    """The speaker, when one speaks alone."""
    known = names.of(item.saying.names)
    return known if item.saying.voice == "speaker" and len(known) == 1 else ()


def _claimants(item: Item, names: Names, present: frozenset[str]) -> tuple[str, ...]:
    """A joint statement is one origin, unless its parties oppose each other or some of them speak here on their own."""
    known = names.of(item.saying.names)
    if len(known) < 2:
        return known
    alone = tuple(name for name in known if name in present)
    if alone:
        return alone
    return known if names.opposed_among(known) else (names.joint(known),)


def _attributed(members: Sequence[Item], names: Names, present: frozenset[str]) -> list[tuple[str, Item]]:
    """Whom a report credits with this event, itself left out, each with the item that does."""
    found: dict[str, Item] = {}
    for item in members:
        if item.saying.voice == "speaker" and not _is_teaser(item):
            for name in _claimants(item, names, present):
                if name != names.outlet(item):
                    found.setdefault(name, item)
    return sorted(found.items())


def _derived(trace: Trace, by_report: Mapping[str, Sequence[Item]]) -> Derivation:
    to = f"v:{trace.report}" if trace.report in by_report else f"s:{trace.name}"
    return Derivation(to, trace.kind, trace.score, trace.evidence)


def _first_reports(side: Sequence[Item], names: Names) -> dict[str, str]:
    """For every outlet or channel its earliest report among the items."""
    first: dict[str, str] = {}
    for item in side:
        if item.revision.outlet:
            first.setdefault(names.outlet(item), item.report)
    return first


def _home(members: Sequence[Item], names: Names) -> str:
    """The root of what a report says on nobody else's word: its outlet, or the report itself when that is unknown.

    `It is claimed` is not the outlet's own word, also when others copy it.
    """
    if not any(item.saying.voice == "own" for item in members):
        return f"s:{NOBODY}"
    item = members[0]
    return f"s:{names.outlet(item)}" if item.revision.outlet else f"v:{item.report}"


def _rank(members: Sequence[Item]) -> tuple[datetime, str]:
    return min((item.said_at, item.report) for item in members)


def _credit(item: Item) -> str:
    statement = item.saying.statement
    source = statement.source.text if statement and statement.source else ", ".join(item.saying.names)
    cue = statement.cue.text if statement and statement.cue else ""
    return " ".join(f"{source} {cue}".split())


def _edge(kind: str, start: str, end: str, score: float, evidence: str) -> Edge:
    plain = [node[2:] if node[:2] in ("s:", "v:") else node for node in (start, end)]
    return Edge(kind=kind, start=plain[0], end=plain[1], score=round(score, 3), evidence=evidence)  # type: ignore[arg-type]
