"""The revisions of a report in order, and its claims followed through them: added, kept, changed, dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from reportedly.capture.revisions import disclosed
from reportedly.linking._text import similarity, words
from reportedly.linking._times import spelled, trusted, utc
from reportedly.model import Claim, Disclosure, Observed, Reading

_ALIKE = 0.7
"""Similarity from which a new claim counts as a changed old one."""


class Told(msgspec.Struct, frozen=True, eq=False):
    """One claim as a report tells it, through all revisions that have it in the same words.

    `current`: the last revision still has it; `becomes`: the id under which a later revision says it differently.
    """

    ids: tuple[str, ...]
    claim: Claim
    observed: Observed
    first: Observed
    said_at: datetime
    current: bool
    becomes: str | None = None

    @property
    def id(self) -> str:
        return self.ids[-1]


class Edit(msgspec.Struct, frozen=True):
    """What one revision did to the claims of its report, by claim id."""

    at: str
    declared: bool
    disclosure: Disclosure
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


class History(msgspec.Struct, frozen=True, eq=False):
    """A report: its revisions from the first captured, its claims, its edits."""

    report: str
    revisions: tuple[Observed, ...]
    told: tuple[Told, ...]
    edits: tuple[Edit, ...]


def histories(observed: Iterable[Observed]) -> list[History]:
    """Every report once, by name; the same revision given twice counts once, at its earliest capture."""
    by_report: dict[str, dict[str, Observed]] = defaultdict(dict)
    for one in observed:
        known = by_report[one.revision.report]
        id_ = one.revision.id
        if id_ not in known or _rank(one) < _rank(known[id_]):
            known[id_] = one
    return [_history(report, sorted(found.values(), key=_rank)) for report, found in sorted(by_report.items())]


def _rank(one: Observed) -> tuple[object, ...]:
    revision = one.revision
    moments = tuple(utc(m).timestamp() if m else 0.0 for m in (revision.captured_at, revision.updated_at, revision.published_at))
    return (*moments, revision.id, revision.sha256, one.reading.engine)


class _Open(msgspec.Struct):
    """A claim while it is followed."""

    ids: list[str]
    claim: Claim
    observed: Observed
    first: Observed
    said_at: datetime


def _history(report: str, revisions: Sequence[Observed]) -> History:
    done: list[Told] = []
    live: list[_Open] = []
    edits: list[Edit] = []
    for number, one in enumerate(revisions):
        found = [_open(claim, one, None if number == 0 else revisions[number - 1]) for claim in one.reading.claims]
        if number == 0:
            live = found
            continue
        kept, changed, dropped, added = _compare(live, found)
        done += [_told(old, current=False, becomes=new.ids[-1]) for old, new in changed]
        done += [_told(old, current=False) for old in dropped]
        for old, new in kept:
            new.ids[:0] = old.ids
            new.first, new.said_at = old.first, old.said_at
        live = found
        edits.append(
            Edit(
                at=_edited_at(one, revisions[number - 1]),
                declared=_declared(one, revisions[number - 1]),
                disclosure=_disclosure(one, revisions[number - 1]),
                added=tuple(new.ids[-1] for new in added),
                dropped=tuple(old.ids[-1] for old in dropped),
                changed=tuple((old.ids[-1], new.ids[-1]) for old, new in changed),
            )
        )
    done += [_told(one, current=True) for one in live]
    return History(report, tuple(revisions), tuple(done), tuple(edits))


def _open(claim: Claim, one: Observed, before: Observed | None) -> _Open:
    return _Open([f"{one.revision.id}/{claim.id}"], claim, one, one, _said_at(claim, one, before))


def _told(one: _Open, *, current: bool, becomes: str | None = None) -> Told:
    return Told(tuple(one.ids), one.claim, one.observed, one.first, one.said_at, current, becomes)


def _said_at(claim: Claim, one: Observed, before: Observed | None) -> datetime:
    """Of a first revision the publication, of a later one its update; what is unknown falls back to the capture."""
    revision = one.revision
    captured = utc(revision.captured_at)
    updated = trusted(revision.updated_at, revision)
    if before is not None:
        return updated if updated and _moved(one, before) else captured
    if updated and any(s.id == claim.statement and s.part == "update" for s in one.reading.statements):
        return updated
    return trusted(revision.published_at, revision) or captured


def _moved(one: Observed, before: Observed) -> bool:
    return one.revision.updated_at is not None and one.revision.updated_at != before.revision.updated_at


def _edited_at(one: Observed, before: Observed) -> str:
    updated = trusted(one.revision.updated_at, one.revision)
    return spelled(updated if updated and _moved(one, before) else one.revision.captured_at)


def _declared(one: Observed, before: Observed) -> bool:
    """Whether the revision says that it was edited, in whatever way."""
    return _disclosure(one, before) != "silent"


def _disclosure(one: Observed, before: Observed) -> Disclosure:
    """How it says so: an update part that is new is as good as a note in words."""
    if _updates(one.reading) > _updates(before.reading):
        return "note"
    return disclosed(before.revision, one.revision).kind


def _updates(reading: Reading) -> int:
    return sum(s.part == "update" for s in reading.statements)


Pairs = list[tuple[_Open, _Open]]


def _compare(old: list[_Open], new: list[_Open]) -> tuple[Pairs, Pairs, list[_Open], list[_Open]]:
    """Kept, changed, dropped, added. Equal claims are paired first, then the most alike."""
    waiting: dict[object, list[_Open]] = defaultdict(list)
    for one in old:
        waiting[_signature(one)].append(one)
    kept: Pairs = []
    added: list[_Open] = []
    for one in new:
        same = waiting[_signature(one)]
        if same:
            kept.append((same.pop(0), one))
        else:
            added.append(one)
    dropped = [one for left in waiting.values() for one in left]
    scored = [(_likeness(a.claim, b.claim), a, b) for a in dropped for b in added]
    scored = sorted((s for s in scored if s[0] >= _ALIKE), key=lambda s: (-s[0], s[1].ids, s[2].ids))
    changed: Pairs = []
    paired: set[int] = set()
    for _, a, b in scored:
        if id(a) not in paired and id(b) not in paired:
            changed.append((a, b))
            paired |= {id(a), id(b)}
    return kept, changed, [a for a in dropped if id(a) not in paired], [b for b in added if id(b) not in paired]


def _likeness(a: Claim, b: Claim) -> float:
    """How alike two claims are, 0..1: by their words, or by their event word when the words of one begin or end the other."""
    alike = similarity(a.text, b.text)
    if alike >= _ALIKE or a.trigger is None or b.trigger is None or a.polarity != b.polarity:
        return alike
    shorter, longer = sorted((words(a.text), words(b.text)), key=len)
    inside = longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter
    return _ALIKE if inside and len(shorter) > 2 and a.trigger.text == b.trigger.text else alike


def _signature(one: _Open) -> object:
    claim = one.claim
    statement = next((s for s in one.observed.reading.statements if s.id == claim.statement), None)
    source = words(statement.source.text) if statement and statement.source else None
    numbers = tuple((q.kind, q.low, q.high) for q in claim.quantities)
    return words(claim.text), source, claim.event_type, claim.polarity, claim.certainty, claim.modality, numbers
