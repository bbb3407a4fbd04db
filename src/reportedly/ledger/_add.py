"""Adding: what capture hands over is read and appended, a batch a transaction, so that a kill loses and doubles nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

import sqlalchemy as sa

from reportedly._each import read_each
from reportedly.ledger import _bodies as bodies
from reportedly.ledger import _schema as t
from reportedly.ledger._log import Draft
from reportedly.ledger._looking import Looking
from reportedly.ledger._originals import Originals
from reportedly.ledger._redact import never_again
from reportedly.ledger._times import moment
from reportedly.ledger.values import Added
from reportedly.model import Captured, CaptureError, Problem, Reading, ReadingError, ReportedlyError, Revision
from reportedly.reading import Reader

BATCH = 32
SAME_CAPTURE = timedelta(minutes=1)
NO_UNICODE = "text that is no valid Unicode"
REDACTED = "was redacted from this ledger and is not taken in again"

Progress = Callable[[Added], None]


class Arrival(NamedTuple):
    """A capture with its revision's id, which is computed from the whole text and so only once."""

    id: str
    captured: Captured

    @property
    def revision(self) -> Revision:
        return self.captured.revision

    @property
    def sha256(self) -> str:
        return self.captured.original.sha256


class Known:
    """What the ledger holds of the reports, revisions and originals that a batch speaks of."""

    def __init__(self, conn: sa.Connection, arrivals: list[Arrival], *, visits: bool) -> None:
        self.visits = visits
        ids = {arrival.id for arrival in arrivals}
        self.sightings: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for row in conn.execute(sa.select(t.sightings).where(t.sightings.c.revision.in_(ids))):
            self.sightings[row.revision].append((moment(row.captured_at), row.sha256))
        self.redacted = never_again(conn, "revision", ids)
        reports, hashes = {arrival.revision.report for arrival in arrivals}, {arrival.sha256 for arrival in arrivals}
        self.reports = set(conn.scalars(sa.select(t.reports.c.report).where(t.reports.c.report.in_(reports))))
        hashes |= {file.sha256 for arrival in arrivals for file in arrival.captured.files}
        self.gone = never_again(conn, "original", hashes)
        self.originals = set(conn.scalars(sa.select(t.originals.c.sha256).where(t.originals.c.sha256.in_(hashes))))
        looked = sa.select(t.entries.c.key).where(t.entries.c.kind == "fingerprint", t.entries.c.key.in_(hashes))
        self.looked = set(conn.scalars(looked))

    def has(self, arrival: Arrival) -> bool:
        return arrival.id in self.sightings

    def saw(self, arrival: Arrival) -> bool:
        """Whether this capture is no news: the text is known, and so is the minute or, unless visits count, the bytes.

        Of a revision in which words were blacked out nothing further is kept, since it would hold those words.
        """
        if arrival.id in self.redacted and self.has(arrival):
            return True
        at = arrival.revision.captured_at
        return any(
            abs(at - then) <= SAME_CAPTURE or (sha256 == arrival.sha256 and then <= at and not self.visits)
            for then, sha256 in self.sightings.get(arrival.id, ())
        )

    def note(self, arrival: Arrival) -> None:
        self.reports.add(arrival.revision.report)
        self.originals.add(arrival.sha256)
        self.sightings[arrival.id].append((arrival.revision.captured_at, arrival.sha256))


class Batch:
    """One batch on its way into the log: what arrived, and the drafts of those revisions whose text is new."""

    def __init__(self, items: Iterable[Captured | Problem]) -> None:
        self.problems: list[Problem] = []
        self.arrivals: list[Arrival] = []
        self.drafts: dict[str, tuple[Draft, Draft]] = {}
        self.claims: dict[str, int] = {}
        self.looks: dict[str, list[Draft]] = {}
        for item in items:
            if isinstance(item, Problem):
                self.problems.append(item)
            elif _is_unicode(item.revision):
                self.arrivals.append(Arrival(item.revision.id, item))
            else:
                self._refuse(item.revision, CaptureError(NO_UNICODE))

    def prepare(self, known: Known, reader: Reader, originals: Originals, looking: Looking) -> None:
        """Reads what is new, stores the bytes and looks at media, all before the transaction opens."""
        fresh: dict[str, Revision] = {}
        for arrival in self.arrivals:
            if not known.has(arrival):
                fresh.setdefault(arrival.id, arrival.revision)
        for arrival in self.arrivals:
            if arrival.id in fresh and (arrival.id in known.redacted or arrival.sha256 in known.gone):
                self._refuse(fresh.pop(arrival.id), CaptureError(REDACTED))
        for (revision_id, revision), (_, reading) in zip(fresh.items(), read_each(list(fresh.values()), reader), strict=True):
            self._draft(revision_id, revision, reading)
        welcome = [arrival for arrival in self.arrivals if known.has(arrival) or arrival.id in self.drafts]
        kept = [arrival for arrival in welcome if known.saw(arrival) or self._keep(arrival, originals)]
        self.arrivals = [arrival for arrival in kept if known.has(arrival) or arrival.id in self.drafts]
        for arrival in self.arrivals:
            if arrival.captured.files and not known.saw(arrival):
                self._keep_files(arrival, known, originals, looking)

    def commit(self, known: Known) -> tuple[list[Draft], Added]:
        """What is to be appended, given what the ledger holds now, and the account of it."""
        drafts: list[Draft] = []
        reports = revisions = unchanged = seen = claims = 0
        for arrival in self.arrivals:
            if known.saw(arrival):
                unchanged += 1
                continue
            if arrival.sha256 not in known.originals:
                drafts.append(bodies.original_draft(arrival.captured.original))
            files = self._file_drafts(arrival, known)
            drafts.extend(files)
            if known.has(arrival):
                unchanged, seen = unchanged + 1, seen + 1
                media = arrival.revision.media if files else ()
                drafts.append(bodies.seen_draft(arrival.id, arrival.captured, media))
            else:
                reports += arrival.revision.report not in known.reports
                revisions += 1
                claims += self.claims[arrival.id]
                drafts.extend(self.drafts[arrival.id])
            known.note(arrival)
        problems = tuple(self.problems)
        added = Added(reports=reports, revisions=revisions, unchanged=unchanged, seen=seen, claims=claims, problems=problems)
        return drafts, added

    def _draft(self, revision_id: str, revision: Revision, reading: Reading | ReadingError) -> None:
        if isinstance(reading, ReadingError):
            self._refuse(revision, reading)
            return
        try:
            said = bodies.revision_draft(revision_id, revision)
            self.drafts[revision_id] = (said, bodies.reading_draft(revision_id, revision, reading))
        except CaptureError as error:
            self._refuse(revision, error)
        self.claims[revision_id] = len(reading.claims)

    def _keep(self, arrival: Arrival, originals: Originals) -> bool:
        try:
            originals.keep(arrival.captured.original)
        except CaptureError as error:
            self.drafts.pop(arrival.id, None)
            self._refuse(arrival.revision, error)
            return False
        return True

    def _keep_files(self, arrival: Arrival, known: Known, originals: Originals, looking: Looking) -> None:
        """A file that cannot be kept is a problem of its own; its report is taken in without it."""
        kinds = {media.sha256: media for media in arrival.revision.media}
        for file in arrival.captured.files:
            if file.sha256 in self.looks or file.sha256 in known.looked & known.originals:
                continue
            try:
                originals.keep(file)
            except CaptureError as error:
                self._refuse(arrival.revision, error)
                continue
            media = kinds.get(file.sha256)
            self.looks[file.sha256] = looking.at(media) if media else []

    def _file_drafts(self, arrival: Arrival, known: Known) -> list[Draft]:
        """The entries of the media files that are new with this capture."""
        drafts: list[Draft] = []
        for file in arrival.captured.files:
            if file.sha256 not in self.looks:
                continue
            if file.sha256 not in known.originals:
                drafts.append(bodies.original_draft(file))
                known.originals.add(file.sha256)
            if file.sha256 not in known.looked:
                drafts.extend(self.looks[file.sha256])
                known.looked.add(file.sha256)
        return drafts

    def _refuse(self, revision: Revision, error: ReportedlyError) -> None:
        where = error.where or revision.url or revision.report
        self.problems.append(Problem(where=where, reason=error.reason, place=error.place))


def batches(captured: Iterable[Captured | Problem], size: int = BATCH) -> Iterator[Batch]:
    """The stream in batches of at most `size`."""
    stream = iter(captured)
    while items := list(islice(stream, size)):
        yield Batch(items)


def total(first: Added, second: Added) -> Added:
    """Both accounts as one."""
    return Added(**{name: getattr(first, name) + getattr(second, name) for name in Added.__struct_fields__})


def _is_unicode(revision: Revision) -> bool:
    try:
        f"{revision.report}{revision.text}{revision.title}{revision.outlet}".encode()
    except UnicodeEncodeError:
        return False
    return True
