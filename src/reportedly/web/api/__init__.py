"""The HTTP API, version 1: what the ledger can be asked, as JSON; mounted by the desk under /api/v1 (docs/api.md).

Values are the model's and the ledger's own; their schemas are generated from them. One shape of errors, opaque cursors,
ETags by the ledger's state, the past by `as_of` on every read.
"""

from reportedly.web.api._access import Access, Caller, Permission, local, of_account
from reportedly.web.api._app import PREFIX, create_api

__all__ = ["PREFIX", "Access", "Caller", "Permission", "create_api", "local", "of_account"]
