"""What the ledger's media tell: which reports carry the same, which showed it before, and what was not captured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import decode
from reportedly.ledger._times import moment
from reportedly.ledger.values import Appearance, MediaFinding
from reportedly.model import MediaMatch

EARLIER = timedelta(days=3)
"""Media first seen so long before what a report says of it, or before the report, are flagged as seen before."""


class Claimed:
    """Where and when a revision's claims say that something happened."""

    def __init__(self) -> None:
        self.places: dict[str, None] = {}
        self.days: list[str] = []


class Shown:
    """The media of all revisions, in groups that show the same: by bytes, by the platform's id, or by a match."""

    def __init__(self, conn: sa.Connection) -> None:
        self.matches = [decode(row.body, MediaMatch) for row in conn.execute(sa.select(t.matches).order_by(t.matches.c.one))]
        self.carried = list(conn.execute(_carried()))
        self._between = {frozenset((match.one, match.other)): match for match in self.matches}
        self._leader: dict[str, str] = {}
        for row in self.carried:
            if row.sha256 and row.platform_id:
                self._join(row.sha256, row.platform_id)
        for match in self.matches:
            self._join(match.one, match.other)

    def groups(self) -> dict[str, list[Any]]:
        """For each group its rows, earliest said first."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self.carried:
            identity = row.sha256 or row.platform_id
            if identity:
                found[self._led(identity)].append(row)
        return found

    def between(self, one: Any, other: Any) -> MediaMatch | None:
        """The match of two rows' files, when it took one."""
        return self._between.get(frozenset((one.sha256, other.sha256)))

    def _led(self, identity: str) -> str:
        while (leader := self._leader.get(identity, identity)) != identity:
            identity = leader
        return identity

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._led(one), self._led(other)))
        if first != second:
            self._leader[second] = first


def matches_of_revisions(conn: sa.Connection) -> dict[str, tuple[MediaMatch, ...]]:
    """For each revision the matches of its media, for linking: signs of a shared origin.

    Media that were around long before a report are left out: an archive picture that two outlets take is no sign of one.
    """
    if conn.execute(sa.select(t.matches.c.one).limit(1)).first() is None:
        return {}
    shown = Shown(conn)
    by_file: dict[str, list[MediaMatch]] = defaultdict(list)
    for match in shown.matches:
        by_file[match.one].append(match)
        by_file[match.other].append(match)
    found: dict[str, tuple[MediaMatch, ...]] = {}
    for rows in shown.groups().values():
        first = min(_said(row) for row in rows)
        for row in rows:
            if row.sha256 in by_file and _said(row) - first <= EARLIER:
                found[row.revision] = (*found.get(row.revision, ()), *by_file[row.sha256])
    return found


def findings(conn: sa.Connection) -> Iterator[MediaFinding]:
    """What is worth a look: media in several reports, media seen before what is said of them, media not captured."""
    shown = Shown(conn)
    claimed = _claimed(conn, {row.revision for row in shown.carried})
    for rows in shown.groups().values():
        one_each = list({row.report: row for row in reversed(rows)}.values())[::-1]
        if len(one_each) > 1:
            yield from _of_group(one_each, shown, claimed)
    for row in shown.carried:
        if row.sha256 is None:
            yield MediaFinding(finding="not captured", now=_appearance(row, claimed), note=row.note)
    for row in shown.carried:
        if row.look_note:
            yield MediaFinding(finding="no fingerprint", now=_appearance(row, claimed), note=row.look_note)


def _of_group(rows: list[Any], shown: Shown, claimed: dict[str, Claimed]) -> Iterator[MediaFinding]:
    first = rows[0]
    for row in rows[1:]:
        now, before = _appearance(row, claimed), _appearance(first, claimed)
        match = next((found for other in rows if other is not row and (found := shown.between(other, row))), None)
        how = "the same bytes" if row.sha256 and row.sha256 == first.sha256 else "the platform's id" if match is None else None
        old = _said(first) <= _meant(row, claimed) - EARLIER
        yield MediaFinding(finding="reused" if old else "duplicate", now=now, first=before, match=match, same=how)


def _claimed(conn: sa.Connection, revisions: Iterable[str]) -> dict[str, Claimed]:
    found: dict[str, Claimed] = defaultdict(Claimed)
    columns = (t.claims.c.revision, t.claims.c.place, t.claims.c.time_from, t.claims.c.time_to)
    wanted = set(revisions)
    for row in conn.execute(sa.select(*columns).order_by(t.claims.c.revision, t.claims.c.position)):
        if row.revision in wanted:
            found[row.revision].places |= {row.place: None} if row.place else {}
            found[row.revision].days += [day for day in (row.time_from, row.time_to) if day]
    return found


def _carried() -> sa.Select[Any]:
    told = (t.revisions.c[name] for name in ("report", "outlet", "title", "url", "said_at", "captured_at"))
    wanted = sa.select(t.media, *told, t.looks.c.note.label("look_note"))
    wanted = wanted.join(t.revisions, t.revisions.c.revision == t.media.c.revision)
    wanted = wanted.outerjoin(t.looks, t.looks.c.sha256 == t.media.c.sha256)
    return wanted.order_by(t.revisions.c.said_at, t.revisions.c.captured_at, t.media.c.revision, t.media.c.position)


def _appearance(row: Any, claimed: dict[str, Claimed]) -> Appearance:
    said = claimed.get(row.revision, Claimed())
    days = sorted(said.days)
    return Appearance(
        report=row.report,
        revision=row.revision,
        outlet=row.outlet,
        title=row.title,
        url=row.url,
        said_at=row.said_at,
        captured_at=row.captured_at,
        kind=row.kind,
        name=row.name,
        sha256=row.sha256,
        platform_id=row.platform_id,
        places=tuple(said.places),
        time_from=days[0] if days else None,
        time_to=days[-1] if days else None,
    )


def _said(row: Any) -> datetime:
    return moment(row.said_at)


def _meant(row: Any, claimed: dict[str, Claimed]) -> datetime:
    """The latest day that the report's claims are about and that was over by then; without one, when it was published."""
    days = claimed[row.revision].days if row.revision in claimed else []
    past = [day for day in days if day[:10] <= row.said_at[:10]]
    return min(_said(row), moment(max(past)[:10])) if past else _said(row)
