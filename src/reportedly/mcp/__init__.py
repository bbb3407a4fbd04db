"""Questions of language models to the ledger, over the Model Context Protocol: read-only, every answer with its citations.

Needs the extra `mcp`. Importing this package loads nothing of it until a server is made.
"""

from reportedly.mcp._server import create_server

__all__ = ["create_server"]
