"""Plain text, as copied from a page, → a revision whose offsets are those of the file."""

from __future__ import annotations

import hashlib
from datetime import datetime

from reportedly.capture._clock import Clock, utc_now
from reportedly.capture._encoding import decode
from reportedly.capture._identity import clean_url, text_id, url_id
from reportedly.capture._layout import layout
from reportedly.model import Revision, UnreadableInput

MEDIA_TYPE = "text/plain"


def read_text(
    data: bytes, *, sha256: str, captured_at: datetime, address: str | None = None, charset: str | None = None
) -> Revision:
    """Reads a text file; `address` is where it was got, `charset` what the server states.

    Raises UnreadableInput when it is empty or binary.
    """
    decoded = decode(data, charset)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    url = clean_url(address) if address else None
    return _revision(text, sha256=sha256, captured_at=captured_at, url=url, notes=decoded.notes)


def from_text(
    text: str,
    *,
    name: str = "text",
    title: str | None = None,
    outlet: str | None = None,
    published_at: datetime | None = None,
    language: str | None = None,
    url: str | None = None,
    captured_at: datetime | None = None,
    clock: Clock = utc_now,
) -> Revision:
    """A revision of text at hand; what the caller states wins over what the text's head says. The text is not changed.

    Raises UnreadableInput, naming `name`, when the text is blank.
    """
    if not text.strip():
        raise UnreadableInput("the text is empty", where=name)
    return _revision(
        text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        captured_at=captured_at or clock(),
        title=title,
        outlet=outlet,
        published_at=published_at,
        language=language,
        url=clean_url(url) if url else None,
    )


def _revision(
    text: str,
    *,
    sha256: str,
    captured_at: datetime,
    title: str | None = None,
    outlet: str | None = None,
    published_at: datetime | None = None,
    language: str | None = None,
    url: str | None = None,
    notes: tuple[str, ...] = (),
) -> Revision:
    found = layout(text)
    title, outlet = title or found.title, outlet or found.outlet
    published = published_at or found.published_at
    body = next((text[part.start : part.end] for part in found.segments if part.kind == "body"), text)
    return Revision(
        report=url_id(url) if url else text_id(outlet, published, title, body),
        sha256=sha256,
        media_type=MEDIA_TYPE,
        captured_at=captured_at,
        text=text,
        segments=found.segments,
        title=title,
        outlet=outlet,
        authors=found.authors,
        published_at=published,
        updated_at=found.updated_at,
        language=language,
        url=url,
        notes=(*notes, *found.notes),
    )
