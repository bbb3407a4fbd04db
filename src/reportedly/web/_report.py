"""The report page: the text with what was read in it, its revisions side by side, its original and the log's proof."""

from __future__ import annotations

import re

import msgspec

from reportedly.ledger import Ledger, LedgerClaim, Proof, StandsAt
from reportedly.model import Claim, NotFound, Polarity, Reading, Revision, Statement
from reportedly.web._compare import Pair, compare
from reportedly.web._links import outside
from reportedly.web._marks import Piece, pieces, spans
from reportedly.web._sides import sides

_REVISION = re.compile(r"[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One claim, the side on which it counts, and how the points that it answers stand."""

    claim: Claim
    polarity: Polarity
    points: tuple[StandsAt, ...] = ()


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One statement with its claims; None for what the report says in its own voice."""

    statement: Statement | None
    claims: tuple[Told, ...]


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of the report, and what it changed against the one before."""

    revision: str
    captured_at: str
    sha256: str
    changes: tuple[Pair, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    """Words of claims that this revision has and the one before had not, and the other way round."""


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page: one revision of a report."""

    revision: Revision
    id: str
    url: str | None
    text: tuple[Piece, ...]
    listed: tuple[Listed, ...]
    editions: tuple[Edition, ...]
    engine: str
    notes: tuple[str, ...]
    focus: str | None = None

    @property
    def latest(self) -> bool:
        return self.editions[-1].revision == self.id


class ProofPage(msgspec.Struct, frozen=True, kw_only=True):
    """What shows that a revision is in the log."""

    revision: str
    title: str | None
    proof: Proof


def report_page(ledger: Ledger, name: str, focus: str | None) -> ReportPage:
    """A revision by its id, or the latest one of a report by its name. Raises NotFound."""
    found = ledger.observed(name if _REVISION.fullmatch(name) else ledger.revisions(name)[-1].id)
    revision, reading = found.revision, found.reading
    return ReportPage(
        revision=revision,
        id=revision.id,
        url=outside(revision.url),
        text=tuple(pieces(revision.text, spans(reading), focus)),
        listed=_listed(reading, _standings(ledger, revision) if reading.claims else {}, ledger),
        editions=_editions(ledger, ledger.revisions(revision.report)),
        engine=reading.engine,
        notes=(*revision.notes, *reading.notes),
        focus=focus,
    )


def proof_page(ledger: Ledger, revision_id: str) -> ProofPage:
    """The proof for a revision's entry. Raises NotFound."""
    revision = ledger.revision(revision_id)
    entry = next((one for one in ledger.entries("revision") if one.key == revision_id), None)
    if entry is None:
        raise NotFound("no such entry in the log", where=revision_id)
    return ProofPage(revision=revision_id, title=revision.title, proof=ledger.proof(entry.seq))


def original(ledger: Ledger, sha256: str) -> bytes:
    """The untouched bytes by their hash. Raises NotFound, also for what is no hash."""
    if not _HASH.fullmatch(sha256):
        raise NotFound("no such original", where=sha256)
    return ledger.original(sha256)


def _standings(ledger: Ledger, revision: Revision) -> dict[str, LedgerClaim]:
    """The ledger's claims of a revision, by the claim's id inside it."""
    day = revision.published_at or revision.captured_at
    near = ledger.claims(since=day, until=day, superseded=True)
    found = [one for one in near if one.revision == revision.id]
    found = found or [one for one in ledger.claims(superseded=True) if one.revision == revision.id]
    return {one.claim.id: one for one in found}


def _listed(reading: Reading, known: dict[str, LedgerClaim], ledger: Ledger) -> tuple[Listed, ...]:
    events = {point.event for one in known.values() for point in one.points}
    counted = sides(ledger.event(event) for event in sorted(events))

    def told(statement: str | None) -> tuple[Told, ...]:
        return tuple(_told(claim, known.get(claim.id), counted) for claim in reading.claims if claim.statement == statement)

    own = told(None)
    said = tuple(Listed(statement=one, claims=told(one.id)) for one in reading.statements)
    return (*said, Listed(statement=None, claims=own)) if own else said


def _told(claim: Claim, found: LedgerClaim | None, counted: dict[str, Polarity]) -> Told:
    if found is None:
        return Told(claim=claim, polarity=claim.polarity)
    return Told(claim=claim, polarity=counted.get(found.id, claim.polarity), points=found.points)


def _editions(ledger: Ledger, revisions: tuple[Revision, ...]) -> tuple[Edition, ...]:
    told = [_claimed(ledger, one.id) for one in revisions] if len(revisions) > 1 else [{} for _ in revisions]
    return tuple(
        Edition(
            revision=one.id,
            captured_at=one.captured_at.isoformat(),
            sha256=one.sha256,
            changes=compare(revisions[number - 1].text, one.text) if number else (),
            added=_without(told[number], told[number - 1]) if number else (),
            dropped=_without(told[number - 1], told[number]) if number else (),
        )
        for number, one in enumerate(revisions)
    )


def _claimed(ledger: Ledger, revision_id: str) -> dict[tuple[str, ...], str]:
    """The words of a revision's claims by what makes two claims the same; nothing when it was redacted."""
    try:
        found = ledger.reading(revision_id).claims
    except NotFound:
        return {}
    return {(" ".join(one.text.casefold().split()), one.event_type, one.polarity): one.text for one in found}


def _without(these: dict[tuple[str, ...], str], those: dict[tuple[str, ...], str]) -> tuple[str, ...]:
    return tuple(words for key, words in these.items() if key not in those)
