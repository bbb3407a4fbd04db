"""Whether a claim is asserted or denied: what the network read, held to the words that deny."""

from __future__ import annotations

import re

from reportedly.model import Polarity
from reportedly.reading._sentences import Span
from reportedly.reading._statements import Draft

_CONTRAST = re.compile(
    r"(?:[,;—–]| -) *(?:but|however|yet|although|though|while|whereas)\b|\bbut (?=there|that|it|he|she|we|they|no)|;", re.I
)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|false(?:ly|hoods?)?|fakes?|fabricat\w+|untrue|unfounded"
    r"|baseless|groundless|lies?|lying|lied|hoax|disinformation|den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing|ion)?|refut\w+|rebut\w*"
    r"|dismiss\w*|disput\w+|disown\w*|disavow\w*|contradict\w*|repudiat\w*|rul(?:e|es|ed|ing) out|fail(?:s|ed|ing)?|refus\w+"
    r"|nonsense|wrong|invent\w+|propaganda|myth|rumou?rs?)\b|n['’]t\b",
    re.IGNORECASE,
)

_NEGATION = re.compile(r"\b(?:not|never|neither|nor|no|nobody)\b|n['’]t\b", re.IGNORECASE)
_DENIAL = re.compile(r"\bden(?:y|ies|ied|ying)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\s*(?:that|it|its|his|her|their|any|\w+ing)\b", re.IGNORECASE)
_APART = re.compile(r"\b(?:not|never|no|responsib\w+|involve\w+|role|part|knowledge|link\w*|behind|after|when|before)\b", re.I)
_UNTRUE = (
    r"(?:false|untrue|not true|incorrect|wrong|nonsense|baseless|groundless|unfounded|fake|fabricated"
    r"|disinformation|(?:a |all )?lies?)"
)
_FALSE_THAT = re.compile(
    rf"\b(?:{_UNTRUE}|no truth (?:in|to) \w+(?: \w+)?),? (?:to (?:say|claim|suggest|report) )?that\b", re.IGNORECASE
)
_TOLD = re.compile(r"\b(?:claims?|reports?|rumou?rs?|allegations?|accusations?|stories|information)\b", re.IGNORECASE)
_IS_FALSE = re.compile(
    rf"\b(?:is|are|was|were|as)\s+(?:(?:completely|entirely|absolutely|totally|simply)\s+)?{_UNTRUE}\b", re.IGNORECASE
)


def polarity(read: str, at: int, sentence: Span, draft: Draft | None, text: str) -> Polarity:
    """What the network read of the event at `at`; but nothing is denied without words that deny, and denials deny.

    `draft` is the statement that the event is said in.
    """
    side = contrasted(at, sentence, text)
    if read != "denied":
        return "denied" if _called_false(at, side, text) or (draft and _denied_clause(at, draft, text)) else "asserted"
    if _DENIES.search(text, *side) or (draft and _DENIES.search(text, *draft.cue)):
        return "denied"
    return "asserted"


def contrasted(at: int, sentence: Span, text: str) -> Span:
    """The side of a contrast that `at` stands on: "there was a battle, but there was no breakthrough" denies one of them."""
    low, high = sentence
    for boundary in _CONTRAST.finditer(text, low, high):
        if boundary.end() <= at:
            low = boundary.end()
        elif at <= boundary.start():
            high = boundary.start()
            break
    return low, high


def _called_false(at: int, side: Span, text: str) -> bool:
    """Whether the words say that it is untrue: "it is false that eleven died", "reports of a landing are untrue"."""
    before = _FALSE_THAT.search(text, side[0], at)
    if before and not _NEGATION.search(text, side[0], before.start()):
        return True
    return bool(_TOLD.search(text, side[0], at) and _IS_FALSE.search(text, at, side[1]))


def _denied_clause(at: int, draft: Draft, text: str) -> bool:
    """Whether `at` is the event of a clause that the statement denies: no attack in "denied responsibility for the attack"."""
    if not _DENIAL.search(text, *draft.cue) or _NEGATION.search(text, *draft.cue):
        return False
    before = next((text[a:at] for a, b in draft.content if a <= at < b), None)
    return before is not None and bool(_CLAUSE.match(before or text[at : at + 40])) and not _APART.search(before)
