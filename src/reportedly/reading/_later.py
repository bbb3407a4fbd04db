"""Speakers whom a report names only after they spoke: in the headline, after "I", or a sentence after a description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.model import Entity
from reportedly.reading._heard import FIRST_PERSON, GROUP_WORDS, PERSON_WORDS, Speaker, head_of
from reportedly.reading._names import description, lowered
from reportedly.reading._statements import Draft

Speakers = list[tuple[str, ...]]

_ONE_PERSON = re.compile(r"^(?:an?|the|his|her|its|their|[A-Z][\w.-]*(?: [A-Z][\w.-]*)*['’]s)\s", re.I)
_INDEFINITE = re.compile(r"an?\s", re.I)
_AGE = re.compile(r", \d\d,?$")
_APART = 600
"""How many characters after a description the name may come at the latest."""


def first_person(found: Sequence[Draft], text: str, resolved: Speakers, parents: Sequence[int | None]) -> Speakers:
    """ "I" in a quote whose speaker is named only after it."""
    fixed = list(resolved)
    for i, draft in enumerate(found):
        parent = parents[i]
        if draft.source and parent is not None and parent > i and text[slice(*draft.source)].lower() in FIRST_PERSON:
            fixed[i] = resolved[parent] or fixed[i]
    return fixed


def named(
    found: Sequence[Draft], text: str, resolved: Speakers, roster: Sequence[Speaker], entities: Sequence[Entity]
) -> Speakers:
    """The same speakers, with descriptions replaced by the name that comes later."""
    return _identified(found, text, _of_the_headline(found, text, resolved, roster, entities), entities)


def _of_the_headline(
    found: Sequence[Draft], text: str, resolved: Speakers, roster: Sequence[Speaker], entities: Sequence[Entity]
) -> Speakers:
    """A headline's "Governor" is the first speaker whom the text later calls so."""
    fixed = list(resolved)
    first_line = max(text.find("\n"), 0)
    for i, draft in enumerate(found):
        start = draft.source[0] if draft.source else -1
        if draft.source is None or not (start < first_line or text[start - 1 : start] in ("", "\n")):
            continue
        words = text[slice(*draft.source)]
        head = head_of(words)
        if len(words.split()) > 2 or head not in PERSON_WORDS | GROUP_WORDS or not _described(draft, resolved[i], text, entities):
            continue
        names = [s for s in roster if s.name not in resolved[i] and s.name[:1].isupper()]
        # A person of a headline is the one person who speaks; a body may be one of several, and they may be enemies.
        alone = [s for s in names if s.kind == "person"] if head in PERSON_WORDS else []
        kind = "person" if head in PERSON_WORDS else "group"
        later = [s for s in names if head in s.words and s.kind == kind] or (alone if len(alone) == 1 else [])
        fixed[i] = (later[0].name,) if later else resolved[i]
    return fixed


def _described(draft: Draft, speakers: tuple[str, ...], text: str, entities: Sequence[Entity]) -> bool:
    """Whether nothing better is known of the speaker than the mention's own words."""
    start, end = draft.source or (0, 0)
    words = text[start:end]
    named = any(e.label != "LOC" and start <= e.start < end for e in entities)
    return not named and speakers == (lowered(description(words), start, text, entities),)


def _identified(found: Sequence[Draft], text: str, resolved: Speakers, entities: Sequence[Entity]) -> Speakers:
    """News says first who somebody is and then their name: "Kosovo's prime minister said ... Ilir Shkreta told ministers".

    The name must stand bare, be new, and belong to the next person who speaks; after "a deputy" it must come with an age,
    since "a" may bring in one of several.
    """
    fixed = list(resolved)
    renamed: dict[tuple[str, ...], tuple[str, ...]] = {}
    for i, draft in enumerate(found):
        if not draft.source or resolved[i] in renamed or not _person_described(draft, resolved[i], text, entities):
            continue
        others = (j for j in range(i + 1, len(found)) if resolved[j] != resolved[i] and _is_somebody(found[j], text))
        after = next(others, None)
        if after is None or _bare_name(found[after], text, entities) is None:
            continue
        start, end = found[after].source or (0, 0)
        if _INDEFINITE.match(text, draft.source[0]) and not _AGE.search(text[start:end]):
            continue
        if start - draft.source[1] < _APART:
            renamed[resolved[i]] = resolved[after]
    return [renamed.get(speakers, speakers) for speakers in fixed]


def _person_described(draft: Draft, speakers: tuple[str, ...], text: str, entities: Sequence[Entity]) -> bool:
    words = text[slice(*draft.source)] if draft.source else ""
    head = head_of(words)
    return bool(_ONE_PERSON.match(words)) and head in PERSON_WORDS and _described(draft, speakers, text, entities)


def _is_somebody(draft: Draft, text: str) -> bool:
    """Whether the draft has a speaker of its own words, not "he", "she", "I"."""
    return draft.source is not None and text[slice(*draft.source)].lower() not in ("he", "she", "i", "who")


def _bare_name(draft: Draft, text: str, entities: Sequence[Entity]) -> str | None:
    """The source if it is a full name and nothing else, named here for the first time after the headline."""
    start, end = draft.source or (0, 0)
    words = _AGE.sub("", text[start:end])
    whole = [e for e in entities if e.label == "PER" and e.start == start and e.end == start + len(words)]
    if not whole or len(words.split()) < 2:
        return None
    last = words.split()[-1]
    body = text.find("\n") + 1
    return words if not re.search(rf"\b{re.escape(last)}\b", text[body:start]) else None
