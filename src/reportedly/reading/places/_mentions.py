"""The words around and inside a mention: which names, of what kind, in which container, how near."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from reportedly.reading.places._gazetteer import Gazetteer
from reportedly.reading.places._names import key

Sort = Literal["settlement", "region", "district", "county", "facility", "water", "thing"]
"""`thing`: no place at all, though towns may have the name: a pipeline, a missile."""

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁЄІЇҐ'’‘ʿ]"
_WORD = rf"{_CAP}[\w'’.-]*"
_LINK = r"(?:of the|of|de la|de|del|da|do|al|el|ez|es|as|ad|an|ash|az|on|upon|sur|und|la|le|bin|ibn)"
_KIND = r"(?:[ ](?:област[ьиіяюї]+|обл\\b|кра[йяею]\\b|районе?|районі|республик[аеиу]))?"
NAME = re.compile(rf"{_WORD}(?:(?:[ ]|[ ]{_LINK}[ ]){_WORD})*{_KIND}")
_NEAR = re.compile(
    r"(?:\bnear(?:by)?|\boutside(?: of)?|\boutskirts of|\bsuburbs? of|\baround|\bclose to|\bvicinity of|\bedge of"
    r"|\b(?:north|south|east|west)\w*(?: \w+)? of|\bapproach(?:es)? to|\bdirection of|\bpod|\bоколо|\bвозле|\bвблизи"
    r"|\bнедалеко от|\bпод|\bбіля|\bпоблизу|\bнеподалік|\bпід)"
    r"\s+(?:the\s+)?(?:(?:\w+\s+)?(?:village|town|city|settlement)s?\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_SITE = (
    r" (?:(?:oil|gas|fuel|power|nuclear|thermal|military|air|naval) )*"
    r"(?:refinery|depot|airbase|airfield|airport|plant|base|station|port|terminal|dam|bridge|arsenal|factory|works)"
)
_SORT_AFTER: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("region", re.compile(
        r"^(?:'s|’s)?(?:,? (?:and|or) [A-Z]\w+)? (?:oblasts?|regions?|provinces?|states?|governorates?|krai|republic|regional)\b"
        r"|^(?:, [A-Z]\w+)*,? (?:and|or) [A-Z]\w+ (?:oblasts|regions|provinces|states|governorates)\b"
        r"|^ (?:gov(?:ernor|\.)|област|обл\b|край|регион)", re.IGNORECASE)),
    ("county", re.compile(
        r"^ (?:county|counties|parish|sheriff)"
        r"|^(?:, [A-Z][\w-]+)*(?:,? (?:and|or|to)) [A-Z][\w-]+ (?:counties|parishes)\b", re.IGNORECASE)),
    ("district", re.compile(r"^ (?:districts?|raions?|rayons?|municipality|направлен|район)", re.IGNORECASE)),
    ("settlement", re.compile(r"^ (?:village|town|city|settlement)\b(?! of)", re.IGNORECASE)),
    ("facility", re.compile(rf"^{_SITE}\b", re.IGNORECASE)),
)  # fmt: skip
_THING_AFTER = re.compile(
    r"^[\"”»]? (?:(?:gas|oil) )?(?:pipelines?|substations?|missiles?|drones?|rockets?|brigade|battalion|regiment)\b"
)
_THING_BEFORE = re.compile(
    r"(?:pipeline|substation|missiles?|drones?|rockets?|ракет\w+|(?:газо|нефте|нафто)пров\w+|п[оі]дстанц\w+)\s*[\"“«„]?$",
    re.IGNORECASE,
)
_SORT_BEFORE = re.compile(
    r"\b(?:village|town|city|settlement|hamlet|port"
    r"|селе|село|села|город|городе|місто|місті|посёлке|поселке|селище|селищі)s?(?: of)?\s+$",
)
_REGION_BEFORE = re.compile(r"\b(?:province|state|region|governorate|oblast) of\s+$", re.IGNORECASE)
_SORT_INSIDE: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("county", re.compile(r"\b(?:County|Parish)$")),
    ("district", re.compile(r"\b(?:District|Raion|Rayon|Municipality)$")),
    ("region", re.compile(r"\b(?:Oblast|Region|Province|State|Governorate|Krai|Republic)s?$|област[ьиі]$")),
    ("water", re.compile(r"\b(?:River|Sea|Ocean|Lake|Gulf|Bay|Strait)\b")),
    ("facility", re.compile(
        r"\b(?:Airport|Airbase|Airfield|University|Hospital|Clinic|Institute|Port|Bridge|Schools?|Station|Stadium|Museum|Gallery|Church"
        r"|Cathedral|Basilica|Park|Gardens?|College|Academy|Plant|Base|Prison|Jail|Police|Zoo|Courthouse|Court|Theat(?:er|re)|Hall|Mall"
        r"|Refinery|Dam|Mosque|Camp|Terminal|Square|Street|Road|Avenue|Drive|Boulevard|Club|Library|Centre|Center|Hotel|Estate|[Ee]mbassy|[Cc]onsulate"
        r"|Council|Commission|Senate|Parliament|House|Ministry|Department|Office|Bank|Chambers?|Ambulance|Cup|Festival|Show|FC|F\.C\.)\b")),
)  # fmt: skip
_AFTER = re.compile(
    rf"^(?P<join>,? (?:in|у|в|во) (?:the )?(?:(?:north|south|east|west|central)[a-z-]* )?|, |,? \()"
    rf"(?P<name>{NAME.pattern})(?P<next>.{{0,14}})",
    re.S,
)
_BEFORE = re.compile(
    rf"(?P<name>{NAME.pattern})(?P<owner>['’]s)? (?:(?P<kind>oblast|region|province|state|governorate|district)(?:['’]s)? )?"
    r"(?:(?:border |port |capital |eastern |western |northern |southern |central )*"
    r"(?:village|town|city|settlement|capital)s?(?: of)? |(?:eastern|western|northern|southern|central) )?$"
)
_KIND_AFTER = re.compile(rf"^(?: (?:village|town|city|settlement|district|raion|area|pipeline|substation)\b|{_SITE}\b)?")
_GENITIVE = re.compile(rf"^,? ({_WORD} (?:област[иі]|обл\b\.?|района|району|края|краю))")
"""`в Любимовке Курской области`."""
_OPENERS = frozenset("the a an this that these those its his her their our one two three in at near from".split())
"""What may begin a sentence before "village of": capital or not, no region (THE and ONE are airports, too)."""
_FAITH = re.compile(r"Shi'?ite|Shia|Sunni|Muslim|Christian|Jewish|Catholic|Protestant|Orthodox|Hindu|Buddhist|Islamic")
"""Says whose a building is, not where: "a Shiite mosque in Kunduz"."""
_MISSION = re.compile(r" (?:embassy|consulate)\b")
_HELD = re.compile(rf"({NAME.pattern}), $")
_JOINED_BEFORE = re.compile(rf"({NAME.pattern})(?:,? and| or|/) ?$")
_JOINED_AFTER = re.compile(rf"^(?: and | or |/)({NAME.pattern})")


class Container(msgspec.Struct, frozen=True):
    """A region or country that the words put the place in.

    `firm` when the words leave no other reading; `listed` when it may be only the next of a list.
    """

    name: str
    firm: bool
    listed: bool = False
    span: tuple[int, int] | None = None
    """Where its name stands in the text."""


class Toponym(msgspec.Struct, frozen=True):
    """One name to resolve, at start..end of the text."""

    name: str
    start: int
    end: int
    sort: Sort | None = None
    near: bool = False
    containers: tuple[Container, ...] = ()
    holds: str = ""
    """The name before a comma that this one may be the region of: "Buffalo, New York"."""
    beside: str = ""
    """The name that "and" or "or" joins to this one."""


def toponyms(text: str, start: int, end: int, gazetteer: Gazetteer, known: Sequence[tuple[int, int]] = ()) -> list[Toponym]:
    """The names that a mention is about; regions that only say where they are become containers."""
    spans = _spans(text, start, end, gazetteer, known)
    kept: list[Toponym] = []
    for position, (a, b) in enumerate(spans):
        if position and _contains_previous(text[spans[position - 1][1] : a], text[a:b], gazetteer):
            continue
        kept.append(_described(text, a, b))
    return kept


def _spans(text: str, start: int, end: int, gazetteer: Gazetteer, known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The whole mention when it is a name of the gazetteer; else the entities in it; else its capitalised stretches."""
    words = text[start:end]
    if gazetteer.find(key(words)) or (not words.isascii() and gazetteer.search(words).how == "ending"):
        return [(start, end)]
    inside = sorted(s for s in known if start <= s[0] and s[1] <= end and s != (start, end) and not _FAITH.fullmatch(text, *s))
    if inside:
        return inside
    found = [(start + m.start(), start + m.end()) for m in NAME.finditer(words) if not _FAITH.fullmatch(m[0])]
    if len(found) > 1 and text[found[0][0] : found[0][1]] in ("The", "A", "An", "In", "Near", "At"):
        found = found[1:]
    return [(a, b - 1) if text[b - 1] in "'’." and text[a:b].count(".") < 2 else (a, b) for a, b in found] or [(start, end)]


def _contains_previous(between: str, name: str, gazetteer: Gazetteer) -> bool:
    if re.fullmatch(r"(?: \w+)?,? (?:in|of) (?:the )?(?:[a-z]+ )*", between) and not between.endswith("village of "):
        return True
    return bool(re.fullmatch(r", ", between)) and any(
        e.kind in ("country", "admin1") and e.rank != 2 for e in gazetteer.find(key(name))
    )


def _described(text: str, start: int, end: int) -> Toponym:
    if abroad := _MISSION.match(text, end):
        end = abroad.end()
    name, before, after = text[start:end], text[max(0, start - 60) : start], text[end : end + 90]
    held = None if re.match(r",? (?:and|or) |, [A-Z]", after) else _HELD.search(before)
    beside = _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after)
    return Toponym(
        name, start, end, _sort(name, before, after), bool(_NEAR.search(before)), _containers(before, after, start, end),
        holds=held[1] if held else "", beside=beside[1] if beside else "",
    )  # fmt: skip


def _sort(name: str, before: str, after: str) -> Sort | None:
    if _THING_AFTER.match(after) or _THING_BEFORE.search(before):
        return "thing"
    for sort, pattern in _SORT_INSIDE:
        if pattern.search(name):
            return sort
    for sort, pattern in _SORT_AFTER:
        if pattern.search(after):
            return sort
    if _REGION_BEFORE.search(before):
        return "region"
    return "settlement" if _SORT_BEFORE.search(before) else None


def _containers(before: str, after: str, start: int, end: int) -> tuple[Container, ...]:
    """What is said after the name (", Y", "in Y Oblast", "(Y)") and before it ("Ukraine's", "the Russian town of")."""
    return (*_following(after, end), *_preceding(before, start - len(before)))


def _following(after: str, end: int) -> Iterator[Container]:
    """Containers in the words from `end` of the text on."""
    rest = _KIND_AFTER.sub("", after)
    if of := _GENITIVE.match(rest):
        yield Container(of[1], firm=True)
        return
    match = _AFTER.match(rest)
    if not match:
        return
    inside = bool(re.search(r"\w", match["join"]))
    owner, _, name = match["name"].replace("’s ", "'s ").rpartition("'s ")
    listed = bool(re.match(r"(?:,? and |, [A-Z]| or )", match["next"])) and not inside
    kind = re.match(r" (oblast|region|province|state|county|governorate|district)", match["next"], re.IGNORECASE)
    last = end + len(after) - len(rest) + match.end("name")
    firm = inside or (bool(kind) and not listed)
    yield Container(name + (f" {kind[1]}" if kind else ""), firm, listed, span=(last - len(name), last))
    if owner:
        yield Container(owner, firm=True)
    if (more := re.match(rf"\w*,? (?:in )?({NAME.pattern})", match["next"] + rest[match.end() :])) and not listed:
        yield Container(more[1], firm=False)


def _preceding(before: str, offset: int) -> Iterator[Container]:
    """The container in the words `before`, which begin at `offset` of the text."""
    match = _BEFORE.search(before)
    if match and match["name"].lower() not in _OPENERS and (match["kind"] or match["owner"] or _SORT_BEFORE.search(before)):
        name = match["name"] + (f" {match['kind']}" if match["kind"] else "")
        yield Container(name, firm=True, span=(offset + match.start("name"), offset + match.end("name")))
