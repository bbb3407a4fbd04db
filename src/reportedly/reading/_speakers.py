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
_MALE = frozenset("he him himself his".split())
_FIRST = frozenset("i we me us my our ours mine ourselves myself".split())
_NEUTRAL = frozenset("it its itself they them their theirs themselves who which that this these those".split())
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those|its|his|her|their|our|my)\s+", re.I)
_INDEFINITE = re.compile(r"^(?:an?|one|some|several|many|two|three|most|other|another)\s", re.I)
_MANY = re.compile(r"^(?:some|several|many|two|three|four|most|few|both|others|people|residents)\b", re.I)
_DEFINITE = re.compile(r"^(?:the|this|that|these|those)\s", re.I)
_CORE_END = re.compile(
    r",|\s(?:of|in|at|for|from|who|which|that|with|near|on|to|whose|linked|based|close|by|inside|under)\s", re.I
)
_BESIDE = re.compile(r"[,—–(]\s*(?:[A-Z][\w.'’-]*\s+){0,3}(?:known as\s+)?$")
_PERSON_WORDS = frozenset(
    """governor minister president spokesman spokeswoman spokesperson official commander general colonel mayor officer chief
    head leader senator lawmaker congressman congresswoman candidate secretary ambassador director lawyer attorney judge
    professor analyst expert witness resident doctor chairman chairwoman premier chancellor king pope bishop author
    prosecutor sheriff captain whistleblower lawmaker pm nominee suspect defendant mp billionaire major lieutenant deputy
    envoy adviser aide economist researcher scientist coach player man
    woman victim father mother farmer teacher student driver fisherman survivor politician democrat republican""".split()
)
_GROUP_WORDS = frozenset(
    """ministry group army military command government police forces units unit agency party council court channel legion
    corps battalion brigade movement organisation organization company department office administration union embassy
    regime rebels militants insurgents troops militia committee commission campaign network newspaper outlet station
    authorities directorate service bureau board team fund bank university institute hospital junta parliament
    utility firm airline pac district airport school regulator watchdog charity insurer""".split()
)

_SIDES = frozenset(
    """army military command government police forces force troops rebels militants insurgents militia regime authorities junta
    ministry parliament court""".split()
)
"""Of these there are several in one report, often enemies: "the army" is the one that spoke only if it was called so."""


class _Speaker(msgspec.Struct):
    """One speaker as known so far: `words` are the lower-case head words used of them."""

    name: str
    kind: str
    words: set[str]
    last: int
    pronoun: str = ""


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
    return _named_later(found, text, _late_first_person(found, text, resolved, parents), roster, entities)


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


def description(words: str) -> str:
    """A mention without a name, less what is set beside it: "two officials, who asked not to be named" -> two officials."""
    flat = re.sub(r"\s+", " ", words).strip(" ,")
    return re.split(r",\s|\s(?:who|which)\s", flat, maxsplit=1)[0]


def _lowered(words: str, start: int, text: str, entities: Sequence[Entity]) -> str:
    """A description as within a sentence: only names keep the capital that a sentence begins with."""
    first = words.split(" ", 1)[0]
    name = any(e.start <= start < e.end for e in entities) or not first[1:].islower()
    begins = not text[:start].strip() or text[:start].rstrip(" \"“'‘")[-1:] in ".!?\n:"
    return words[:1].lower() + words[1:] if begins and not name else words


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
    if lowered in _FIRST:
        return outer or (words,)
    if lowered in _SINGULAR:
        return _person(roster, "he" if lowered in _MALE else "she", entities, names, start) or (words,)
    if lowered in _NEUTRAL:
        return _relative(lowered, entities, names, start, text) or _recent(roster, ("group", "person"), start) or (words,)
    inside = [e for e in entities if e.start >= start and e.end <= end]
    several = _several(words, start, inside, names)
    if several:
        for name, kind in several:
            _remember(roster, name, kind, set(), start)
        return tuple(name for name, _ in several)
    named = _named(words, start, inside, names)
    head = _head(words)
    if named is None:
        known = _described(head, words, roster) if _DEFINITE.match(words) else None
        body = _body_called(head, entities, names, start) if known is None and _DEFINITE.match(words) else None
        if body is not None:
            _remember(roster, body, "group", {head}, start)
            return (body,)
        if known is not None:
            known.last = start
            return (known.name,)
        many = head in _GROUP_WORDS or head.endswith("s") or _MANY.match(words)
        named = (_lowered(description(words), start, text, entities), "group" if many else "person")
    _remember(roster, *named, set(re.findall(r"\w+", words.lower())), start)
    return (named[0],)


def _named(words: str, start: int, inside: Sequence[Entity], names: Names) -> tuple[str, str] | None:
    """The person or body that the mention itself names: at the end of its core ("Colonel X"), or set beside it (", X,")."""
    core = start + len(_CORE_END.split(words, maxsplit=1)[0].rstrip(" ,"))
    for label, kind in (("PER", "person"), ("ORG", "group")):
        for entity in inside:
            beside = kind == "person" and bool(_BESIDE.search(words[: entity.start - start]))
            heads = entity.start < core <= entity.end + 2
            if entity.label == label and (heads or beside) and not (kind == "group" and _INDEFINITE.match(words)):
                return names.of(entity.text, label), kind
    places = [e for e in inside if e.label == "LOC"]
    if places and len(plain(words)) <= len(places[0].text) + 2:
        return names.of(places[0].text, "LOC"), "group"
    return None


_LIST = re.compile(r"(?:\s|,|&|\band\b|\bor\b|\bboth\b|\bthe\b)*", re.I)


def _several(words: str, start: int, inside: Sequence[Entity], names: Names) -> list[tuple[str, str]]:
    """The speakers of a mention that is nothing but a list of names: "Qatar and Turkey"."""
    apart = [e for e in inside if not any(o is not e and o.start <= e.start and e.end <= o.end for o in inside)]
    if len(apart) < 2 or not re.search(r"\band\b|&", words):
        return []
    gaps, position = [], start
    for entity in apart:
        gaps.append(words[position - start : entity.start - start])
        position = entity.end
    if not all(_LIST.fullmatch(gap) for gap in [*gaps, words[position - start :]]):
        return []
    return [(names.of(e.text, e.label), "person" if e.label == "PER" else "group") for e in apart]


def _head(words: str) -> str:
    """The head noun, roughly: the last word of the core."""
    found = re.findall(r"[a-z'’-]+", _CORE_END.split(words, maxsplit=1)[0].lower())
    return found[-1] if found else ""


def _described(head: str, words: str, roster: list[_Speaker]) -> _Speaker | None:
    """A description ("the governor") means the latest speaker who was called so; else the latest of the same kind if unique."""
    singular = head.rstrip("s") if head.endswith("s") and head not in _GROUP_WORDS else head
    called = [s for s in roster if {head, singular} & s.words]
    if called:
        return max(called, key=lambda s: s.last)
    kind = "person" if head in _PERSON_WORDS else "group" if head in _GROUP_WORDS else ""
    if head in _SIDES:
        return None
    alike = [s for s in roster if s.kind == kind and s.name[:1].isupper()]
    return alike[0] if len(alike) == 1 and len(words.split()) <= 3 else None


def _body_called(head: str, entities: Sequence[Entity], names: Names, position: int) -> str | None:
    """The latest body named before whose name has the description's noun: "the bureau" of the National Weather Bureau."""
    if head not in _GROUP_WORDS:
        return None
    called = [e for e in entities if e.label == "ORG" and e.end <= position and head in e.text.lower().split()]
    return names.of(called[-1].text, "ORG") if called else None


def _recent(roster: list[_Speaker], kinds: tuple[str, ...], position: int) -> tuple[str, ...]:
    for kind in kinds:
        known = [s for s in roster if s.kind == kind]
        if known:
            latest = max(known, key=lambda s: s.last)
            latest.last = position
            return (latest.name,)
    return ()


def _person(roster: list[_Speaker], pronoun: str, entities: Sequence[Entity], names: Names, position: int) -> tuple[str, ...]:
    """The latest person for "he" or "she": named speakers first, never one known by the other pronoun, then any name before."""
    fitting = [s for s in roster if s.kind == "person" and s.pronoun in ("", pronoun)]
    named = [s for s in fitting if s.name[:1].isupper()]
    before = [e for e in entities if e.label == "PER" and e.end <= position]
    if not named and before:
        name = names.of(before[-1].text, "PER")
        _remember(roster, name, "person", set(), position)
        return (name,)
    if not fitting:
        return ()
    latest = max(named or fitting, key=lambda s: s.last)
    latest.last, latest.pronoun = position, pronoun
    return (latest.name,)


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


def _named_later(
    found: Sequence[Draft],
    text: str,
    resolved: list[tuple[str, ...]],
    roster: list[_Speaker],
    entities: Sequence[Entity],
) -> list[tuple[str, ...]]:
    """A headline's "Governor" is the first speaker whom the text later calls so."""
    fixed = list(resolved)
    for i, draft in enumerate(found):
        if draft.source is None or (draft.source[0] > 0 and text[draft.source[0] - 1] != "\n"):
            continue
        words = text[slice(*draft.source)]
        head = _head(words)
        if any(draft.source[0] <= e.start < draft.source[1] for e in entities):
            continue
        if (
            resolved[i] == (_lowered(description(words), draft.source[0], text, entities),)
            and len(words.split()) <= 2
            and head in _PERSON_WORDS | _GROUP_WORDS
        ):
            named = [s for s in roster if s.name not in resolved[i] and s.name[:1].isupper()]
            later = [s for s in named if head in s.words]
            fixed[i] = (later[0].name,) if later else resolved[i]
    return fixed


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
