"""Report and Revision: what an outlet published, as it was captured.

Times are aware `datetime`s in UTC, or None when the input does not say. Offsets are code points into `Revision.text`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from reportedly.model.reading import Reading

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_STAMP = re.compile(
    r"^[ \t]*(?:(?:last )?updated?:?[ \t]*)?(?:\d+ (?:second|minute|hour|day)s? ago|just now)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)

SegmentKind = Literal["headline", "byline", "body", "furniture"]
MediaKind = Literal["photo", "video", "audio", "document", "sticker", "other"]
MatchMethod = Literal["pdq", "features", "frames"]


class Segment(msgspec.Struct, frozen=True):
    """A stretch of the text with one role on the page; only headline and body are read for claims."""

    start: int
    end: int
    kind: SegmentKind


class Forward(msgspec.Struct, frozen=True, omit_defaults=True):
    """The platform's own word that a post was forwarded. A hidden source has neither name nor channel."""

    name: str | None = None
    channel: str | None = None
    message: int | None = None
    forwarded_at: datetime | None = None


class Link(msgspec.Struct, frozen=True):
    """A hyperlink inside the text."""

    url: str
    start: int
    end: int


class Media(msgspec.Struct, frozen=True, omit_defaults=True):
    """A media file the report carries. `sha256` is None when the bytes were not captured; `note` then says why."""

    kind: MediaKind
    name: str | None = None
    sha256: str | None = None
    platform_id: str | None = None
    note: str | None = None


class Fetch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How bytes came over the network: what was asked for, what answered and when.

    `headers` are the final answer's, in its order and spelling; `url` is where the redirects ended; `address` is the
    numeric address that was connected to; `tool` names the program and its version, or the archive's own.
    """

    requested: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    started_at: datetime
    ended_at: datetime
    redirects: tuple[str, ...] = ()
    address: str | None = None
    tool: str


class Original(msgspec.Struct, frozen=True):
    """The untouched bytes an input came in: in memory, or still in the file they were read from.

    `fetch` is the account of their way here, when they came over the network or out of a web archive.
    """

    sha256: str
    size: int
    media_type: str
    source: bytes | Path
    fetch: Fetch | None = None


class Revision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One captured state of a report.

    `report` identifies the report across revisions: `url:...`, `telegram:CHANNEL_ID/MESSAGE_ID`, `text:OUTLET/DAY/TITLE`.
    `sha256` is that of the original bytes; several revisions may come out of one original (a channel export).
    `notes` lists what the capture had to mend or could not tell. `known_as` is the id from before words were blacked out.
    """

    report: str
    sha256: str
    media_type: str
    captured_at: datetime
    text: str
    segments: tuple[Segment, ...] = ()
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    url: str | None = None
    forward: Forward | None = None
    reply_to: str | None = None
    edited: bool = False
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    notes: tuple[str, ...] = ()
    known_as: str | None = None

    @property
    def content_id(self) -> str:
        """SHA-256 of the normalised text: two captures with the same value are one revision.

        White space, invisible characters, and lines that hold nothing but a time since or of an update make no difference.
        """
        text = _STAMP.sub("", unicodedata.normalize("NFC", self.text).translate(_INVISIBLE))
        return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()

    @property
    def id(self) -> str:
        """Names this revision: report and content, independent of when and how often it was captured."""
        return self.known_as or hashlib.sha256(f"{self.report}\n{self.content_id}".encode()).hexdigest()[:12]


class Captured(msgspec.Struct, frozen=True):
    """What capture hands on: one revision, the original it came from, and the media files that came with it."""

    original: Original
    revision: Revision
    files: tuple[Original, ...] = ()


class MediaMatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two media files, by SHA-256, that show the same: how it was found, how surely (0..1), and what would find it again.

    `method` is `pdq` (fingerprints alone), `features` (local features that fit one geometry) or `frames` (of videos).
    `one_at`, `other_at` are seconds into a video; `mirrored`: one is the other seen in a mirror.
    """

    one: str
    other: str
    method: MatchMethod
    score: float
    params: str
    version: str
    one_at: float | None = None
    other_at: float | None = None
    mirrored: bool = False


class Observed(msgspec.Struct, frozen=True):
    """What linking looks at: a revision, what was read in it, and which other files its media are like."""

    revision: Revision
    reading: Reading
    media: tuple[MediaMatch, ...] = ()


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One input that could not be taken in; the rest of the batch went on."""

    where: str
    reason: str
    place: str | None = None

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.place, self.reason) if part)
