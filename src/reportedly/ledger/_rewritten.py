"""The revisions of a report side by side: what changed in the words and in the claims, and whether it was declared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reportedly.capture.revisions import difference, disclosed
from reportedly.ledger._times import spelled
from reportedly.ledger.values import Rewritten
from reportedly.linking._history import histories
from reportedly.model import Observed


def rewritten(observed: Sequence[Observed]) -> tuple[Rewritten, ...]:
    """One account for each revision after the first, of one report, given in the order of capture."""
    edits = [edit for history in histories(observed) for edit in history.edits]
    found = []
    for (before, after), edit in zip(pairwise(observed), edits, strict=True):
        said = disclosed(before.revision, after.revision)
        found.append(
            Rewritten(
                report=after.revision.report,
                before=before.revision.id,
                after=after.revision.id,
                captured_at=spelled(after.revision.captured_at),
                disclosure=edit.disclosure,
                words=said.words,
                pieces=difference(before.revision.text, after.revision.text),
                added=edit.added,
                dropped=edit.dropped,
                changed=edit.changed,
            )
        )
    return tuple(found)
