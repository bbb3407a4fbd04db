"""Who asks and what they may do, for every route of the desk and of the HTTP interface.

A route says what it needs with `dependencies=[needs("judge")]`; one that says nothing is refused to everybody. A handler
asks `account_of(request)` who is there: an account of the team, or `LOCAL` where the desk serves this machine alone.
"""

from reportedly.web.team._door import Door
from reportedly.web.team._needs import account_of, declared, may_decide, may_undo, needed_by, needs, signer, takes_two, team_of

__all__ = [
    "Door",
    "account_of",
    "declared",
    "may_decide",
    "may_undo",
    "needed_by",
    "needs",
    "signer",
    "takes_two",
    "team_of",
]
