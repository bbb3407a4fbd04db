"""Webhooks: changes of standings sent to addresses that asked for them, signed, at least once (docs/webhooks.md).

Addresses, secrets and what is still to be sent lie in a file of their own beside the ledger: they are no facts of its log.
"""

from reportedly.publish.hooks._changes import collect, masked
from reportedly.publish.hooks._sending import Account, Sent, deliver, send_test
from reportedly.publish.hooks._signing import new_secret, signature, verified
from reportedly.publish.hooks._store import HookStore
from reportedly.publish.hooks._values import Hook, Letter

__all__ = [
    "Account",
    "Hook",
    "HookStore",
    "Letter",
    "Sent",
    "collect",
    "deliver",
    "masked",
    "new_secret",
    "send_test",
    "signature",
    "verified",
]
