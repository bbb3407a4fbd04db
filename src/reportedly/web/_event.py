"""The event page: the claim matrix, points down to the words, the times kept apart, origins, revisions, judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from reportedly.ledger import Ledger, LedgerClaim, answer_words
from reportedly.model import Answer, Certainty, Event, NotFound, Origin, Point, Polarity, RevisionChange, Standing
from reportedly.web import _words as words
from reportedly.web._day import capture_moments
from reportedly.web._graph import Graph, graph
from reportedly.web._links import words_at
from reportedly.web._locator import Locator, locator
from reportedly.web._timeline import Carrier, Step, Where, carriers_of, timeline

QUOTES = 4
"""Exact words shown an answer; the rest is counted, and linked from the matrix."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Exact words of one claim, and where they stand; `also` where they are repeated."""

    claim: str
    text: str
    speaker: str | None
    outlet: str | None
    at: str
    link: str
    also: tuple[Where, ...] = ()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its value in words, how it is put, who holds it, in which words."""

    value: str
    polarity: Polarity
    certainty: Certainty
    holders: tuple[str, ...]
    words: tuple[Words, ...]
    more: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One point with its answers."""

    id: str
    question: str
    words: str
    standing: Standing
    reasons: tuple[str, ...]
    answers: tuple[Held, ...]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one origin answers to one point."""

    value: str
    polarity: Polarity
    certainty: Certainty
    words: tuple[Words, ...]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the matrix: an origin, and for every point what it says."""

    origin: Origin
    cells: tuple[tuple[Said, ...], ...]


class Revised(msgspec.Struct, frozen=True, kw_only=True):
    """What one revision of a report did to the event's claims."""

    report: str
    name: str
    at: str
    declared: bool
    added: tuple[Words, ...]
    dropped: tuple[Words, ...]
    changed: tuple[Words, ...]


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page. `event` is the contract's object."""

    event: Event
    standing: Standing
    as_of: str | None
    moments: tuple[str, ...]
    points: tuple[Asked, ...]
    matrix: tuple[Line, ...]
    timeline: tuple[Step, ...]
    carriers: tuple[Carrier, ...]
    graph: Graph
    locator: Locator | None
    revisions: tuple[Revised, ...]


def event_page(ledger: Ledger, event_id: str, as_of: str | None) -> EventPage:
    """One event with all that is behind it, as of a moment when one is given. Raises NotFound."""
    event = ledger.event(event_id, as_of)
    claims = {one.id: one for one in ledger.claims(event=event.id, as_of=as_of, superseded=True)}
    carriers = {one.report: one for one in carriers_of(ledger, event, as_of)}
    names = {report: one.outlet or one.title or report for report, one in carriers.items()}
    return EventPage(
        event=event,
        standing=words.lead(event.points),
        as_of=as_of,
        moments=capture_moments(ledger),
        points=tuple(_asked(point, event, claims) for point in event.points),
        matrix=tuple(_line(origin, event.points, claims) for origin in event.origins),
        timeline=tuple(timeline(event, carriers.values())),
        carriers=tuple(carriers.values()),
        graph=graph(event.origins, names),
        locator=locator(event.place),
        revisions=tuple(_revised(change, ledger, names) for change in event.revisions),
    )


def _asked(point: Point, event: Event, claims: Mapping[str, LedgerClaim]) -> Asked:
    speakers = {origin.id: origin.speaker or "nobody named" for origin in event.origins}
    return Asked(
        id=point.id,
        question=point.question,
        words=words.question(point.question),
        standing=point.standing,
        reasons=point.reasons,
        answers=tuple(_held(answer, speakers, claims) for answer in point.answers),
    )


def _held(answer: Answer, speakers: Mapping[str, str], claims: Mapping[str, LedgerClaim]) -> Held:
    quotes = _distinct(claims[one] for one in answer.claims if one in claims)
    return Held(
        value=_value(answer),
        polarity=answer.polarity,
        certainty=answer.certainty,
        holders=tuple(speakers.get(one, one) for one in answer.origins),
        words=quotes[:QUOTES],
        more=max(0, len(quotes) - QUOTES),
    )


def _line(origin: Origin, points: Sequence[Point], claims: Mapping[str, LedgerClaim]) -> Line:
    return Line(origin=origin, cells=tuple(_cell(origin, point, claims) for point in points))


def _cell(origin: Origin, point: Point, claims: Mapping[str, LedgerClaim]) -> tuple[Said, ...]:
    return tuple(
        Said(
            value=_value(answer),
            polarity=answer.polarity,
            certainty=answer.certainty,
            words=_distinct(_of_origin(origin, [claims[one] for one in answer.claims if one in claims])),
        )
        for answer in point.answers
        if origin.id in answer.origins
    )


def _of_origin(origin: Origin, claims: Sequence[LedgerClaim]) -> list[LedgerClaim]:
    """The claims that lead back to an origin."""
    return [one for one in claims if one.id in origin.claims]


def _value(answer: Answer) -> str:
    """The answer without its polarity, which has a mark of its own."""
    return answer_words(msgspec.structs.replace(answer, polarity="asserted"))


def _distinct(claims: Iterable[LedgerClaim]) -> tuple[Words, ...]:
    """The words of claims, earliest first; the same words of one speaker once, with all that repeat them."""
    groups: dict[tuple[str, str | None], list[Words]] = defaultdict(list)
    for one in sorted((_words(claim) for claim in claims), key=lambda w: (w.at, w.claim)):
        groups[one.text.casefold(), one.speaker].append(one)
    return tuple(msgspec.structs.replace(first, also=_repeats(first, rest)) for first, *rest in groups.values())


def _repeats(first: Words, rest: Iterable[Words]) -> tuple[Where, ...]:
    """Each further outlet once."""
    return tuple({one.outlet: Where(one.outlet, one.link) for one in reversed(list(rest)) if one.outlet != first.outlet}.values())


def _words(one: LedgerClaim) -> Words:
    """The statement's content around the claim when there is one, else the claim's own words."""
    text = one.claim.text
    for content in one.statement.content if one.statement else ():
        if content.start <= one.claim.start < content.end:
            text = content.text
    speaker = one.speaker or ("nobody named" if one.statement else None)
    return Words(claim=one.id, text=text.strip(), speaker=speaker, outlet=one.outlet, at=one.said_at, link=words_at(one.id))


def _revised(change: RevisionChange, ledger: Ledger, names: Mapping[str, str]) -> Revised:
    def said(ids: Iterable[str]) -> tuple[Words, ...]:
        return tuple(_words_of(one, ledger) for one in ids)

    return Revised(
        report=change.report,
        name=names.get(change.report, change.report),
        at=change.at,
        declared=change.declared,
        added=said(change.added),
        dropped=said(change.dropped),
        changed=said(change.changed),
    )


def _words_of(claim_id: str, ledger: Ledger) -> Words:
    """The words of any claim, also of one that an earlier revision alone has; without text when it was redacted."""
    revision, _, number = claim_id.partition("/")
    try:
        found = ledger.observed(revision)
    except NotFound:
        return Words(claim=claim_id, text="", speaker=None, outlet=None, at="", link=words_at(claim_id))
    text = next((claim.text for claim in found.reading.claims if claim.id == number), "")
    at = found.revision.captured_at.isoformat()
    return Words(claim=claim_id, text=text, speaker=None, outlet=found.revision.outlet, at=at, link=words_at(claim_id))
