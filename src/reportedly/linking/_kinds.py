"""Kinds made to agree: what one occurrence is called by many reports, when their words leave its kind open.

`Attacked`, `killed`, `hit` fit a raid, a clash, a strike; which of them is meant is told by what others, or the same report, say
of the same place and day. Words that mean one kind (`shelled`, `crossed`, `seized`) keep it, whatever stands beside them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from reportedly.linking._item import Item, retyped
from reportedly.linking._text import is_pronoun, stem, words
from reportedly.linking._types import HARM, MEANT, is_other

_LOSS = frozenset(
    "kill die dead death toll injur wound hurt casualt victim lost los surviv miss slain perish buri bur body bod".split()
)
_DAMAGE = frozenset("damag destroy burn burnt torch wreck raz gutt broke broken".split())
_ASSAULT = HARM - {"disaster_accident"}
_MAY_MEAN = (
    ("attack ambush assault storm raid target incident violenc violent".split(), _ASSAULT),
    ("shot shoot gunfir gunmen gunned open".split(), _ASSAULT - {"bombardment"}),
)
_OPEN: dict[str, frozenset[str]] = {one: groups for stems, groups in _MAY_MEAN for one in stems}
"""Stems of event words that leave the kind open among fewer groups than all."""

_FIRM: dict[str, frozenset[str]] = {
    "incursion": MEANT["ground_raid"] | {"broke", "broken"},
    "clash": MEANT["armed_clash"] | {"combat"},
    "bombardment": MEANT["shelling_missile"] | MEANT["air_drone_strike"] | {"rocket", "drone", "strike", "strik"},
    "violence against civilians": frozenset("massacr execut lynch behead assassinat murder rap tortur".split()),
    "protest": frozenset("protest march rall demonstrat riot".split()),
    "disaster_accident": frozenset(
        "flood quake earthquak crash derail capsiz sank sink sunk collaps drown landslid hurrican cyclon erupt avalanch".split()
    ),
}
"""Stems of event words that mean one kind."""

_PLAIN = frozenset("the a an of in on at near its his her their our one two three some several many people men women".split())


def agree(items: Sequence[Item]) -> list[Item]:
    """The items, those of an open kind with the kind that the same place and days, and something told of both, give them."""
    found = list(items)
    by_node: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(found):
        if item.place is not None and item.days is not None and not item.summary:
            by_node[item.node].append(i)
    for members in by_node.values():
        for chosen, some in _merged([(i, found[i]) for i in members]):
            for i in some:
                found[i] = retyped(found[i], chosen)
    return found


class _Camp:
    """Items of one place, one group and days that meet: `firm` once a word of theirs means one kind only.

    `told` and `days` are kept, and united when two camps become one: a place in the news has many camps, each asked for all.
    """

    def __init__(self, group: str, members: list[tuple[int, Item]]) -> None:
        known = [item.days for _, item in members if item.days]
        self.group = group
        self.members = members
        self.firm = any(_is_firm(item) for _, item in members)
        self.days = min(d.first for d in known), max(d.last for d in known)
        self.told = _told(members)
        self.revisions = frozenset(item.revision.id for _, item in members)

    def take(self, other: _Camp) -> None:
        """Make the other's items this camp's own."""
        self.members += other.members
        self.firm |= other.firm
        self.days = min(self.days[0], other.days[0]), max(self.days[1], other.days[1])
        self.told |= other.told
        self.revisions |= other.revisions


def _is_firm(item: Item) -> bool:
    return means(item.stem, item.group)


def means(stem: str, group: str) -> bool:
    """Whether an event word of a group means this kind only, or the group is like no other: not `attacked`, of a raid."""
    return not is_other(group) and (group not in HARM or stem in _FIRM[group])


def _may_be(item: Item, group: str) -> bool:
    """Whether an item of an open kind may be of a group; one of no kind may be of any."""
    return is_other(item.group) or (not _is_firm(item) and (is_other(group) or group in _OPEN.get(item.stem, HARM)))


def _only_tells(camp: _Camp) -> bool:
    """Whether a camp tells only what was lost, and not by what."""
    return all(item.stem in _LOSS or item.stem in _DAMAGE for _, item in camp.members)


def _merged(members: Sequence[tuple[int, Item]]) -> Iterable[tuple[tuple[str, str], list[int]]]:
    """For every group of camps made one: the (group, type) that holds, and whose items."""
    camps = _camps(members)
    joined = {id(camp): camp for camp in camps}
    for a, b in combinations(camps, 2):
        one, other = joined[id(a)], joined[id(b)]
        if one is other or not _fit(a, b) or (one.firm and other.firm):
            continue
        keep, gone = sorted((one, other), key=lambda c: (not c.firm, -len(c.members), c.group))
        keep.take(gone)
        joined |= {k: keep for k, camp in joined.items() if camp is gone}
    for camp in {id(c): c for c in joined.values()}.values():
        if len({item.group for _, item in camp.members}) > 1:
            yield _kind(camp), [i for i, _ in camp.members]


def _camps(members: Sequence[tuple[int, Item]]) -> list[_Camp]:
    by_group: dict[str, list[tuple[int, Item]]] = defaultdict(list)
    for i, item in members:
        by_group[item.group].append((i, item))
    found: list[_Camp] = []
    for group, some in sorted(by_group.items()):
        run: list[tuple[int, Item]] = []
        last = 0
        for i, item in sorted(some, key=lambda pair: (pair[1].days.last if pair[1].days else 0, pair[1].order)):
            assert item.days is not None
            if run and item.days.first - 1 > last:
                found.append(_Camp(group, run))
                run = []
            run.append((i, item))
            last = item.days.last  # sorted by it
        found.append(_Camp(group, run))
    return found


def _fit(a: _Camp, b: _Camp) -> bool:
    """Whether one of two camps may mean the other's kind, on days that meet, and something is told of both."""
    if a.days[0] > b.days[1] + 1 or b.days[0] > a.days[1] + 1:
        return False
    for open_, other in ((a, b), (b, a)):
        if not open_.firm and all(_may_be(item, other.group) for _, item in open_.members):
            return bool(a.told & b.told) or (_only_tells(open_) and bool(a.revisions & b.revisions))
    return False


def _told(members: Iterable[tuple[int, Item]]) -> frozenset[object]:
    """What two camps can have in common: whom they speak of, numbers of losses, event words, a speaker's words in one report."""
    found: set[object] = set()
    for _, item in members:
        found |= {("who", word) for actor in item.claim.actors for word in _heads(actor.text)}
        found |= {("loss", q.kind, q.low, q.high) for q in item.claim.quantities if (q.low or 0) > 1}
        if item.saying.statement:
            found.add(("said", item.revision.id, item.saying.statement.id))
        if item.stem:
            found.add(("word", item.stem))
    return frozenset(found)


def _heads(text: str) -> frozenset[str]:
    """The stems of an actor's words that say who or what it is."""
    if is_pronoun(text):
        return frozenset()
    return frozenset(stem(word) for word in words(text) if word not in _PLAIN and not word.isdigit()) - {""}


def _kind(camp: _Camp) -> tuple[str, str]:
    """The group and type of a camp: those that firm words of assertions give, else those of most."""
    firm = [item for _, item in camp.members if _is_firm(item)]
    for some in ([i for i in firm if i.polarity == "asserted"], firm, [item for _, item in camp.members]):
        count = Counter((item.group, item.event_type) for item in some)
        if count:
            return min(count, key=lambda kind: (is_other(kind[0]), -count[kind], kind))
    raise AssertionError("a camp has items")
