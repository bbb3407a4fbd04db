"""Pieces of inline SVG: text that outside words cannot break out of, and the few colours of a brief."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

INK, SOFT, LINE, PAPER, LAND, SEA = "#1b1b1b", "#5a5a5a", "#c9c9c9", "#ffffff", "#eceae4", "#f6f8fa"
STANDINGS = {
    "contested": "#a33310",
    "refuted": "#a33310",
    "withdrawn": "#6b6b6b",
    "unattributed": "#8a6d1f",
    "single origin": "#8a6d1f",
    "corroborated": "#1d5a3a",
    "agreed across parties": "#1d5a3a",
    "confirmed": "#1d5a3a",
}
"""Colour is never alone: the standing is always written beside it."""
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def figure(width: int, height: int, label: str, parts: list[str]) -> str:
    """A drawing of its own, with a name for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label={quoted(label)} font-family="system-ui, sans-serif">'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def text(x: float, y: float, words: str, *, size: int = 12, fill: str = INK, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>'
        f"{escape(clean(words))}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" stroke-width="{width}"{dashed}/>'


def titled(title: str, parts: str) -> str:
    """Parts with a title, which a pointer or a screen reader finds."""
    return f"<g><title>{escape(clean(title))}</title>{parts}</g>"


def shortened(words: str, letters: int) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= letters else f"{flat[: letters - 1].rstrip()}…"


def clean(words: str) -> str:
    """Without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", words)


def quoted(words: str) -> str:
    return quoteattr(clean(words))
