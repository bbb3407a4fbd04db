"""Who is accused did it, by the accuser: "blamed the army for the shelling" names the army as who shelled."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.model import Actor, Claim
from reportedly.reading._claims import Context, actor_name

_BLAMING = re.compile(r"\b(?:blam|accus)", re.IGNORECASE)
_HOLDING = re.compile(r"\b(?:hold|held|holding|holds)\b", re.IGNORECASE)
_FOR = re.compile(r"(?!that\b)(?P<who>[^,;:.]{2,80}?)\s+(?:for|of)\s+(?=\S)")
_RESPONSIBLE = re.compile(r"(?!that\b)(?P<who>[^,;:.]{2,80}?)\s+(?:\w+ly\s+)?(?:responsible|accountable)\s+for\s+(?=\S)")
_ASCRIBING = re.compile(r"\b(?:attribut|ascrib|pin(?:ned|s)?\b)", re.IGNORECASE)
_NOBODYS = ("other", "disaster_accident")
"""What nobody does: blame for a lost vote names no one who did it."""
_TO = re.compile(r"\s+(?:to|on)\s+(?P<who>[^,;:.]{2,80}?)\s*(?=$|[,;:.])")


def accused(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """The claims; those of an accusation that name no agent with the one who is accused."""
    return [_with_accused(claim, context) for claim in claims]


def _with_accused(claim: Claim, context: Context) -> Claim:
    if claim.statement is None or claim.event_type in _NOBODYS or any(actor.role == "agent" for actor in claim.actors):
        return claim
    draft = context.drafts[int(claim.statement[1:]) - 1]
    cue = context.text[slice(*draft.cue)]
    for start, end in draft.content:
        if start <= claim.start < end:
            told = _FOR if _BLAMING.search(cue) else _RESPONSIBLE if _HOLDING.search(cue) else None
            before = told.match(context.text, start, claim.end) if told else None
            behind = _TO.search(context.text, claim.end, end) if _ASCRIBING.search(cue) else None
            found = before if before and before.end() <= _event(claim) else behind
            if found:
                return msgspec.structs.replace(claim, actors=(_agent(*found.span("who"), context), *claim.actors))
    return claim


def _event(claim: Claim) -> int:
    return claim.trigger.start if claim.trigger else claim.start


def _agent(start: int, end: int, context: Context) -> Actor:
    words = context.text[start:end]
    return Actor("agent", words, start, end, actor_name(words, start, end, context))
