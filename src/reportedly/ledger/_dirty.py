"""Which blocks have to be linked again: those of reports that changed, and those that people's judgements tie to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import decode
from reportedly.linking import country_key, is_name, is_wide, plain, wide_key
from reportedly.model import Judgement, MediaMatch

_OF_REVISIONS = ("revision", "reading", "seen")
_TYING = ("same", "different", "link", "unlink")
_MANY = 400
_TURNS = 4


class Dirty:
    """What the entries from `since` on touched; the whole ledger when nothing was linked, or parties changed."""

    def __init__(self, conn: sa.Connection, since: int) -> None:
        self._conn = conn
        self._since = since
        later = sa.select(t.entries.c.kind, t.entries.c.key, t.entries.c.seq).where(t.entries.c.seq >= since)
        self._entries = [] if since == 0 else list(conn.execute(later))
        self.whole = since == 0 or any(entry.kind in ("pack", "redaction") for entry in self._entries)
        self._keys: set[str] = set()

    def reports(self) -> Iterator[str]:
        """The reports whose blocks are to be found out again, each once."""
        if self.whole:
            yield from self._conn.scalars(sa.select(t.reports.c.report).order_by(t.reports.c.report)).all()
            return
        found: set[str] = set()
        ids = sorted({entry.key for entry in self._entries if entry.kind in _OF_REVISIONS})
        for start in range(0, len(ids), _MANY):
            wanted = sa.select(t.revisions.c.report).where(t.revisions.c.revision.in_(ids[start : start + _MANY]))
            found |= set(self._conn.scalars(wanted))
        yield from sorted(found | self._matched())

    def add(self, keys: Iterable[str]) -> None:
        """Blocks that a report bears on, or did."""
        self._keys |= set(keys)

    def rounds(self, judged: Sequence[Judgement]) -> Iterator[Iterator[frozenset[str]]]:
        """Groups of blocks to be linked at once: one block each, or several that a judgement ties together.

        A judgement may name events that only come to be while linking, as in a rebuild: then what it names is linked again.
        """
        done: set[frozenset[str]] = set()
        for turn in range(_TURNS):
            groups = [group for group in self._groups(judged, everything=turn == 0) if group not in done]
            done |= set(groups)
            if not groups:
                return
            yield iter(groups)

    def _groups(self, judged: Sequence[Judgement], everything: bool) -> Iterator[frozenset[str]]:
        touched = expanded(self._conn, self._keys) if everything else set()
        new = {one.id for one in judged} if self.whole else {e.key for e in self._entries if e.kind in ("judgement", "undo")}
        ties: list[frozenset[str]] = []
        for one in judged:
            tying = is_tie(one)
            if one.id in new or tying:
                blocks = named(self._conn, one.what)
                touched |= blocks if one.id in new else set()
                if tying and len(blocks) > 1:
                    ties.append(blocks)
        return tied(touched, ties)

    def _matched(self) -> set[str]:
        """Reports that carry media for which a match was found."""
        seqs = [entry.seq for entry in self._entries if entry.kind == "match"]
        bodies = self._conn.scalars(sa.select(t.contents.c.body).where(t.contents.c.seq.in_(seqs))) if seqs else ()
        files = {file for body in bodies if body for match in [decode(body, MediaMatch)] for file in (match.one, match.other)}
        if not files:
            return set()
        carrying = sa.select(t.revisions.c.report).join(t.media, t.media.c.revision == t.revisions.c.revision)
        return set(self._conn.scalars(carrying.where(t.media.c.sha256.in_(sorted(files)))))


def expanded(conn: sa.Connection, keys: Set[str]) -> set[str]:
    """The blocks that a change at these keys touches.

    A country's denial touches all blocks of the country; a block's change touches what is only denied of it. Who puts a name
    somewhere touches what stands at the bare name; what is told of a bare name, the blocks where reports put it.
    """
    keys = plain(keys)
    bare = {key for key in keys if not is_wide(key)}
    names = sorted(key for key in bare if is_name(key))
    for start in range(0, len(names), _MANY):
        homes = sa.select(t.bearing.c.area).where(t.bearing.c.block.in_(names[start : start + _MANY])).distinct()
        bare |= set(conn.scalars(homes))
    found = set(bare)
    for key in set(keys) - bare:
        in_country = sa.select(t.bearing.c.block).where(t.bearing.c.area == country_key(key)).distinct()
        found |= {block for block in conn.scalars(in_country) if not is_wide(block)}
        found.add(str(country_key(key)))
    wide = sorted({wide for key in bare if (wide := wide_key(key))})
    for start in range(0, len(wide), _MANY):
        denied = sa.select(t.bearing.c.block).where(t.bearing.c.block.in_(wide[start : start + _MANY])).distinct()
        found |= {str(country_key(key)) for key in conn.scalars(denied)}
    return found


def is_tie(one: Judgement) -> bool:
    """Whether a judgement makes the blocks that it names depend on each other."""
    return one.decision in _TYING and not one.undone


def named(conn: sa.Connection, what: str) -> frozenset[str]:
    """The blocks of all that a judgement names."""
    found: set[str] = set()
    for name in what.split() or [what]:
        event = name.partition(".")[0]
        found |= set(conn.scalars(sa.select(t.events.c.block).where(t.events.c.event == event)))
        found |= set(conn.scalars(sa.select(t.moved.c.block).where(t.moved.c.event == event)))
    revisions = {name.partition("/")[0] for name in what.split()}
    reports = set(conn.scalars(sa.select(t.revisions.c.report).where(t.revisions.c.revision.in_(revisions))))
    bearing = sa.select(t.bearing.c.block).where(t.bearing.c.report.in_({*reports, what, *what.split()}))
    return frozenset(found | {block for block in conn.scalars(bearing) if not is_wide(block)})


def tied(touched: set[str], ties: Sequence[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Groups of blocks, each block in one: those that hang together by ties, as far as one of them is touched."""
    group: dict[str, set[str]] = {}
    for tie in ties:
        whole = set(tie).union(*(group[block] for block in tie if block in group))
        for block in whole:
            group[block] = whole
    left = set(touched)
    for block in sorted(touched):
        if block in left:
            whole = group.get(block, {block})
            left -= whole
            yield frozenset(whole)
