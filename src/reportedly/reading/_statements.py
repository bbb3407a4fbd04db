"""From marked cues to statements: content joined, quotes typed, nesting found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from reportedly.model import Entity, Kind, Mention, Part, QuoteType, Source, Statement
from reportedly.reading import _borders as borders
from reportedly.reading._around import Around
from reportedly.reading._decode import Predicate
from reportedly.reading._media import medium_kind
from reportedly.reading._roles import Argument
from reportedly.reading._sentences import Span
from reportedly.reading._voice import role as voice

_CLOSERS = "\"'”’»“"


_RELATIVE = ("who ", "which ", "whose ")


class Draft(msgspec.Struct, frozen=True):
    """A statement before its speakers are known; spans only."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    medium: Span | None
    addressee: Span | None
    negated: bool


def drafts(cues: Sequence[Predicate], text: str, entities: Sequence[Entity] = (), said: Sequence[Span] = ()) -> list[Draft]:
    """One draft a cue that has content (or is negated: "declined to comment"), in order of the text.

    `said` are the text's quotations: what is said is said whole.
    """
    found = [_draft(cue, text, entities, said) for cue in sorted(cues, key=lambda c: (c.start, c.end))]
    return _continued([d for d in found if (d.content or d.negated) and not borders.loose(text[slice(*d.cue)])], text)


def _continued(found: list[Draft], text: str) -> list[Draft]:
    """ "..., he said, adding that" and "denied it and blamed": a verb that goes on in the sentence has the source before it."""
    drafts: list[Draft] = []
    for draft in found:
        before = next((d for d in reversed(drafts) if d.source and d.cue[1] <= draft.cue[0]), None)
        if draft.source is None and before is not None and borders.goes_on(text, before.cue[1], *draft.cue):
            draft = msgspec.structs.replace(draft, source=before.source)
        drafts.append(draft)
    return drafts


def _draft(found: Predicate, text: str, entities: Sequence[Entity], said: Sequence[Span]) -> Draft:
    sources = [a for a in found.arguments if a.role == "S"]
    low = max([text.rfind("\n", 0, found.start) + 1, *(a.end for a in sources if a.end <= found.start)])
    high = min([len(text), *(a.start for a in sources if a.start >= found.end)])
    cue = borders.cue(text, found.start, found.end, low, high)
    whole = _voiced(msgspec.structs.replace(found, start=cue[0], end=cue[1]), text)
    content = _content([a for a in whole.arguments if a.role == "C"], cue, text)
    if content and (len(content) > 1 or cue[1] < content[0][0]):
        after = next(i for i, span in enumerate(content) if span[0] >= cue[1] or i == len(content) - 1)
        cue, moved = borders.governed(text, *cue, content[after])
        content = (*content[:after], moved, *content[after + 1 :])
    cue, spans = borders.without_article(text, cue, content)
    content = tuple(spans)
    best = {role: _best(whole, role, text) for role in ("S", "M", "A")}
    source = borders.source(text, *best["S"], entities) if best["S"] else None
    content = _finished(content, cue, source, said, text)
    return Draft(cue, source, content, best["M"], best["A"], found.attributes["negated"] == "yes")


def _finished(content: Sequence[Span], cue: Span, source: Span | None, said: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Quotations whole; nothing that the cue or the source took."""
    kept = []
    for a, b in borders.said_whole(content, cue, said, text):
        for x, y in sorted(span for span in (cue, source) if span):
            if a < y and x < b and (x <= a or y >= b):
                a, b = (y, b) if x <= a else (a, x)
        if a < b:
            kept.append(_bordered(text, a, b))
    return tuple(span for span in kept if span[0] < span[1])


def _voiced(cue: Predicate, text: str) -> Predicate:
    """The cue with each source in the role that the cue's form allows it."""
    words = text[cue.start : cue.end]
    arguments = []
    for argument in cue.arguments:
        role = voice(words, (argument.start, argument.end), cue.start, text) if argument.role == "S" else argument.role
        if role:
            arguments.append(msgspec.structs.replace(argument, role=role))
    return msgspec.structs.replace(cue, arguments=tuple(arguments))


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
        before = bisect_right(self.spans, position, key=lambda span: span[0])
        _, end, part = self.spans[before - 1] if before else (0, 0, "body")
        return part if position < end else "body"


def mention(text: str, span: Span) -> Mention:
    return Mention(text[slice(*span)], *span)


def contents(found: Sequence[Draft]) -> Around:
    """The content spans of all drafts, each owned by its draft's index."""
    return Around((a, b, i) for i, draft in enumerate(found) for a, b in draft.content)


def ends_of_sources(found: Sequence[Draft]) -> dict[int, list[int]]:
    """Where the sources of all drafts end, by where they begin."""
    ends: dict[int, list[int]] = {}
    for start, end in (draft.source for draft in found if draft.source):
        ends.setdefault(start, []).append(end)
    return ends


def innermost(around: Around, position: int) -> int | None:
    """Index of the draft with the shortest content span around `position`."""
    return around.shortest(position, position + 1)


def _spans(draft: Draft) -> list[Span]:
    return [span for span in (draft.cue, draft.source, draft.medium, draft.addressee, *draft.content) if span]


def _best(cue: Predicate, role: str, text: str) -> Span | None:
    """The likeliest span of a role; one source a statement (the nearer of equals)."""
    options = [a for a in cue.arguments if a.role == role]
    if not options:
        return None
    # "My friend Ann, who teaches there, says": the relative clause alone names nobody.
    options = [a for a in options if not text.startswith(_RELATIVE, a.start)] or options
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
    while start < end and (
        text[start].isspace() or text[start] in ",;:." or (text[start] in '"”' and text[start + 1 : start + 2] == " ")
    ):
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
    around = contents(found)
    ranks = [(sum(b - a for a, b in draft.content), i) for i, draft in enumerate(found)]

    def parent(i: int) -> int | None:
        return around.shortest(*found[i].cue, lambda other: ranks[other] > ranks[i])

    return [parent(i) for i in range(len(found))]
