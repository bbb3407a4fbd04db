"""What the form of a cue says of its source: "was told" has none but after "by", "reportedly" has none at all.

These are marks of grammar, not matters of degree; the network alone takes the subject of "is expected" for the one who expects.
"""

from __future__ import annotations

import re

_BE = r"(?:is|are|was|were|be|been|being|get|gets|got|['’]s|['’]re)"
_PARTICIPLES = """said told asked claimed reported alleged believed thought expected understood rumou?red suspected
feared considered supposed presumed known forecast predicted estimated assumed described called accused charged blamed
criticised criticized quoted cited urged ordered advised warned informed assured promised denied reputed projected
deemed regarded portrayed hailed condemned credited touted tipped tipped-off questioned attributed announced confirmed
acknowledged recommended requested instructed notified branded labelled labeled dubbed""".split()
_BETWEEN = r"(?:\s+\w+ly|\s+(?:also|not|now|still|once|long|since))*"
_PASSIVE = re.compile(rf"\b{_BE}\b{_BETWEEN}\s+(?:{'|'.join(_PARTICIPLES)})\b", re.I)
_ADVERB = re.compile(
    r"\W*(?:reportedly|allegedly|purportedly|supposedly|apparently|presumably|ostensibly|unconfirmed|rumou?red|so-called)\W*$",
    re.I,
)
_HEADLINE = re.compile(r"(?:blamed\s+(?:for|over)|(?:accused|suspected)\s+of|charged\s+with)\b", re.I)
"""A headline's passive without its verb: "ELN blamed for attack"."""
_BY = re.compile(r"\bby\s+$", re.I)


_ADDRESSED = re.compile(
    r"\b(?:told|asked|informed|urged|ordered|advised|warned|assured|promised|notified|instructed|requested|questioned|reminded)\b",
    re.I,
)


def passive(cue: str) -> bool:
    """Whether the words before the cue are those spoken of or to, not those who speak."""
    return bool(_PASSIVE.search(cue))


def alone(cue: str) -> bool:
    """Whether the cue is an adverb that has no source: "reportedly"."""
    return bool(_ADVERB.match(cue))


def role(cue: str, source: tuple[int, int], cue_start: int, text: str) -> str:
    """What the mention read as the source of `cue` is: "S" source, "A" addressee, "C" part of the content, "" nothing."""
    if alone(cue):
        return ""
    headline = _HEADLINE.match(text, cue_start) is not None
    if not (passive(cue) or headline) or source[0] > cue_start or _BY.search(text[max(0, source[0] - 4) : source[0]]):
        return "S"
    if text[slice(*source)].lower() in ("it", "there"):
        return ""
    return "A" if _ADDRESSED.search(cue) else "C"
