"""An event's times kept apart, of the event, of utterances, publications and captures; and the reports that carry it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from reportedly.ledger import Ledger, moment
from reportedly.model import Event, Media, Revision
from reportedly.web import _words as words
from reportedly.web._links import address

TimeKind = Literal["event", "utterance", "publication", "capture"]


class Where(msgspec.Struct, frozen=True):
    """A report by its outlet, with the address of the page; or a name without one."""

    outlet: str | None
    link: str


class Carrier(msgspec.Struct, frozen=True, kw_only=True):
    """One report that carries the event, as captured up to the moment looked at."""

    report: str
    title: str | None
    outlet: str | None
    published_at: str | None
    revisions: tuple[tuple[str, str], ...]
    """Revision ids with their capture moments, the first captured first."""
    media: tuple[Media, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the timeline."""

    kind: TimeKind
    at: str
    words: str
    who: tuple[Where, ...]
    """Who said or carried it, each with the address of its report; empty when there is none."""


def carriers_of(ledger: Ledger, event: Event) -> Iterable[Carrier]:
    """The reports that carry an event, with all their revisions."""
    reports = {report for origin in event.origins for report in origin.carriers} | {one.report for one in event.revisions}
    for report, revisions in sorted(ledger.revisions_of(reports).items()):
        yield _carrier(report, revisions)


def known_at(one: Carrier, as_of: str | None) -> Carrier | None:
    """A carrier as far as it was captured by the moment; None when it was not yet."""
    if as_of is None:
        return one
    end = moment(as_of, end=True)
    found = tuple(revision for revision in one.revisions if moment(revision[1]) <= end)
    return msgspec.structs.replace(one, revisions=found) if found else None


def moments_of(event: Event, carriers: Iterable[Carrier]) -> tuple[str, ...]:
    """The minutes in which something about an event was captured or judged, the first first."""
    return tuple(sorted({at[:16] for one in carriers for _, at in one.revisions} | {one.at[:16] for one in event.judgements}))


def _carrier(report: str, found: Sequence[Revision]) -> Carrier:
    first, last = found[0], found[-1]
    return Carrier(
        report=report,
        title=last.title,
        outlet=last.outlet,
        published_at=first.published_at.isoformat() if first.published_at else None,
        revisions=tuple((one.id, one.captured_at.isoformat()) for one in found),
        media=last.media,
    )


def timeline(event: Event, carriers: Iterable[Carrier]) -> list[Step]:
    """All moments in their order; captures of one minute together."""
    steps = [*_captured(carriers)]
    if event.time and (event.time.first or event.time.last):
        at = event.time.first or event.time.last or ""
        told = f"{words.when(event.time)} ({words.time_precision(event.time)})"
        who = (Where(f"“{event.time.text}”", ""),) if event.time.text else ()
        steps.append(Step(kind="event", at=at, words=f"Said to have happened: {told}", who=who))
    for origin in event.origins:
        if origin.uttered_at:
            said = f"First said on {origin.medium}" if origin.medium else "First said"
            steps.append(
                Step(kind="utterance", at=origin.uttered_at, words=said, who=(Where(origin.speaker or "nobody named", ""),))
            )
    for one in carriers:
        if one.published_at:
            who = (Where(one.outlet, address("report", one.revisions[0][0])),)
            steps.append(Step(kind="publication", at=one.published_at, words=one.title or "A report", who=who))
    kinds = tuple(words.TIMES)
    return sorted(steps, key=lambda step: (words.at(step.at), kinds.index(step.kind), step.words))


def _captured(carriers: Iterable[Carrier]) -> Iterable[Step]:
    """One step for all that came in within a minute."""
    groups: dict[tuple[str, bool], list[Where]] = defaultdict(list)
    for one in carriers:
        for number, (revision, at) in enumerate(one.revisions):
            groups[at[:16], number > 0].append(Where(one.outlet, address("report", revision)))
    for (minute, again), found in groups.items():
        said = f"{words.plural(len(found), 'changed text' if again else 'report')} came in"
        yield Step(kind="capture", at=f"{minute}Z", words=said, who=tuple(found))
