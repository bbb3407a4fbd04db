"""The shipped reader over bare texts, loaded once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from reportedly.model import Reading, Revision, Segment
from reportedly.reading import Reader, default_reader


@cache
def reader() -> Reader:
    return default_reader()


def read_text(
    text: str, segments: tuple[Segment, ...] = (), published_at: datetime | None = None, outlet: str | None = None
) -> Reading:
    """Reads `text` as a report without a page around it."""
    return reader().read(
        Revision(
            report="text:eval",
            sha256="0" * 64,
            media_type="text/plain",
            captured_at=datetime(2026, 1, 1, tzinfo=UTC),
            text=text,
            segments=segments,
            published_at=published_at,
            outlet=outlet,
        )
    )
