"""Media files on their way in: looked at once, compared with all that the ledger has, as entries for the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from reportedly.ledger import _schema as t
from reportedly.ledger._bodies import FingerprintBody, FrameBody, fingerprint_draft, match_draft
from reportedly.ledger._log import Draft
from reportedly.ledger._originals import Originals
from reportedly.ledger._store import Store
from reportedly.model import Media

if TYPE_CHECKING:
    from reportedly.capture.media import Frame, Look, Matcher


class Looking:
    """Fingerprints and matches of new media files. The fingerprints of the ledger are loaded when the first file comes."""

    def __init__(self, store: Store, originals: Originals) -> None:
        self._store = store
        self._originals = originals
        self._matcher: Matcher | None = None
        self._known_to = -1

    def at(self, media: Media) -> list[Draft]:
        """The entries about a file that is among the originals: what it looks like, and which earlier ones look the same."""
        from reportedly.capture.media import is_visual

        if media.sha256 is None or not is_visual(media.kind, media.name):
            return []
        matcher = self._caught_up()
        if media.sha256 in matcher:
            return []
        found, matches = matcher.take(media.sha256, media.kind)
        return [fingerprint_draft(_body(found)), *map(match_draft, matches)]

    def _caught_up(self) -> Matcher:
        """The matcher with what other processes added since."""
        from reportedly.capture.media import Matcher

        if self._matcher is None:
            self._matcher = Matcher(self._originals.path)
        with self._store.read() as conn:
            rows = conn.execute(
                sa.select(t.fingerprints).where(t.fingerprints.c.seq > self._known_to).order_by(t.fingerprints.c.seq)
            )
            self._matcher.know(self._frames(rows))
        return self._matcher

    def _frames(self, rows: sa.CursorResult[Any]) -> Iterator[Frame]:
        from reportedly.capture.media import Frame

        for row in rows:
            self._known_to = row.seq
            yield Frame(row.sha256, row.hash, row.quality, row.at_ms / 1000 if row.at_ms is not None else None)


def _body(found: Look) -> FingerprintBody:
    from reportedly.capture.media import VERSION

    frames = tuple(
        FrameBody(frame.bits.hex(), frame.quality, round(1000 * frame.at) if frame.at is not None else None)
        for frame in found.frames
    )
    return FingerprintBody(found.sha256, VERSION, frames, found.note)
