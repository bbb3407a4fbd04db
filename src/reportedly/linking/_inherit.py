"""Where a claim that names no place may be compared: only for linking, always with the words it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from reportedly.linking._claimants import Saying
from reportedly.linking._places import contains, is_site, is_somewhere, most_specific, node, speaker_area
from reportedly.linking._times import Days, publication_days, said_days
from reportedly.linking._types import HARM, group, meant
from reportedly.model import Claim, Observed, Place


class Where(msgspec.Struct, frozen=True):
    """A place to compare by. `source` says where it was taken from when the claim itself names none.

    `lent`: it was taken from what another speaker says.
    """

    place: Place | None
    source: str | None = None
    lent: bool = False


LONGEST_EVENT = 3
"""Days; claims of longer intervals are about more than one event unless they say otherwise."""

NEWS = 7
"""Days before its publication of which a report tells news, and not what was before."""

NOWHERE = (Where(None),)
_UNNAMED = re.compile(
    r"\b(?:village|town|city|settlement|community|hamlet|camp|suburb|neighbou?rhood)s?\b(?! of [A-Z])", re.IGNORECASE
)


def places_of(claim: Claim, observed: Observed, saying: Saying) -> tuple[Where, ...]:
    """The claim's own places; else those that its report gives for it; else nowhere.

    A denial without a place takes only the places of the same denial elsewhere in the report, else the area its speaker holds
    office in: it must not reach beyond its words.
    """
    own = [place for place in claim.places if is_somewhere(place)]
    known = _settlements(own)
    if _between(known, observed.revision.text):
        known = []
    if known:
        return tuple(where for place in most_specific(known) for where in _finer(place, claim, observed, saying))
    found = _elsewhere(claim, observed, saying)
    if not own or found != NOWHERE:
        return found
    source, kin = next(iter(_nearby(claim, observed)))  # a denial that names a building reaches what its report tells of it
    around = most_specific([place for one in kin for place in one.places if is_somewhere(place) and not is_site(place)])
    return tuple(Where(place, source) for place in around) or tuple(Where(place) for place in most_specific(own))


def _settlements(places: Sequence[Place]) -> list[Place]:
    """The places without buildings; without unknown names, where a known one is named: "the Cano Limon line near Saravena"."""
    found = [place for place in places if not is_site(place)]
    known = any(place.gazetteer_id and place.geo_precision != 3 for place in found)
    return [place for place in found if place.gazetteer_id or not known]


def _between(places: Sequence[Place], text: str) -> bool:
    """Whether they only say what the event lies between: "attacked between Ansongo and Menaka"."""
    first = min((place.start for place in places), default=0)
    return len(places) > 1 and text[max(0, first - 9) : first].lower().endswith("between ")


def _elsewhere(claim: Claim, observed: Observed, saying: Saying) -> tuple[Where, ...]:
    """Where the report's other words put a claim that names no place, or only a building."""
    if saying.polarity == "denied":
        scope = _said_elsewhere(claim, observed, saying)
        if scope:
            return tuple(Where(place, "the same speaker's denial elsewhere in this report") for place in scope)
    named = _named_beside(claim, observed)
    if named and not _between(named, observed.revision.text):
        return tuple(Where(place, "its own sentence") for place in named)
    if saying.polarity == "denied":
        area = _area(observed, saying)
        return (Where(area, f"the area of the speaker, {area.name}"),) if area else NOWHERE
    for source, claims in _nearby(claim, observed):
        if not claims and source == "its paragraph" and (area := _area(observed, saying)):
            return (Where(area, f"the area of the speaker, {area.name}"),)
        places = most_specific(_settlements([place for one in claims for place in one.places if is_somewhere(place)]))
        if places:
            lent = any(_of_another(one, claim, observed) for one in claims)
            return tuple(Where(place, source, lent) for place in places)
    return NOWHERE


def days_beside(claim: Claim, observed: Observed) -> Days | None:
    """The days of a claim that gives none, where it stands in a headline and its report's text dates the same kind of event.

    `Toll of shelling rises` stands above a shelling "on Monday". What the text itself leaves undated may be another event.
    """
    told = publication_days(observed.revision)
    if told is None or not _in_headline(claim, observed):
        return None
    text = observed.revision.text
    alike = [one for one in observed.reading.claims if one.polarity == "asserted" and _alike(one, claim, text, family=False)]
    days = [found for one in alike if one.modality == "actual" and (found := said_days(one.time)) is not None]
    stated = [one for one in days if one.length <= LONGEST_EVENT and told.last - NEWS <= one.first and one.last <= told.last]
    return msgspec.structs.replace(stated[0], dated=False, beside=True) if stated else None


def _in_headline(claim: Claim, observed: Observed) -> bool:
    return any(s.kind == "headline" and s.start <= claim.start < s.end for s in observed.revision.segments)


def _of_another(one: Claim, claim: Claim, observed: Observed) -> bool:
    """Whether a claim is another speaker's; what the report says itself is everybody's setting."""
    speakers = {s.id: set(s.source.speakers) for s in observed.reading.statements if s.source}
    said, here = speakers.get(one.statement or "", set()), speakers.get(claim.statement or "", set())
    return bool(said and here) and not said & here


def _finer(place: Place, claim: Claim, observed: Observed, saying: Saying) -> Iterable[Where]:
    """A whole country gives way to the places inside it that the same report tells the same kind of event of.

    So does a region where the words have a place in it without a name ("a village in Plateau State"), or that a headline names.
    """
    text = observed.revision.text
    unnamed = bool(place.geo_precision == 3 and _UNNAMED.search(claim.text))
    kin = [one for one in observed.reading.claims if one is not claim and _alike(one, claim, text, family=unnamed)]
    inside = [p for one in kin for p in one.places if is_somewhere(p) and node(p) != node(place) and contains(place, p)]
    if unnamed and not inside:
        inside = [p for one in kin for p in one.places if is_somewhere(p) and not p.gazetteer_id and not is_site(p)]
        inside = inside if len({node(p) for p in inside}) == 1 else []
    short = place.geo_precision == 3 and len({node(p) for p in inside}) == 1 and _in_headline(claim, observed)
    if saying.polarity == "denied" or (place.admin1 and not unnamed and not short) or not inside:
        return (Where(place),)
    return (Where(p, f"the same kind of event in this report, inside {place.name}") for p in most_specific(inside))


def _named_beside(claim: Claim, observed: Observed) -> tuple[Place, ...]:
    """Places that the claim's own sentence names inside the same words of a statement, other than in who says or does it."""
    text = observed.revision.text
    low = max(text.rfind(". ", 0, claim.start), text.rfind("\n", 0, claim.start)) + 1
    high = min(i for i in (text.find(". ", claim.end), text.find("\n", claim.end), len(text)) if i >= 0)
    statement = next((s for s in observed.reading.statements if s.id == claim.statement), None)
    around = [c for c in statement.content if c.start <= claim.start < c.end] if statement else []
    if around:
        low, high = max(low, around[0].start), min(high, around[0].end)
    taken = [(a.start, a.end) for a in claim.actors if a.role == "agent"]
    if statement is None:
        taken += [(s.source.start, s.source.end) for s in observed.reading.statements if s.source]
        taken += [(c.start, c.end) for s in observed.reading.statements for c in s.content]
    known = [p for p in observed.reading.places if p.lat is not None and p.admin1 and not p.metonym]
    inside = [
        (at, p)
        for p in known
        for at in ([p.start] if low <= p.start and p.end <= high else _repeated(p, text, low, high))
        if not any(a <= at < b for a, b in taken)
    ]
    return most_specific([p for _, p in sorted(inside, key=lambda found: found[0])])


def _repeated(place: Place, text: str, low: int, high: int) -> list[int]:
    """Where the words that name a place elsewhere in the report stand between two positions: once a place, always that place."""
    pattern = re.compile(rf"(?<!\w){re.escape(place.text)}(?!\w)")
    return [match.start() for match in pattern.finditer(text, low, high)] if place.text[:1].isupper() else []


def _said_elsewhere(claim: Claim, observed: Observed, saying: Saying) -> tuple[Place, ...]:
    """Places of the claims of one kind that the same speaker denies elsewhere in the report: a headline repeats its text."""
    text = observed.revision.text
    speakers = {s.id: set(s.source.speakers) for s in observed.reading.statements if s.source}
    alike = [
        one
        for one in observed.reading.claims
        if one is not claim and one.polarity == "denied" and _kind(one, text) == _kind(claim, text)
        and speakers.get(one.statement or "", set()) & set(saying.names)
    ]  # fmt: skip
    return tuple(most_specific([place for one in alike for place in one.places if is_somewhere(place)]))


def _area(observed: Observed, saying: Saying) -> Place | None:
    reading = observed.reading
    places = [*(place for claim in reading.claims for place in claim.places), *(p for p in reading.places if p.gazetteer_id)]
    mentions = [
        (s.source.start, s.source.end)
        for s in reading.statements
        if s.source and (set(s.source.speakers) & set(saying.names) or s is saying.statement)
    ]
    return speaker_area(mentions, observed.revision.text, places)


def _nearby(claim: Claim, observed: Observed) -> Iterable[tuple[str, Sequence[Claim]]]:
    """Claims whose place may hold for this one too, the closest kin first."""
    placed = [
        one for one in observed.reading.claims if one is not claim and any(is_somewhere(p) and not is_site(p) for p in one.places)
    ]
    text = observed.revision.text
    kin = [one for one in placed if _kind(one, text) == _kind(claim, text)]
    yield "the same kind of event in this report", _closest(kin, claim)
    if claim.statement:
        yield "its statement", _closest([one for one in placed if one.statement == claim.statement], claim)
    low = max(text.rfind(". ", 0, claim.start), text.rfind("\n", 0, claim.start))
    high = min(i for i in (text.find(". ", claim.end), text.find("\n", claim.end), len(text)) if i >= 0)
    yield "its sentence", _closest([one for one in placed if low < one.start < high], claim)
    paragraph = text.rfind("\n", 0, claim.start)
    yield "its paragraph", _closest([one for one in placed if paragraph < one.start < claim.start], claim)
    parts = {s.id: s.part for s in observed.reading.statements}
    heads = [one for one in placed if parts.get(one.statement or "") in ("headline", "lead")]
    yield "the headline or lead", _closest(heads or [one for one in placed if one.start < len(text) // 4], claim)


def _closest(claims: Sequence[Claim], to: Claim) -> Sequence[Claim]:
    return sorted(claims, key=lambda one: (abs(one.start - to.start), one.start, one.id))[:1]


def _alike(a: Claim, b: Claim, text: str, *, family: bool) -> bool:
    """Whether two claims are of one kind, or with `family` of kinds that reports of one occurrence mix."""
    kinds = {_kind(a, text), _kind(b, text)}
    return len(kinds) == 1 or (family and kinds <= HARM)


def _kind(claim: Claim, text: str) -> str:
    return group(meant(claim, text))
