"""Capture: anything in → revisions, with the untouched originals. Knows only the words in `model`."""

from reportedly.capture._capture import capture, expect
from reportedly.capture._clock import Clock, utc_now
from reportedly.capture._text import from_text

__all__ = ["Clock", "capture", "expect", "from_text", "utc_now"]
