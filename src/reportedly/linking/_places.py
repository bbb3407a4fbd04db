"""Places compared: which are the same, and which contain which. Unresolved names equal only themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportedly.linking._text import key, sentence, words
from reportedly.model import Place

_NOUNS = frozenset("the of in near village town city settlement oblast region province state district republic area s".split())
_VESSEL = re.compile(r"(?:the )?(?:M/?V|M/?S|SS|USS|HMS|INS|RMS|MT|MY)\b")
_SITE = re.compile(
    r"\b(?:Hospital|Clinic|School|University|College|Bridge|Pipeline|Market|Church|Mosque|Cathedral|Temple|Base|Barracks|Station|Prison"
    r"|Penitentiary|Jail|Court|Palace|Ministry|Embassy|Headquarters|Monastery|Factory|Checkpoint|Terminal|Museum|Cemetery"
    r"|Hotel|Airport|Airfield|Airbase|Camp|Dam|Plant|Refinery|Depot|Stadium|Mall|Port|Square|Street|Avenue|Building|Tower|Mine)s?$",
    re.IGNORECASE,
)
_ROAD = re.compile(r"[A-Z]\w+[-–—][A-Z]\w+")
"""A road, a railway or a front between two places: `the Kaduna-Abuja highway`."""
_DIRECTION = re.compile(r"(?:The |the )?(?:North|South|East|West)(?:ern)?|Central|Upper|Lower")
_OFFICE = re.compile(
    r"governor|mayor|head|administration|authorit|official|police|prosecutor|command|oblast|губернатор|глава|голова|мэр|мер\b",
    re.IGNORECASE,
)


def node(place: Place) -> str:
    """Names the place: its gazetteer entry, or its bare name; both when the entry is only the region around it."""
    if place.gazetteer_id:
        known = f"{place.gazetteer or 'gazetteer'}:{place.gazetteer_id}"
        return f"{known} name:{bare(place.name)}" if place.unlisted else known
    return f"name:{bare(place.name)}"


def is_somewhere(place: Place) -> bool:
    """Whether somewhere in particular is named: known to the gazetteer, or a name; not `a warehouse`, `near`, `MV Star`."""
    if not place.gazetteer_id and (_VESSEL.match(place.name) or _DIRECTION.fullmatch(place.name)):
        return False
    bare_name = re.sub(r"^the\s+", "", place.name.strip(), flags=re.IGNORECASE)
    return bool(place.gazetteer_id) or any(c.isalpha() and not c.islower() for c in bare_name)


def is_site(place: Place) -> bool:
    """Whether it is a building or a work that no gazetteer knows, with a name or not ("a Shiite mosque").

    The report says elsewhere where it stands, or nobody knows.
    """
    if place.gazetteer_id:
        return False
    return bool(_SITE.search(place.name) or _SITE.search(place.text) or _ROAD.fullmatch(place.name))


def area(place: Place | None, node: str) -> str:
    """The widest area that a place can be compared in: its country when resolved, else only itself."""
    return place.country if place is not None and place.gazetteer_id and place.country else node


def bare(name: str) -> str:
    """A place name without common nouns: `the village of Lozova Rudka` is `lozova-rudka`."""
    kept = [word for word in words(name) if word not in _NOUNS]
    return "-".join(kept) or key(name)


def contains(outer: Place, inner: Place) -> bool:
    """Whether `inner` is, or certainly lies in, `outer`."""
    if node(outer) == node(inner):
        return True
    if not _is_region(outer) or not outer.country or outer.country != inner.country:
        return False
    if outer.admin1 is None:
        return True
    return outer.admin1 == inner.admin1 and not _is_region(inner)


def most_specific(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places without those that contain another of them, and without repetitions."""
    distinct = {node(p): p for p in reversed(places)}
    kept = [p for p in distinct.values() if not any(p is not q and contains(p, q) for q in distinct.values())]
    return tuple(sorted(kept, key=lambda p: (p.start, p.end)))


def speaker_area(mentions: Iterable[tuple[int, int]], text: str, places: Iterable[Place]) -> Place | None:
    """The area a speaker holds office in, when the text says so beside a mention of the speaker: `the Kursk governor`."""
    known = sorted({p.text: p for p in places if p.text.strip()}.values(), key=lambda p: (-len(p.text), p.text))
    for start, end in mentions:
        around = sentence(text, start, end)
        where = around.find(text[start:end])
        beside = around[max(0, where - 45) : where + (end - start) + 45] if where >= 0 else text[start:end]
        if not _OFFICE.search(beside):
            continue
        for place in known:
            if re.search(
                rf"(governor|mayor|head|police|administration|authorit\w*|officials?)\W+(?:\w+\W+){{0,4}}?{_word(place)}", beside
            ):
                return place
            if re.search(
                rf"{_word(place)}(['’]s)?\W+(?:\w+\W+){{0,2}}?(governor|mayor|head|police|administration|authorit|official)",
                beside,
            ):
                return place
    return None


def _word(place: Place) -> str:
    """The place's words without a trailing common noun, as a pattern."""
    found = re.sub(r"^(the )", "", place.text.strip())
    head = re.sub(r"\s+(oblast|region|province)$", "", found, flags=re.IGNORECASE)
    return rf"(?:{re.escape(found)}|{re.escape(head)})"


def _is_region(place: Place) -> bool:
    return place.geo_precision == 3 and not place.unlisted
