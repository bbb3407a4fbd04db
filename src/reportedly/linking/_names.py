"""The names in one event: canonical by the registry, short forms taken as the full name that ends in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from reportedly.linking._item import Item
from reportedly.linking._registry import Registry
from reportedly.linking._subjects import subject, uncounted
from reportedly.linking._text import OWN_SIDE, is_generic, key

_JOINT = " & "
_LINKS = frozenset("of the from in for by at and with to on".split())
"""Words after which another name begins: `aircraft of the Southern Air Command` is no longer form of `Southern Air Command`."""


class Names:
    """Keys of names that occur in an event's items, and what to show for them."""

    def __init__(self, items: Iterable[Item], registry: Registry) -> None:
        self._registry = registry
        self._shown: dict[str, Counter[str]] = defaultdict(Counter)
        self._canonical: dict[str, str] = {}
        for item in items:
            for name in item.saying.names:
                self._note(name)
            publishers = (item.revision.outlet, item.revision.forward.name if item.revision.forward else None)
            for publisher in filter(None, publishers):
                self._note(publisher)
            for named in (uncounted(actor, item) for actor in item.claim.actors):
                if not named.lower().startswith(OWN_SIDE):  # "its fighters" is no longer form of "fighters"
                    self._note(named)
            if denied := subject(item):
                self._note(denied)
        self._full = self._short_forms()

    def of(self, names: Sequence[str]) -> tuple[str, ...]:
        """The keys of one statement's speakers, sorted."""
        return tuple(sorted({self.key(name) for name in names}))

    def key(self, name: str) -> str:
        found = self._canonical.get(name) or self._key(name)
        return self._full.get(found, found)

    def outlet(self, item: Item) -> str:
        """The key of a report's publisher; of the report itself when the publisher is unknown."""
        return self.key(item.revision.outlet) if item.revision.outlet else f"report {item.report}"

    def joint(self, keys: Sequence[str]) -> str:
        return _JOINT.join(keys)

    def with_joint(self, names: Sequence[str]) -> frozenset[str]:
        keys = self.of(names)
        return frozenset({*keys, self.joint(keys)})

    def shown(self, key: str) -> str:
        """The name in words: its most frequent canonical form."""
        parts = [min(c, key=lambda n: (-c[n], -len(n), n)) if (c := self._shown.get(k)) else k for k in key.split(_JOINT)]
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

    def party(self, key: str) -> str | None:
        """The party of a speaker; of joint speakers the one they share."""
        found = {self._registry.party(self.shown(part)) for part in key.split(_JOINT)}
        return found.pop() if len(found) == 1 else None

    def opposed(self, a: str | None, b: str | None) -> bool:
        return a is not None and b is not None and a != b and (self._registry.opposed(a, b) or self._registry.opposed(b, a))

    def opposed_among(self, keys: Sequence[str]) -> bool:
        return any(self.opposed(self.party(a), self.party(b)) for a, b in combinations(keys, 2))

    def alias(self, names: Sequence[str]) -> str:
        """Says which names were taken as others, for the evidence."""
        taken = [(name, self.shown(self.key(name))) for name in names]
        return "; ".join(f"{name} taken as {full}" for name, full in taken if key(name) != key(full))

    def _note(self, name: str) -> None:
        if name not in self._canonical:
            self._canonical[name] = self._key(name)
        self._shown[self._canonical[name]][self._registry.canonical(name)] += 1

    def _key(self, name: str) -> str:
        return key(self._registry.canonical(name)).removeprefix("the-") or name

    def _short_forms(self) -> dict[str, str]:
        """`starovoit` → `roman-starovoit`, when just one longer name ends so and no party stands against it."""
        keys = sorted(self._shown)
        by_end: dict[str, list[str]] = defaultdict(list)
        for one in keys:
            parts = one.split("-")
            for i in range(1, len(parts)):
                if parts[i - 1] not in _LINKS:
                    by_end["-".join(parts[i:])].append(one)
        full = {short: self._longest(by_end[short]) for short in keys if by_end.get(short) and not is_generic(self.shown(short))}
        return {short: name for short, name in full.items() if name and not self._differ(short, name)}

    @staticmethod
    def _longest(candidates: Sequence[str]) -> str | None:
        """The one full name, when all candidates are forms of it."""
        longest = max(candidates, key=lambda c: (len(c), c))
        return longest if all(longest.endswith(c) for c in candidates) else None

    def _differ(self, a: str, b: str) -> bool:
        parties = self.party(a), self.party(b)
        return None not in parties and parties[0] != parties[1]
