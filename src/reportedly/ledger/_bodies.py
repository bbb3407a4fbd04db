"""What the contents of log entries look like: JSON of the model's values, and the few values only the log has."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, TypeVar, cast

import msgspec

from reportedly.ledger._log import Draft
from reportedly.ledger._times import spelled
from reportedly.ledger.values import Moved
from reportedly.model import Captured, Fetch, Judgement, Media, MediaMatch, Original, Reading, Revision, UnreadableInput

T = TypeVar("T")
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}


class SeenBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """A known revision was captured again: the same text, then; perhaps in other bytes, `media` if with files not had before."""

    revision: str
    captured_at: datetime
    sha256: str
    fetch: Fetch | None = None
    media: tuple[Media, ...] = ()


class OriginalBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The original bytes exist, in the folder of originals."""

    sha256: str
    size: int
    media_type: str
    fetch: Fetch | None = None


class UndoBody(msgspec.Struct, frozen=True):
    """A judgement was taken back."""

    judgement: str
    by: str
    at: str
    reason: str


class PackBody(msgspec.Struct, frozen=True):
    """A gazetteer or parties pack came into use."""

    name: str
    version: str
    sha256: str


class UnavailableBody(msgspec.Struct, frozen=True):
    """A try to capture a known report again did not find it: when, and what was answered."""

    report: str
    at: datetime
    why: str


class FrameBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fingerprint of a picture: 64 hex digits of PDQ and its quality (0..100); of a video's frame also the millisecond."""

    pdq: str
    quality: int
    at_ms: int | None = None


class FingerprintBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a media file looks like, by which code; without frames, `note` says why there are none."""

    sha256: str
    version: str
    frames: tuple[FrameBody, ...] = ()
    note: str | None = None


class RedactionBody(msgspec.Struct, frozen=True):
    """The content of another entry was deleted: whose decision, when and why."""

    seq: int
    by: str
    at: str
    reason: str


def original_draft(original: Original) -> Draft:
    body = OriginalBody(original.sha256, original.size, original.media_type, original.fetch)
    return Draft("original", original.sha256, _encode(body))


def revision_draft(revision_id: str, revision: Revision) -> Draft:
    return Draft("revision", revision_id, _encode(revision))


def reading_draft(revision_id: str, revision: Revision, reading: Reading) -> Draft:
    """The reading without the text, which its revision has already."""
    head = reading.report
    if head.text == revision.text:
        reading = msgspec.structs.replace(reading, report=msgspec.structs.replace(head, text=""))
    return Draft("reading", revision_id, _encode(reading))


def seen_draft(revision_id: str, captured: Captured, media: tuple[Media, ...] = ()) -> Draft:
    original = captured.original
    body = SeenBody(revision_id, captured.revision.captured_at, original.sha256, original.fetch, media)
    return Draft("seen", revision_id, _encode(body))


def judgement_draft(judgement: Judgement) -> Draft:
    return Draft("judgement", judgement.id, _encode(judgement))


def undo_draft(undo: UndoBody) -> Draft:
    return Draft("undo", undo.judgement, _encode(undo))


def pack_draft(pack: PackBody) -> Draft:
    return Draft("pack", f"{pack.name}@{pack.version}", _encode(pack))


def unavailable_draft(missed: UnavailableBody) -> Draft:
    """Its key is a hash: an entry's key can never be redacted, and a report's name may hold a person's."""
    return Draft("unavailable", hashlib.sha256(missed.report.encode()).hexdigest()[:12], _encode(missed))


def fingerprint_draft(fingerprint: FingerprintBody) -> Draft:
    return Draft("fingerprint", fingerprint.sha256, _encode(fingerprint))


def match_draft(match: MediaMatch) -> Draft:
    return Draft("match", f"{match.one[:12]}+{match.other[:12]}", _encode(match))


def moved_draft(moved: Moved) -> Draft:
    return Draft("moved", moved.event, _encode(moved))


def redaction_draft(redaction: RedactionBody) -> Draft:
    return Draft("redaction", str(redaction.seq), _encode(redaction))


def decode(body: bytes, wanted: type[T]) -> T:
    """The value that an entry's content holds."""
    decoder = _DECODERS.get(wanted) or _DECODERS.setdefault(wanted, msgspec.json.Decoder(wanted))
    return cast(T, decoder.decode(body))


def decode_reading(body: bytes, revision: Revision) -> Reading:
    """The reading with the revision's text put back."""
    reading = decode(body, Reading)
    if reading.report.text:
        return reading
    return msgspec.structs.replace(reading, report=msgspec.structs.replace(reading.report, text=revision.text))


def claim_id(revision: str, claim: str) -> str:
    """How a claim is named across the ledger: its revision and its id there."""
    return f"{revision}/{claim}"


def spelled_or_none(at: datetime | None) -> str | None:
    return spelled(at) if at else None


def _encode(value: msgspec.Struct) -> bytes:
    try:
        return msgspec.json.encode(value)
    except (UnicodeEncodeError, msgspec.MsgspecError) as error:
        raise UnreadableInput(f"text that is no valid Unicode: {error}") from error
