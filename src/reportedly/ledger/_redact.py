"""Which contents must go for a revision, or for a person or a place, to be gone, and the log entries that say so.

Entries hold salted commitments to their contents: with salt and content deleted, every proof still holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from reportedly.ledger import _log
from reportedly.ledger import _schema as t
from reportedly.ledger._blacken import blackener
from reportedly.ledger._bodies import RedactionBody, SeenBody, decode, redaction_draft
from reportedly.ledger._log import Draft, Logged
from reportedly.model import LedgerError, NotFound

_WITH_REVISION = frozenset({"reading", "seen"})
_NEVER = frozenset({"original", "redaction", "fingerprint", "match", "pack"})


class Redaction(msgspec.Struct, frozen=True):
    """Entries to be forgotten, the drafts that say so and those that take their place, files to delete."""

    forget: list[int]
    drafts: list[Draft]
    hashes: set[str]


def of_revision(conn: sa.Connection, revision_id: str, by: str, at: str, reason: str) -> Redaction:
    """A whole revision: its text, readings, and the originals and media files that no other revision came in or carries."""
    row = conn.execute(sa.select(t.revisions).where(t.revisions.c.revision == revision_id)).first()
    if row is None:
        raise NotFound("no such revision", where=revision_id)
    seqs = [row.seq, *(entry.seq for entry in _log.read(conn, kind="reading", key=revision_id) if entry.body is not None)]
    hashes = {row.sha256}
    for entry in _log.read(conn, kind="seen", key=revision_id):
        if entry.body is not None:
            seqs.append(entry.seq)
            hashes.add(decode(entry.body, SeenBody).sha256)
    others = sa.select(t.revisions.c.sha256).where(t.revisions.c.revision != revision_id, t.revisions.c.sha256.in_(hashes))
    hashes -= set(conn.scalars(others))
    hashes |= _own_media(conn, revision_id)
    for sha256 in sorted(hashes):
        for kind in ("original", "fingerprint"):
            seqs += [entry.seq for entry in _log.read(conn, kind=kind, key=sha256) if entry.body is not None]
    return Redaction(sorted(seqs), [_said(seq, by, at, reason) for seq in sorted(seqs)], hashes)


def of_names(conn: sa.Connection, names: Sequence[str], by: str, at: str, reason: str) -> Redaction:
    """A person or a place, in all contents: entries that name it are forgotten and logged again with the names blacked out.

    Ids, offsets and judgements stay. Originals of those revisions are deleted, whatever else they hold.
    Raises NotFound when nothing names it.
    """
    blacken = blackener(names)
    if blacken(json.dumps([reason, by]).encode()) is not None:
        raise LedgerError("the reason and the name of who decides are kept in the log and must not hold what is redacted")
    made: dict[int, tuple[Logged, bytes]] = {}
    revisions: set[str] = set()
    judgements: set[str] = set()
    hashes: set[str] = set()
    for entry in _log.read(conn):
        if entry.body is None or entry.kind in _NEVER:
            if entry.kind == "original" and entry.body is not None and blacken(entry.body) is not None:
                hashes.add(entry.key)
            continue
        black = blacken(entry.body)
        follows = (entry.kind in _WITH_REVISION and entry.key in revisions) or (entry.kind == "undo" and entry.key in judgements)
        if black is None and not follows:
            continue
        if entry.kind in ("revision", "seen"):
            hashes.add(json.loads(entry.body)["sha256"])
        if entry.kind == "revision":
            revisions.add(entry.key)
            black = _named(black or entry.body, entry.key)
        elif entry.kind == "judgement":
            judgements.add(entry.key)
        made[entry.seq] = (entry, black or entry.body)
    if not made:
        raise NotFound("nothing in the ledger names this", where=", ".join(names))
    originals = [
        entry.seq for sha256 in sorted(hashes) for entry in _log.read(conn, kind="original", key=sha256) if entry.body is not None
    ]
    forget = sorted((*made, *originals))
    again = [Draft(entry.kind, entry.key, body) for entry, body in made.values()]
    return Redaction(forget, [*(_said(seq, by, at, reason) for seq in forget), *again], hashes)


def _own_media(conn: sa.Connection, revision_id: str) -> set[str]:
    own = set(conn.scalars(sa.select(t.media.c.sha256).where(t.media.c.revision == revision_id, t.media.c.sha256.is_not(None))))
    others = sa.select(t.media.c.sha256).where(t.media.c.revision != revision_id, t.media.c.sha256.in_(own))
    return own - set(conn.scalars(others))


def _named(body: bytes, revision_id: str) -> bytes:
    """A revision that keeps its id though its words changed."""
    value = {**json.loads(body), "known_as": revision_id}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _said(seq: int, by: str, at: str, reason: str) -> Draft:
    return redaction_draft(RedactionBody(seq, by, at, reason))


def never_again(conn: sa.Connection, kind: str, keys: Iterable[str]) -> set[str]:
    """Of some revisions or originals those whose content was redacted: they are not taken in again."""
    wanted = sa.select(t.entries.c.key).join(t.contents, t.contents.c.seq == t.entries.c.seq)
    return set(conn.scalars(wanted.where(t.entries.c.kind == kind, t.entries.c.key.in_(set(keys)), t.contents.c.body.is_(None))))
