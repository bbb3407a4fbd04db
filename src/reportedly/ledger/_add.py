"""Adding: what capture hands over is read and appended, a batch a transaction, so that a kill loses and doubles nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

import sqlalchemy as sa

from reportedly._each import read_each
from reportedly.ledger import _bodies as bodies
from reportedly.ledger import _schema as t
from reportedly.ledger._log import Draft
from reportedly.ledger._originals import Originals
from reportedly.ledger._times import moment
from reportedly.ledger.values import Added
from reportedly.model import Captured, CaptureError, Problem, ReadingError, ReportedlyError, Revision
from reportedly.reading import Reader

BATCH = 32
SAME_CAPTURE = timedelta(minutes=1)

Progress = Callable[[Added], None]


class Known:
    """What the ledger holds of the reports, revisions and originals that a batch speaks of."""

    def __init__(self, conn: sa.Connection, captures: list[Captured], *, visits: bool) -> None:
        self.visits = visits
        revisions = {captured.revision.id for captured in captures}
        self.sightings: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for row in conn.execute(sa.select(t.sightings).where(t.sightings.c.revision.in_(revisions))):
            self.sightings[row.revision].append((moment(row.captured_at), row.sha256))
        logged = sa.select(t.entries.c.key).where(t.entries.c.kind == "revision", t.entries.c.key.in_(revisions))
        self.redacted = set(conn.scalars(logged)) - self.sightings.keys()
        wanted = {captured.revision.report for captured in captures}
        self.reports = set(conn.scalars(sa.select(t.reports.c.report).where(t.reports.c.report.in_(wanted))))
        hashes = {captured.original.sha256 for captured in captures}
        self.originals = set(conn.scalars(sa.select(t.originals.c.sha256).where(t.originals.c.sha256.in_(hashes))))

    def has(self, revision: Revision) -> bool:
        return revision.id in self.sightings

    def saw(self, captured: Captured) -> bool:
        """Whether this capture is no news: the text is known, and so are the bytes (unless visits count) or the minute."""
        known, at = self.sightings.get(captured.revision.id, ()), captured.revision.captured_at
        return any(
            abs(at - then) <= SAME_CAPTURE or (sha256 == captured.original.sha256 and not self.visits) for then, sha256 in known
        )

    def note(self, captured: Captured) -> None:
        self.reports.add(captured.revision.report)
        self.originals.add(captured.original.sha256)
        self.sightings[captured.revision.id].append((captured.revision.captured_at, captured.original.sha256))


class Batch:
    """One batch on its way into the log: its captures, and the drafts of those revisions whose text is new."""

    def __init__(self, items: Iterable[Captured | Problem]) -> None:
        self.problems: list[Problem] = []
        self.captures: list[Captured] = []
        self.drafts: dict[str, tuple[Draft, Draft]] = {}
        self.claims: dict[str, int] = {}
        for item in items:
            if isinstance(item, Problem):
                self.problems.append(item)
            elif _is_unicode(item.revision):
                self.captures.append(item)
            else:
                self._refuse(item.revision, CaptureError("text that is no valid Unicode"))

    def prepare(self, known: Known, reader: Reader, originals: Originals) -> None:
        """Reads what is new and stores the bytes, all before the transaction opens."""
        fresh = {captured.revision.id: captured.revision for captured in self.captures if not known.has(captured.revision)}
        for redacted in known.redacted & fresh.keys():
            self._refuse(fresh[redacted], CaptureError("was redacted from this ledger and is not taken in again"))
        wanted = [revision for revision in fresh.values() if revision.id not in known.redacted]
        for revision, reading in read_each(wanted, reader):
            if isinstance(reading, ReadingError):
                self._refuse(revision, reading)
            else:
                self.drafts[revision.id] = (bodies.revision_draft(revision), bodies.reading_draft(revision, reading))
                self.claims[revision.id] = len(reading.claims)
        kept = [captured for captured in self.captures if known.saw(captured) or self._keep(captured, originals)]
        refused = fresh.keys() - self.drafts.keys()
        self.captures = [captured for captured in kept if captured.revision.id not in refused]

    def commit(self, known: Known) -> tuple[list[Draft], Added]:
        """What is to be appended, given what the ledger holds now, and the account of it."""
        drafts: list[Draft] = []
        reports = revisions = unchanged = seen = claims = 0
        for captured in self.captures:
            revision = captured.revision
            if known.saw(captured):
                unchanged += 1
                continue
            if captured.original.sha256 not in known.originals:
                drafts.append(bodies.original_draft(captured))
            if known.has(revision):
                unchanged, seen = unchanged + 1, seen + 1
                drafts.append(bodies.seen_draft(captured))
            else:
                reports += revision.report not in known.reports
                revisions += 1
                claims += self.claims[revision.id]
                drafts.extend(self.drafts[revision.id])
            known.note(captured)
        problems = tuple(self.problems)
        added = Added(reports=reports, revisions=revisions, unchanged=unchanged, seen=seen, claims=claims, problems=problems)
        return drafts, added

    def _keep(self, captured: Captured, originals: Originals) -> bool:
        try:
            originals.keep(captured.original)
        except CaptureError as error:
            self.drafts.pop(captured.revision.id, None)
            self._refuse(captured.revision, error)
            return False
        return True

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
