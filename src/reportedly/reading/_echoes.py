"""Statements that only point: "police denied this", "the army confirmed it" are of what was told right before."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Claim, Polarity
from reportedly.reading._sentences import Span
from reportedly.reading._statements import Draft

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es?|ed)|disput(?:es?|ed))\b", re.IGNORECASE
)
_CONFIRMS = re.compile(r"\b(?:confirm(?:s|ed)?|acknowledg(?:es?|ed)|admit(?:s|ted)?)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"(?:(?:this|that|these|those|the|such|any such|all|both|his|her|its|their)\s+)*"
    r"(?:this|that|it|claims?|reports?|accusations?|allegations?|charges?|rumou?rs?|assertions?|version)",
    re.IGNORECASE,
)
_REACH = 400
"""Characters before a denial that what it points at stands in."""


def echoes(claims: Sequence[Claim], drafts: Sequence[Draft], text: str) -> list[Claim]:
    """The claims, in order of the text, with those that pointing statements make of the claims they point at; ids c1.. anew."""
    more = [echo for i, draft in enumerate(drafts) if (echo := _echo(i, draft, claims, text))]
    if not more:
        return list(claims)
    ordered = sorted([*claims, *more], key=lambda c: (c.start, c.end))
    return [msgspec.structs.replace(claim, id=f"c{i + 1}") for i, claim in enumerate(ordered)]


def _echo(number: int, draft: Draft, claims: Sequence[Claim], text: str) -> Claim | None:
    """What a denial or confirmation that names nothing is of: the last thing that was asserted before it, by another."""
    denied = bool(_DENIES.search(text, *draft.cue))
    if draft.negated or len(draft.content) > 1 or not (denied or (draft.content and _CONFIRMS.search(text, *draft.cue))):
        return None
    words = draft.content[0] if draft.content else draft.cue
    if draft.content and not _POINTING.fullmatch(text[slice(*words)].strip(' .,;"“”')):
        return None
    start = min(words[0], draft.cue[0], draft.source[0] if draft.source else draft.cue[0])
    before = [c for c in claims if start - _REACH <= c.start and c.end <= start and c.polarity == "asserted"]
    told = [c for c in before if c.modality == "actual" and c.statement != f"s{number + 1}"]
    return _repeated(told[-1], number, words, "denied" if denied else "asserted", text) if told else None


def _repeated(told: Claim, number: int, words: Span, polarity: Polarity, text: str) -> Claim:
    """The claim pointed at, as said by the statement; its numbers and hedges stay those of who gave them."""
    return msgspec.structs.replace(
        told,
        statement=f"s{number + 1}",
        start=words[0],
        end=words[1],
        text=text[slice(*words)],
        polarity=polarity,
        certainty="certain",
        hedges=(),
        quantities=(),
        evidence=(),
    )
