"""Names of a report in their fullest form, and mentions without a name as descriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.model import Entity


class Names:
    """The fullest form of each name in a report."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._fullest: dict[tuple[str, str], str] = {}
        by_label: dict[str, list[str]] = {}
        for entity in entities:
            by_label.setdefault(entity.label, []).append(plain(entity.text))
        for label, texts in by_label.items():
            longest_first = sorted(set(texts), key=lambda t: (-len(t.split()), texts.index(t)))
            for text in set(texts):
                self._fullest[label, text] = next((full for full in longest_first if _same_name(text, full, label)), text)

    def of(self, text: str, label: str) -> str:
        return self._fullest.get((label, plain(text)), plain(text))


def plain(name: str) -> str:
    """Without possessive endings, outer quotation marks and articles."""
    name = re.sub(r"(?:'s|’s|['’])$", "", re.sub(r"\s+", " ", name)).strip(' "“”«»,')
    return re.sub(r"^(?:the|The)\s+(?=\S)", "", name)


def description(words: str) -> str:
    """A mention without a name, less what is set beside it: "two officials, who asked not to be named" -> two officials."""
    flat = re.sub(r"\s+", " ", words).strip(" ,")
    return re.split(r",\s|\s(?:who|which)\s", flat, maxsplit=1)[0]


def lowered(words: str, start: int, text: str, entities: Sequence[Entity]) -> str:
    """A description as within a sentence: only names keep the capital that a sentence begins with."""
    first = words.split(" ", 1)[0]
    name = any(e.start <= start < e.end for e in entities) or not first[1:].islower()
    begins = not text[:start].strip() or text[:start].rstrip(" \"“'‘")[-1:] in ".!?\n:"
    return words[:1].lower() + words[1:] if begins and not name else words


def _same_name(short: str, full: str, label: str) -> bool:
    a, b = short.split(), full.split()
    if label == "PER":
        return (a[-1] == b[-1] and (len(a) < 2 or a[0] == b[0] or a[0][0] == b[0][0])) or (len(a) == 1 and a[0] in (b[0], b[-1]))
    initials = "".join(word[0] for word in b if word[0].isupper())
    return (
        short == full
        or (len(a) == 1 and len(b) > 1 and short.isupper() and short == initials)
        or (len(a) < len(b) and b[-len(a) :] == a and label == "ORG")
    )
