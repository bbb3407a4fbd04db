"""Whom each source mention resolves to: names gathered to their fullest form, pronouns and descriptions to a named speaker.

Resolution walks the statements in order of the text and keeps the speakers heard so far; nothing outside the report is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.model import Entity
from reportedly.reading import _later as later
from reportedly.reading._heard import CORE_END, FIRST_PERSON, GROUP_WORDS, PERSON_WORDS, Speaker, head_of
from reportedly.reading._names import Names, description, plain
from reportedly.reading._names import lowered as lowered_words
from reportedly.reading._statements import Draft, parents_of

_SINGULAR = frozenset("he she him her himself herself his hers".split())
_MALE = frozenset("he him himself his".split())
_NEUTRAL = frozenset("it its itself they them their theirs themselves who which that this these those".split())
_IT = ("it", "its", "itself")
_SPOKEN_FOR = re.compile(r"(?:its|their)\s+(?:chief\s+|own\s+|official\s+)?(?:spokes\w+|press (?:service|office)|statement)\b")
"""Who speaks for a body named before is that body."""
_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s+(?=[\"“A-Z])")
_OPENING = 25
"""How far from a sentence's beginning a name may stand to be what the sentence is about: room for a title."""
_REACH = 400
"""How far back a sentence's beginning is first looked for; further only if there is none."""
_CUT_NAME = re.compile(r"(?<!\S)(?!The )(?:[A-Z][\w-]*\s+)*[A-Z]\w*s['’]\s+$")
"""What stands before a name that was cut at an apostrophe: "Sudan Doctors' " before "Network"."""
_TITLES = {
    "gov": "governor", "sen": "senator", "rep": "congressman", "gen": "general", "col": "colonel", "pm": "premier",
    "lt": "lieutenant", "capt": "captain", "sgt": "sergeant", "archbishop": "bishop", "congresswoman": "congressman",
}  # fmt: skip
_TWO = frozenset(("both", "the two", "both men", "both sides", "the pair", "neither", "each"))
_OF_A_GROUP = frozenset("group movement organisation organization militia agency network".split())
"""Nouns that say no more than that the name before them is a body's: "the Islamic State group"."""
_INDEFINITE = re.compile(r"^(?:an?|one|some|several|many|two|three|most|other|another)\s", re.I)
_MANY = re.compile(r"^(?:some|several|many|two|three|four|most|few|both|others|people|residents)\b", re.I)
_DEFINITE = re.compile(r"^(?:the|this|that|these|those)\s", re.I)
_BESIDE = re.compile(r"[,—–(]\s*(?:[A-Z][\w.'’-]*\s+){0,3}(?:known as\s+)?$")
_SIDES = frozenset(
    """army military command government police forces force troops rebels militants insurgents militia regime authorities junta
    ministry parliament court""".split()
)
"""Of these there are several in one report, often enemies: "the army" is the one that spoke only if it was called so."""


def speakers(found: Sequence[Draft], text: str, entities: Sequence[Entity]) -> list[tuple[str, ...]]:
    """The speakers of each draft: empty without a source; the mention's own words when nothing better is known."""
    names = Names(entities)
    roster: list[Speaker] = []
    resolved: list[tuple[str, ...]] = []
    parents = parents_of(found)
    for i, draft in enumerate(found):
        if draft.source is None:
            resolved.append(())
            continue
        outer = resolved[parents[i]] if parents[i] is not None and parents[i] < i else ()  # type: ignore[index,operator]
        resolved.append(_resolve(draft, text, entities, names, roster, outer))
    return later.named(found, text, later.first_person(found, text, resolved, parents), roster, entities)


def _resolve(
    draft: Draft, text: str, entities: Sequence[Entity], names: Names, roster: list[Speaker], outer: tuple[str, ...]
) -> tuple[str, ...]:
    start, end = draft.source or (0, 0)
    words = re.sub(r"['’]s$", "", text[start:end])
    lowered = words.lower().strip(' ,"“”')
    if lowered in FIRST_PERSON:
        return outer or (words,)
    if lowered in _SINGULAR:
        return _person(roster, "he" if lowered in _MALE else "she", entities, names, start, text) or (words,)
    if lowered in _NEUTRAL:
        return _relative(lowered, entities, names, start, text) or _thing(lowered, roster, text, start) or (words,)
    if _SPOKEN_FOR.match(lowered) and (owner := _thing("it", roster, text, start)):
        return owner
    if lowered in _TWO and len(last := _latest(roster, 2)) == 2:
        return tuple(s.name for s in last)
    inside = [e for e in entities if e.start >= start and e.end <= end] or _unmarked(words, start, entities)
    several = _several(words, start, inside, names)
    if several:
        for name, kind in several:
            _remember(roster, name, kind, set(), start)
        return tuple(name for name, _ in several)
    named = _named(words, start, inside, names)
    head = head_of(words)
    if named is None:
        known = _described(head, words, roster) if _DEFINITE.match(words) else None
        body = _body_called(head, entities, names, start) if known is None and _DEFINITE.match(words) else None
        if body is not None:
            _remember(roster, body, "group", {head}, start)
            return (body,)
        if known is not None:
            known.last = start
            return (known.name,)
        many = head in GROUP_WORDS or head.endswith("s") or _MANY.match(words)
        named = (lowered_words(description(words), start, text, entities), "group" if many else "person")
    _remember(roster, *named, set(re.findall(r"\w+", words.lower())), start)
    return (named[0],)


def _named(words: str, start: int, inside: Sequence[Entity], names: Names) -> tuple[str, str] | None:
    """The person or body that the mention itself names: at the end of its core ("Colonel X"), or set beside it (", X,")."""
    core = start + len(CORE_END.split(words, maxsplit=1)[0].rstrip(" ,"))
    for label, kind in (("PER", "person"), ("ORG", "group")):
        for entity in inside:
            beside = kind == "person" and bool(_BESIDE.search(words[: entity.start - start]))
            rest = words[entity.end - start : core - start].split()
            heads = entity.start < core and (core <= entity.end + 2 or (kind == "group" and set(rest) <= _OF_A_GROUP))
            if entity.label == label and (heads or beside) and not (kind == "group" and _INDEFINITE.match(words)):
                cut = _CUT_NAME.search(words[: entity.start - start]) if kind == "group" else None
                return (cut[0] + entity.text if cut else names.of(entity.text, label)), kind
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


def _unmarked(words: str, start: int, entities: Sequence[Entity]) -> list[Entity]:
    """A mention that is nothing but a part of a person's name, "Lin" of Lin Qiao, even where it was not marked as a name."""
    if not words.isalpha() or not words[0].isupper() or words.isupper():
        return []
    known = any(words in (e.text.split()[0], e.text.split()[-1]) for e in entities if e.label == "PER")
    return [Entity(words, start, start + len(words), "PER")] if known else []


def _latest(roster: list[Speaker], count: int) -> list[Speaker]:
    """The `count` named speakers heard last, in the order in which they were heard."""
    named = sorted((s for s in roster if s.name[:1].isupper()), key=lambda s: s.last)
    return named[-count:]


def _described(head: str, words: str, roster: list[Speaker]) -> Speaker | None:
    """A description ("the governor") means the latest speaker who was called so; else the latest of the same kind if unique."""
    singular = head.rstrip("s") if head.endswith("s") and head not in GROUP_WORDS else head
    body = head in GROUP_WORDS
    called = [s for s in roster if {head, singular} & s.words and not (body and s.kind == "person")]
    if called:
        return max(called, key=lambda s: s.last)
    kind = "person" if head in PERSON_WORDS else "group" if head in GROUP_WORDS else ""
    if head in _SIDES:
        return None
    alike = [s for s in roster if s.kind == kind and s.name[:1].isupper()]
    return alike[0] if len(alike) == 1 and len(words.split()) <= 3 else None


def _body_called(head: str, entities: Sequence[Entity], names: Names, position: int) -> str | None:
    """The latest body named before whose name has the description's noun: "the bureau" of the National Weather Bureau."""
    if head not in GROUP_WORDS:
        return None
    called = [e for e in entities if e.label == "ORG" and e.end <= position and head in e.text.lower().split()]
    return names.of(called[-1].text, "ORG") if called else None


def _recent(roster: list[Speaker], kinds: tuple[str, ...], position: int) -> tuple[str, ...]:
    for kind in kinds:
        known = [s for s in roster if s.kind == kind]
        if known:
            latest = max(known, key=lambda s: s.last)
            latest.last = position
            return (latest.name,)
    return ()


def _thing(word: str, roster: list[Speaker], text: str, position: int) -> tuple[str, ...]:
    """Whom "it" or "they" means: the latest body, or one without a name who spoke in the sentence before ("the operator")."""
    here = _sentence_start(text, position)
    there = _sentence_start(text, here - 2) if here > text.rfind("\n", 0, position) + 1 else here
    unnamed = [s for s in roster if s.kind == "person" and not s.name[:1].isupper() and not PERSON_WORDS & s.words]
    beside = [s for s in unnamed if word in _IT and there <= s.last < position]
    latest = max((s for s in roster if s.kind == "group" or s in beside), key=lambda s: s.last, default=None)
    if latest is None:
        return _recent(roster, ("person",), position)
    latest.last = position
    return (latest.name,)


def _person(
    roster: list[Speaker], pronoun: str, entities: Sequence[Entity], names: Names, position: int, text: str
) -> tuple[str, ...]:
    """The person for "he" or "she": whom the sentence is about, else the latest speaker who was never the other pronoun."""
    fitting = [s for s in roster if s.kind == "person" and s.pronoun in ("", pronoun)]
    named = [s for s in fitting if s.name[:1].isupper()]
    before = [e for e in entities if e.label == "PER" and e.end <= position]
    latest = max(named or fitting, key=lambda s: s.last, default=None)
    about = _about(before, names, text, position, latest.last if latest else -1)
    others = {s.name for s in roster if s.pronoun and s.pronoun != pronoun}
    if about is None and not named and before:
        about = names.of(before[-1].text, "PER")
    if about is not None and about not in others:
        _remember(roster, about, "person", set(), position)
        latest = next(s for s in roster if s.name == about)
    if latest is None:
        return ()
    latest.last, latest.pronoun = position, pronoun
    return (latest.name,)


def _about(before: Sequence[Entity], names: Names, text: str, position: int, heard: int) -> str | None:
    """The person whose name opens this sentence; or opened the one before, if nobody has been heard since."""
    here = _sentence_start(text, position)
    there = _sentence_start(text, here - 2) if here > text.rfind("\n", 0, position) + 1 else here
    for start in (here, there):
        opening = [e for e in before if start <= e.start <= start + _OPENING]
        if opening and (start == here or heard < there):
            return names.of(opening[0].text, "PER")
    return None


def _sentence_start(text: str, position: int) -> int:
    """Where the sentence around `position` begins, at the latest at its paragraph's beginning."""
    floor = text.rfind("\n", 0, max(position, 0)) + 1
    stop = max(position, floor)
    reach = _REACH
    while True:
        low = max(floor, stop - reach)
        ends = [m.end() for m in _SENTENCE_END.finditer(text, low, stop)]
        if ends or low == floor:
            return ends[-1] if ends else floor
        reach *= 2


def _relative(word: str, entities: Sequence[Entity], names: Names, position: int, text: str) -> tuple[str, ...]:
    """`who`, `which`, `that` right after a name."""
    if word not in ("who", "which", "that"):
        return ()
    before = [e for e in entities if e.end <= position and position - e.end < 40 and "." not in text[e.end : position]]
    return (names.of(before[-1].text, before[-1].label),) if before else ()


def _remember(roster: list[Speaker], name: str, kind: str, words: set[str], position: int) -> None:
    words = words | {_TITLES[w] for w in words if w in _TITLES}
    for speaker in roster:
        if speaker.name == name:
            speaker.words |= words
            speaker.last = position
            return
    roster.append(Speaker(name, kind, words, position))
