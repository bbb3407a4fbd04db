"""Names to places, by what the report and its outlet say around them. Pure: the gazetteer is the only input."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from reportedly.model import Place
from reportedly.reading.places._answer import Sense, capital_of, place_of
from reportedly.reading.places._gazetteer import Entry, Found, Gazetteer
from reportedly.reading.places._home import Home, Profile
from reportedly.reading.places._mentions import Container, Toponym, toponyms
from reportedly.reading.places._metonyms import is_metonym
from reportedly.reading.places._names import bare, key
from reportedly.reading.places._score import BESIDE, CONTAINED, HOLDS, NOT_CONTAINED, Around, Reasons, judge, prior

_CAPITALISED = re.compile(r"[A-ZА-ЯЁЄІЇҐ][\w.]+")
_PARTIAL = re.compile(
    r"^(?:North(?:ern)?|South(?:ern)?|East(?:ern)?|West(?:ern)?|Central|Upper|Lower|Downtown|Greater|Old|Inner)[ -](?=[A-Z])"
)
_DIRECTION = re.compile(r"(?:North|South|East|West)(?:ern)?|Central|Upper|Lower")
"""Names that are only a direction: "the Southern Hospital" is not in Hong Kong's Southern District."""
_AREAS = ("region", "district", "county")
_CAPITAL = re.compile(r"(?:['’]s)?(?: \w+)? capital\b", re.IGNORECASE)
_TOWN = 10_000
_HUB, _HUB_SHARE = 1_000_000, 0.5
"""A city so large is named in reports from everywhere: it says less of the region."""
_ABROAD = re.compile(r"\b(?:Embassy|Consulate)\b", re.IGNORECASE)
_DISTRICT = re.compile(r" (?:district|raion|rayon)$", re.IGNORECASE)


def resolve(
    text: str,
    mentions: Sequence[tuple[int, int]],
    gazetteer: Gazetteer,
    *,
    entities: Sequence[tuple[int, int]] = (),
    home: Home | None = None,
) -> list[Place]:
    """Places of `mentions` (start, end), in their order; a mention of two names gives two. `entities` are context.

    Offsets are code points. What cannot be resolved stays, with its name and without a point.
    """
    asked = [(span, t) for span in mentions for t in toponyms(text, *span, gazetteer, entities)]
    covered = {(t.start, t.end) for _, t in asked}
    context = [t for span in entities for t in toponyms(text, *span, gazetteer) if (t.start, t.end) not in covered]
    senses = _one_sense([_sense(t, gazetteer) for t in [*(t for _, t in asked), *context]])
    hosts = _hosts(text, senses, gazetteer)
    senses += hosts.values()
    judged = _judge_all(senses, _named_countries(text, gazetteer), gazetteer.countries, home)
    settlements = {span: judged[senses.index(host)][0].entry for span, host in hosts.items() if judged[senses.index(host)]}
    several = Counter(span for span, _ in asked)
    found = []
    for (span, t), sense, reasons in zip(asked, senses, judged, strict=False):
        host = _host(sense, settlements, gazetteer)
        place = place_of(text, span if several[span] == 1 else (t.start, t.end), sense, reasons, gazetteer, host)
        if reasons and reasons[0].entry.kind == "country" and _CAPITAL.match(text, t.end, span[1]):
            place = capital_of(place, gazetteer)
        found.append(msgspec.structs.replace(place, metonym=is_metonym(text, t.start, t.end)))
    return found


def _hosts(text: str, senses: Sequence[Sense], gazetteer: Gazetteer) -> dict[tuple[int, int], Sense]:
    """The settlements that the words put buildings and unknown places in ("a clinic in Kharkiv"), where their names stand."""
    spans = {c.span for s in senses if _needs_host(s) for c in s.toponym.containers if c.firm and c.span}
    hosts = {span: _sense(t, gazetteer) for span in spans for t in toponyms(text, *span, gazetteer) if (t.start, t.end) == span}
    return {span: host for span, host in sorted(hosts.items()) if any(e.kind == "city" for e in host.found.entries)}


def _needs_host(sense: Sense) -> bool:
    unknown = sense.toponym.sort == "facility" or sense.partial or not sense.found.entries
    return unknown and not sense.toponym.name.islower()


def _host(sense: Sense, settlements: Mapping[tuple[int, int], Entry], gazetteer: Gazetteer) -> Entry | None:
    """Where the words put it. An unknown place "in Idlib" may lie anywhere in the region of that name."""
    if not _needs_host(sense):
        return None
    told = [c.span for c in sense.toponym.containers if c.firm and c.span is not None]
    host = next((settlements[span] for span in told if span in settlements), None)
    building = sense.toponym.sort in ("facility", "thing")
    region = gazetteer.regions.get((host.country, host.admin1)) if host and not building else None
    return region if host and region and bare(key(region.name)) == key(host.name) else host


def _sense(toponym: Toponym, gazetteer: Gazetteer) -> Sense:
    if toponym.name.islower() or (toponym.sort not in _AREAS and _DIRECTION.fullmatch(toponym.name)):
        return Sense(toponym, Found(), ())
    if toponym.sort == "thing":
        return Sense(toponym, Found(), _container_entries(toponym, Found(), gazetteer))
    found, partial = gazetteer.search(toponym.name), False
    if not found.entries or found.how == "typo":
        if short := _PARTIAL.sub("", toponym.name) if _PARTIAL.match(toponym.name) else None:
            found, partial = Found(gazetteer.find(key(short))), True
        elif toponym.sort == "facility":
            found, partial = Found(_named_inside(toponym.name, gazetteer)), True
    toponym = _modifying(toponym, found)
    return Sense(
        toponym, found, _container_entries(toponym, found, gazetteer), partial,
        holds=tuple(e for e in gazetteer.find(key(toponym.holds)) if e.kind == "city" and e.rank < 2) if toponym.holds else (),
        beside=_region_beside(toponym, gazetteer),
    )  # fmt: skip


def _modifying(toponym: Toponym, found: Found) -> Toponym:
    """In "a Georgian town" and "South Carolina town" the name is no settlement but says in what country or region one lies."""
    kinds = {e.kind for e in found.entries if e.rank in (0, 1) or e.kind == "country"}
    if toponym.sort == "settlement" and ("country" in kinds or ("admin1" in kinds and "city" not in kinds)):
        return msgspec.structs.replace(toponym, sort=None)
    return toponym


def _region_beside(toponym: Toponym, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The region that the name beside it means by itself ("Oregon" of "Oregon and Washington")."""
    entries = gazetteer.find(key(toponym.beside)) if toponym.beside else ()
    best = max(entries, key=lambda e: (prior(e, "exact"), e.gid), default=None)
    return (best,) if best is not None and best.kind == "admin1" else ()


def _named_inside(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Entries of the first words of a facility's name: `Kursk` of `Kursk Nuclear Power Plant`, `Mexican` of `Mexican Senate`."""
    words = name.split()
    if _ABROAD.search(name):
        return ()
    tries = [words[:n] for n in range(len(words) - 1, 0, -1)] + ([words[words.index("of") + 1 :]] if "of" in words else [])
    for chosen in tries:
        normal = key(" ".join(chosen))
        found = tuple(e for e in gazetteer.find(normal) if e.rank == 0 or _adjective(e, normal))
        if found:
            return found
    return ()


def _adjective(entry: Entry, normal: str) -> bool:
    """Whether a name is not the entry's own: `Mexican`, `European`."""
    return (entry.kind == "country" or entry.wide) and normal != key(entry.name)


def _container_entries(toponym: Toponym, found: Found, gazetteer: Gazetteer) -> tuple[tuple[Entry, bool], ...]:
    """Regions and countries the words name as containers. After the name of a country or region, a comma makes a list."""
    kinds = {e.kind for e in found.entries if e.rank != 2} if toponym.sort != "settlement" else set()
    told: list[tuple[Entry, bool]] = []
    for container in toponym.containers:
        if key(container.name) == key(toponym.name):
            continue
        short = container.name.isupper() or container.name.endswith(".") or len(container.name) < 5
        for entry in _regions(container, gazetteer):
            listed = "country" in kinds or ("admin1" in kinds and entry.kind == "admin1")
            sized = any(_lies_in(e, entry) and e.population > _TOWN for e in found.entries) and "country" not in kinds
            apart = "country" in kinds and not container.listed
            if not listed or (entry.kind == "admin1" and (short or sized or apart)):
                told.append((entry, container.firm and not listed))
    return tuple(told)


def _regions(container: Container, gazetteer: Gazetteer) -> list[Entry]:
    words = container.name.split()
    for length in range(len(words), 0, -1):
        normal = key(" ".join(words[:length]))
        entries = gazetteer.find(normal) or (gazetteer.search(container.name).entries if length == len(words) > 1 else ())
        kinds = [e for e in entries if e.kind in ("country", "admin1", "admin2") and (e.country or e.kind == "country")]
        clear = [e for e in kinds if e.rank != 2 or len(words) > 1]
        if not clear and _DISTRICT.search(container.name):
            around = {(e.country, e.admin1) for e in entries if e.kind == "city"}
            return [gazetteer.regions[c] for c in around if len(around) == 1 and c in gazetteer.regions]
        if clear or entries:
            return clear
    return []


def _one_sense(senses: list[Sense]) -> list[Sense]:
    """A name that is once put in a region is there throughout the report, unless its own words say another."""
    told: dict[tuple[str, bool], tuple[tuple[Entry, bool], ...]] = {}
    for s in senses:
        fitting = tuple(c for c in s.containers if any(_lies_in(e, c[0]) for e in s.found.entries))
        if fitting:
            told.setdefault(_name_of(s), fitting)
    return [msgspec.structs.replace(s, containers=s.containers or told.get(_name_of(s), ())) for s in senses]


def _name_of(sense: Sense) -> tuple[str, bool]:
    return key(sense.toponym.name), sense.toponym.sort == "region"


def _named_countries(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """Keys of country names and demonyms by how often they occur."""
    return Counter(k for m in _CAPITALISED.finditer(text) if len(m[0]) > 3 and (k := key(m[0])) in gazetteer.countries)


def _judge_all(senses: Sequence[Sense], named: Counter[str], codes: dict[str, str], home: Home | None) -> list[list[Reasons]]:
    """Two passes of votes: the first by prior, containers and outlet, the second with what the first found."""
    profiles = {name: home.without(name) for name in {_name_of(s)[0] for s in senses}} if home else {}
    homes = [profiles.get(_name_of(s)[0]) for s in senses]
    judged = [_judge(s, Around(), h) for s, h in zip(senses, homes, strict=True)]
    for nearness in (False, True):
        votes = _votes(senses, judged)
        around = [_around(votes, named, codes, _name_of(s)[0], nearness) for s in senses]
        judged = [_judge(s, a, h) for s, a, h in zip(senses, around, homes, strict=True)]
    return judged


_Votes = dict[str, list[tuple[Entry, float]]]


def _votes(senses: Sequence[Sense], judged: Sequence[list[Reasons]]) -> _Votes:
    """What each distinct name votes for: its best entries, by softmax."""
    votes: _Votes = {}
    for sense, reasons in zip(senses, judged, strict=True):
        if reasons and not sense.partial:
            best = reasons[0].score
            shares = [(r.entry, math.exp(r.score - best)) for r in reasons[:8]]
            total = sum(share for _, share in shares)
            votes[_name_of(sense)[0]] = [(e, share / total) for e, share in shares]
    return votes


def _around(votes: _Votes, named: Counter[str], codes: dict[str, str], name: str, nearness: bool) -> Around:
    """The votes of all names but this one."""
    countries: dict[str, float] = defaultdict(float)
    regions: dict[str, float] = defaultdict(float)
    points: list[tuple[float, float]] = []
    for other, entries in votes.items():
        if other == name:
            continue
        for entry, share in entries:
            if entry.country:
                countries[entry.country] += share
                if entry.admin1:
                    hub = entry.kind == "city" and entry.population > _HUB
                    regions[f"{entry.country}.{entry.admin1}"] += share * (_HUB_SHARE if hub else 1.0)
            if nearness and share > 0.6 and entry.kind == "city" and entry.lat is not None and entry.lon is not None:
                points.append((entry.lat, entry.lon))
    for word, count in named.items():
        if word != name:
            countries[codes[word]] += 0.5 * min(count, 3)
    return Around(_shares(countries), _shares(regions), tuple(points))


def _shares(votes: dict[str, float]) -> dict[str, float]:
    total = sum(votes.values()) + 0.5
    return {k: v / total for k, v in votes.items()}


def _judge(sense: Sense, around: Around, home: Profile | None) -> list[Reasons]:
    """Entries by score, those excluded by firm words left out."""
    told = [(c, firm) for c, firm in sense.containers]
    firm_ones = [c for c, firm in told if firm]
    judged: list[Reasons] = []
    fits = {e.gid: [c for c, _ in told if _lies_in(e, c)] for e in sense.found.entries}
    any_fits = any(fits.values())
    for entry in sense.found.entries:
        reasons = judge(entry, sense.found.how, sense.toponym.sort, around, home)
        if fits[entry.gid]:
            inner = min(fits[entry.gid], key=lambda c: c.kind == "country")
            words = (f'the words put it in "{inner.name}"', *reasons.words)
            more = CONTAINED + (1.0 if inner.kind != "country" else 0.0)
            reasons = Reasons(entry, reasons.score + more, reasons.support + more, words)
        elif firm_ones and entry.kind in ("city", "admin1", "admin2"):
            continue
        elif any_fits:
            reasons = msgspec.structs.replace(reasons, score=reasons.score + NOT_CONTAINED)
        judged.append(_named_with(reasons, sense))
    return sorted(judged, key=lambda r: (-r.score, r.entry.gid))


def _named_with(reasons: Reasons, sense: Sense) -> Reasons:
    """What is put in an entry by the words, and what is named together with it, speak for it."""
    entry, more, words = reasons.entry, 0.0, reasons.words
    holder = entry.kind in ("country", "admin1") or (entry.kind == "admin2" and entry.rank < 2)
    if holder and any(_lies_in(e, entry) for e in sense.holds):
        more, words = HOLDS, (f'the words put "{sense.toponym.holds}" in it', *words)
    elif entry.kind == "admin1" and any(e.country == entry.country for e in sense.beside):
        more, words = BESIDE, (f'named together with the region "{sense.beside[0].name}"', *words)
    return Reasons(entry, reasons.score + more, reasons.support + more, words) if more else reasons


def _lies_in(entry: Entry, outer: Entry) -> bool:
    """Whether an entry lies in a container, as far as codes can tell."""
    if entry.gid == outer.gid or not entry.country or entry.country != outer.country or entry.kind == "country":
        return False
    return outer.kind == "country" or (entry.admin1 == outer.admin1 and (entry.kind != "admin1" or outer.kind == "country"))
