"""From marked event words to claims: their statement, actors, places, time, quantities, hedges and evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from reportedly.model import Actor, Claim, Entity, Kind, Place, Quantity, When
from reportedly.reading import _borders as borders
from reportedly.reading import _certainty as certainty
from reportedly.reading import quantities
from reportedly.reading._around import Around
from reportedly.reading._decode import Predicate
from reportedly.reading._events import REPELLED, SURE
from reportedly.reading._media import evidence_kind
from reportedly.reading._names import Names, plain
from reportedly.reading._polarity import polarity
from reportedly.reading._roles import Argument
from reportedly.reading._sentences import Span, enclosing
from reportedly.reading._statements import Draft, innermost, mention

_CROSSED = re.compile(r"\b(?:cross|enter|br(?:oke|eak|oken) through)")
_ARMED = re.compile(
    r"\b(?:armed|fighters?|troops|soldiers?|forces|units?|battalions?|brigades?|legion|rebels?|militants?|gunmen|militia|paratroopers?)\b",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s|\n")
_LOCAL = ("AG", "TG", "PL")
"""Roles that are taken from the event's own sentence only."""

_WALKED = ("displacement", "territory_transfer_nonviolent", "other")
_PERSONS_TAKEN = ("arrest_detention", "abduction_disappearance")
_TAKEN = re.compile(r"captur|seiz|taken|took|liberat|recaptur")
_FOILABLE = frozenset(
    "ground_raid territory_captured_state territory_captured_nonstate suicide_bomb ied_mine_bomb targeted_killing".split()
)
_FOIL = rf"(?:{REPELLED}|foil(?:ed|ing)|thwart(?:ed|ing)|prevent(?:ed|ing))"
_FOILED = re.compile(rf"\b{_FOIL}\s+(?:[\w'’-]+\s+){{0,3}}$", re.I)
_WAS_FOILED = re.compile(rf"\s+(?:by\s+[\w' ’-]+\s+)?(?:was|were|had been|has been|have been)\s+{_FOIL}", re.I)
_PUT_IN = re.compile(r",? in (?:the )?(?:\w+ ){0,2}")
_RESCUE = re.compile(r"\b(?:rescue\w*|rubble|survivors?|missing|divers|firefighters)\b", re.I)
_GROUND = re.compile(r"\b(?:village|town|city|settlement|hamlet|district|hill|airport|airbase|stronghold|territory)s?\b", re.I)


class Context(msgspec.Struct, frozen=True):
    """What claims need to know of their report."""

    text: str
    sentences: list[Span]
    drafts: Sequence[Draft]
    contents: Around
    sources: Mapping[int, Sequence[int]]
    """Where sources of the drafts end, by where they begin."""
    entities: Sequence[Entity]
    names: Names
    places: Callable[[Span], tuple[Place, ...]]
    time: Callable[[Span, bool, date | None], When]
    """(span, whether it lies in the past, the day that the text spoke of last) -> when."""


def claims(events: Sequence[Predicate], context: Context) -> list[Claim]:
    """Claims with ids c1.. in order of the text."""
    found: list[Claim] = []
    spoken_of: date | None = None
    for i, event in enumerate(sorted(events, key=lambda e: (e.start, e.end))):
        found.append(_claim(f"c{i + 1}", event, spoken_of, context))
        spoken_of = _day(found[-1].time) or spoken_of
    return found


def _day(time: When | None) -> date | None:
    """The one day of a time: what "the same night" in a later sentence points to."""
    if time is None or time.first is None or time.last is None or time.first[:10] != time.last[:10]:
        return None
    return date.fromisoformat(time.first[:10])


def _claim(id_: str, event: Predicate, spoken_of: date | None, context: Context) -> Claim:
    by_role: dict[str, list[Argument]] = {}
    sentence = enclosing(context.sentences, event.start) or (event.start, event.end)
    for argument in event.arguments:
        if argument.score >= SURE and _reaches(argument, sentence, context.text):
            by_role.setdefault(argument.role, []).append(argument)
    if "AG" in by_role:
        by_role["AG"] = _whole_sources(by_role["AG"], event, context)
    statement = innermost(context.contents, event.start)
    start, end = _extent(event, by_role, context)
    values = event.attributes
    draft = None if statement is None else context.drafts[statement]
    hedges = [(a.start, a.end) for a in by_role.get("H", ())]
    stance = _stance(event, hedges, statement, sentence, context)
    if stance and stance.marker and not any(a < stance.marker[1] and stance.marker[0] < b for a, b in hedges):
        hedges = sorted([*hedges, stance.marker])
    return Claim(
        id=id_,
        statement=None if statement is None else f"s{statement + 1}",
        start=start,
        end=end,
        text=context.text[start:end],
        event_type=_type(values["event_type"], event, sentence, context),
        polarity=polarity(values["polarity"], event.start, sentence, draft, context.text),
        certainty=stance.certainty if stance else values["certainty"],  # type: ignore[arg-type]
        modality=_modality(values["modality"], values["event_type"], event, context.text),  # type: ignore[arg-type]
        hedges=tuple(mention(context.text, span) for span in hedges),
        trigger=mention(context.text, (event.start, event.end)),
        actors=_actors(by_role, context),
        places=_apart([p for a in by_role.get("PL", ()) for p in context.places((a.start, a.end))], context.text),
        time=_time(by_role, values["modality"], spoken_of, context),
        quantities=tuple(_quantities(by_role, context)),
        evidence=tuple(_evidence(a, context) for a in by_role.get("V", ())),
    )


def _apart(places: Sequence[Place], text: str) -> tuple[Place, ...]:
    """The places without what is known to nobody and only a piece of another's words, or where another is put in."""
    known = [(place.start, place.end) for place in places if place.gazetteer_id]
    inner = [place.end for place in places]

    def needless(p: Place) -> bool:
        return any(a < p.end and p.start < b for a, b in known) or any(_PUT_IN.fullmatch(text, end, p.start) for end in inner)

    return tuple(place for place in places if place.gazetteer_id or not needless(place))


def _whole_sources(agents: Sequence[Argument], event: Predicate, context: Context) -> list[Argument]:
    """An agent that begins the phrase of one who speaks is all of that phrase: "Armed units made up of Russians", not "Armed"."""
    found: list[Argument] = []
    for a in sorted(agents, key=lambda a: a.start):
        around = [end for end in context.sources.get(a.start, ()) if a.end < end <= event.start]
        if around:
            whole_phrase = borders.phrase(context.text, a.start, max(around), context.entities)
            a = msgspec.structs.replace(a, start=whole_phrase[0], end=whole_phrase[1]) if whole_phrase else a
        if not found or a.start >= found[-1].end:
            found.append(a)
    return found


def _reaches(argument: Argument, sentence: Span, text: str) -> bool:
    """Whether the argument stands where its role may: actors and places in the event's sentence, evidence not beyond the next."""
    if argument.role in _LOCAL:
        return sentence[0] <= argument.start < sentence[1]
    if argument.role != "V":
        return True
    between = text[sentence[1] : argument.start] if argument.start >= sentence[1] else text[argument.end : sentence[0]]
    return len(_SENTENCE_END.findall(between)) <= 1


def _stance(
    event: Predicate, hedges: list[Span], statement: int | None, sentence: Span, context: Context
) -> certainty.Stance | None:
    """How surely the words put it: the claim's hedges, its statement's cue, and its own clause up to the event."""
    low, spans = sentence[0], list(hedges)
    if statement is not None:
        draft = context.drafts[statement]
        start = next(a for a, b in draft.content if a <= event.start < b)
        low = max(low, start)
        spans += [draft.cue, (start, min(start + len("whether "), len(context.text)))]
    return certainty.by_words(context.text, [*spans, certainty.clause_before(context.text, event.start, low)])


def _type(read: str, event: Predicate, sentence: Span, context: Context) -> str:
    """What the network read; but a place is captured, never arrested; armed men who cross a border are not displaced; and
    rescuers search for people, not for weapons."""
    word = context.text[event.start : event.end].lower()
    if read in _PERSONS_TAKEN and _TAKEN.search(word) and _GROUND.search(context.text, *sentence):
        return "territory_captured_state"
    if read == "search_seizure_weapons" and _RESCUE.search(context.text, *sentence):
        return "aid_evacuation"
    if read in _WALKED and _CROSSED.search(word) and _ARMED.search(context.text, *sentence):
        return "ground_raid"
    return read


def _modality(read: str, event_type: str, event: Predicate, text: str) -> str:
    """What the network read; but a raid, a capture or a bombing that was repelled or foiled was tried."""
    if read != "actual" or event_type not in _FOILABLE:
        return read
    foiled = _FOILED.search(text, max(0, event.start - 40), event.start) or _WAS_FOILED.match(text, event.end)
    return "attempted" if foiled else read


def _extent(event: Predicate, by_role: dict[str, list[Argument]], context: Context) -> Span:
    """The claim's words: event word and arguments inside its own sentence and innermost content."""
    sentence = enclosing(context.sentences, event.start) or (event.start, event.end)
    low, high = sentence
    statement = innermost(context.contents, event.start)
    if statement is not None:
        for a, b in context.drafts[statement].content:
            if a <= event.start < b:
                low, high = max(low, a), min(high, b)
    spans = [(event.start, event.end)]
    spans += [(a.start, a.end) for group in by_role.values() for a in group if a.role != "H" and low <= a.start and a.end <= high]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _actors(by_role: dict[str, list[Argument]], context: Context) -> tuple[Actor, ...]:
    found = []
    for role, name in (("AG", "agent"), ("TG", "target")):
        for a in by_role.get(role, ()):
            words = context.text[a.start : a.end]
            found.append(Actor(name, words, a.start, a.end, actor_name(words, a.start, a.end, context)))  # type: ignore[arg-type]
    return tuple(found)


def actor_name(words: str, start: int, end: int, context: Context) -> str:
    """The fullest name of the one entity that fills the mention, else the words as they stand."""
    inside = [e for e in context.entities if start <= e.start and e.end <= end]
    if len(inside) == 1 and len(plain(inside[0].text)) * 2 >= len(plain(words)):
        return context.names.of(inside[0].text, inside[0].label)
    return plain(words)


def _time(by_role: dict[str, list[Argument]], modality: str, spoken_of: date | None, context: Context) -> When | None:
    times = by_role.get("D", ())
    if not times:
        return None
    best = max(times, key=lambda a: a.score)
    return context.time((best.start, best.end), modality in ("actual", "attempted"), spoken_of)


def _quantities(by_role: dict[str, list[Argument]], context: Context) -> list[Quantity]:
    found = []
    for a in by_role.get("N", ()):
        span = (a.start, a.end)
        words = context.text[a.start : a.end]
        interval = quantities.interval(words)
        if interval is not None:
            of = quantities.counted(context.text, a.end)
            found.append(Quantity(quantities.fitting(a.kind, of), interval[0], interval[1], of, words, *span))
    return found


def _evidence(a: Argument, context: Context) -> Kind:
    words = context.text[a.start : a.end]
    return Kind(words, a.start, a.end, evidence_kind(words))
