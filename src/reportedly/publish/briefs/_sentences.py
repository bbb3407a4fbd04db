"""The brief's own sentences: who says what, in plain words and no adjectives. Everything else on the page is quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.ledger.values import Change
from reportedly.model import Answer, Event, Origin, Place

_ASSERTED = {
    "happened": "{who} {say} that it happened",
    "agent": "{who} {name} {value} as who did it",
    "target": "{who} {name} {value} as the target",
    "place": "{who} {say} that it was in {value}",
    "time": "{who} {say} that it was on {value}",
    "control": "{who} {say} that {value} holds the place",
}
_DENIED = {
    "happened": "{who} {deny} that it happened",
    "agent": "{who} {deny} that {value} did it",
    "target": "{who} {deny} that {value} was the target",
    "place": "{who} {deny} that it was in {value}",
    "time": "{who} {deny} that it was on {value}",
    "control": "{who} {deny} that {value} holds the place",
}
_ONE = {"say": "says", "name": "names", "deny": "denies", "give": "gives"}
_MANY = {"say": "say", "name": "name", "deny": "deny", "give": "give"}
_SHOWN = 4
"""Holders named in one sentence; the rest is counted."""


def sentence(question: str, answer: Answer, holders: Sequence[str]) -> str:
    """`Roman Starovoit (Russia's side; 1 report) denies that it happened.`"""
    known = (_DENIED if answer.polarity == "denied" else _ASSERTED).get(question)
    if known is None:
        known = "{who} {deny} {value} {what}" if answer.polarity == "denied" else "{who} {give} {value} {what}"
    verbs = _ONE if len(holders) == 1 else _MANY
    who = _listed(holders) or "No origin that is left"
    said = known.format(who=who, value=answer.value, what=_what(question, answer.value), **(verbs if holders else _ONE)).rstrip()
    notes = []
    if answer.certainty not in ("certain", "unknown"):
        notes.append(f"as {answer.certainty}")
    if answer.superseded:
        notes.append("taken back or replaced since")
    return _capital(f"{said}{', ' if notes else ''}{'; '.join(notes)}.")


def _what(question: str, value: str) -> str:
    """What a number counts, unless the value says so itself."""
    words = question.replace("_", " ")
    return "" if words in value else words


def holder(origin: Origin) -> str:
    """`Roman Starovoit (Russia's side; telegram; 3 reports)`."""
    notes = [note for note in (origin.party, origin.medium) if note]
    notes.append(plural(len(origin.carriers), "report"))
    return f"{origin.speaker or 'an unnamed source'} ({'; '.join(notes)})"


_WEIGHT = ("new", "gone", "standing", "answers", "counts")


def differences(found: Iterable[Change]) -> list[str]:
    """What differs from the earlier moment, a sentence for each event: new ones first, then those whose standings differ."""
    by_event: dict[str, list[Change]] = {}
    for one in found:
        by_event.setdefault(one.event, []).append(one)
    told = [sorted(changes, key=lambda one: _WEIGHT.index(one.what)) for changes in by_event.values()]
    told.sort(key=lambda changes: _WEIGHT.index(changes[0].what))
    return [f"{changes[0].title}: {' · '.join(map(_difference, changes))}." for changes in told]


def _difference(found: Change) -> str:
    question = (found.question or "").replace("_", " ")
    if found.what in ("new", "gone"):
        return "new" if found.what == "new" else "no report tells it any more"
    if found.what == "counts":
        return _counts(found.before or "", found.after or "")
    nothing = "not asked" if found.what == "standing" else "no answer"
    return f"{question} was {found.before or nothing}, is {found.after or nothing}"


def _counts(before: str, after: str) -> str:
    """`3 reports, 2 outlets` and `7 reports, 2 outlets` as `reports 3 → 7`."""
    pairs = ((was.split(), now.split()) for was, now in zip(before.split(", "), after.split(", "), strict=False) if was != now)
    return ", ".join(f"{now[-1]} {was[0]} → {now[0]}" for was, now in pairs)


def when(event: Event) -> str:
    """The day or span that claims give, with its precision; or that none gives one."""
    if event.time is None or not event.time.first:
        return "time not stated"
    first, last = event.time.first, event.time.last or event.time.first
    span = minute(first) if first[:10] == last[:10] else f"{minute(first[:10])} to {minute(last[:10])}"
    return span if event.time.time_precision in (None, 1) else f"{span} ({_SPANS[event.time.time_precision]})"


_SPANS = {2: "the week is known", 3: "the month or longer is known"}
_GRADES = {1: "", 2: " or near it", 3: " (an area: no point in it is known)"}


def where(place: Place | None) -> str:
    """The place no more precisely than the words allow."""
    if place is None:
        return "place not stated"
    return f"{place.name}{_GRADES.get(place.geo_precision or 0, ' (not found in the gazetteer)')}"


def plural(count: int, noun: str) -> str:
    """`1 outlet`, `3 outlets`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def minute(moment: str) -> str:
    """`2024-03-12T11:45:00Z` as `2024-03-12 11:45 UTC`; a day stays a day."""
    return f"{moment[:10]} {moment[11:16]} UTC" if len(moment) > 10 else moment


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_SHOWN])
    if len(names) > _SHOWN:
        shown.append(f"{len(names) - _SHOWN} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _capital(text: str) -> str:
    """Only our own word is made to begin a sentence; names stay as they are."""
    return f"A{text[1:]}" if text.startswith("an unnamed") else text
