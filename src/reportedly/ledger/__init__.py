"""Ledger: the append-only store of who said what happened. It stores what linking decides, and nothing else writes.

The log (entries under a Merkle tree) is the only truth; every view is derived from it and can be rebuilt.
"""

from reportedly.ledger._changes import answer_words, changes
from reportedly.ledger._import import Imported
from reportedly.ledger._ledger import Ledger, open_ledger
from reportedly.ledger._listing import ORDER, EventFilter, Listing, lead, plain
from reportedly.ledger._outward import COARSE, PROTECTED
from reportedly.ledger._people import Profile
from reportedly.ledger._queries import fits
from reportedly.ledger._safety import AtRisk, Safety
from reportedly.ledger._snapshot import Snapshot
from reportedly.ledger._times import moment, spelled
from reportedly.ledger._unbundle import Bundle
from reportedly.ledger.values import (
    Added,
    Appearance,
    Availability,
    Change,
    Entry,
    Fault,
    Kept,
    LedgerClaim,
    Linked,
    LinkToReview,
    MediaFinding,
    Moved,
    Proof,
    Rebuilt,
    ReportSummary,
    Review,
    Reviewed,
    ReviewState,
    Rewritten,
    StandsAt,
    State,
    Step,
    ToReview,
    Verification,
)

__all__ = [
    "COARSE",
    "ORDER",
    "PROTECTED",
    "Added",
    "Appearance",
    "AtRisk",
    "Availability",
    "Bundle",
    "Change",
    "Entry",
    "EventFilter",
    "Fault",
    "Imported",
    "Kept",
    "Ledger",
    "LedgerClaim",
    "LinkToReview",
    "Linked",
    "Listing",
    "MediaFinding",
    "Moved",
    "Profile",
    "Proof",
    "Rebuilt",
    "ReportSummary",
    "Review",
    "ReviewState",
    "Reviewed",
    "Rewritten",
    "Safety",
    "Snapshot",
    "StandsAt",
    "State",
    "Step",
    "ToReview",
    "Verification",
    "answer_words",
    "changes",
    "fits",
    "lead",
    "moment",
    "open_ledger",
    "plain",
    "spelled",
]
