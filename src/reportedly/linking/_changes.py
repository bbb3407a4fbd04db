"""What each revision of a report did to the claims of an event."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.linking._events import Cluster
from reportedly.linking._history import History
from reportedly.model import RevisionChange


def changes(cluster: Cluster, histories: Iterable[History]) -> tuple[RevisionChange, ...]:
    """The edits that touch the event, by report and time. A claim whose new words left the event counts as dropped."""
    ids = {id_ for item in cluster.items for id_ in item.told.ids}
    found = []
    for history in histories:
        for edit in history.edits:
            added = {id_ for id_ in edit.added if id_ in ids} | {
                new for old, new in edit.changed if new in ids and old not in ids
            }
            dropped = {id_ for id_ in edit.dropped if id_ in ids} | {
                old for old, new in edit.changed if old in ids and new not in ids
            }
            changed = {new for old, new in edit.changed if old in ids and new in ids}
            if added or dropped or changed:
                found.append(
                    RevisionChange(
                        report=history.report,
                        at=edit.at,
                        declared=edit.declared,
                        added=tuple(sorted(added)),
                        dropped=tuple(sorted(dropped)),
                        changed=tuple(sorted(changed)),
                        disclosure=edit.disclosure,
                    )
                )
    return tuple(sorted(found, key=lambda c: (c.at, c.report)))
