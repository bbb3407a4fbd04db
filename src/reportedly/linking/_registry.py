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
