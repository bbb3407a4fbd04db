"""From the words of a quantity to its low and high."""

from __future__ import annotations

import re
from decimal import Decimal

from reportedly.reading.quantities._vague import DEFAULT_TABLE, Interval, tables
from reportedly.reading.quantities._words import digits, multiplier

_NUMBER = r"\d+(?:[,  \u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d{3}){2,}|\d+(?:[.,]\d+)?"
_SCALE = (
    r"hundred|thousand|lakh|million|crore|billion|trillion|dozen|score|mln|mn|bn|[kmb]"
    r"|тысяч[аи]?|тыс|тисяч[аі]?|тис|миллион(?:а|ов)?|мільйон(?:а|ів)?|млн|млрд|миллиард(?:а|ов)?|мільярд(?:а|ів)?"
)
_VALUE = re.compile(rf"(?P<number>{_NUMBER})(?:[\s-]*(?P<scale>{_SCALE})\b\.?)?", re.I)
_REFUSED = re.compile(
    r"%|\bper ?cent|\bpercent|процент|відсот"
    r"|\b(?:two|three|four|\d)[\s-](?:thirds|quarters|fifths|tenths)\b|\d(?:st|nd|rd|th)\b|\d-?(?:й|го|я|та|ий)\b",
    re.I,
)
_RANGE = re.compile(r"\s*(?:to|and|or|-|–|—|до|и|или|та|або)\s*(?:even\s+|maybe\s+|perhaps\s+)?[€$£]?$", re.I)
_LEAST = re.compile(
    r"\b(?:at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of|minimum|upwards of|more than|over|above|exceeding"
    r"|не менее|не менше|как минимум|щонайменше|принаймні|более|больше|свыше|понад|більше|більш як)\b",
    re.I,
)
_LEAST_AFTER = re.compile(r"^\s*(?:or more|or so more|plus|\+|and counting|и более|або більше)", re.I)
_MOST = re.compile(
    r"\b(?:up to|as many as|at most|no more than|not more than|a maximum of|не более|не больше|не більше|вплоть до)\b|^до\b", re.I
)
_MOST_AFTER = re.compile(r"^\s*(?:or (?:less|fewer)|at most)", re.I)
_UNDER = re.compile(r"\b(?:fewer than|less than|under|below|менее|меньше|менше|менш як)\b", re.I)
_NONE = re.compile(
    r"^(?:no|none|nobody|no one|not one|not a single|zero|ни одного|ни один|жодного|жоден)\b(?!\s+(?:less|fewer|more|\d))", re.I
)
_ONE = re.compile(r"^(?:an?|another|a single|a lone)\b", re.I)
_FRACTION = re.compile(r"\b(?P<part>half|quarter) (?:of )?an?\s+(?P<unit>million|billion|thousand|hundred|dozen)\b", re.I)
_SLAVIC_VAGUE = (
    (r"несколько сот\w*|кілька сот\w*|кількасот", "several hundred"),
    (r"десятки тысяч|десятки тисяч", "tens of thousands"),
    (r"несколько|кілька|декілька", "several"),
    (r"десятк\w+", "tens"),
    (r"сотн\w+", "hundreds"),
    (r"тысячи|тысячами|тисячі", "thousands"),
    (r"оба|обе|обоих|обидва|обидві", "both"),
)


def interval(words: str, table: str = DEFAULT_TABLE) -> Interval | None:
    """Low and high (None: open) of a quantity expression, whole numbers.

    None when the words hold no number, or hold an ordinal, a share or a year. `table` names the table of vague words.
    """
    text = re.sub(r"[\s\u00a0]+", " ", words).strip(" \"“”«»'’()").lower()
    if _REFUSED.search(text):
        return None
    text = digits(_FRACTION.sub(lambda m: f"{0.5 if m['part'] == 'half' else 0.25} {m['unit']}", text))
    values = list(_VALUE.finditer(text))
    if _NONE.search(words.strip()):
        return 0, 0
    if not values:
        return _without_digits(text, table)
    if len(values) == 1 and _is_year(values[0]):
        return None
    return _bounded(text, values)


def _bounded(text: str, values: list[re.Match[str]]) -> Interval:
    first = values[0]
    low = high = _value(first)
    after = text[first.end() :]
    if len(values) > 1 and _RANGE.fullmatch(text[first.end() : values[1].start()]):
        high = _value(values[1])
        if first["scale"] is None and values[1]["scale"] is not None and low < high:
            low = low * (multiplier(values[1]["scale"]) or 1)
        low, high = min(low, high), max(low, high)
    before = text[: first.start()]
    if _UNDER.search(before) and not _LEAST.search(before):
        return None, high - 1
    if _MOST.search(before) or _MOST_AFTER.search(after):
        return (low if low != high else None), high
    if _LEAST.search(before) or _LEAST_AFTER.search(after):
        return low, None
    return low, high


def _value(match: re.Match[str]) -> int:
    number = match["number"].replace(" ", "").replace("\u202f", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number) or number.count(".") > 1:
        number = number.replace(",", "") if "," in number else number.replace(".", "")
    scale = multiplier(match["scale"]) if match["scale"] else None
    if scale is None and re.fullmatch(r"\d{1,3}\.\d{3}", number):
        return int(number.replace(".", ""))
    return int(Decimal(number.replace(",", ".")) * (scale or 1))


def _is_year(match: re.Match[str]) -> bool:
    """A bare year; round ones (1900, 2000, 2050) are counts more often than years."""
    text = match.group()
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None and int(text) % 50 != 0


def _without_digits(text: str, table: str) -> Interval | None:
    for pattern, english in _SLAVIC_VAGUE:
        text = re.sub(rf"\b(?:{pattern})\b", english, text)
    if re.search(r"\bboth\b", text):
        return 2, 2
    if re.search(r"\ba dozen\b", text):
        return _modified(text, 12)
    known = tables()[table]
    for words in sorted(known, key=len, reverse=True):
        if re.search(rf"\b{words}\b", text):
            return known[words]
    return (1, 1) if _ONE.search(text) and not re.search(r"\b(?:third|half|quarter|fifth|tenth)\b", text) else None


def _modified(text: str, value: int) -> Interval:
    return _bounded(re.sub(r"\ba dozen\b", str(value), text), list(_VALUE.finditer(re.sub(r"\ba dozen\b", str(value), text))))
