"""The one table of who may do what. A role has what is written here and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Role = Literal["viewer", "reviewer", "editor", "custodian"]
Permission = Literal[
    "look", "self", "clear", "original", "judge", "review", "audit", "bring", "export", "overrule", "exact", "people"
]

PERMISSIONS: Mapping[Permission, str] = {
    "look": "see the pages and lists of the desk, places of civilians and own-side positions coarse",
    "self": "change the own password, end the own session",
    "clear": "ask for a graphic picture or film in the clear",
    "original": "save original bytes as they were captured",
    "judge": "judge events, points and links, and take the own judgements back",
    "review": "take from the queue, sign off, return",
    "audit": "see who did what",
    "bring": "bring reports in",
    "export": "take whole tables out",
    "overrule": "take other people's judgements back",
    "exact": "see exact places of civilians and own-side positions",
    "people": "see accounts and their roles",
}

_VIEWER: frozenset[Permission] = frozenset({"look", "self"})
_REVIEWER: frozenset[Permission] = _VIEWER | {"clear", "original", "judge", "review", "audit"}
_EDITOR: frozenset[Permission] = _REVIEWER | {"bring", "export", "overrule"}
_CUSTODIAN: frozenset[Permission] = _EDITOR | {"exact", "people"}

_TABLE: Mapping[Role, frozenset[Permission]] = {
    "viewer": _VIEWER,
    "reviewer": _REVIEWER,
    "editor": _EDITOR,
    "custodian": _CUSTODIAN,
}
ROLES: tuple[Role, ...] = get_args(Role)
"""From the fewest permissions to the most."""


def permitted(role: Role) -> frozenset[Permission]:
    """What a role may do."""
    return _TABLE[role]
