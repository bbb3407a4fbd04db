"""The desk: the ledger as pages in a browser, each also as data. Reads through the ledger's questions; writes only by
`add`, `judge` and `undo`. Importing it loads FastAPI, so only `reportedly serve` does.
"""

from reportedly.web._app import create_app

__all__ = ["create_app"]
