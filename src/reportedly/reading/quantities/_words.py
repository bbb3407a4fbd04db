"""Number words in English, Russian and Ukrainian, rewritten as digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "lakh": 100_000,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_SLAVIC = {
    1: "один одна одного одну одне",
    2: "два две двух двое дві двох двоє",
    3: "три трех трёх трое трьох троє",
    4: "четыре четырех четырёх четверо чотири чотирьох четверо",
    5: "пять пяти пятеро п'ять п’ять п'яти п’яти п'ятеро п’ятеро",
    6: "шесть шести шестеро шість шести шестеро",
    7: "семь семи семеро сім семи семеро",
    8: "восемь восьми вісім восьми",
    9: "девять девяти дев'ять дев’ять дев'яти дев’яти",
    10: "десять десяти",
    11: "одиннадцать одинадцять",
    12: "двенадцать дванадцять",
    15: "пятнадцать п'ятнадцять п’ятнадцять",
    20: "двадцать двадцять",
    30: "тридцать тридцять",
    40: "сорок",
    50: "пятьдесят п'ятдесят п’ятдесят",
    100: "сто",
    200: "двести двісті",
    300: "триста",
}
_SLAVIC_SCALES = {
    1000: "тысяча тысячи тысяч тыс тисяча тисячі тисяч тис",
    10**6: "миллион миллиона миллионов млн мільйон мільйона мільйонів",
    10**9: "миллиард миллиарда миллиардов млрд мільярд мільярда мільярдів",
}
_VALUES = (
    {word: n for n, word in enumerate(_UNITS)}
    | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
    | {word: n for n, words in _SLAVIC.items() for word in words.split()}
)
_MULTIPLIERS = _SCALES | {word: n for n, words in _SLAVIC_SCALES.items() for word in words.split()}
_WORD = "|".join(sorted(map(re.escape, [*_VALUES, *_MULTIPLIERS]), key=len, reverse=True))
_JOIN = r"(?:[\s-]+|\s+and\s+)"
_RUN = re.compile(rf"\b(?:an?\s+(?=(?:{'|'.join(_SCALES)})\b))?(?:{_WORD})(?:{_JOIN}(?:{_WORD}))*\b", re.I)


def digits(text: str) -> str:
    """`text` with every run of number words as digits: `one thousand and five men` -> `1005 men`.

    A scale word after digits (`12 million`) or after a vague word (`several hundred`) stays as it is.
    """

    def written(match: re.Match[str]) -> str:
        words = re.findall(rf"\b(?:{_WORD})\b", match.group().lower())
        after_digits = re.search(r"\d[\d.,]*\s*$", text[: match.start()])
        bare_scale = words[0] in _SCALES and match.group().lower().startswith(words[0])
        if bare_scale or (words[0] in _MULTIPLIERS and after_digits):
            return match.group()
        return " ".join(str(value) for value in _values(words))

    return _RUN.sub(written, text)


def _values(words: list[str]) -> Iterator[int]:
    """The numbers that a run of words spells: usually one, two for `two three`."""
    total = group = last = 0
    for word in words:
        if word in _MULTIPLIERS:
            scale = _MULTIPLIERS[word]
            if scale == 100:
                group = max(group, 1) * 100
            else:
                total, group = total + max(group, 1) * scale, 0
            last = scale
            continue
        value = _VALUES[word]
        if (total or group) and 0 < last <= 20 and (value >= last or last < 20 or value > 9):
            yield total + group
            total = group = 0
        group += value
        last = value
    yield total + group


def multiplier(word: str) -> int | None:
    """1000 for `thousand`, `k`, `тыс.`; None for other words."""
    short = {"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "dozen": 12, "score": 20}
    return (_MULTIPLIERS | short).get(word.lower().rstrip("."))
