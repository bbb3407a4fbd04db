"""Statement, Claim and Reading: what a revision's words say, each field with the span it was read from.

These values are the `reportedly read --json` contract. Offsets are code points into the revision's text, end-exclusive,
and `text[start:end]` always equals the given `text`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from reportedly.model import _shown

QuoteType = Literal["direct", "indirect", "mixed"]
Part = Literal["headline", "lead", "sources", "body", "update", "background"]
Polarity = Literal["asserted", "denied"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Modality = Literal["actual", "attempted", "threatened", "planned", "hypothetical"]
ActorRole = Literal["agent", "target", "other"]
Precision = Literal[1, 2, 3]


class Mention(msgspec.Struct, frozen=True):
    """Words of the text."""

    text: str
    start: int
    end: int


class Source(msgspec.Struct, frozen=True):
    """The words that name who speaks, and the speakers they resolve to (fullest names in the report)."""

    text: str
    start: int
    end: int
    speakers: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True):
    """Words of the text with a kind: a medium (telegram, video, statement ...) or evidence (video, photo, document ...)."""

    text: str
    start: int
    end: int
    kind: str


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution. `content` is a list since quotes can be broken; `parent` is the statement it is nested in."""

    id: str
    start: int
    end: int
    quote: QuoteType
    source: Source | None
    cue: Mention | None
    content: tuple[Mention, ...]
    medium: Kind | None = None
    addressee: Mention | None = None
    parent: str | None = None
    part: Part = "body"
    negated: bool = False

    def _repr_html_(self) -> str:
        return _shown.statement(self)


class Actor(msgspec.Struct, frozen=True):
    """Who takes part in what a claim says. `name` is the fullest name in the report, or the words themselves."""

    role: ActorRole
    text: str
    start: int
    end: int
    name: str
    party: str | None = None


class Candidate(msgspec.Struct, frozen=True):
    """A place the words could also mean, with its score (higher is likelier)."""

    name: str
    gazetteer_id: str
    lat: float | None
    lon: float | None
    score: float


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where, as precisely as the words allow and no more.

    `lat`/`lon` in degrees WGS84; None when the place is an area without a defensible point, or unknown to the gazetteer.
    `geo_precision` follows ACLED: 1 the named settlement, 2 near it or a small area, 3 a region, country or sea;
    None when unresolved.
    `metonym`: the name stands for who governs or fights there ("Moscow said"); no claim is placed by it.
    `admin1` is the gazetteer's code of the first-level region, `region` its name.
    `unlisted`: no gazetteer has the name; what is given is the region that the words put it in, and the name is kept.
    `evidence` says in plain words why this entry of the gazetteer was chosen.
    """

    text: str
    start: int
    end: int
    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    region: str | None = None
    geo_precision: Precision | None = None
    gazetteer: str | None = None
    gazetteer_id: str | None = None
    disputed: bool = False
    metonym: bool = False
    unlisted: bool = False
    evidence: str | None = None
    candidates: tuple[Candidate, ...] = ()


class When(msgspec.Struct, frozen=True, kw_only=True):
    """When the event is said to have been: an ISO 8601 interval (dates, or moments when a clock time is given).

    `time_precision` follows ACLED: 1 the day, 2 the week, 3 the month or longer.
    """

    text: str
    start: int
    end: int
    first: str | None = msgspec.field(default=None, name="from")
    last: str | None = msgspec.field(default=None, name="to")
    time_precision: Precision | None = None


class Quantity(msgspec.Struct, frozen=True):
    """A number as claimed. `low`/`high` None means open; vague words stay in `text` and follow the published table."""

    kind: str
    low: int | None
    high: int | None
    of: str | None
    text: str
    start: int
    end: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement, or the report in its own voice (`statement` None), says happened."""

    id: str
    statement: str | None
    start: int
    end: int
    text: str
    event_type: str
    polarity: Polarity = "asserted"
    certainty: Certainty = "certain"
    hedges: tuple[Mention, ...] = ()
    modality: Modality = "actual"
    trigger: Mention | None = None
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    time: When | None = None
    quantities: tuple[Quantity, ...] = ()
    evidence: tuple[Kind, ...] = ()

    def _repr_html_(self) -> str:
        return _shown.claim(self)


class Entity(msgspec.Struct, frozen=True):
    """A named entity: PER, ORG, LOC."""

    text: str
    start: int
    end: int
    label: str


class ReportHead(msgspec.Struct, frozen=True, kw_only=True):
    """What the contract says of the report itself; times are ISO 8601 with zone."""

    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published_at: str | None
    updated_at: str | None
    language: str | None
    section: str | None
    url: str | None
    sha256: str
    text: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read in one revision.

    `places` are all place names of the report, also those that no claim is about; `engine` names the reader and its version;
    `notes` say what it could not do and why.
    """

    report: ReportHead
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    engine: str = ""
    notes: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return _shown.reading(self)
