"""Where cues, sources and contents begin and end, by closed classes of words and by typography.

The network finds them; which auxiliaries belong to a verb, that a name is not cut in two and that a quotation is said whole,
are conventions (FORMAT.md of the corpus, after PARC) and need no statistics.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reportedly.model import Entity
from reportedly.reading import _voice as voice
from reportedly.reading._numerals import moments
from reportedly.reading._sentences import Span

_AUXILIARY = frozenset(
    """has have had is are was were be been being am will would could should can may might must do does did not also never ever
    often still now once already again just then has n't hasn't haven't hadn't isn't aren't wasn't weren't won't wouldn't couldn't
    shouldn't can't cannot don't doesn't didn't hasn’t haven’t hadn’t isn’t aren’t wasn’t weren’t won’t wouldn’t couldn’t
    shouldn’t can’t don’t doesn’t didn’t""".split()
)
_NOT_ADVERBS = frozenset(
    "family supply reply ally rally assembly italy july only early daily weekly elderly likely bully anomaly".split()
)
_GOVERNED = re.compile(r"\s+(?:of|about|for|against|on|with|as|at|over|from|into|toward|towards|upon)\b")
_NOT_GOVERNED = re.compile(
    r"\s+(?:at (?:least|most|once)|about (?:\d|half|a dozen)|over (?:\d|a )|as (?:many|much|few)|of course|on (?:\w+day|\d)"
    r"|for (?:\d|months|years|weeks|days|now|the first))",
)
_WORD_BEFORE = re.compile(r"([\w’']+)\s$")
_WORD_AFTER = re.compile(r"\s([\w’'-]+)")
_TITLE_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Prof|Rev|Hon|Sir|Dame|Lord|Lady|President|Senator|Governor|General"
    r"|Colonel|Mayor|Judge|Minister)\.?\s$"
)
_PREPOSITIONS = frozenset("on of by to up for into as about against over at with in out off from".split())
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+[\"“A-Z]|\n|;")
_PARTICIPLE = re.compile(r"(?:\w+ly\s+|not\s+)?\w{2,}ing\b", re.I)
_AND = re.compile(r"(?:\band|\bbut|\bor|\bthen)\s+(?:then\s+|later\s+|also\s+)?$")
_PREPOSITION = re.compile(r"(?:by|from)\s+", re.I)
_CAPITAL_BEFORE = re.compile(r"(?<=[a-z,;] )([A-Z](?:[\w-]|[’'](?!s\b))*) $")
_DANGLING = re.compile(r"\s+(?:of|in|at|near|from|on|the|and|or|to|by|with|a|an)$")
_OWNER = re.compile(r"[A-Z][\w.-]*(?: [A-Z][\w.-]*)*['’]s\s+")
_NOWHERE = re.compile(r"(?:the|that|this)\s+(?:border|frontier|area|scene|spot|front|ground)", re.I)
"""Places that no words place: a claim is better without."""
_RELATIVE = re.compile(r",?\s+(?:who|which|that|whose)\s")
_LAST_ARTICLE = re.compile(r"(?P<space>\s+)(?:an?|the)$", re.I)
_DAY_BEFORE = re.compile(r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?=\w)")
_ARTICLES = frozenset("the a an its his her their this that these those of in at own such".split())
_SAID_WHOLE = 0.4
"""Share of a quotation that a content must cover for the whole to be its own."""


def adverb(word: str) -> bool:
    return word.endswith("ly") and word.islower() and len(word) > 4 and word not in _NOT_ADVERBS


def _of_the_verb(word: str) -> bool:
    return word.lower() in _AUXILIARY or adverb(word)


def cue(text: str, start: int, end: int, low: int, high: int) -> Span:
    """The whole verb group: auxiliaries, negation and adverbs before it, and a verb if there are only these; within low..high."""
    while (before := _WORD_BEFORE.search(text, low, start)) and _of_the_verb(before.group(1)):
        start = before.start(1)
    while _unfinished(text[start:end]):
        after = _WORD_AFTER.match(text, end, high)
        if after is None:
            break
        end = after.end()
    return start, end


def without_article(text: str, cue: Span, content: Sequence[Span]) -> tuple[Span, list[Span]]:
    """Cue and content when the cue took the article of what follows: "did not respond to" and "a request"."""
    article = _LAST_ARTICLE.search(text, *cue)
    if article is None or article.start() <= cue[0]:
        return cue, list(content)
    spans = [(article.end("space"), b) if 0 <= a - cue[1] <= 1 else (a, b) for a, b in content]
    return (cue[0], article.start()), spans


def _unfinished(words: str) -> bool:
    """Nothing but what stands before a verb; a lone adverb ("reportedly") is a cue of its own, and so is a colon."""
    found = re.findall(r"[\w’'-]+", words)
    return bool(found) and all(map(_of_the_verb, found)) and not adverb(words)


def loose(words: str) -> bool:
    """A preposition alone is no cue, nor are auxiliaries without their verb: they were left over from one."""
    return words.lower() in _PREPOSITIONS or _unfinished(words)


def goes_on(text: str, before: int, start: int, end: int) -> bool:
    """Whether the cue at start..end goes on with the subject of one that ended at `before`, in the same sentence."""
    between = text[before:start]
    if _SENTENCE_END.search(between) or voice.passive(text[start:end]) or voice.alone(text[start:end]):
        return False
    return bool(_PARTICIPLE.match(text[start:end]) or _AND.search(between))


def governed(text: str, start: int, end: int, content: Span) -> tuple[Span, Span]:
    """Cue and content when the content begins with the preposition that the cue governs: it belongs to the cue."""
    match = _GOVERNED.match(text, end)
    begins = match is not None and content[0] <= match.end() and text[end : content[0]].isspace() and match.end() < content[1]
    if match is None or not begins or _NOT_GOVERNED.match(text, end):
        return (start, end), content
    after = match.end()
    while after < content[1] and text[after].isspace():
        after += 1
    return (start, match.end()), (after, content[1])


def source(text: str, start: int, end: int, entities: Sequence[Entity]) -> Span:
    """The whole noun phrase: no name cut in two, titles with their names, no preposition, the comma that closes an apposition."""
    for entity in entities:
        if entity.start < end and start < entity.end and entity.label != "LOC":
            start, end = min(start, entity.start), max(end, entity.end)
    while start > 0 and text[start - 1 : start + 1].strip() == text[start - 1 : start + 1] and _inside_word(text, start):
        start -= 1
    if title := _TITLE_BEFORE.search(text, max(0, start - 12), start):
        start = title.start()
    if preposition := _PREPOSITION.match(text, start, end):
        start = preposition.end()
    if "," in text[start : end - 1] and text[end : end + 1] == "," and text[end - 1] != ",":
        end += 1
    return start, end


def phrase(text: str, start: int, end: int, entities: Sequence[Entity]) -> Span | None:
    """A place or an actor with its names whole and the capitalised words right before it; None for what names nothing."""
    for entity in entities:
        if entity.start < end and start < entity.end:
            start, end = min(start, entity.start), max(end, entity.end)
    while (before := _CAPITAL_BEFORE.search(text, max(0, start - 40), start)) and text[start : start + 1].isalpha():
        start = before.start(1)
    if relative := _RELATIVE.search(text, start, end):
        end = relative.start()
    if day := _DAY_BEFORE.match(text, start, end):
        start = day.end()
    if cut := _DANGLING.search(text, start, end):
        end = cut.start()
    nowhere = text[start:end].lower() in _ARTICLES or _NOWHERE.fullmatch(text, start, end)
    return None if nowhere or start >= end else (start, end)


def place(text: str, start: int, end: int, entities: Sequence[Entity]) -> Span | None:
    """A place's phrase without whose it is: "Kursk" in "Russia's Kursk"; "a year" is no place."""
    span = phrase(text, start, end, entities)
    if span and any(a <= span[0] and span[1] <= b for a, b in moments(text, max(0, span[0] - 12), span[1])):
        return None
    if span is None or not (owner := _OWNER.match(text, *span)):
        return span
    return (owner.end(), span[1]) if any(owner.end() <= e.start < span[1] for e in entities) else span


def _inside_word(text: str, i: int) -> bool:
    """Between two characters of one written word, dots of abbreviations included: E|.U. leaders."""
    left, right = text[i - 1], text[i]
    if left.isalnum():
        return right.isalnum() or right in ".’'"
    return left in ".’'" and right.isalnum() and i > 1 and text[i - 2].isalnum()


def said_whole(content: Sequence[Span], cue: Span, quotations: Sequence[Span], text: str) -> list[Span]:
    """The content with every quotation that it covers in large part whole, unless the cue itself stands inside the quotation.

    `quotations` are in order and do not overlap.
    """
    spans = list(content)
    first = bisect_right(quotations, min((x for x, _ in content), default=0), key=lambda q: q[1])
    last = bisect_left(quotations, max((y for _, y in content), default=0), key=lambda q: q[0])
    for a, b in quotations[first:last]:
        if a <= cue[0] < b or not any(x < b and a < y for x, y in content):
            continue
        letters = sum(c.isalnum() for c in text[a:b])
        covered = sum(c.isalnum() for x, y in spans for c in text[max(a, x) : min(b, y)])
        if letters and covered >= _SAID_WHOLE * letters:
            spans.append((a, b))
    return merged(spans)


def merged(spans: Sequence[Span]) -> list[Span]:
    """Sorted, overlapping and touching ones joined."""
    found: list[Span] = []
    for a, b in sorted(spans):
        if found and a <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], b)
        else:
            found.append((a, b))
    return found
