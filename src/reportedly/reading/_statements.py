"""From marked cues to statements: content joined, quotes typed, nesting found."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Kind, Mention, Part, QuoteType, Source, Statement
from reportedly.reading._decode import Argument, Predicate
from reportedly.reading._media import medium_kind
from reportedly.reading._sentences import Span

_CLOSERS = "\"'”’»“"


class Draft(msgspec.Struct, frozen=True):
    """A statement before its speakers are known; spans only."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    medium: Span | None
    addressee: Span | None
    negated: bool


def drafts(cues: Sequence[Predicate], text: str) -> list[Draft]:
    """One draft a cue that has content (or is negated: "declined to comment"), in order of the text."""
    found = []
    for cue in sorted(cues, key=lambda c: (c.start, c.end)):
        content = _content([a for a in cue.arguments if a.role == "C"], (cue.start, cue.end), text)
        negated = cue.attributes["negated"] == "yes"
        if content or negated:
            best = {role: _best(cue, role) for role in ("S", "M", "A")}
            found.append(Draft((cue.start, cue.end), best["S"], content, best["M"], best["A"], negated))
    return found


def statements(
    found: Sequence[Draft], text: str, inside: bytearray, speakers: Sequence[tuple[str, ...]], parts: Parts
) -> list[Statement]:
    """Statements with ids s1.. in order of the text; `speakers` has one tuple a draft."""
    parents = parents_of(found)
    return [
        Statement(
            id=f"s{i + 1}",
            start=min(span[0] for span in _spans(draft)),
            end=max(span[1] for span in _spans(draft)),
            quote=_quote(draft.content, text, inside),
            source=Source(text[slice(*draft.source)], *draft.source, speakers=names) if draft.source else None,
            cue=mention(text, draft.cue),
            content=tuple(mention(text, span) for span in draft.content),
            medium=Kind(text[slice(*draft.medium)], *draft.medium, kind=medium_kind(text[slice(*draft.medium)]))
            if draft.medium
            else None,
            addressee=mention(text, draft.addressee) if draft.addressee else None,
            parent=None if parents[i] is None else f"s{parents[i] + 1}",  # type: ignore[operator]
            part=parts.at(draft.cue[0]),
            negated=draft.negated,
        )
        for i, (draft, names) in enumerate(zip(found, speakers, strict=True))
    ]


class Parts(msgspec.Struct, frozen=True):
    """Which part of the report each stretch of the text belongs to; sorted, not overlapping."""

    spans: tuple[tuple[int, int, Part], ...]

    def at(self, position: int) -> Part:
        return next((part for start, end, part in self.spans if start <= position < end), "body")


def mention(text: str, span: Span) -> Mention:
    return Mention(text[slice(*span)], *span)


def innermost(found: Sequence[Draft], position: int) -> int | None:
    """Index of the draft with the shortest content span around `position`."""
    around = [
        (b - a, i) for i, draft in enumerate(found) for a, b in draft.content if a <= position < b
    ]  # fmt: skip
    return min(around)[1] if around else None


def _spans(draft: Draft) -> list[Span]:
    return [span for span in (draft.cue, draft.source, draft.medium, draft.addressee, *draft.content) if span]


def _best(cue: Predicate, role: str) -> Span | None:
    """The likeliest span of a role; one source a statement (the nearer of equals)."""
    options = [a for a in cue.arguments if a.role == role]
    if not options:
        return None
    best = max(options, key=lambda a: (round(a.score, 1) + 0.1 * min(a.end - a.start, 20) / 20, -abs(a.start - cue.start)))
    return best.start, best.end


def _content(pieces: Sequence[Argument], cue: Span, text: str) -> tuple[Span, ...]:
    """Content spans in order: neighbours in one paragraph joined, borders by the field's convention."""
    joined: list[Span] = []
    for piece in sorted(pieces, key=lambda a: a.start):
        span = piece.start, piece.end
        if joined and _joins(text, joined[-1], span, cue):
            joined[-1] = joined[-1][0], span[1]
        else:
            joined.append(span)
    return tuple(span for span in (_bordered(text, a, b) for a, b in joined) if span[0] < span[1])


def _joins(text: str, left: Span, right: Span, cue: Span) -> bool:
    between = text[left[1] : right[0]]
    return "\n" not in between and len(between) < 25 and not (left[1] <= cue[0] < right[0])


def _bordered(text: str, start: int, end: int) -> Span:
    """Quotation marks belong to the content, a final full stop or comma outside them does not."""
    while start < end and (text[start].isspace() or text[start] in ",;:."):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:."):
        if text[end - 1] in ".,;" and text[end : end + 1] and text[end] in _CLOSERS:
            break
        end -= 1
    if text[end : end + 1] in (",", ".", "?", "!") and text[end + 1 : end + 2] and text[end + 1] in _CLOSERS:
        end += 1
    if text[end - 1 : end] in (".", ",", "?", "!") and text[end : end + 1] and text[end] in _CLOSERS:
        end += 1
    opening = re.search(r"[\"“‘'«„]$", text[max(0, start - 1) : start])
    closing = text[end : end + 1]
    if opening and closing and closing in _CLOSERS and not any(q in text[start:end] for q in '“”«»"'):
        return start - 1, end + 1
    inner = text[start:end]
    if opening and inner[-1:] in '"”»’' and inner.count("“") < inner.count("”") + (inner.count('"') % 2):
        return start - 1, end
    if closing and closing in '"”»' and (inner[:1] in '"“«„') and (inner.count('"') % 2 or inner.count("“") > inner.count("”")):
        return start, end + 1
    return start, end


def _quote(content: Sequence[Span], text: str, inside: bytearray) -> QuoteType:
    letters = [i for a, b in content for i in range(a, b) if text[i].isalnum()]
    share = sum(inside[i] for i in letters) / len(letters) if letters else 0.0
    return "direct" if share > 0.95 else "mixed" if share > 0.0 else "indirect"


def parents_of(found: Sequence[Draft]) -> list[int | None]:
    """For each draft, the one in whose content its cue stands; the shortest such content that is not its own."""
    parents: list[int | None] = []
    for i, draft in enumerate(found):
        own = sum(b - a for a, b in draft.content)
        around = [
            (b - a, k)
            for k, other in enumerate(found)
            if k != i
            for a, b in other.content
            if a <= draft.cue[0] and draft.cue[1] <= b and (sum(y - x for x, y in other.content), k) > (own, i)
        ]
        parents.append(min(around)[1] if around else None)
    return parents
