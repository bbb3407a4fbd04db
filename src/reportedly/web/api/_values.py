"""What the API answers with beyond the model's and the ledger's own values."""

from __future__ import annotations

from typing import Annotated

import msgspec

from reportedly.model import Decision, Origin, Point, Revision, Standing, Statement

Signed = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Why = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What answers here. `entries` of the log, of which `behind` are not yet in the events; `last_entry` its moment."""

    name: str
    version: str
    api: str
    entries: int
    behind: int
    last_entry: str | None
    may: tuple[str, ...]


class PointOf(msgspec.Struct, frozen=True, kw_only=True):
    """A point with its event."""

    event: str
    title: str
    point: Point


class OriginOf(msgspec.Struct, frozen=True, kw_only=True):
    """An origin with its event."""

    event: str
    title: str
    origin: Origin


class StatementOf(msgspec.Struct, frozen=True, kw_only=True):
    """A statement with where it was made. `id` is revision/statement."""

    id: str
    report: str
    revision: str
    outlet: str | None
    published_at: str | None
    statement: Statement


class RevisionOf(msgspec.Struct, frozen=True, kw_only=True):
    """A revision under its id."""

    id: str
    revision: Revision


class SpeakerOf(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks in the ledger. `standings` counts the claims with a point that stands so."""

    name: str
    party: str | None
    claims: int
    outlets: tuple[str, ...]
    standings: dict[Standing, int]


class OutletOf(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes in the ledger."""

    name: str
    reports: int
    claims: int
    first_captured: str
    last_captured: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A text that has the words, with a stretch of it around the first."""

    revision: str
    report: str
    title: str | None
    outlet: str | None
    published_at: str | None
    snippet: str


class StandingChange(msgspec.Struct, frozen=True, kw_only=True):
    """A point that stands otherwise than before; `before` or `after` is null where it was not there.

    `id` is the same in the feeds.
    """

    id: str
    event: str
    point: str
    question: str
    title: str
    before: Standing | None
    after: Standing | None
    reasons: tuple[str, ...]
    at: str


class NewJudgement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision to record. `what`: ids, separated by spaces. `by` is needed only where nobody signs in."""

    what: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    decision: Decision
    reason: Why
    by: Signed | None = None


class Undoing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a judgement no longer counts. `by` is needed only where nobody signs in."""

    reason: Why
    by: Signed | None = None


class NewFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file: its name, which tells its form, and its bytes in base64."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    data: bytes


class NewReports(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reports to take in: a text with what is known of it, or files, or both. `published` is a date or a moment."""

    text: str = ""
    title: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    outlet: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    url: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    published: Annotated[str, msgspec.Meta(max_length=40)] = ""
    files: Annotated[tuple[NewFile, ...], msgspec.Meta(max_length=50)] = ()
