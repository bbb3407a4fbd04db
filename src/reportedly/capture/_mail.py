"""An e-mail message (`.eml`), such as a newsletter or press release → a revision."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from reportedly.capture._encoding import decode
from reportedly.capture._identity import text_id
from reportedly.capture._layout import layout
from reportedly.model import Revision, Segment, UnreadableInput

MEDIA_TYPE = "message/rfc822"
_GAP = "\n\n"


def read_mail(data: bytes, *, sha256: str, captured_at: datetime) -> Revision:
    """Subject and body as one text; the sender is the outlet. Raises UnreadableInput when the message has no text."""
    message = message_from_bytes(data, policy=policy.default)
    subject = " ".join(str(message.get("Subject") or "").split())
    body = _body(message).replace("\r\n", "\n").strip("\n")
    if not body.strip():
        raise UnreadableInput("this message holds no text")
    start = len(subject) + len(_GAP) if subject else 0
    found = layout(body)
    head = (Segment(0, len(subject), "headline"),) if subject else ()
    text = subject + _GAP + body if subject else body
    published = _sent(message)
    outlet = _sender(message)
    return Revision(
        report=text_id(outlet, published, subject or None, body),
        sha256=sha256,
        media_type=MEDIA_TYPE,
        captured_at=captured_at,
        text=text,
        segments=(*head, *(Segment(part.start + start, part.end + start, part.kind) for part in found.segments)),
        title=subject or found.title,
        outlet=outlet or found.outlet,
        authors=found.authors,
        published_at=published or found.published_at,
        updated_at=found.updated_at,
        notes=found.notes if published else (*found.notes, "published: the message bears no date with a zone"),
    )


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    payload = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        return ""
    if part.get_content_type() == "text/html":
        return _from_page(payload)
    return decode(payload, part.get_content_charset()).text


def _from_page(page: bytes) -> str:
    from reportedly.capture._body import paragraphs
    from reportedly.capture._html import parse

    tree, _ = parse(page)
    return _GAP.join(one.text for one in paragraphs(tree, None, None))


def _sender(message: EmailMessage) -> str | None:
    try:
        address = message["From"].addresses[0]
    except (AttributeError, IndexError, TypeError, MessageError):
        return None
    return address.display_name or address.domain or None


def _sent(message: EmailMessage) -> datetime | None:
    try:
        at = message["Date"].datetime
    except (AttributeError, TypeError, ValueError, MessageError):
        return None
    return at.astimezone(UTC) if at and at.tzinfo else None
