"""Which contents must go for a revision to be gone, and the log entries that say so."""

from __future__ import annotations

import sqlalchemy as sa

from reportedly.ledger import _log
from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import RedactionBody, SeenBody, decode, redaction_draft
from reportedly.ledger._log import Draft
from reportedly.model import NotFound


def redactions(conn: sa.Connection, revision_id: str, by: str, at: str, reason: str) -> tuple[list[Draft], set[str]]:
    """The redaction entries, one for each content to delete, and the originals that no other revision came in."""
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
    for sha256 in sorted(hashes):
        seqs += [entry.seq for entry in _log.read(conn, kind="original", key=sha256) if entry.body is not None]
    return [redaction_draft(RedactionBody(seq, by, at, reason)) for seq in sorted(seqs)], hashes
