"""Event, Point, Origin, Standing: the ledger's derived views, as the `reportedly events --json` contract has them."""

from __future__ import annotations

from typing import Literal

import msgspec

from reportedly.model import _shown
from reportedly.model.reading import Certainty, Place, Polarity, When

Standing = Literal[
    "contested",
    "agreed across parties",
    "corroborated",
    "single origin",
    "unattributed",
    "withdrawn",
    "confirmed",
    "refuted",
]
EdgeKind = Literal["attribution", "forward", "link", "text", "media"]
Disclosure = Literal["note", "stamp", "metadata", "silent"]
Decision = Literal["confirm", "refute", "unsure", "same", "different", "link", "unlink"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One value that some origins give to a point's question. Numbers have `low`/`high`, open when None.

    `superseded`: its origins took it back or have said something newer since; it stays visible and counts for nothing.
    """

    value: str
    low: int | None = None
    high: int | None = None
    polarity: Polarity = "asserted"
    origins: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    certainty: Certainty = "certain"
    superseded: bool = False


def scope_of(point: str, question: str) -> str:
    """What a number counts, in words, from a point's id: EVENT.QUESTION.SCOPE."""
    _, told, scope = point.partition(f".{question}.")
    return scope.replace("-", " ") if told else ""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One question about an event that claims answer, how it stands, and the rules that fired in plain words."""

    id: str
    question: str
    standing: Standing
    reasons: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def scope(self) -> str:
        """What a number counts, in words; empty for people in general."""
        return scope_of(self.id, self.question)

    @property
    def asked(self) -> str:
        """The question with its scope: `killed`, `killed (soldiers)`."""
        words = self.question.replace("_", " ")
        return f"{words} ({self.scope})" if self.scope else words


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """Why a carrier is linked to an earlier utterance. `score` in 0..1; `evidence` are the words or ids it rests on."""

    kind: EdgeKind
    start: str = msgspec.field(name="from")
    end: str = msgspec.field(name="to")
    score: float
    evidence: str


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The utterance where claims first entered: speaker, medium, time; `carriers` are the reports that repeat it.

    `claims` are the carriers' claims that lead back to it, `edges` the steps by which they do.
    """

    id: str
    speaker: str | None
    party: str | None
    medium: str | None
    uttered_at: str | None
    first_observed_at: str | None
    carriers: tuple[str, ...]
    edges: tuple[Edge, ...] = ()
    claims: tuple[str, ...] = ()


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each stand behind an event."""

    reports: int
    outlets: int
    claims: int
    origins: int


class RevisionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What one revision of a report did to an event's claims; `declared` False means a silent edit.

    `disclosure` is how the outlet declared it: words in the text, a bare time, the page's data only, or nothing.
    """

    report: str
    at: str
    declared: bool
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    disclosure: Disclosure = "silent"


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """A person's reversible decision on an event, point, origin or link."""

    id: str
    by: str
    at: str
    what: str
    decision: Decision
    reason: str
    undone: bool = False


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence that claims from many reports are about.

    `block` names the part of the ledger that the event depends on: it stays the same while no report of that block changes.
    """

    id: str
    title: str
    event_type: str
    place: Place | None
    time: When | None
    first_seen: str
    last_change: str
    counts: Counts
    points: tuple[Point, ...]
    origins: tuple[Origin, ...]
    revisions: tuple[RevisionChange, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    block: str = ""

    def _repr_html_(self) -> str:
        return _shown.event(self)
