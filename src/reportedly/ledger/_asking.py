"""All that can be asked of a ledger; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Self, TypeVar

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _linked, _log, _media, _people, _queries, _relink, _reviewing
from reportedly.ledger._listing import EventFilter, Listing
from reportedly.ledger._lists import Stretch, changes_between, listed
from reportedly.ledger._masks import MASK
from reportedly.ledger._merkle import inclusion_proof
from reportedly.ledger._outward import Outward
from reportedly.ledger._past import NOW, Past, event_at, events_at, past
from reportedly.ledger._people import Profile
from reportedly.ledger._rewritten import rewritten
from reportedly.ledger._safety import SafetyFile
from reportedly.ledger._snapshot import Snapshot
from reportedly.ledger._store import Store
from reportedly.ledger._times import moment, spelled
from reportedly.ledger.values import (
    Change,
    Entry,
    LedgerClaim,
    LinkToReview,
    MediaFinding,
    Moved,
    Proof,
    ReportSummary,
    Review,
    Reviewed,
    Rewritten,
    State,
    ToReview,
)
from reportedly.model import Event, Judgement, NotFound, Observed, Reading, Revision, Standing

Moment = str | datetime
_Waiting = TypeVar("_Waiting", ToReview, LinkToReview)
_MOST_REVISIONS = 500
_MOST_PASTS = 2


class Asking:
    """The questions. Moments are aware datetimes or ISO texts; a bare date in `as_of`, `until` or `end` is that whole day."""

    def __init__(self, store: Store, linker: _relink.Linker) -> None:
        self.store = store
        self._linker = linker
        self.protection = SafetyFile(store.file("safety.json"))
        self._exact = True
        self._pasts: dict[tuple[str, int, int], Past] = {}

    def coarse(self) -> Self:
        """The same ledger, told coarsely: for exports, and for those who may not see where civilians and the own side are."""
        coarse = copy(self)
        coarse._exact = False
        return coarse

    @property
    def outward(self) -> Outward:
        """What every answer passes on its way out (see `_outward`)."""
        return Outward(self.protection.masks, self.protection.safety, _party, exact=self._exact)

    def publishable(self, as_of: str | None = None) -> str | None:
        """The moment that exports and feeds may show when they are asked for one: not later than the publish delay allows."""
        delay = self.protection.safety.delay
        if not delay:
            return as_of
        latest = spelled(datetime.now(UTC) - timedelta(hours=delay))
        return latest if as_of is None else min(spelled(moment(as_of, end=True)), latest)

    def events(
        self, as_of: Moment | None = None, *, place: str | None = None, standing: Standing | None = None
    ) -> tuple[Event, ...]:
        """The events as they stand, or stood at a moment: by what was captured and judged until then."""
        with self.store.read() as conn:
            events = tuple(_queries.stored_events(conn)) if as_of is None else self._events_at(conn, as_of)
        told = map(self.outward.told, events)
        return tuple(event for event in told if _queries.fits(event, place, standing))

    def listing(
        self,
        wanted: EventFilter = EventFilter(),  # noqa: B008  (frozen)
        *,
        start: int = 0,
        most: int | None = None,
        as_of: Moment | None = None,
        since: Moment | None = None,
    ) -> Listing:
        """A stretch of the events that a filter leaves, what is contested first, with what changed since a moment.

        What it costs depends on the stretch, not on the ledger; with a moment, on how much was captured since.
        """
        outward = self.outward
        masks = self.protection.masks
        with self.store.read(steady=True) as conn:
            then = NOW if as_of is None else self._past(conn, as_of)
            before = None if since is None else self._past(conn, since)
            return listed(conn, wanted, Stretch(start, most), masks=masks, told=outward.told, then=then, before=before)

    def event(self, event_id: str, as_of: Moment | None = None) -> Event:
        """One event by its id or the unique beginning of it. Raises NotFound."""
        with self.store.read() as conn:
            if as_of is None:
                return self.outward.told(_queries.one(_queries.stored_events(conn, event_id), event_id))
            return self.outward.told(event_at(conn, self._linker, spelled(moment(as_of, end=True)), event_id))

    def events_by_id(self, ids: Iterable[str]) -> tuple[Event, ...]:
        """The events with these whole ids, in their order; unknown ids are left out."""
        with self.store.read() as conn:
            return tuple(map(self.outward.told, _queries.events_by_id(conn, list(ids))))

    def speaker(self, name: str, *, most: int | None = None) -> Profile:
        """What somebody who is named as a source claimed, and how it stands; at most so many of each list. Raises NotFound."""
        with self.store.read(steady=True) as conn:
            return _people.speaker(_people.Asked(conn, self.outward, most), name)

    def outlet(self, name: str, *, most: int | None = None) -> Profile:
        """What an outlet published, how it stands, and who repeats whom; at most so many of each list. Raises NotFound."""
        with self.store.read(steady=True) as conn:
            return _people.outlet(_people.Asked(conn, self.outward, most), name)

    def moved(self, event_id: str) -> tuple[Moved, ...]:
        """What became of an event's id, oldest first: merged into another, split, parted. Nothing while it never moved."""
        with self.store.read() as conn:
            return self.outward.told(tuple(_queries.moved(conn, event_id)))

    def told_by(self, revisions: Iterable[str], *, most: int = 6) -> tuple[Event, ...]:
        """The events that some revisions tell of, as they stand now; those that the most of them tell of first.

        Of more than some hundreds of revisions the first are looked at.
        """
        with self.store.read() as conn:
            found = tuple(_queries.told_by(conn, list(islice(revisions, _MOST_REVISIONS)), most))
        return tuple(map(self.outward.told, found))

    def claims(
        self,
        *,
        place: str | None = None,
        speaker: str | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
        standing: Standing | None = None,
        event: str | None = None,
        as_of: Moment | None = None,
        superseded: bool = False,
    ) -> tuple[LedgerClaim, ...]:
        """The claims of every report's current revision, by publication time; of all revisions with `superseded`.

        `place` is part of a name, or a country code; `event` a whole id; `since` and `until` bound the publication.
        """
        wanted = _queries.ClaimFilter(
            place=place,
            speaker=speaker,
            since=_text(since),
            until=_text(until, end=True),
            standing=standing,
            event=event,
            as_of=_text(as_of, end=True),
            superseded=superseded,
        )
        with self.store.read() as conn:
            points = None if as_of is None else _queries.points_of(self._events_of(conn, as_of, event))
            found = tuple(map(self.outward.told, _queries.claims(conn, wanted, points)))
        return tuple(one for one in found if _says(one, speaker)) if speaker and self.protection.masks else found

    def claim(self, claim_id: str, as_of: Moment | None = None) -> LedgerClaim:
        """One claim by its id, revision/claim, whatever the report says since. Raises NotFound."""
        wanted = _queries.ClaimFilter(claim=claim_id, as_of=_text(as_of, end=True), superseded=True)
        with self.store.read() as conn:
            points = None if as_of is None else _queries.points_of(self._events_at(conn, as_of))
            found = next(_queries.claims(conn, wanted, points), None)
        if found is None:
            raise NotFound("no such claim", where=claim_id)
        return self.outward.told(found)

    @contextmanager
    def snapshot(self, as_of: Moment | None = None) -> Iterator[Snapshot]:
        """One state of the ledger as streams, for exports: whatever else is written meanwhile, it stays as it was."""
        with self.store.read(steady=True) as conn:
            told = lambda report: self._unmasked(conn, report)  # noqa: E731
            yield Snapshot(conn, self._linker, _text(as_of, end=True), self.outward, told)

    def changes(self, start: Moment, end: Moment | None = None) -> tuple[Change, ...]:
        """What differs in the events between two moments; `end` None means now."""
        with self.store.read(steady=True) as conn:
            then = NOW if end is None else self._past(conn, end)
            return changes_between(conn, self._past(conn, start), then, self.outward.told)

    def reports(self, as_of: Moment | None = None) -> tuple[ReportSummary, ...]:
        """All reports in the order of their first capture; with `as_of` by what was captured until then."""
        with self.store.read() as conn:
            return tuple(map(self.outward.told, _queries.reports(conn, _text(as_of, end=True))))

    def capture_minutes(self, most: int) -> tuple[str, ...]:
        """The latest minutes in which reports were first or last captured, newest first; cheaper than `reports`."""
        with self.store.read() as conn:
            return tuple(_queries.capture_minutes(conn, most))

    def revisions(self, report: str) -> tuple[Revision, ...]:
        """The revisions of a report, first captured first. Raises NotFound."""
        found = self.revisions_of([report])
        if not found:
            raise NotFound("no such report", where=report)
        return found[report]

    def revisions_of(self, reports: Iterable[str]) -> dict[str, tuple[Revision, ...]]:
        """The same of many reports at once; unknown ones are left out."""
        with self.store.read() as conn:
            told = {self._unmasked(conn, report): report for report in reports}
            found: dict[str, list[Revision]] = {}
            for report, revision in _queries.revisions(conn, told):
                found.setdefault(told[report], []).append(self.outward.told(revision))
        return {report: tuple(revisions) for report, revisions in found.items()}

    def revision(self, revision_id: str) -> Revision:
        """One revision. Raises NotFound."""
        return self.observed(revision_id).revision

    def reading(self, revision_id: str) -> Reading:
        """The latest reading of a revision. Raises NotFound."""
        return self.observed(revision_id).reading

    def observed(self, revision_id: str) -> Observed:
        """A revision with its latest reading. Raises NotFound."""
        with self.store.read() as conn:
            return self.outward.told(_queries.observed(conn, revision_id))

    def judgements(self, as_of: Moment | None = None) -> tuple[Judgement, ...]:
        """All judgements in their order, those undone too; with `as_of` as they were then."""
        with self.store.read() as conn:
            return self.outward.told(_relink.judgements(conn, _text(as_of, end=True)))

    def rewritten(self, report: str) -> tuple[Rewritten, ...]:
        """What each later revision of a report changed, and whether the outlet said so. Raises NotFound."""
        return rewritten([self.observed(revision.id) for revision in self.revisions(report)])

    def to_review(self, *, limit: int = 50, after: int = 0) -> tuple[ToReview, ...]:
        """A page of the points that wait for people, contested ones first. What is signed off and not stale is left out."""
        with self.store.read() as conn:
            return self.outward.told(tuple(_unsigned(one) for one in _reviewing.waiting(conn, limit, after)))

    def links_to_review(self, *, limit: int = 50, after: int = 0) -> tuple[LinkToReview, ...]:
        """A page of the links between reports that wait for people, those of the newest reports first."""
        with self.store.read() as conn:
            return self.outward.told(tuple(_unsigned(one) for one in _reviewing.links_waiting(conn, limit, after)))

    def link(self, link: str) -> LinkToReview:
        """One link by its name in the queue; where it is in review is `review(link)`. Raises NotFound."""
        with self.store.read() as conn:
            return self.outward.told(_linked.link(conn, link))

    def review(self, point: str, by: str | None = None) -> Review:
        """Where a point or a link is in review. Until a second person has signed, only whoever gave a verdict (`by`) sees it.

        Raises NotFound.
        """
        with self.store.read() as conn:
            found = _reviewing.state_of(conn, point)
        return self.outward.told(found if found.state != "needs second" else _blind(found, by))

    def reviewed(self) -> tuple[Reviewed, ...]:
        """All steps of reviews in their order; a verdict is sealed while a second person has yet to look."""
        with self.store.read() as conn:
            return self.outward.told(tuple(_reviewing.told(conn)))

    def media(self) -> tuple[MediaFinding, ...]:
        """What is worth a look about media: reused and duplicate ones, those not captured, those without fingerprint."""
        with self.store.read() as conn:
            return self.outward.told(tuple(_media.findings(conn)))

    def search(self, words: str, *, limit: int = 50) -> tuple[Revision, ...]:
        """The revisions whose title or text has all the words, best first."""
        with self.store.read() as conn:
            found = _queries.revisions_by_id(conn, _queries.search(conn, words, limit))
        told = tuple(map(self.outward.told, found))
        return tuple(one for one in told if _has(one, words)) if self.protection.masks else told

    @property
    def state(self) -> State:
        """Which state of the ledger answers; cheap."""
        with self.store.read() as conn:
            return _relink.state(conn)

    @property
    def behind(self) -> int:
        """How many entries were logged since the events were derived: above 0 while an `add` runs or after it was killed."""
        with self.store.read() as conn:
            return _relink.behind(conn)

    def entries(self, kind: str | None = None) -> Iterator[Entry]:
        """The log in its order."""
        with self.store.read() as conn:
            yield from map(self._entry, _log.told(conn, kind))

    def proof(self, seq: int) -> Proof:
        """What shows to others that an entry is in the log under the latest checkpoint. Raises NotFound."""
        with self.store.read() as conn:
            entry, leaves, row = _log.for_proof(conn, seq)
        path = tuple(step.hex() for step in inclusion_proof(seq, leaves))
        return Proof(entry=entry, seq=seq, size=row.size, root=row.root.hex(), path=path, checkpoint=row.note)

    def _entry(self, entry: Entry) -> Entry:
        """An entry with names blanked inside its content, which then no longer fits its commitment."""
        masks = self.protection.masks
        if not masks or entry.body is None:
            return entry
        return msgspec.structs.replace(entry, body=msgspec.Raw(msgspec.json.encode(masks.value(msgspec.json.decode(entry.body)))))

    def _unmasked(self, conn: sa.Connection, report: str) -> str:
        """The report's id, also when it is asked for as it was told: with a name blanked in it."""
        if MASK not in report:
            return report
        masks = self.protection.masks
        return next((one.report for one in _queries.reports(conn, None) if masks.text(one.report) == report), report)

    def _past(self, conn: sa.Connection, as_of: Moment) -> Past:
        """Whoever turns pages of a moment asks for it again and again: the last ones are kept while the log stays as it is."""
        at = spelled(moment(as_of, end=True))
        key = (at, _log.size(conn), _relink.behind(conn))
        found = self._pasts[key] = self._pasts.get(key) or past(conn, self._linker, at)
        for old in list(self._pasts)[:-_MOST_PASTS]:
            self._pasts.pop(old, None)
        return found

    def _events_at(self, conn: sa.Connection, as_of: Moment) -> tuple[Event, ...]:
        return events_at(conn, self._past(conn, as_of))

    def _events_of(self, conn: sa.Connection, as_of: Moment, event: str | None) -> tuple[Event, ...]:
        """All events of a moment; the one with this whole id alone, when one is given."""
        if event is None:
            return self._events_at(conn, as_of)
        with suppress(NotFound):
            return (event_at(conn, self._linker, spelled(moment(as_of, end=True)), event),)
        return ()


def _blind(found: Review, by: str | None) -> Review:
    kept = tuple(one for one in found.signatures if by is not None and one.by.casefold() == by.casefold())
    return msgspec.structs.replace(found, signatures=kept)


def _unsigned(one: _Waiting) -> _Waiting:
    return msgspec.structs.replace(one, review=msgspec.structs.replace(one.review, signatures=()))


def _party(name: str) -> str | None:
    from reportedly.packs import default_registry

    return default_registry().party(name)


def _says(claim: LedgerClaim, speaker: str) -> bool:
    """Whether a claim told with names blanked still is by that speaker: else asking for a name would tell who has it."""
    source = claim.statement.source.text if claim.statement and claim.statement.source else ""
    return speaker.casefold() in f"{claim.speaker or ''}\n{source}".casefold()


def _has(revision: Revision, words: str) -> bool:
    """Whether a text told with names blanked still has the words."""
    text = f"{revision.title or ''} {revision.text}".casefold()
    return all(word in text for word in words.casefold().split())


def _text(at: Moment | None, *, end: bool = False) -> str | None:
    return spelled(moment(at, end=end)) if at is not None else None
