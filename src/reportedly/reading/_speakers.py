"""Whom each source mention resolves to: names gathered to their fullest form, pronouns and descriptions to a named speaker.

Resolution walks the statements in order of the text and keeps the speakers heard so far; nothing outside the report is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Entity
from reportedly.reading._statements import Draft, parents_of

_SINGULAR = frozenset("he she him her himself herself his hers".split())
_FIRST = frozenset("i we me us my our ours mine ourselves myself".split())
_NEUTRAL = frozenset("it its itself they them their theirs themselves who which that this these those".split())
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those|its|his|her|their|our|my)\s+", re.I)
_PERSON_WORDS = frozenset(
    """governor minister president spokesman spokeswoman spokesperson official commander general colonel mayor officer chief
    head leader senator lawmaker congressman congresswoman candidate secretary ambassador director lawyer attorney judge
    professor analyst expert witness resident doctor chairman chairwoman premier chancellor king pope bishop author
    prosecutor sheriff captain major lieutenant deputy envoy adviser aide economist researcher scientist coach player man
    woman victim father mother farmer teacher student driver fisherman survivor politician democrat republican""".split()
)
_GROUP_WORDS = frozenset(
    """ministry group army military command government police forces units unit agency party council court channel legion
    corps battalion brigade movement organisation organization company department office administration union embassy
    regime rebels militants insurgents troops militia committee commission campaign network newspaper outlet station
    authorities directorate service bureau board team fund bank university institute hospital junta parliament""".split()
)


class _Speaker(msgspec.Struct):
    """One speaker as known so far: `words` are the lower-case head words used of them."""

    name: str
    kind: str
    words: set[str]
    last: int


def speakers(found: Sequence[Draft], text: str, entities: Sequence[Entity]) -> list[tuple[str, ...]]:
    """The speakers of each draft: empty without a source; the mention's own words when nothing better is known."""
    names = Names(entities)
    roster: list[_Speaker] = []
    resolved: list[tuple[str, ...]] = []
    parents = parents_of(found)
    for i, draft in enumerate(found):
        if draft.source is None:
            resolved.append(())
            continue
        outer = resolved[parents[i]] if parents[i] is not None and parents[i] < i else ()  # type: ignore[index,operator]
        resolved.append(_resolve(draft, text, entities, names, roster, outer))
    return _late_first_person(found, text, resolved, parents)


class Names:
    """The fullest form of each name in a report."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._fullest: dict[tuple[str, str], str] = {}
        by_label: dict[str, list[str]] = {}
        for entity in entities:
            by_label.setdefault(entity.label, []).append(plain(entity.text))
        for label, texts in by_label.items():
            longest_first = sorted(set(texts), key=lambda t: (-len(t.split()), texts.index(t)))
            for text in set(texts):
                self._fullest[label, text] = next((full for full in longest_first if _same_name(text, full, label)), text)

    def of(self, text: str, label: str) -> str:
        return self._fullest.get((label, plain(text)), plain(text))


def plain(name: str) -> str:
    """Without possessive endings, outer quotation marks and articles."""
    name = re.sub(r"(?:'s|’s|['’])$", "", re.sub(r"\s+", " ", name)).strip(' "“”«»,')
    return re.sub(r"^(?:the|The)\s+(?=\S)", "", name)


def _same_name(short: str, full: str, label: str) -> bool:
    a, b = short.split(), full.split()
    if label == "PER":
        return (a[-1] == b[-1] and (len(a) < 2 or a[0] == b[0] or a[0][0] == b[0][0])) or (len(a) == 1 and a[0] in (b[0], b[-1]))
    initials = "".join(word[0] for word in b if word[0].isupper())
    return (
        short == full
        or (len(a) == 1 and len(b) > 1 and short.isupper() and short == initials)
        or (len(a) < len(b) and b[-len(a) :] == a and label == "ORG")
    )


def _resolve(
    draft: Draft, text: str, entities: Sequence[Entity], names: Names, roster: list[_Speaker], outer: tuple[str, ...]
) -> tuple[str, ...]:
    start, end = draft.source or (0, 0)
    words = text[start:end]
    lowered = words.lower().strip(' ,"“”')
    if lowered in _FIRST or lowered.split(" ")[0] in ("we", "i", "my", "our"):
        return outer or _recent(roster, ("person", "group"), start)
    if lowered in _SINGULAR:
        return _recent(roster, ("person",), start) or _nearest_person(entities, names, start) or (words,)
    if lowered in _NEUTRAL:
        return _relative(lowered, entities, names, start, text) or _recent(roster, ("group", "person"), start) or (words,)
    inside = [e for e in entities if e.start >= start and e.end <= end]
    named = _named(words, start, inside, names)
    head = _head(words)
    if named is None:
        known = _described(head, words, roster) if _ARTICLE.match(words) else None
        if known is not None:
            known.last = start
            return (known.name,)
        named = (re.sub(r"\s+", " ", words).strip(" ,"), "group" if head in _GROUP_WORDS or head.endswith("s") else "person")
    _remember(roster, *named, set(re.findall(r"\w+", words.lower())), start)
    return (named[0],)


def _named(words: str, start: int, inside: Sequence[Entity], names: Names) -> tuple[str, str] | None:
    """The person named in a source, else the body, else (when the mention is little more than the place) the place."""
    persons = [e for e in inside if e.label == "PER"]
    if persons:
        return names.of(persons[0].text, "PER"), "person"
    head = _head(words)
    bodies = [e for e in inside if e.label == "ORG"]
    if bodies and (head not in _PERSON_WORDS or len(plain(words).split()) <= len(bodies[0].text.split())):
        described = len(plain(words)) - len(bodies[0].text) > 25
        return (
            plain(words) if described and head.endswith("s") and head not in _GROUP_WORDS else names.of(bodies[0].text, "ORG")
        ), "group"
    places = [e for e in inside if e.label == "LOC"]
    if places and len(plain(words)) <= len(places[0].text) + 2:
        return names.of(places[0].text, "LOC"), "group"
    return None


def _head(words: str) -> str:
    """The head noun, roughly: the last word before the first "of", "in", "who", "," ..."""
    before = re.split(r",|\b(?:of|in|at|for|from|who|which|that|with|near|on|to)\b", words.lower(), maxsplit=1)[0]
    found = re.findall(r"[a-z'’-]+", before)
    return found[-1] if found else ""


def _described(head: str, words: str, roster: list[_Speaker]) -> _Speaker | None:
    """A description ("the governor") means the latest speaker who was called so; else the latest of the same kind if unique."""
    singular = head.rstrip("s") if head.endswith("s") and head not in _GROUP_WORDS else head
    called = [s for s in roster if {head, singular} & s.words]
    if called:
        return max(called, key=lambda s: s.last)
    kind = "person" if head in _PERSON_WORDS else "group" if head in _GROUP_WORDS else ""
    alike = [s for s in roster if s.kind == kind and s.name[:1].isupper()]
    return alike[0] if len(alike) == 1 and len(words.split()) <= 3 else None


def _recent(roster: list[_Speaker], kinds: tuple[str, ...], position: int) -> tuple[str, ...]:
    for kind in kinds:
        known = [s for s in roster if s.kind == kind]
        if known:
            latest = max(known, key=lambda s: s.last)
            latest.last = position
            return (latest.name,)
    return ()


def _nearest_person(entities: Sequence[Entity], names: Names, position: int) -> tuple[str, ...]:
    before = [e for e in entities if e.label == "PER" and e.end <= position]
    return (names.of(before[-1].text, "PER"),) if before else ()


def _relative(word: str, entities: Sequence[Entity], names: Names, position: int, text: str) -> tuple[str, ...]:
    """`who`, `which`, `that` right after a name."""
    if word not in ("who", "which", "that"):
        return ()
    before = [e for e in entities if e.end <= position and position - e.end < 40 and "." not in text[e.end : position]]
    return (names.of(before[-1].text, before[-1].label),) if before else ()


def _remember(roster: list[_Speaker], name: str, kind: str, words: set[str], position: int) -> None:
    for speaker in roster:
        if speaker.name == name:
            speaker.words |= words
            speaker.last = position
            return
    roster.append(_Speaker(name, kind, words, position))


def _late_first_person(
    found: Sequence[Draft], text: str, resolved: list[tuple[str, ...]], parents: list[int | None]
) -> list[tuple[str, ...]]:
    """ "I" in a quote whose speaker is named only after it."""
    fixed = list(resolved)
    for i, draft in enumerate(found):
        parent = parents[i]
        if draft.source and parent is not None and parent > i and text[slice(*draft.source)].lower() in _FIRST:
            fixed[i] = resolved[parent] or fixed[i]
    return fixed
