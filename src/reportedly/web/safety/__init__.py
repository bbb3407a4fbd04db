"""Graphic media: what is shown before somebody asks, and how it is asked for."""

from reportedly.web.safety._pages import router

__all__ = ["router"]
