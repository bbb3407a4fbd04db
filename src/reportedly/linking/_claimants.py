"""Who asserts a claim and who denies it, by the chain of statements around it."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from reportedly.linking._joint import joined
from reportedly.linking._text import denies, is_described, is_first_person, is_generic, is_pronoun, words
from reportedly.model import Claim, Polarity, Reading, Statement

Voice = Literal["speaker", "own", "nobody"]

_EVIDENCE = frozenset("video footage photo photos picture pictures image images clip document recording map data".split())
_UNNAMED = frozenset(
    "residents witnesses eyewitnesses locals people officials official source sources analysts experts media reports report"
    " police bloggers villagers survivors observers somebody someone anonymous".split()
)


_RETOLD = re.compile(
    r"^(?:(?:is|are|was|were|be|been|being|has|have|had)\s+)+(?:\w+ly\s+|also\s+)*"
    r"(?:said|reported|claimed|alleged|believed|thought|rumou?red|understood|considered|known|suspected|feared|presumed"
    r"|assumed|reputed|described|seen|heard)$",
    re.IGNORECASE,
)
"""Cues that say of somebody what others say of them: `were said` names nobody who says it."""

_REACTION = re.compile(
    r"\b(?:condemn|denounc|deplor|decr(?:y|ies|ied)|mourn|lament|grie[fv]|welcom|prais|hail|applaud|critici[sz]|regret|protest(?:ed|s)?\b"
    r"|call(?:s|ed|ing)?\s+(?:for|on)|urg(?:e|es|ed|ing)\b|demand|concern|condolences|sympath|outrage|alarm)",
    re.IGNORECASE,
)
"""Cues of those who take a stand on what others told them: who condemns an attack does not say that they know of it."""

_LINKING = frozenset("of in from at near on with within close who to".split())

_INSIDE_NAMES = frozenset("of the and for in to on de del la al el bin ibn ben von van der den di da du le st a an &".split())
"""Small words that names have inside; two others make a description: `Armed units made up of Russians`."""
_PEOPLES = ("ians", "icans", "eans", "elis")
"""How the names of whole peoples and camps end: `Russians say` names nobody."""


class Saying(msgspec.Struct, frozen=True):
    """One side that somebody takes on a claim.

    `voice` `own` is the report's own; `nobody` means the words name no source. `names` are the speakers of one statement.
    """

    polarity: Polarity
    voice: Voice
    names: tuple[str, ...] = ()
    named: bool = False
    statement: Statement | None = None

    @property
    def headline(self) -> bool:
        """Whether it stands in a headline, which repeats its text in fewer words."""
        return self.statement is not None and self.statement.part == "headline"


def sayings(claim: Claim, reading: Reading) -> tuple[Saying, ...]:
    """The sides taken on a claim: none when it is only declined or not confirmed, two when one denies what another asserts."""
    chain = _chain(claim, reading)
    if not chain:
        return (Saying(claim.polarity, "own"),)
    if chain[0].negated:
        return ()
    chain = [statement for statement in chain if not statement.negated]
    denying = next((i for i, s in enumerate(chain) if s.cue and denies(s.cue.text)), None)
    if denying is None:
        return (_saying(claim.polarity, chain, reading),)
    denial = _saying("denied", chain[denying:], reading)
    inner = _saying("asserted", chain[:denying], reading) if denying else None
    return (denial,) if inner is None or inner.voice != "speaker" else (denial, inner)


def _chain(claim: Claim, reading: Reading) -> list[Statement]:
    """The claim's statement and those around it, innermost first; a statement nested in itself ends the chain."""
    by_id = {statement.id: statement for statement in reading.statements}
    chain: list[Statement] = []
    found = by_id.get(claim.statement or "")
    while found is not None and found not in chain:
        chain.append(found)
        found = by_id.get(found.parent or "")
    return chain


def _saying(polarity: Polarity, chain: list[Statement], reading: Reading) -> Saying:
    """By the innermost statement that has a source of its own. Footage is evidence, no speaker; `we` is the report itself."""
    shown = False
    for statement in chain:
        if statement.source is None or _is_retold(statement):
            continue
        if statement.cue and _REACTION.search(statement.cue.text):
            shown = True
            continue
        told = (*(statement.source.speakers or (statement.source.text,)), *joined(statement.source, reading))
        names = tuple(dict.fromkeys(name for name in told if not is_pronoun(name)))
        if any(is_first_person(name) for name in names):
            return Saying(polarity, "own", statement=statement)
        speakers = tuple(name for name in names if not _EVIDENCE & set(words(name)))
        shown = shown or len(speakers) < len(names)
        if speakers:
            return Saying(polarity, "speaker", speakers, any(is_named(n, reading) for n in speakers), statement)
    return Saying(polarity, "own" if shown else "nobody", statement=chain[0] if chain else None)


def _is_retold(statement: Statement) -> bool:
    """Whether the words read as source only are whom it is told of: `the battalion was said to have crossed`.

    In `it was said by the battalion` the source comes after the cue, and speaks.
    """
    source, cue = statement.source, statement.cue
    return source is not None and cue is not None and source.start < cue.start and bool(_RETOLD.match(cue.text.strip()))


def is_named(name: str, reading: Reading | None = None) -> bool:
    """Whether somebody in particular is named, and not `a source`, `residents of Tyotkino`, `Armed units`.

    A capital at the beginning alone says nothing, unless the reading has an entity there.
    """
    found = words(name)
    if not found or is_generic(name) or is_described(name) or found[0] in {"a", "an", "some", "several"}:
        return False
    heads = [word for word, after in zip(found, (*found[1:], "of"), strict=True) if after in _LINKING]
    if _UNNAMED & set(heads):
        return False
    if sum(word[:1].islower() and word not in _INSIDE_NAMES for word in name.split()) > 1:
        return False
    if len(found) == 1 and found[0].endswith(_PEOPLES):
        return False
    capitals = [word[:1].isupper() for word in name.split()]
    if any(capitals[1:]) or len(capitals) == 1:
        return True
    return reading is not None and any(words(e.text)[:1] == found[:1] for e in reading.entities)
