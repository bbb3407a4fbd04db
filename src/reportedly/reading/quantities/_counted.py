"""The noun that a number counts."""

from __future__ import annotations

import re

_REACH = 80
_SKIPPED = re.compile(r"^\s*(?:of\s+)?(?:(?:the|its|their|his|her|our|these|those|other|more|additional|such)\s+)*", re.I)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_STOP = frozenset(
    """in on at by from with near after before during since until as and or but who whom which that when where while was were
    is are be been being has have had will would may might could should can did do does not to for into over under against of
    the a an die dies killed injured wounded dead missing captured destroyed damaged shot died dying fled left arrested hurt
    displaced detained launched fired intercepted said says people's then so than there here across along around them us
    hurt held each came wore jumped fled
    в на у из от с со и или по при были был была було з із від та або що""".split()
)
_PLURAL = re.compile(
    r"(?:[^su]s|people|men|women|children|police|troops|cattle|aircraft|personnel|crew|livestock|[аиіы]|ів|ов|ей)$", re.I
)
_NEVER_LAST = re.compile(r"^[a-z]+(?:ed|ing|ly)$")


def counted(text: str, end: int) -> str | None:
    """The noun right after the expression that ends at `end`, with what stands before it, as the text has it; at most four words.

    None when a verb, preposition, punctuation or line break follows at once.
    """
    rest = text[end : end + _REACH].partition("\n")[0]
    skipped = _SKIPPED.match(rest)
    position = skipped.end() if skipped else 0
    if position == 0 or not rest[:1].isspace():
        return None
    start, last = position, None
    for _ in range(4):
        word = _WORD.match(rest, position)
        if word is None or word.group().lower() in _STOP:
            break
        if not _NEVER_LAST.match(word.group()):
            last = word.end()
        named = word.group()[0].isupper()  # "United Nations peacekeepers" are counted, and not the nations
        if (_PLURAL.search(word.group()) and not named) or rest[word.end() : word.end() + 1] != " ":
            break
        position = word.end() + 1
    return rest[start:last] if last is not None else None


def fitting(kind: str, of: str | None) -> str:
    """The kind of a number by what it counts, where that leaves no doubt: no house is killed, and nobody is destroyed."""
    words = (of or "").lower().split()
    if kind in _HURT and _THINGS & set(words[-1:]):
        return "destroyed"
    if kind in ("launched", "shot_down") and _PERSONS & set(words[-1:]):
        return "other"
    return "killed" if kind in ("destroyed", "damaged") and _PERSONS & set(words[-1:]) else kind


_HURT = ("killed", "injured", "missing", "arrested")
_THINGS = frozenset(
    """house houses home homes building buildings flat flats apartment apartments shop shops vehicle vehicles car cars truck
    trucks tank tanks bridge bridges school schools warehouse warehouses""".split()
)
_PERSONS = frozenset(
    """people persons soldiers civilians men women children fighters villagers residents demonstrators protesters supporters
    passengers students pupils workers militants rebels police officers policemen migrants refugees prisoners hostages""".split()
)
