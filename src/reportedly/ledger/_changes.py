"""What differs between the events of two moments. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportedly.ledger.values import Change
from reportedly.model import Answer, Event, Point


def changes(before: Iterable[Event], after: Iterable[Event]) -> tuple[Change, ...]:
    """Events that came or went, and in those that stayed: standings, answers and counts that differ."""
    old = {event.id: event for event in before}
    new = {event.id: event for event in after}
    found = [_change(event, "gone") for event in old.values() if event.id not in new]
    for event in new.values():
        if event.id not in old:
            found.append(_change(event, "new"))
        elif event != old[event.id]:
            found.extend(_within(old[event.id], event))
    return tuple(found)


def _within(old: Event, new: Event) -> Iterator[Change]:
    before = {point.id: point for point in old.points}
    after = {point.id: point for point in new.points}
    for point_id in sorted(before.keys() | after.keys()):
        yield from _of_point(new, before.get(point_id), after.get(point_id))
    if old.counts != new.counts:
        yield _change(new, "counts", before=_counts(old), after=_counts(new))


def _of_point(event: Event, old: Point | None, new: Point | None) -> Iterator[Change]:
    question = (new or old or event.points[0]).question
    standing = (old.standing if old else None, new.standing if new else None)
    answers = (_answers(old), _answers(new))
    if standing[0] != standing[1]:
        yield _change(event, "standing", question, *standing)
    if answers[0] != answers[1]:
        yield _change(event, "answers", question, *answers)


def _change(event: Event, what: str, question: str | None = None, before: str | None = None, after: str | None = None) -> Change:
    return Change(event=event.id, title=event.title, what=what, question=question, before=before, after=after)  # type: ignore[arg-type]


def _answers(point: Point | None) -> str | None:
    return "; ".join(answer_words(answer) for answer in point.answers) if point else None


def answer_words(answer: Answer) -> str:
    """One answer as a reader sees it: the value, its range, and whether it is denied."""
    bounds = (answer.low, answer.high)
    amount = "" if bounds == (None, None) else f" ({_range(answer.low, answer.high)})"
    denied = "denied: " if answer.polarity == "denied" else ""
    return f"{denied}{answer.value}{amount}"


def _range(low: int | None, high: int | None) -> str:
    if low == high:
        return str(low)
    if high is None:
        return f"{low} or more"
    return f"up to {high}" if low is None else f"{low} to {high}"


def _counts(event: Event) -> str:
    counts = event.counts
    return f"{counts.reports} reports, {counts.outlets} outlets, {counts.claims} claims, {counts.origins} origins"
