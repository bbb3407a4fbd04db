"""Names made comparable: the exact key, the key without generic words, the skeleton of romanisations, case endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

_VARIANT = 65
"""Likeness of skeletons, 0 to 100, from which two names are one name written otherwise."""
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´ʻʹ\"“”«»")
_SPACES = re.compile(r"[^\w]+|_+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_SHORT = {
    "saint": "st", "sainte": "ste", "sankt": "st", "mt": "mount", "ft": "fort",
    "n": "north", "s": "south", "e": "east", "w": "west",
}  # fmt: skip
GENERIC = frozenset(
    "city town village oblast region province state governorate district county parish krai raion rayon republic municipality "
    "prefecture island islands respublika velayat vilayet muhafazat область обл район край місто город село м с смт".split()
)
"""Words of kind, dropped for the alternative key."""

_CYRILLIC = dict(
    zip(
        "абвгґдеєжзиійїклмнопрстуфхцчшщъыьэюяўє",
        "a b v g g d e e z z i i i i k l m n o p r s t u f g c c s s _ i _ e u a u e".split(),
        strict=True,
    )
)
_CYRILLIC_TABLE = str.maketrans({k: ("" if v == "_" else v) for k, v in _CYRILLIC.items()})
_SKELETON = [
    (re.compile(pattern), into)
    for pattern, into in (
        (r"shch|szcz|stsch|schtsch|sch|sh|sz", "s"),
        (r"tsch|tch|ch|cz|tz|ts|tc", "c"),
        (r"zh|dz|dj|dg", "z"),
        (r"kh|gh|h", "g"),
        (r"ck|q|c(?=k)", "k"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"(?<=[bcdfgklmnprstvz])[yij]o", "e"),
        (r"[yij]([aeou])", r"\1"),
        (r"[yij]", "i"),
        (r"o", "a"),
        (r"e", "i"),
        (r"(.)\1+", r"\1"),
        (r"\s+", ""),
    )
]


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """The exact look-up key: case, accents, apostrophes, hyphens, a leading "the", "saint/st." made one."""
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), name).translate(_APOSTROPHES).casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = _SPACES.sub(" ", text).split()
    if len(words) > 1:
        words = [_SHORT.get(w, w) for w in (words[1:] if words[0] == "the" else words)]
    return " ".join(words)


def bare(normal: str) -> str | None:
    """The key without words of kind ("kursk oblast" is "kursk"), or None when nothing changes or nothing is left."""
    words = normal.split()
    if len(words) < 2 or words[0] == "district":
        return None
    kept = [w for w in words if w not in GENERIC]
    if kept and kept[0] == "of":
        kept = kept[1:]
    return " ".join(kept) if kept and len(kept) < len(words) else None


@lru_cache(maxsize=8192)
def skeleton(normal: str) -> str:
    """What romanisations of one name share: Tyotkino, Tetkino, Tjotkino, Тёткино are one. Takes a key."""
    text = normal.translate(_CYRILLIC_TABLE)
    for pattern, into in _SKELETON:
        text = pattern.sub(into, text)
    return text


# Nominative endings for an inflected one, longest first; each guess counts only when the gazetteer knows it.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ского", ("ский", "ское", "ськ")), ("ському", ("ський", "ське")), ("ского", ("ск",)), ("ском", ("ский", "ское")),
    ("ской", ("ская",)), ("скую", ("ская",)), ("ської", ("ська",)), ("ській", ("ська",)), ("ську", ("ська", "ськ")),
    ("ькій", ("ька",)), ("ької", ("ька",)), ("ским", ("ский", "ское")),
    ("ьким", ("ький", "ьке")), ("ького", ("ький", "ьке")), ("ого", ("ое", "ий", "ый", "е")),
    ("ому", ("ое", "ий", "ый", "е")), ("ом", ("о", "ое", "")), ("ем", ("е", "ь", "")), ("ою", ("а",)), ("ею", ("я",)),
    ("ой", ("а", "ая")), ("ей", ("я", "и", "ь", "а")), ("иї", ("ия", "ія")), ("ії", ("ія",)), ("ии", ("ия",)), ("ию", ("ия",)),
    ("ию", ("ий",)), ("ах", ("ы", "и", "а")), ("ях", ("и", "і")), ("ами", ("ы", "и")), ("ов", ("ы",)), ("ев", ("и",)),
    ("ці", ("ка", "ця")), ("зі", ("га",)), ("сі", ("ха",)), ("ке", ("ка", "к")), ("ве", ("ва", "в", "во")), ("ова", ("ів", "ов")),
    ("єва", ("їв",)), ("иєва", ("иїв",)), ("ові", ("ів", "ове", "ова")), ("єві", ("їв", "єве")), ("ову", ("ів", "ове", "ова")),
    ("овом", ("ів",)), ("євом", ("їв",)), ("єву", ("їв",)), ("поля", ("піль",)), ("полю", ("піль",)), ("полем", ("піль",)),
    ("полі", ("піль",)), ("кова", ("ків",)), ("кові", ("ків",)), ("і", ("а", "о", "ь", "е", "")), ("е", ("а", "о", "", "я", "ь")),
    ("и", ("а", "я", "ь", "ія")), ("ы", ("а",)), ("у", ("а", "о", "", "е")), ("ю", ("я", "ь", "е", "й")), ("а", ("о", "", "е")),
    ("я", ("е", "ь", "й")),
)  # fmt: skip


_BREVE = str.maketrans("йїё", "иіе")
_RULES = sorted(
    ((ending.translate(_BREVE), tuple(n.translate(_BREVE) for n in nominals)) for ending, nominals in _ENDINGS),
    key=lambda rule: -len(rule[0]),
)
"""The endings as keys have them, accents off."""


def nominatives(normal: str) -> Iterator[str]:
    """Guesses of the nominative for a Cyrillic key, most specific ending first. Check them against the gazetteer."""
    head, space, word = normal.rpartition(" ")
    if len(word) < 4 or not "а" <= word[-1] <= "ӿ":
        return
    seen = {normal}
    for ending, nominals in _RULES:
        if word.endswith(ending):
            for nominal in nominals:
                for first in [head, *list(_first(head))] if head else [""]:
                    guess = first + space + word[: len(word) - len(ending)] + nominal
                    if guess not in seen:
                        seen.add(guess)
                        yield guess


# What people of a place are called, and the place: "Latvians", "Iowan", "Londoners", "Saint Lucian", "Texans".
_PEOPLE = (
    ("ians", ("ia", "ian", "y")), ("ian", ("ia", "y")), ("ans", ("a", "", "an", "o")), ("an", ("a", "", "o")), ("ns", ("n", "")),
    ("n", ("",)), ("ers", ("", "er")), ("er", ("",)), ("ese", ("", "a")), ("ites", ("",)), ("s", ("",)),
)  # fmt: skip


def homelands(normal: str) -> Iterator[str]:
    """Guesses of the place whose people a Latin key names. Check them against the gazetteer, for well-known places only."""
    for ending, places in _PEOPLE:
        if normal.endswith(ending) and len(normal) - len(ending) > 2:
            yield from (normal[: len(normal) - len(ending)] + place for place in places)


def _first(head: str) -> Iterator[str]:
    """Nominative guesses of an adjective before the noun: `курской области`."""
    for ending, nominals in _RULES:
        if head.endswith(ending):
            yield from (head[: len(head) - len(ending)] + nominal for nominal in nominals)


def written_alike(normal: str, first: str) -> bool:
    """Whether a key is the name with the skeleton `first`, written otherwise: `mykolaiv` for Mykolayiv."""
    return fuzz.ratio(skeleton(normal), first) >= _VARIANT
