"""Words compared: name keys, stems of event words, sentences and their word 4-grams. Pure functions."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

GRAM = 4
_BEGINNING = 4000
"""Characters of a text that tell whether it is a copy."""
_SHORTEST_SHARED = 5
"""Words a whole sentence needs before its repetition elsewhere says anything."""

_DENYING = re.compile(
    r"\b(den(y|ies|ied|ying)|reject(s|ed|ing)?|refut(e|es|ed|ing)|dismiss(es|ed|ing)?|rebut(s|ted)?|disput(e|es|ed|ing)"
    r"|contradict(s|ed)?|denials?|отриц\w+|опроверг\w+|отверг\w+|запереч\w+|спростув\w+)\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(
    "i it he she they them him her who which that this these those there one others some many of and or a an the him what".split()
)
_OURSELVES = frozenset({"we", "us", "our", "ours", "i", "мы", "наши", "ми"})
_CROWDS = frozenset(
    """fighters gunmen militants units troops soldiers servicemen rebels insurgents bandits attackers assailants raiders forces
    police officers group groups army military militia militiamen jihadists terrorists saboteurs separatists drones protesters
    demonstrators villagers residents civilians people men women authorities officials""".split()
)
OWN_SIDE = ("its ", "our ", "their ", "his ", "her ", "we ", "us ")
"""How words begin that mean the one who speaks, or those with them."""

_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "e")
_LIGHT = frozenset("ha hav had be been is was were wa do did mak made tak took taken get got com cam go went say said".split())


def key(name: str) -> str:
    """Lower-case ASCII words of a name joined by hyphens: equal for spellings that differ only in marks, case or script."""
    return "-".join(words(name))


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """Lower-case ASCII words. The last texts are remembered, so that names and sentences are taken apart once."""
    return _words(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", anyascii(text)).lower()))


def stem(trigger: str) -> str:
    """A rough stem of an event word's head: `crossed` and `crossing` are equal. Empty for words that carry no meaning."""
    found = words(trigger)
    if not found:
        return ""
    word = found[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return "" if word in _LIGHT or len(word) < 3 else word


def denies(cue: str) -> bool:
    """Whether a cue denies what follows it."""
    return bool(_DENYING.search(cue))


_PARTICLES = frozenset("of for and the in de du des la le el al bin ibn van von der di da dos sans y".split())
"""Lower-case words that stand inside names."""


def is_pronoun(name: str) -> bool:
    """Whether a name is only pronouns or particles: a speaker that stayed unresolved."""
    found = name.lower().split()
    return not found or all(word.strip(".,") in _PRONOUNS for word in found)


def is_first_person(name: str) -> bool:
    """Whether the words mean the one who speaks."""
    found = name.lower().split()
    return bool(found) and found[0] in _OURSELVES


def is_generic(name: str) -> bool:
    """Whether a phrase names nobody in particular: `fighters`, `armed men`, also where it begins a sentence."""
    if name.lower().removeprefix("armed ") in _CROWDS:
        return True
    return not any(word[:1].isupper() or word[:1].isdigit() for word in name.split())


def is_described(name: str) -> bool:
    """Whether a phrase describes its speaker under a capital that only begins it: `Armed units made up of Russians`."""
    found = name.split()
    return len(found) > 1 and found[1].isalpha() and found[1].islower() and found[1] not in _PARTICLES


def is_named(name: str) -> bool:
    """Whether a phrase is a name, as `Russian forces` is: no `fighters`, no `armed units made up of Russians`, capital or not."""
    long_winded = is_described(name) and len(name.split()) > 3
    return not (is_generic(name) or long_winded or name[:1].islower())


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span, ends found by full stops and line breaks."""
    low = max((m.end() for m in re.finditer(r"[.!?…]\s|\n", text[max(0, start - 600) : start])), default=0) + max(0, start - 600)
    stop = re.search(r"[.!?…](\s|$)|\n", text[end : end + 600])
    return text[low : end + stop.start() if stop else min(len(text), end + 600)]


def grams(text: str) -> frozenset[str]:
    """The word 4-grams of a sentence; the sentence itself when it is shorter than five words but not empty."""
    found = _words(text)
    if len(found) < GRAM:
        return frozenset()
    return frozenset(" ".join(found[i : i + GRAM]) for i in range(len(found) - GRAM + 1))


@lru_cache(maxsize=1024)
def text_grams(text: str) -> frozenset[str]:
    """The word 4-grams of the beginning of a text."""
    return grams(text[:_BEGINNING])


def shared(a: frozenset[str], b: frozenset[str]) -> float:
    """How much of the smaller set is in the larger, 0..1; 0 when there is too little to compare."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= _SHORTEST_SHARED - GRAM + 1 else 0.0


def similarity(a: str, b: str) -> float:
    """How alike two stretches of words are, 0..1, whatever the order of the words."""
    return fuzz.token_sort_ratio(" ".join(words(a)), " ".join(words(b))) / 100


def digest(*parts: object) -> str:
    """Ten hex digits that depend only on the parts."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:10]
