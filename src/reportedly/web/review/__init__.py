"""The review queue: what waits for people, one point with its evidence and the forms to sign it, and who did what."""

from reportedly.web.review._pages import router

__all__ = ["router"]
