"""Events kept in step with the log block by block: what a new report costs depends on its blocks, not on the ledger."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._dirty import Dirty
from reportedly.ledger._events import Events
from reportedly.ledger._media import matches_of_revisions
from reportedly.ledger._observed import judgements, observed_of
from reportedly.linking import Linking, Prepared, alias, alias_of, country_key, is_name, wide_key
from reportedly.model import MediaMatch

KEPT = 1500
"""Reports whose prepared form is kept in memory between two blocks or two calls; some 50 KB each."""
_MANY = 400


class Blockwise:
    """Relinks what changed, for one ledger and its linking."""

    def __init__(self, linking: Linking) -> None:
        self._linking = linking
        self._kept: OrderedDict[tuple[str, object], Prepared] = OrderedDict()

    def run(self, conn: sa.Connection, since: int) -> Events:
        """Brings the events up to date with the entries from `since` on. Returns what was replaced."""
        alike = matches_of_revisions(conn)
        dirty = Dirty(conn, since)
        for reports in some(dirty.reports()):
            old = _keys(conn, reports)
            new = {one.history.report: one.keys for one in self._prepared(conn, reports, alike)}
            changed = [report for report in reports if old.get(report, frozenset()) != new.get(report, frozenset())]
            _store_keys(conn, {report: new.get(report, frozenset()) for report in changed})
            dirty.add(key for report in reports for key in old.get(report, frozenset()) | new.get(report, frozenset()))
        judged = judgements(conn)
        events = Events(conn)
        for rounds in dirty.rounds(judged):
            for blocks in rounds:
                prepared = self._prepared(conn, sorted(bearing_on(conn, blocks)), alike)
                events.replace(blocks, self._linking.events(prepared, judged, blocks))
        if dirty.whole:
            events.drop_others(set(conn.scalars(sa.select(t.bearing.c.block).distinct())))
        return events

    def _prepared(
        self, conn: sa.Connection, reports: Iterable[str], alike: Mapping[str, tuple[MediaMatch, ...]]
    ) -> Iterator[Prepared]:
        """Reports ready to be linked; those that did not change since they were last needed come from memory."""
        for chunk in some(reports):
            versions = _versions(conn, chunk)
            known = {report: self._kept.get((report, versions.get(report))) for report in chunk}
            missing = [report for report in chunk if known[report] is None]
            for found in observed_of(conn, missing, alike).values():
                prepared = self._linking.prepare(found)
                known[prepared.history.report] = prepared
            for report, one in known.items():
                if one is not None:
                    self._keep((report, versions.get(report)), one)
                    yield one

    def _keep(self, key: tuple[str, object], one: Prepared) -> None:
        self._kept[key] = one
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _versions(conn: sa.Connection, reports: list[str]) -> dict[str, object]:
    """What tells whether a report's revisions, readings, sightings or media matches are still the same."""
    wanted = sa.select(
        t.revisions.c.report,
        sa.func.max(t.readings.c.seq),
        sa.func.min(t.revisions.c.captured_at),
        sa.func.max(t.revisions.c.captured_at),
        sa.func.count(),
    )
    wanted = wanted.join(t.readings, t.readings.c.revision == t.revisions.c.revision)
    wanted = wanted.where(t.revisions.c.report.in_(reports)).group_by(t.revisions.c.report)
    found: dict[str, object] = {row[0]: tuple(row[1:]) for row in conn.execute(wanted)}
    with_media = sa.select(t.revisions.c.report).join(t.media, t.media.c.revision == t.revisions.c.revision)
    matched = with_media.join(t.matches, (t.matches.c.one == t.media.c.sha256) | (t.matches.c.other == t.media.c.sha256))
    for report in conn.scalars(matched.where(t.revisions.c.report.in_(reports)).distinct()):
        found[report] = object()  # matches come and go with other reports: such a report is read anew
    return found


def _keys(conn: sa.Connection, reports: list[str]) -> dict[str, frozenset[str]]:
    wanted = sa.select(t.bearing.c.report, t.bearing.c.block, t.bearing.c.area).where(t.bearing.c.report.in_(reports))
    found: dict[str, frozenset[str]] = {}
    for row in conn.execute(wanted):
        key = alias(row.block, row.area) if is_name(row.block) and row.area != row.block else row.block
        found[row.report] = found.get(row.report, frozenset()) | {key}
    return found


def _store_keys(conn: sa.Connection, keys: Mapping[str, frozenset[str]]) -> None:
    if not keys:
        return
    conn.execute(sa.delete(t.bearing).where(t.bearing.c.report.in_(keys)))
    rows: list[dict[str, Any]] = []
    for report, blocks in sorted(keys.items()):
        named = {block: home for key in blocks if (told := alias_of(key)) for block, home in [told]}
        plain = {block: country_key(block) or block for block in blocks if not alias_of(block)}
        rows += [{"report": report, "block": block, "area": area} for block, area in sorted((plain | named).items())]
    if rows:
        conn.execute(sa.insert(t.bearing), rows)


def bearing_on(conn: sa.Connection, blocks: frozenset[str]) -> set[str]:
    """All reports that can matter to the events of these blocks."""
    keys = blocks | {wide for block in blocks if (wide := wide_key(block))}
    found: set[str] = set()
    for chunk in some(sorted(keys)):
        found |= set(conn.scalars(sa.select(t.bearing.c.report).where(t.bearing.c.block.in_(chunk))))
    for chunk in some(sorted(blocks)):
        names = sa.select(t.bearing.c.block).where(t.bearing.c.area.in_(chunk), t.bearing.c.block.startswith("name:"))
        found |= set(conn.scalars(sa.select(t.bearing.c.report).where(t.bearing.c.block.in_(names))))
    countries = sorted(block for block in blocks if block == country_key(block))
    for chunk in some(countries):
        denied = sa.select(t.bearing.c.area).where(t.bearing.c.block.in_([wide_key(block) for block in chunk]))
        found |= set(conn.scalars(sa.select(t.bearing.c.report).where(t.bearing.c.area.in_(denied))))
    return found


def some(names: Iterable[str]) -> Iterator[list[str]]:
    stream = iter(names)
    while chunk := list(islice(stream, _MANY)):
        yield chunk
