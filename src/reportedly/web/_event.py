"""The event page: the claim matrix, points down to the words, the times kept apart, origins, revisions, judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import msgspec

from reportedly.ledger import Ledger, LedgerClaim, Review, answer_words
from reportedly.model import Answer, Certainty, Event, NotFound, Origin, Point, Polarity, RevisionChange, Standing
from reportedly.web import _words as words
from reportedly.web._day import Row, row
from reportedly.web._graph import Graph, graph
from reportedly.web._lanes import Lanes, lanes
from reportedly.web._links import words_at
from reportedly.web._locator import Locator, locator
from reportedly.web._timeline import Carrier, Step, Where, carriers_of, known_at, moments_of, timeline

BESIDE = 6
"""Other events of the same reports."""
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


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes a side: an origin, how many outlets carry it, and its earliest exact words on that side."""

    origin: Origin
    outlets: int
    words: Words | None


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """Those who say that it happened, or those who deny it; what was taken back is left out."""

    polarity: Polarity
    holders: tuple[Holder, ...]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its value in words, how it is put, who holds it, in which words."""

    value: str
    polarity: Polarity
    certainty: Certainty
    superseded: bool
    holders: tuple[str, ...]
    words: tuple[Words, ...]
    more: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One point with its answers; `signed` says how far its sign-off is, where that takes two people."""

    id: str
    question: str
    words: str
    standing: Standing
    reasons: tuple[str, ...]
    answers: tuple[Held, ...]
    signed: str | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one origin answers to one point."""

    value: str
    polarity: Polarity
    certainty: Certainty
    superseded: bool
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


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """One media file of a report that carries the event; never shown here, only named."""

    report: str
    outlet: str | None
    kind: str
    name: str | None
    note: str | None


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page. `event` is the contract's object."""

    event: Event
    standing: Standing
    as_of: str | None
    moments: tuple[str, ...]
    """When something about it was captured or judged, to the minute, the first first."""
    sides: tuple[Side, ...]
    points: tuple[Asked, ...]
    matrix: tuple[Line, ...]
    timeline: tuple[Step, ...]
    lanes: Lanes | None
    carriers: tuple[Carrier, ...]
    graph: Graph
    locator: Locator | None
    media: tuple[Attached, ...]
    revisions: tuple[Revised, ...]
    beside: tuple[Row, ...]
    """What else the same reports tell of, as it stands now."""


def event_page(ledger: Ledger, event_id: str, as_of: str | None, *, two_people: bool = False) -> EventPage:
    """One event with all that is behind it, as of a moment when one is given. Raises NotFound.

    With `two_people` every point tells who has signed it, and whether a second person is needed.
    """
    event = ledger.event(event_id, as_of)
    claims = {one.id: one for one in ledger.claims(event=event.id, as_of=as_of, superseded=True)}
    now = event if as_of is None else _now(ledger, event)
    everything = tuple(carriers_of(ledger, now))
    carriers = {one.report: known for one in everything if (known := known_at(one, as_of))}
    steps = timeline(event, carriers.values())
    names = {report: one.outlet or one.title or report for report, one in carriers.items()}
    return EventPage(
        event=event,
        standing=words.lead(event.points),
        as_of=as_of,
        moments=moments_of(now, everything),
        sides=tuple(_sides(event, claims, carriers)),
        points=tuple(_signed(_asked(point, event, claims), ledger, two_people and as_of is None) for point in event.points),
        matrix=tuple(_line(origin, event.points, claims) for origin in event.origins),
        timeline=tuple(steps),
        lanes=lanes(event, steps),
        carriers=tuple(carriers.values()),
        graph=graph(event.origins, names),
        locator=locator(event.place),
        media=tuple(_attached(carriers.values())),
        revisions=tuple(_revised(change, ledger, names) for change in event.revisions),
        beside=tuple(_beside(ledger, event, claims.values())),
    )


def _signed(point: Asked, ledger: Ledger, two_people: bool) -> Asked:
    return msgspec.structs.replace(point, signed=_how_far(ledger.review(point.id))) if two_people else point


def _how_far(review: Review) -> str | None:
    """How far a sign-off is, in words; None where nobody has begun. Whose verdict waits for a second is not told."""
    names = " and ".join(one.by for one in review.signatures)
    if review.stale:
        return "signed, but what it rests on changed"
    if review.state == "needs second":
        return "one has signed, a second person is needed"
    if review.state == "signed off":
        return f"signed by {names}" if names else "signed"
    return f"taken by {review.holder}" if review.holder else None


def _now(ledger: Ledger, event: Event) -> Event:
    """The event as it stands now, or as it is when no event has its name any more."""
    try:
        return ledger.event(event.id)
    except NotFound:
        return event


def _beside(ledger: Ledger, event: Event, claims: Iterable[LedgerClaim]) -> Iterable[Row]:
    revisions = sorted({one.revision for one in claims})
    return (row(one) for one in ledger.told_by(revisions, most=BESIDE + 1) if one.id != event.id)


def _sides(event: Event, claims: Mapping[str, LedgerClaim], carriers: Mapping[str, Carrier]) -> Iterable[Side]:
    """Both sides of whether it happened, each with its origins."""
    answers = [answer for point in event.points if point.question == "happened" for answer in point.answers]
    for polarity in get_args(Polarity):
        holding = [answer for answer in answers if answer.polarity == polarity and not answer.superseded]
        ids = {claim for answer in holding for claim in answer.claims}
        wanted = {origin for answer in holding for origin in answer.origins}
        found = [_holder(origin, ids, claims, carriers) for origin in event.origins if origin.id in wanted]
        if found:
            yield Side(polarity=polarity, holders=tuple(found))


def _holder(origin: Origin, ids: set[str], claims: Mapping[str, LedgerClaim], carriers: Mapping[str, Carrier]) -> Holder:
    quotes = _of_origin(origin, [claims[one] for one in claims if one in ids])
    outlets = {carriers[report].outlet or report for report in origin.carriers if report in carriers}
    return Holder(origin=origin, outlets=len(outlets), words=quotes[0] if quotes else None)


def _attached(carriers: Iterable[Carrier]) -> Iterable[Attached]:
    for one in carriers:
        for media in one.media:
            yield Attached(report=one.report, outlet=one.outlet, kind=media.kind, name=media.name, note=media.note)


def _asked(point: Point, event: Event, claims: Mapping[str, LedgerClaim]) -> Asked:
    speakers = {origin.id: origin.speaker or "nobody named" for origin in event.origins}
    return Asked(
        id=point.id,
        question=point.question,
        words=words.question(point.question, point.scope),
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
        superseded=answer.superseded,
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
            superseded=answer.superseded,
            words=_of_origin(origin, [claims[one] for one in answer.claims if one in claims]),
        )
        for answer in point.answers
        if origin.id in answer.origins
    )


def _of_origin(origin: Origin, claims: Iterable[LedgerClaim]) -> tuple[Words, ...]:
    """The words that lead back to an origin; those that a report puts into its mouth before others."""
    found = _distinct(one for one in claims if one.id in origin.claims)
    return tuple(sorted(found, key=lambda one: origin.speaker not in (one.speaker or "").split("; ")))


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
