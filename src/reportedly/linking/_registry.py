"""What linking asks about names: their canonical form, their party, and which parties oppose each other."""

from __future__ import annotations

from typing import Protocol


class Registry(Protocol):
    """Knows names. Unknown names come back normalised, without a party."""

    def canonical(self, name: str) -> str: ...

    def party(self, name: str) -> str | None: ...

    def opposed(self, a: str, b: str) -> bool: ...


class NoRegistry:
    """Knows nobody: names are only tidied, no name has a party."""

    def canonical(self, name: str) -> str:
        words = name.split()
        return " ".join(words[1:] if len(words) > 1 and words[0].lower() == "the" else words)

    def party(self, name: str) -> str | None:
        return None

    def opposed(self, a: str, b: str) -> bool:
        return False


class Remembered:
    """A registry asked once for every name."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._canonical: dict[str, str] = {}
        self._party: dict[str, str | None] = {}

    def canonical(self, name: str) -> str:
        if name not in self._canonical:
            self._canonical[name] = self._registry.canonical(name)
        return self._canonical[name]

    def party(self, name: str) -> str | None:
        if name not in self._party:
            self._party[name] = self._registry.party(name)
        return self._party[name]

    def opposed(self, a: str, b: str) -> bool:
        return self._registry.opposed(a, b)
