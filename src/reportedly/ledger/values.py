"""What the ledger answers with, as frozen values."""

from __future__ import annotations

from typing import Literal

import msgspec

from reportedly.capture.revisions import Piece
from reportedly.model import Claim, Decision, Disclosure, EdgeKind, MediaMatch, Original, Problem, Standing, Statement, _shown
from reportedly.model.event import scope_of

EntryKind = Literal[
    "original",
    "revision",
    "seen",
    "reading",
    "judgement",
    "undo",
    "moved",
    "pack",
    "redaction",
    "fingerprint",
    "match",
    "unavailable",
    "review",
]
Availability = Literal["available", "missed", "unavailable"]
ReviewState = Literal["unreviewed", "in review", "needs second", "signed off", "returned"]
Step = Literal["take", "sign", "return"]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What one `add` did. `unchanged` counts captures whose report and text were known; `seen` those noted as seen again."""

    reports: int = 0
    revisions: int = 0
    unchanged: int = 0
    seen: int = 0
    claims: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def nothing_new(self) -> bool:
        return not (self.revisions or self.seen)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An original that the ledger keeps, with when it was first captured and the title of what was read in it."""

    original: Original
    captured_at: str
    title: str | None = None


class Moved(msgspec.Struct, frozen=True):
    """What became of an event's id: `merged` into another, `split` into several, `gone`, or `parted`: a part of it left.

    `into` are the events that have its claims now; `why` gives the features that differ, with their values.
    """

    event: str
    block: str
    title: str
    kind: Literal["merged", "split", "gone", "parted"]
    into: tuple[str, ...]
    why: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log. `body` is its content as JSON text, None once redacted."""

    seq: int
    at: str
    kind: EntryKind
    key: str
    commitment: str
    body: msgspec.Raw | None = None


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Shows that one entry is in the log that a checkpoint names; hashes in hex, entry as its canonical JSON."""

    entry: str
    seq: int
    size: int
    root: str
    path: tuple[str, ...]
    checkpoint: str


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that verification found wrong. `seq` is the entry's number, when it is one entry."""

    where: str
    reason: str
    seq: int | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What was checked, and what was wrong: the first fault is the first bad entry. `notes` say what could not be checked."""

    entries: int
    checkpoints: int
    originals: int
    redacted: int = 0
    stamps: int = 0
    root: str = ""
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not self.faults


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """Views dropped and derived again from the log; `differing` names those that were not equal before."""

    entries: int
    differing: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        return not self.differing


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Which state a ledger is in: the log's entries, how many of them are not yet in the events, when the last was made."""

    entries: int
    behind: int
    last_entry: str | None


class ReportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One report as its latest revision shows it. Times are UTC, RFC 3339.

    `misses` counts the tries since its last capture that did not find it, from `missed_since` on; `unavailable` takes
    several, some time apart, and is never called deleted.
    """

    report: str
    outlet: str | None
    title: str | None
    url: str | None
    published_at: str | None
    first_captured: str
    last_captured: str
    revisions: int
    claims: int
    latest: str
    availability: Availability = "available"
    misses: int = 0
    missed_since: str | None = None


class StandsAt(msgspec.Struct, frozen=True):
    """A point that a claim answers, and how it stands."""

    event: str
    point: str
    question: str
    standing: Standing

    @property
    def scope(self) -> str:
        """What a number counts, in words; empty for people in general."""
        return scope_of(self.point, self.question)


class LedgerClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim with where it was said and how the points that it answers stand. `id` is revision/claim."""

    id: str
    report: str
    revision: str
    outlet: str | None
    said_at: str
    speaker: str | None
    claim: Claim
    statement: Statement | None
    points: tuple[StandsAt, ...] = ()

    def _repr_html_(self) -> str:
        stands = "; ".join(f"{point.question}: {point.standing}" for point in self.points)
        told = (self.id, self.outlet, self.said_at, self.speaker, self.claim.polarity, stands, self.claim.text)
        titles = ("claim", "outlet", "said at", "speaker", "polarity", "stands", "words")
        return _shown.table(titles, [tuple(_shown.text(value) for value in told)])


class Rewritten(msgspec.Struct, frozen=True, kw_only=True):
    """What one revision of a report changed: in its words, and in its claims (by id)."""

    report: str
    before: str
    after: str
    captured_at: str
    disclosure: Disclosure
    words: str | None
    pieces: tuple[Piece, ...]
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


class Appearance(msgspec.Struct, frozen=True, kw_only=True):
    """One media file in one report, with where and when the report's claims say that something happened."""

    report: str
    revision: str
    outlet: str | None
    title: str | None
    url: str | None
    said_at: str
    captured_at: str
    kind: str
    name: str | None = None
    sha256: str | None = None
    platform_id: str | None = None
    places: tuple[str, ...] = ()
    time_from: str | None = None
    time_to: str | None = None


class MediaFinding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is worth a look about a media file: never that it is false.

    `duplicate`: another report had the same before; `reused`: days before what this report says of it; then `first` is the
    earliest appearance, and `match`, or `same`, says how the two are known to be the same. `not captured` and
    `no fingerprint` say in `note` why.
    """

    finding: Literal["duplicate", "reused", "not captured", "no fingerprint"]
    now: Appearance
    first: Appearance | None = None
    match: MediaMatch | None = None
    same: str | None = None
    note: str | None = None


class Signature(msgspec.Struct, frozen=True):
    """One person's sign-off of a point: the verdict, why, and what could be seen then. `id` takes it back."""

    id: str
    by: str
    at: str
    verdict: Decision
    reason: str
    basis: str
    judgement: str | None = None


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Where a point is in review. `stale`: it was signed, but what it rests on changed; `holder`: who took it."""

    what: str
    state: ReviewState = "unreviewed"
    stale: bool = False
    dissent: bool = False
    holder: str | None = None
    signatures: tuple[Signature, ...] = ()


class ToReview(msgspec.Struct, frozen=True):
    """One line of the queue."""

    point: str
    event: str
    title: str
    question: str
    standing: Standing
    review: Review


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """One end of a link: a report, and its latest revision."""

    revision: str
    report: str
    outlet: str | None
    title: str | None
    said_at: str


class LinkToReview(msgspec.Struct, frozen=True, kw_only=True):
    """One link of the queue: whether `start` has from the earlier `end` what it carries. `link` names it, as `REV~REV`.

    `kind`, `score` (0..1) and `evidence` of the strongest step, in `event`; None when it no longer stands in any.
    """

    link: str
    start: Linked
    end: Linked
    kind: EdgeKind | None
    score: float | None
    evidence: str | None
    event: str | None
    title: str | None
    review: Review


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a review as the audit shows it; `verdict` is None for other steps, and while it is sealed."""

    id: str
    what: str
    step: Step
    by: str
    at: str
    reason: str
    verdict: Decision | None
    undone: bool
    sealed: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two moments in one event, or in one of its points."""

    event: str
    title: str
    what: Literal["new", "gone", "standing", "answers", "counts"]
    question: str | None = None
    before: str | None = None
    after: str | None = None
