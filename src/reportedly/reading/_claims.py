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
from reportedly.reading._media import evidence_kind
from reportedly.reading._names import Names, plain
from reportedly.reading._polarity import polarity
from reportedly.reading._roles import Argument
from reportedly.reading._sentences import Span, enclosing
from reportedly.reading._statements import Draft, innermost, mention

_SURE = 0.35
"""Mean probability below which an argument is left out: an empty field is better than a wrong one."""

_CROSSED = re.compile(r"\b(?:cross|enter|br(?:oke|eak|oken) through)")
_ARMED = re.compile(
    r"\b(?:armed|fighters?|troops|soldiers?|forces|units?|battalions?|brigades?|legion|rebels?|militants?|gunmen|militia|paratroopers?)\b",
    re.I,
)
_LIGHT = re.compile(r"(?:taken|took|takes|take|taking) place|occurred|occurs?|happened|happens?|ensued", re.I)
"""Says of a happening that it was one: no event of its own beside the noun that names it."""
_CLAUSE_END = re.compile(r"[.!?;:\n]")
_OF_A_PLACE = re.compile(r"(?:the )?(?:village|town|city|settlement|district|region|island|port|hamlet) of $", re.I)
_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s|\n")
_BORDERS = {"AG": borders.phrase, "TG": borders.phrase, "PL": borders.place}
_LOCAL = ("AG", "TG", "PL")
"""Roles that are taken from the event's own sentence only."""

_WALKED = ("displacement", "territory_transfer_nonviolent", "other")
_PERSONS_TAKEN = ("arrest_detention", "abduction_disappearance")
_TAKEN = re.compile(r"captur|seiz|taken|took|liberat|recaptur")
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


def whole(events: Sequence[Predicate], text: str, entities: Sequence[Entity]) -> list[Predicate]:
    """The same events with the phrases of actors and places whole; what is no more than an article goes."""
    found = []
    for event in events:
        if _LIGHT.fullmatch(text, event.start, event.end) and any(_same_clause(text, e, event) for e in events if e is not event):
            continue
        arguments: list[Argument] = []
        for a in _of_one_place(event.arguments, text):
            border = _BORDERS.get(a.role)
            span = border(text, a.start, a.end, entities) if border else (a.start, a.end)
            if span is not None and (a.role, *span) not in {(b.role, b.start, b.end) for b in arguments}:
                arguments.append(msgspec.structs.replace(a, start=span[0], end=span[1]))
        found.append(
            msgspec.structs.replace(event, arguments=tuple(_widest(_where_it_hit(event, events, arguments, text, entities))))
        )
    return found


def _where_it_hit(
    event: Predicate, events: Sequence[Predicate], arguments: list[Argument], text: str, entities: Sequence[Entity]
) -> list[Argument]:
    """A place that is entered or hit is where it happened; a place beyond another event's word is that event's."""
    names = {(e.start, e.end) for e in entities if e.label == "LOC"}
    hit = [
        a
        for a in arguments
        if a.role == "TG" and any(end == a.end and (s == a.start or _OF_A_PLACE.match(text, a.start, s)) for s, end in names)
    ]
    if not hit:
        return arguments

    def beyond(a: Argument) -> bool:
        low, high = min(event.end, a.end), max(event.start, a.start)
        return any(low <= e.start < high for e in events if e.start != event.start)

    kept = [a for a in arguments if a.role != "PL" or not beyond(a)]
    places = [(a.start, a.end) for a in kept if a.role == "PL"]
    return kept + [msgspec.structs.replace(a, role="PL") for a in hit if (a.start, a.end) not in places]


def _widest(arguments: Sequence[Argument]) -> list[Argument]:
    """Without places that stand inside another place of the same event."""

    def inside(a: Argument) -> bool:
        return a.role == "PL" and any(b.role == "PL" and b is not a and b.start <= a.start and a.end <= b.end for b in arguments)

    return [a for a in arguments if not inside(a)]


def _of_one_place(arguments: Sequence[Argument], text: str) -> list[Argument]:
    """ "the city" and "Wad Madani" in "the city of Wad Madani" are one place."""
    joined: list[Argument] = []
    for a in sorted(arguments, key=lambda a: (a.role, a.start)):
        before = joined[-1] if joined else None
        if before and a.role == before.role == "PL" and text[before.end : a.start] == " of ":
            joined[-1] = msgspec.structs.replace(before, end=a.end, score=max(a.score, before.score))
        else:
            joined.append(a)
    return joined


def _same_clause(text: str, earlier: Predicate, event: Predicate) -> bool:
    return 0 <= event.start - earlier.end < 60 and not _CLAUSE_END.search(text, earlier.end, event.start)


def place_spans(events: Sequence[Predicate]) -> list[Span]:
    """The place mentions of all claims, in order: they are resolved together, since they explain each other."""
    return sorted({(a.start, a.end) for e in events for a in e.arguments if a.role == "PL" and a.score >= _SURE})


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
        if argument.score >= _SURE and _reaches(argument, sentence, context.text):
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
        modality=values["modality"],  # type: ignore[arg-type]
        hedges=tuple(mention(context.text, span) for span in hedges),
        trigger=mention(context.text, (event.start, event.end)),
        actors=_actors(by_role, context),
        places=_apart([place for a in by_role.get("PL", ()) for place in context.places((a.start, a.end))]),
        time=_time(by_role, values["modality"], spoken_of, context),
        quantities=tuple(_quantities(by_role, context)),
        evidence=tuple(_evidence(a, context) for a in by_role.get("V", ())),
    )


def _apart(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places without what is only a piece of another's words, and known to nobody."""

    known = [(place.start, place.end) for place in places if place.gazetteer_id]
    return tuple(p for p in places if p.gazetteer_id or not any(a < p.end and p.start < b for a, b in known))


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
