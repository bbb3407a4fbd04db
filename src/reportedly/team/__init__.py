"""Team: the people of a newsroom, what each may do, and how they prove who they are.

Kept in a database beside the ledger, never in its log: a password or a session is nothing that a ledger should hold for
ever. Knows only `model`; the desk and the HTTP interface ask it who somebody is.
"""

from reportedly.team._roles import PERMISSIONS, ROLES, Permission, Role, permitted
from reportedly.team._sessions import ABSOLUTE, IDLE
from reportedly.team._team import Team, open_team
from reportedly.team._values import LOCAL, Account, Deed, Rules, SignIn, Token, TooMany, Unwelcome

__all__ = [
    "ABSOLUTE",
    "IDLE",
    "LOCAL",
    "PERMISSIONS",
    "ROLES",
    "Account",
    "Deed",
    "Permission",
    "Role",
    "Rules",
    "SignIn",
    "Team",
    "Token",
    "TooMany",
    "Unwelcome",
    "open_team",
    "permitted",
]
