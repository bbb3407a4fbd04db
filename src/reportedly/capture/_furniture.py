"""Lines that belong to the page and not to the report: share buttons, teasers of other articles, notices."""

from __future__ import annotations

import re

_WHOLE_LINE = re.compile(
    r"(?:share(?: (?:this|on|via|the)\b.{0,60})?|save|listen(?: to (?:this )?article.{0,20})?|print|email"
    r"|comments?(?: \(\d+\))?|\d+ comments?|copy link|link copied!?|follow(?: us)? on .{1,40}"
    r"|advertisement|advertising|skip (?:ad|advertisement|to .{1,30})|.{0,40}story continues below.{0,40}"
    r"|\d+ min(?:ute)?s? read|(?:estimated )?reading time:? .{1,20}|getty images|image (?:caption|source|credit).{0,80}"
    r"|sign up (?:to|for) .{1,80}|get (?:the )?(?:daily|latest|breaking) .{1,40}|subscribe(?: (?:to|now|for) .{0,60})?"
    r"|(?:photo|foto|фото|bild)(?:grafie)?\s*[:©].{1,80}"
    r"|continue reading.{0,40}|article continues below.{0,40}|in this article:?.{0,80}|open image in gallery"
    r"|most (?:read|popular)|recommended(?: (?:videos?|stories))?|trending(?: now)?|more on this story|more from .{1,40}"
    r"|related(?: (?:articles?|stories|topics|content|internet links))?)[.:]?"
    r"|(?:lesen sie auch|mehr zum thema|czytaj (?:więcej|też|także)|читайте также|lire aussi|leer más|läs (?:mer|också)"
    r"|ayrıca oku|اقرأ أيضا)\b.{0,160}",
    re.IGNORECASE,
)
_TEASER = re.compile(
    r"(?:read more|read also|also read|read next|see also|related|more|watch|don['’]t miss)\s*[:|»>]\s*\S.{0,200}"
    r"|read more.{0,40}",
    re.IGNORECASE,
)
_LONGEST = 240


def is_furniture(line: str) -> bool:
    """Whether a whole line is page furniture; conservative, so that no sentence of a report is taken for it."""
    line = line.strip()
    return len(line) <= _LONGEST and bool(_WHOLE_LINE.fullmatch(line) or _TEASER.fullmatch(line))
