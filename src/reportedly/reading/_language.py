"""Which language a text is in. Plain English is told by its commonest words; everything else is asked of py3langid."""

from __future__ import annotations

import re

_COMMON = frozenset(
    """the of and to in a that is was for on it with as by at he be this are from his have had not but they were an she which
    said or has her their will who been its would after more says""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
_ENOUGH = 0.12
"""Share of the commonest English words above which a text is English; running English has about 0.4."""


def language(text: str, declared: str | None = None) -> str | None:
    """ISO 639-1 code; None when the text has no words to tell it by. A page's own word (`declared`) is believed."""
    if declared:
        return declared.split("-")[0].lower()
    words = _WORD.findall(text[:_SAMPLE].casefold())
    if not words:
        return None
    if sum(word in _COMMON for word in words) / len(words) >= _ENOUGH:
        return "en"
    letters = "".join(words)
    if letters.isascii() and len(words) < 12:
        # A headline or a bare post in Latin letters is too short to be told apart.
        return "en"
    import py3langid

    return str(py3langid.classify(text[:_SAMPLE])[0])
