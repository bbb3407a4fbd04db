"""From a report to its items: each claim by each who takes a side on it, at each place, on its days."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from reportedly.linking._claimants import Saying, sayings
from reportedly.linking._headlines import in_full
from reportedly.linking._history import History, Told
from reportedly.linking._inherit import LONGEST_EVENT, Where, days_beside, places_of
from reportedly.linking._item import Item
from reportedly.linking._places import contains, node
from reportedly.linking._text import digest, grams, sentence, stem, words
from reportedly.linking._times import Days, publication_days, said_days
from reportedly.linking._types import meant, told_of
from reportedly.model import Claim

_CASUALTIES = frozenset({"killed", "injured", "wounded", "captured", "missing", "detained", "displaced", "destroyed", "damaged"})
_COUNTS = frozenset({"toll", "figur", "number", "count", "estimat", "tally"})
LONGEST_DENIAL = 366
"""Days."""


def items(history: History) -> list[Item]:
    """All items of a report. Claims of what did not happen yet, or only might, are no items."""
    found: list[Item] = []
    later: dict[str, tuple[Where, ...]] = {}
    for told in reversed(history.told):  # what a claim became comes after it
        if told.claim.modality not in ("actual", "attempted"):
            continue
        for saying in sayings(told.claim, told.observed.reading):
            if saying.polarity == "denied" and _is_count(told.claim):
                continue
            where = places_of(told.claim, told.observed, saying)
            where = _followed(where, later.get(f"{told.becomes} {saying.polarity}", ()))
            later |= {f"{id_} {saying.polarity}": where for id_ in told.ids}
            found += [_item(told, saying, one) for one in where]
    return _nowhere_together(in_full([_filled(item, found) for item in found[::-1]]))


def _nowhere_together(found: list[Item]) -> list[Item]:
    """The items of one report; those of one kind that name no place are compared by the words of the first in its text."""
    first: dict[tuple[str, str], str] = {}
    for item in sorted(found, key=lambda one: (one.saying.headline, one.claim.start, one.order)):
        if item.place is None:
            first.setdefault((item.revision.id, item.group), item.node)
    return [
        msgspec.structs.replace(item, node=first[item.revision.id, item.group]) if item.place is None else item for item in found
    ]


def _is_count(claim: Claim) -> bool:
    """Whether a claim is of a number as such: who disputes a toll does not say that nothing happened."""
    return claim.trigger is not None and stem(claim.trigger.text) in _COUNTS


def _filled(item: Item, beside: Iterable[Item]) -> Item:
    """A headline that denies something without a place of its own denies what its speaker denies in the text."""
    if item.polarity == "asserted" or item.claim.places or not item.saying.headline:
        return item
    same = [
        one
        for one in beside
        if one.polarity == "denied" and one.place is not None and not one.saying.headline
        if one.revision.id == item.revision.id and one.saying.names == item.saying.names
    ]
    if not same:
        return item
    text = min(same, key=lambda one: (one.claim.start, one.order))
    return msgspec.structs.replace(
        item,
        place=text.place,
        inherited="the same speaker's denial elsewhere in this report",
        node=text.node,
        days=text.days,
        event_type=text.event_type,
        group=text.group,
        read_as=text.read_as,
    )


def _followed(where: tuple[Where, ...], later: tuple[Where, ...]) -> tuple[Where, ...]:
    """A claim that is only said differently now stays with what it became.

    So where its place was only inferred, or the new words give one that holds it or lies in it: an edit that moves the
    inference, or says less or more exactly where, takes nothing back. Moved from one named place to another, it is taken back.
    """
    if not later:
        return where
    pairs = [(old.place, new.place) for old in where for new in later if old.place and new.place]
    near = any(contains(old, new) or contains(new, old) for old, new in pairs)
    return later if near or all(one.place is None or one.source for one in where) else where


def _item(told: Told, saying: Saying, where: Where) -> Item:
    claim, revision = told.claim, told.observed.revision
    trigger = stem(claim.trigger.text) if claim.trigger else ""
    event_type = meant(claim, revision.text)
    spoken = sentence(revision.text, claim.start, claim.end) if revision.text else claim.text
    days = said_days(claim.time)
    return Item(
        told=told,
        saying=saying,
        place=where.place,
        inherited=where.source,
        lent=where.lent,
        node=node(where.place) if where.place else f"words:{digest(*words(spoken))}",
        days=_bounded(days, saying) or _beside(told, saying) or publication_days(told.first.revision),
        event_type=event_type,
        group=told_of(event_type, trigger),
        read_as=told_of(event_type, trigger),
        stem=trigger,
        summary=_is_summary(claim, days),
        grams=grams(spoken),
    )


def _beside(told: Told, saying: Saying) -> Days | None:
    """The day that its report gives the same event elsewhere; a denial keeps the reach of its own words."""
    return days_beside(told.claim, told.observed) if saying.polarity == "asserted" else None


def _bounded(days: Days | None, saying: Saying) -> Days | None:
    """A denial reaches back a year at most: `never` is no scope that anything could be set against."""
    if days is None or saying.polarity == "asserted" or days.length <= LONGEST_DENIAL:
        return days
    return Days(days.last - LONGEST_DENIAL, days.last, dated=True)


def _is_summary(claim: Claim, days: Days | None) -> bool:
    """`This week saw 12 attacks`: more than one event in one claim."""
    if days is not None and days.length > LONGEST_EVENT:
        return True
    wide = all(place.geo_precision == 3 for place in claim.places) and bool(claim.places)
    plural = claim.trigger is not None and claim.trigger.text.lower().endswith("s")
    return wide and plural and any((q.low or 0) > 1 and q.kind not in _CASUALTIES for q in claim.quantities)
