"""What linking assumed to set an event's claims beside each other, in words: places, kinds and days that they do not name."""

from __future__ import annotations

from reportedly.linking._events import Cluster
from reportedly.linking._times import future_clock


def assumed(cluster: Cluster) -> list[str]:
    """A sentence for each assumption, with what it rests on."""
    notes = [*cluster.notes, *_places(cluster), *_kinds(cluster), *_days(cluster)]
    if cluster.summary:
        notes.append("these claims sum up several events; they are kept apart from single ones")
    return notes


def _places(cluster: Cluster) -> list[str]:
    if cluster.items[0].place is None:
        return ["no place is known for these claims; only claims in the same words or from the same report are linked"]
    taken = sorted({(item.inherited, item.place.name) for item in cluster.items if item.inherited and item.place})
    named = sorted({(item.place.name, item.settled) for item in cluster.items if item.settled and item.place})
    return [
        *(f"a claim that names no place is compared at {name}, taken from {source}" for source, name in taken),
        *(f"a claim that names only {name} is compared where {report} puts it" for name, report in named),
    ]


def _kinds(cluster: Cluster) -> list[str]:
    count = sum(1 for item in cluster.items if item.read_as != cluster.group)
    told = f"{count} of {len(cluster.items)} claims were read as another kind of event"
    return [f"{told}; what else is told of this place and these days says which it was"] if count else []


def _days(cluster: Cluster) -> list[str]:
    notes = []
    of_all = f"of {len(cluster.items)} claims give no day"
    known = [item.days for item in cluster.items if item.days is not None]
    if beside := sum(1 for one in known if one.beside):
        notes.append(f"{beside} {of_all}; that of the same event in their report stands in")
    if undated := sum(1 for one in known if not one.dated and not one.beside):
        notes.append(f"{undated} {of_all}; the publication day and the day before stand in")
    if len(known) < len(cluster.items):
        notes.append("no day is known for these claims")
    ahead = sorted({item.report for item in cluster.items if future_clock(item.revision)})
    return notes + [f"{report} says it was published after it was captured; its capture counts" for report in ahead]
