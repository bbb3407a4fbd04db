"""What each number counts: it belongs to the event whose target it begins, and is of the kind that this event's word names.

In "killed twelve people and wounded forty" the network often gives the forty to both events. Whose they are, and that nobody
was killed by tear gas fired "at hundreds of demonstrators", the words say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec

from reportedly.reading._decode import Predicate
from reportedly.reading._numerals import numerals
from reportedly.reading._roles import Argument
from reportedly.reading._sentences import Span, enclosing

_NAMED = {
    "killed": r"kill|die[sd]?\b|dying|dead\b|deaths?\b|deadly|slain|slay|massacr|execut|murder|assassinat|drown|perish"
    r"|lynch|behead|eliminat|liquidat|crush|toll",
    "injured": r"injur|wound|hurt",
    "missing": r"missing|disappear|vanish|unaccounted",
    "captured": r"captur|abduct|kidnap|hostage|snatch",
    "arrested": r"arrest|detain|detention|rounded up|custody|jail",
    "displaced": r"displac|uproot|homeless|fled\b|flee",
    "evacuated": r"evacuat",
    "shot_down": r"shot down|shoot(?:ing)? down|down(?:ed|ing)\b|intercept|brought down",
    "destroyed": r"destr(?:oy|uct)|burn|torch|raz(?:e|ing)|gutt|level(?:l?ed|l?ing)|flatten",
    "damaged": r"damag",
    "launched": r"launch|fired\b|firing|hurl",
    "deployed": r"deploy|mobili[sz]",
}
_WORD = re.compile("|".join(rf"(?P<{kind}>\b(?:{words}))" for kind, words in _NAMED.items()), re.I)
_SUPPORT = {
    "killed": re.compile(
        rf"\b(?:{_NAMED['killed']}|casualt|victim|fatal|bod(?:y|ies)\b|lives\b|remains|corpse|lost|shot\b)", re.I
    ),
    "injured": re.compile(rf"\b(?:{_NAMED['injured']}|casualt|hospital|treat)", re.I),
    "arrested": re.compile(rf"\b(?:{_NAMED['arrested']}|held\b|hold|charged|prison|convict|sentenc|suspect|seiz|taken)", re.I),
    "destroyed": re.compile(rf"\b(?:{_NAMED['destroyed']}|{_NAMED['damaged']}|fire|wreck|ruin)", re.I),
    "shot_down": re.compile(rf"\b(?:{_NAMED['shot_down']}|destroy|repel|neutrali[sz])", re.I),
}
"""Words without which a sentence's numbers are not of the kind that the network is prone to take them for."""

_THINGS_LOST = ("destroyed", "damaged", "shot_down")
_ATTACKS = re.compile(
    r"\W*(?:\w+\s){0,2}?(?:attack|assault|raid|(?:air)?strike|ambush|attempt)s?\b(?!\s(?:drone|aircraft))", re.I
)
_ARTICLE = re.compile(r"(?:the|their|its|another|all|of)\s+", re.I)


def given(events: Sequence[Predicate], text: str, sentences: list[Span]) -> list[Predicate]:
    """The same events, every number with the event whose target it begins, and of the kind that the words give it."""
    begun = [frozenset(_begun(event, text)) for event in events]
    held = _Spans(span for spans in begun for span in spans)
    return [_counted(event, mine, held, text, sentences) for event, mine in zip(events, begun, strict=True)]


class _Spans:
    """Number expressions in their order; two of them never overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._sorted = sorted(set(spans))

    def meeting(self, start: int, end: int) -> list[Span]:
        """Those that share a character with start..end."""
        low = max(bisect_left(self._sorted, (start, start)) - 1, 0)
        high = bisect_left(self._sorted, (end, end))
        return [span for span in self._sorted[low:high] if _meet(span, (start, end))]


def _counted(event: Predicate, mine: frozenset[Span], held: _Spans, text: str, sentences: list[Span]) -> Predicate:
    """An event with its own numbers: those that begin its targets, and those that begin nobody's."""
    numbers = [a for a in event.arguments if a.role == "N" and not _anothers(a, mine, held)]
    numbers += [
        Argument("N", *span, 1.0, "other") for span in sorted(mine) if not any(_meet((a.start, a.end), span) for a in numbers)
    ]
    kinds = [_kind(a, event, mine, text, sentences) for a in numbers]
    others = tuple(a for a in event.arguments if a.role != "N")
    told = (msgspec.structs.replace(a, kind=kind) for a, kind in zip(numbers, kinds, strict=True))
    return msgspec.structs.replace(event, arguments=(*others, *told))


def _begun(event: Predicate, text: str) -> Iterable[Span]:
    """The number expressions that the event's targets begin with."""
    for a in event.arguments:
        if a.role == "TG":
            article = _ARTICLE.match(text, a.start, a.end)
            start = article.end() if article else a.start
            yield from (span for span in numerals(text, start, a.end)[:1] if span[0] == start)


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _anothers(number: Argument, mine: frozenset[Span], held: _Spans) -> bool:
    """Whether the number begins the target of another event, and not of this one."""
    begins = held.meeting(number.start, number.end)
    return bool(begins) and not mine & set(begins)


def _kind(number: Argument, event: Predicate, mine: frozenset[Span], text: str, sentences: list[Span]) -> str:
    if _ATTACKS.match(text, number.end, number.end + 40):
        return "attacked"
    word = _WORD.search(text, event.start, event.end)
    named = word.lastgroup if word and any(_meet(span, (number.start, number.end)) for span in mine) else None
    if event.attributes.get("event_type") == "abduction_disappearance" and (named or number.kind) == "arrested":
        return "captured"
    if named and not (named in _THINGS_LOST and number.kind == "killed"):  # saboteurs are destroyed too
        return named
    support = _SUPPORT.get(number.kind)
    around = (enclosing(sentences, number.start) or (number.start, number.end), (event.start, event.end))
    return number.kind if support is None or any(support.search(text, *span) for span in around) else "other"
