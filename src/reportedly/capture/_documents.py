"""One document's bytes → what was captured in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from reportedly.capture._items import Kind
from reportedly.model import Captured, Original, Problem, Revision


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A page, text or mail at hand: decompressed bytes, the original they came in, and what is known of their way."""

    kind: Kind
    data: bytes
    original: Original
    where: str
    at: datetime
    charset: str | None = None

    @property
    def address(self) -> str | None:
        """Where it was got, when it came over the network."""
        return self.original.fetch.url if self.original.fetch else None


def read_document(document: Document) -> Iterator[Captured | Problem]:
    """A document's report, or several of a preview page. Raises UnreadableInput."""
    for found in _revisions(document):
        yield found if isinstance(found, Problem) else Captured(document.original, found)


def _revisions(document: Document) -> Iterator[Revision | Problem]:
    data, sha256, at = document.data, document.original.sha256, document.at
    if document.kind == "text":
        from reportedly.capture._text import read_text

        yield read_text(data, sha256=sha256, captured_at=at, address=document.address, charset=document.charset)
    elif document.kind == "mail":
        from reportedly.capture._mail import read_mail

        yield read_mail(data, sha256=sha256, captured_at=at)
    else:
        from reportedly.capture._html import read_html
        from reportedly.capture._preview import looks_like_preview, read_preview

        if looks_like_preview(data):
            yield from read_preview(data, where=document.where, sha256=sha256, captured_at=at)
        else:
            yield read_html(data, sha256=sha256, captured_at=at, address=document.address, charset=document.charset)
