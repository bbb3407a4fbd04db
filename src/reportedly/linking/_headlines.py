"""Who a headline speaks of: the speaker below it by a part of the name, or nobody where it only names where."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from reportedly.linking._claimants import Saying
from reportedly.linking._item import Item
from reportedly.linking._places import bare
from reportedly.linking._text import words

_GENITIVE = re.compile(r"['’]s?(?=\W|$)")
_ANYBODY = frozenset("official officials authorities source sources".split())
"""Words of a headline for whoever it is that the text names: "Gaza officials"."""
_COLON = re.compile(r"\s*[:–—-]\s*")


def in_full(found: list[Item]) -> list[Item]:
    """The items of one report; whom its headline calls by a part of a name that speaks in its text is that one.

    `Azerbaijan: ...` stands above what "Azerbaijan's State Border Service said", and is no second voice.
    """
    said = {(item.revision.id, item.saying.names): item for item in found if _speaks(item) and not item.saying.headline}
    return [_named_in_text(item, list(said.values())) if _speaks(item) and item.saying.headline else item for item in found]


def _speaks(item: Item) -> bool:
    return item.saying.voice == "speaker" and len(item.saying.names) == 1


def _named_in_text(headline: Item, text: Iterable[Item]) -> Item:
    told = set(words(headline.saying.names[0]))
    short = told - _ANYBODY
    same = [one for one in text if one.revision.id == headline.revision.id]
    if not short or any(set(words(one.saying.names[0])) == told for one in same):
        return headline
    full = {one.saying.names for one in same if short < _called(one.saying)}
    if not full and _only_says_where(headline):
        return msgspec.structs.replace(headline, saying=Saying(headline.polarity, "own", statement=headline.saying.statement))
    if len(full) != 1:
        return headline
    whole = next(one.saying for one in same if one.saying.names in full)
    saying = msgspec.structs.replace(headline.saying, names=whole.names, named=whole.named)
    return msgspec.structs.replace(headline, saying=saying)


def _only_says_where(headline: Item) -> bool:
    """`Mali: Army convoy attacked`, over a text in which nobody of Mali speaks."""
    statement = headline.saying.statement
    colon = statement is not None and statement.cue is not None and _COLON.fullmatch(statement.cue.text)
    return bool(colon) and bare(headline.saying.names[0]) in {bare(p.text) for p in headline.told.observed.reading.places}


def _called(saying: Saying) -> set[str]:
    """The words by which a speaker is named and described, without the endings of genitives."""
    source = saying.statement.source.text if saying.statement and saying.statement.source else ""
    return set(words(_GENITIVE.sub("", f"{saying.names[0]} {source}")))
