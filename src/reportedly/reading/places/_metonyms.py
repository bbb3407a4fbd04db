"""Names that stand for who governs or fights there ("Moscow said", "Kyiv's forces"): nothing is said to happen at the place."""

from __future__ import annotations

import re

_SAYS = (
    "say says said saying deny denies denied denying accuse accuses accused claim claims claimed insist insists insisted "
    "warn warns warned condemn condemns condemned reject rejects rejected confirm confirms confirmed announce announces "
    "announced vow vows vowed blame blames blamed urge urges urged demand demands demanded call calls called threaten "
    "threatens threatened agree agrees agreed refuse refuses refused respond responds responded reply replies replied "
    "retort retorts retorted argue argues argued acknowledge acknowledges acknowledged admit admits admitted allege "
    "alleges alleged dismiss dismisses dismissed maintain maintains maintained reports reported declare declares declared "
    "propose proposes proposed welcome welcomes welcomed summon summons summoned expel expels expelled recall recalls "
    "recalled sanction sanctions sanctioned impose imposes imposed retaliate retaliates retaliated pledge pledges pledged "
    "promise promises promised want wants wanted hopes hoped expect expects expected believe believes believed consider "
    "considers considered fears feared know knows knew decide decides decided support supports supported backs backed "
    "recognise recognises recognised recognize recognizes recognized annex annexes annexed invade invades invaded withdraw "
    "withdraws withdrew launches launched deploys deployed fired send sends sent"
).split()
# No "is" and "was": a place that is reported or supplied is a place. No words that also name an event ("the Kyiv strike").
_HELPING = (
    r"(?:(?:has|have|had|will|would|may|might|could|should|can|must|does|did|do)(?: not|n['’]t)?"
    r"|also|later|earlier|again|first|then|now|still|already|repeatedly|immediately|quickly|flatly|officially|publicly|never|since"
    r"|on \w+day|\w+ly),?"
)
_ACTS = re.compile(rf"^(?:,? (?:which|who) )?(?: ?{_HELPING})* (?P<verb>\w+)\b")
_OF_POWER = re.compile(
    r"^['’]s? (?:\w+ ){0,3}?(?:forces?|army|military|troops|soldiers|government|ministry|minister|president|leaders?|leadership"
    r"|officials?|authorities|envoys?|ambassador|diplomats?|intelligence|spokes\w+|parliament|allies|ally|side|position|claims?"
    r"|denials?|accusations?|demands?|statements?|response|war|invasion|offensive|policy|navy|air force|general staff)\b",
    re.IGNORECASE,
)
_MADE_BY = re.compile(r"^[-–](?:backed|led|installed|appointed|controlled|aligned|allied|friendly|supplied|funded|sponsored)\b")
_TO_IT = re.compile(
    r"(?:\baccording to|\b(?:accus|blam|urg|warn|condemn|critici[sz]|threaten|pressur|sanction|thank|ask)(?:e|ed|es|ing|s|d)?"
    r"|\btold|\bagainst|\b(?:talks?|relations|ties|negotiations?|war|ceasefire|truce|agreement|deal|row|dispute|alliance|contacts?)"
    r"(?: \w+)? (?:with|between)(?: (?!in\b)[A-Z]\w+ and)?|\b(?:pro|anti)[-–]|\bdemand(?:s|ed)? (?:that|of)|\bon behalf of)"
    r"\s*(?:the )?$",
    re.IGNORECASE,
)
_AT_IT = re.compile(
    r"\b(?:in|at|near|from|to|into|toward|towards|over|around|outside|across|through|throughout|inside|within|of|on|north|south|east"
    r"|west|leaving|left|reached|entered|hit|struck|shelled|bombed|seized|captured|visited|visiting|for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_VERBS = frozenset(_SAYS)


def is_metonym(text: str, start: int, end: int) -> bool:
    """Whether the name at start..end stands for those who govern, speak or fight there, by the words around it."""
    before, after = text[max(0, start - 60) : start], text[end : end + 70]
    if _TO_IT.search(before) or _MADE_BY.match(after):
        return True
    if _AT_IT.search(before):
        return False
    if _OF_POWER.match(after):
        return True
    acts = _ACTS.match(after)
    return acts is not None and acts["verb"].lower() in _VERBS
