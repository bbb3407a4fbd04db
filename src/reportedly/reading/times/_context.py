"""What the words before an expression say of its direction in time."""

from __future__ import annotations

import re

_REACH = 60
_AHEAD = re.compile(
    r"\b(?:will|would|shall|going to|due|set (?:for|to)|scheduled|planned|expected|slated|postponed|is to|are to|was to"
    r"|until|till|by|next|can|could|may|might|must|should|to [a-z]+|будет|будут|буде|будуть|до)\b"
)
_TOLD = re.compile(
    r"\b(?<!\bbe )(?:[a-z]{2,}ed|said|told|wrote|spoke|met|made|gave|took|came|went|was|were|had|did|held|swore|sworn|saw"
    r"|sent|spelled|says|vows|warns|сказал[аи]?|заявил[аи]?|сообщил[аи]?|заявив|заявила|повідомив|повідомила)\b"
)
_LIMIT = re.compile(r"\b(?:within|by|until|till|from|for|in|before)$")
_RECORD = re.compile(r"\b(?:first|worst|[a-z]{2,}est|most \w+)\b[^,]* since$")


def leading(before: str) -> str:
    """The end of the sentence so far, lower case."""
    return re.split(r"[.!?;]\s|\n", before[-_REACH:].lower())[-1].rstrip()


def told(clause: str) -> bool:
    """Whether the verb nearest before the expression reports something past: it dates the saying, not what was announced."""
    if _LIMIT.search(clause):
        return False
    ahead = max((m.start() for m in _AHEAD.finditer(clause)), default=-1)
    return max((m.start() for m in _TOLD.finditer(clause)), default=-1) > ahead


def opens(clause: str) -> bool:
    """Whether a period begins here: `held since`, but not `the lowest since`."""
    return clause.endswith(" since") and _RECORD.search(clause) is None
