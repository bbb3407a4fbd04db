"""What a report says in its own voice, traced to an earlier report: forwards, links, media, shared words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from reportedly.linking._item import Item
from reportedly.linking._names import Names
from reportedly.linking._text import shared, text_grams
from reportedly.linking._verdicts import Verdicts
from reportedly.model import EdgeKind

_REUSED = 0.5
"""Share of a sentence's word 4-grams found in an earlier report from which it counts as taken from there."""
_COPIED = 0.5
"""Share of a whole text's word 4-grams found in an earlier report from which it counts as a copy."""
_SHORTEST_TEXT = 6
"""Word 4-grams."""


class Trace(msgspec.Struct, frozen=True):
    """A step from report `start` to an earlier `report`, or to a publisher's `name` when its report is not in the event."""

    start: str
    kind: EdgeKind
    score: float
    evidence: str
    report: str | None = None
    name: str | None = None


def traces(side: Sequence[Item], names: Names, verdicts: Verdicts) -> list[Trace]:
    """The traces of all reports of one side, the strongest kind for each report. `side` must be in its order."""
    own = [item for item in side if item.saying.voice != "speaker"]
    found: dict[str, Trace] = {}
    for trace in (*_forwards(own, side, names), *_links(own, side), *_media(own, side), *_copies(own), *_words(own, side)):
        if trace.report != trace.start and not verdicts.parted(trace.start, trace.report or ""):
            found.setdefault(trace.start, trace)
    return [found[start] for start in sorted(found)]


def _forwards(own: Iterable[Item], side: Sequence[Item], names: Names) -> Iterable[Trace]:
    posts = {item.report: item for item in reversed(side)}
    channels: dict[str, str] = {}
    for item in side:
        if item.report.startswith("telegram:"):
            channels.setdefault(item.report.removeprefix("telegram:").partition("/")[0], item.report)
    for item in own:
        forward = item.revision.forward
        if forward is None:
            continue
        bare = (forward.channel or "").removeprefix("-100")
        exact = f"telegram:{bare}/{forward.message}"
        evidence = f"forwarded from {forward.name or forward.channel or 'a hidden source'}"
        evidence += f", message {forward.message}" if forward.message is not None else ""
        if exact in posts:
            yield Trace(item.report, "forward", 1.0, evidence, report=exact)
        elif forward.name:
            yield Trace(item.report, "forward", 1.0, evidence, name=names.key(forward.name))
        elif bare in channels:
            yield Trace(item.report, "forward", 0.9, evidence, report=channels[bare])
        else:
            yield Trace(item.report, "forward", 0.5, evidence, name=f"channel {bare}" if bare else "a hidden source")


def _links(own: Iterable[Item], side: Sequence[Item]) -> Iterable[Trace]:
    by_url = {_plain(item.revision.url): item.report for item in reversed(side) if item.revision.url}
    for item in own:
        for link in item.revision.links:
            target = by_url.get(_plain(link.url))
            if target and target != item.report:
                yield Trace(item.report, "link", 0.9, f"links to {link.url}", report=target)


def _plain(url: str) -> str:
    return (
        url.split("#")[0].split("?")[0].rstrip("/").removeprefix("https://").removeprefix("http://").replace("t.me/s/", "t.me/")
    )


def _media(own: Iterable[Item], side: Sequence[Item]) -> Iterable[Trace]:
    first: dict[str, str] = {}
    for item in side:
        for id_ in _media_ids(item):
            first.setdefault(id_, item.report)
    for item in own:
        for id_ in _media_ids(item):
            if first[id_] != item.report:
                yield Trace(item.report, "media", 0.9, f"carries the same file, {id_}", report=first[id_])
    yield from _look_alikes(own, side)


def _look_alikes(own: Iterable[Item], side: Sequence[Item]) -> Iterable[Trace]:
    """Media that show the same as an earlier report's, by the matches that came with the revision."""
    holders: dict[str, tuple[int, str]] = {}
    place: dict[str, int] = {}
    for number, item in enumerate(side):
        place.setdefault(item.report, number)
        for media in item.revision.media:
            if media.sha256:
                holders.setdefault(media.sha256, (number, item.report))
    for item in own:
        files = {media.sha256 for media in item.revision.media}
        for match in item.told.observed.media:
            other = match.other if match.one in files else match.one
            number, report = holders.get(other, (len(side), ""))
            if number < place[item.report]:
                evidence = f"shows the same as an earlier file, {match.method}: {match.params} ({match.version})"
                yield Trace(item.report, "media", round(0.9 * match.score, 3), evidence, report=report)


def _media_ids(item: Item) -> list[str]:
    return sorted({id_ for media in item.revision.media for id_ in (media.sha256, media.platform_id) if id_})


def _copies(own: Sequence[Item]) -> Iterable[Trace]:
    """Reports most of whose text stands in an earlier one: also their short sentences are copies.

    Texts are compared by their word 4-grams; copies are not indexed, so forty copies cost forty look-ups.
    """
    first = {item.report: item for item in reversed(own)}
    index: dict[str, list[str]] = defaultdict(list)
    for item in sorted(first.values(), key=lambda item: item.order):
        mine = text_grams(item.revision.text)
        counts = Counter(report for gram in mine for report in index.get(gram, ()))
        best = min(counts, key=lambda report: (-counts[report], report), default=None)
        share = counts[best] / len(mine) if best else 0.0
        if best and share >= _COPIED and len(mine) >= _SHORTEST_TEXT:
            yield Trace(item.report, "text", share, f"{round(100 * share)} % of its text stands there", report=best)
        else:
            for gram in mine:
                index[gram].append(item.report)


def _words(own: Iterable[Item], side: Sequence[Item]) -> Iterable[Trace]:
    """Each own-voice sentence against the earlier ones; copies are not indexed, so forty copies cost forty look-ups."""
    voices = {id(item) for item in own}
    index: dict[str, list[int]] = defaultdict(list)
    copies: set[str] = set()
    for number, item in enumerate(side):
        best = _most_alike(item, side, index) if id(item) in voices else None
        if best is not None:
            copies.add(item.report)
            yield Trace(item.report, "text", best[0], f"shares its words: “{_sample(item, best[1])}”", report=best[1].report)
        elif item.report not in copies:
            for gram in item.grams:
                index[gram].append(number)


def _most_alike(item: Item, side: Sequence[Item], index: dict[str, list[int]]) -> tuple[float, Item] | None:
    counts = Counter(number for gram in item.grams for number in index.get(gram, ()))
    scored = [
        (shared(item.grams, side[n].grams), -n)
        for n, _ in counts.items()
        if side[n].report != item.report and side[n].said_at <= item.said_at
    ]
    best = max(scored, default=(0.0, 0))
    return (best[0], side[-best[1]]) if best[0] >= _REUSED else None


def _sample(item: Item, other: Item) -> str:
    return min(item.grams & other.grams)
