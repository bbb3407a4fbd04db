"""Number and time expressions by the words they are made of: where each begins and ends.

What they mean, `quantities` and `times` say.

Which event they belong to, the network says; that "at least twenty-one" is one expression needs no statistics.
"""

from __future__ import annotations

import re

from reportedly.reading._sentences import Span

_WORDS = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|an?\s(?=dozen|hundred|thousand|million)|half\sa\s(?=dozen|million)|several|dozens?|scores?|hundreds?|thousands?|tens|millions?"
    r"|an?\sfew|a\scouple|a\shandful|both"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|score)s?"
_NUMBER = (
    rf"(?:[€$£]\s?)?(?:\d{{1,3}}(?:[,.\u00a0\u202f ]\d{{3}})+(?!\d)|\d+(?:\.\d+)?|{_WORDS})"
    rf"(?:[\s-](?:and\s)?(?:{_SCALE}|of\s(?:thousands|hundreds|millions)|{_WORDS}))*"
)
_BEFORE = (
    r"(?:at\sleast|at\smost|(?:no|not)\s(?:fewer|less|more)\sthan|(?:well\s|far\s)?(?:more|fewer|less)\sthan|up\sto|as\s(?:many|few)\sas"
    r"|about|around|nearly|almost|roughly|approximately|some|(?:just\s|well\s)?over|under|above|below|an\sestimated|close\sto|exactly|only)"
)
_NUMERAL = re.compile(
    rf"\b(?:{_BEFORE}\s+)?(?<![\w.,:/-]){_NUMBER}(?:\s?(?:to|–|-|or)\s?{_NUMBER})?"
    r"(?:\sor\s(?:more|fewer|less|so))?(?![\w%]|[.,:/]\d)",
    re.I,
)
_PERCENT = re.compile(r"\s?(?:%|per\s?cent)", re.I)

_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|tues|wed|thu|thurs|fri|sat|sun)\b\.?"
_MONTHS = (
    r"january|february|(?-i:March|MARCH)|april|(?-i:May|MAY)(?=\s\d)|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?(?=\s\d)"
)
_CORE = (
    rf"(?:{_DAYS}|{_MONTHS}|yesterday|today|tonight|tomorrow|overnight|(?:mid)?night|noon|midday|dawn|dusk|sunrise|sunset|nightfall"
    r"|morning|afternoon|evening|weekend|weeks?|months?|years?|days?|hours?|minutes?|decades?|spring|summer|autumn|winter"
    r"|(?:19|20)\d\d(?!\d)|\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{4}-\d\d-\d\d)"
)
_AROUND = (
    r"(?:on|in|at|by|since|until|till|from|between|before|after|around|about|shortly|just|early|earlier|late|later|last|this|next|past"
    r"|previous|following|same|the|of|a|an|ago|mid|over|during|for|every|and|to|\d{1,2}(?:st|nd|rd|th)?|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|several|few|couple|half|first|second|local|time|gmt|utc|–|-)"
)
_TIME = re.compile(rf"(?<!\w)(?:{_AROUND}[\s,]+)*(?:{_CORE})(?:(?:\s|,\s|\s?[–-]\s?)(?:{_CORE}|{_AROUND})(?!\w))*", re.I)
_LEADING = re.compile(r"^(?:(?:on|in|at|of|the|for|over|during|and|to|a|an|from|–|-)[\s,]+)+(?!hours?\b)", re.I)
_TRAILING = re.compile(
    r"(?:[\s,]+(?:on|in|at|by|since|from|between|before|after|around|about|the|of|for|over|during|and|to|a|an|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|several|few|first|second|this|last|next|just|shortly|–|-|\d{1,2}))+$",
    re.I,
)


def numerals(text: str, start: int, end: int) -> list[Span]:
    """Number expressions in start..end; shares in per cent, days and hours are none."""
    times = [m.span() for m in _TIME.finditer(text, start, end)]
    found = [m.span() for m in _NUMERAL.finditer(text, start, end) if not _PERCENT.match(text, m.end())]
    return [(a, b) for a, b in found if not any(x < b and a < y for x, y in times)]


def moments(text: str, start: int, end: int) -> list[Span]:
    """Time expressions in start..end, without the preposition before them."""
    found = []
    for match in _TIME.finditer(text, start, end):
        a, b = match.span()
        if lead := _LEADING.match(text[a:b]):
            a += lead.end()
        if trail := _TRAILING.search(text[a:b]):
            b = a + trail.start()
        if a < b:
            found.append((a, b))
    return found
