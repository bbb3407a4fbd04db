"""Who took part: actor values compared by canonical name and party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from reportedly.linking._item import Item, ordered
from reportedly.linking._names import Names
from reportedly.linking._places import bare
from reportedly.linking._subjects import denies_itself, is_itself, subject, uncounted
from reportedly.linking._text import OWN_SIDE, is_first_person, is_generic, is_named, is_pronoun, key
from reportedly.linking._types import is_other
from reportedly.model import Actor

_SPEAKERS = ("its ", "our ", "their ")

Values = dict[str, list[Item]]


def values(items: Iterable[Item], role: str, names: Names) -> tuple[Values, Values]:
    """Items by actor key: those that name the actor, and those that deny it was this one."""
    said: Values = defaultdict(list)
    denied: Values = defaultdict(list)
    for item in ordered(items):
        told = [_key(actor, item, names) for actor in item.claim.actors if actor.role == role and _takes_part(actor, item)]
        if item.polarity == "asserted":
            for found in filter(None, told):
                said[found].append(item)
        elif role == "agent" and only_own_side(item, names):
            for found in filter(None, told if any(told) else [_subject_key(item, names)]):
                denied[found].append(item)
    return dict(said), dict(denied)


def _takes_part(actor: Actor, item: Item) -> bool:
    """Whether an actor can have done it (no town does), or as a target is more than the place, which is told already.

    Who recovered the bodies is not who killed.
    """
    if actor.role != "agent":
        places = (*item.claim.places, *(item.told.observed.reading.places if item.group == "capture" else ()))
        return bare(actor.text) not in {bare(words) for place in places for words in (place.name, place.text)}
    towns = {place.text for place in item.claim.places if place.geo_precision == 1}
    return actor.text not in towns and not is_other(item.read_as)


def only_own_side(item: Item, names: Names) -> bool:
    """Whether a denial denies only that the speaker's own side did it, not that it happened."""
    speakers = names.of(item.saying.names) or (names.outlet(item),)
    parties = {names.party(speaker) for speaker in speakers} - {None}
    for actor in item.claim.actors:
        if actor.role != "agent":
            continue
        if actor.text.lower().startswith(OWN_SIDE):
            return True
        found = _key(actor, item, names)
        if found and (found in speakers or (not is_generic(names.shown(found)) and names.party(found) in parties)):
            return True
    name = subject(item)
    return denies_itself(item) or (name is not None and names.party(names.key(name)) in parties)


def _subject_key(item: Item, names: Names) -> str | None:
    """Whom denied words without an agent begin with: a name, or the speaker."""
    name = subject(item)
    return names.key(name) if name else _speaker_key(item, names) if is_itself(item) else None


def rivals(a: str, b: str, names: Names) -> bool:
    """Whether two actors exclude each other: not one inside the other, not of one party, both named."""
    if a == b or one_contains(a, b, names) or not (is_named(names.shown(a)) and is_named(names.shown(b))):
        return False
    parties = names.party(a), names.party(b)
    return None in parties or parties[0] != parties[1]


def one_contains(a: str, b: str, names: Names) -> bool:
    """Whether one actor is a part of the other: by its words, or since the other is its party."""
    parts = [frozenset(one.split("-")) for one in (a, b)]
    if parts[0] <= parts[1] or parts[1] <= parts[0]:
        return True
    return key(names.party(a) or "") == b or key(names.party(b) or "") == a


def _key(actor: Actor, item: Item, names: Names) -> str | None:
    """The actor's key; `we` and `its fighters` are the one who speaks, other pronouns are nobody."""
    name = uncounted(actor, item)
    if is_first_person(name) or (is_generic(name) and name.startswith(_SPEAKERS)):
        return _speaker_key(item, names)
    return None if is_pronoun(name) else names.key(name) or None


def _speaker_key(item: Item, names: Names) -> str | None:
    speakers = names.of(item.saying.names)
    forward = item.revision.forward
    if forward is not None and forward.name and item.saying.voice == "own":
        return names.key(forward.name)  # the "we" of a forwarded post is who wrote it
    return names.joint(speakers) if speakers else names.outlet(item) if item.revision.outlet else None
