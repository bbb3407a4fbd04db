"""Media: what pictures and videos look like, and which of them show the same, whatever was done to the file in between."""

from reportedly.capture.media._index import Frame
from reportedly.capture.media._looking import VERSION, Look, is_visual, look
from reportedly.capture.media._match import Matcher
from reportedly.capture.media._pdq import LEAST_QUALITY, MOST_DISTANCE, Pdq, pdq
from reportedly.capture.media._pictures import Picture, decode, size_of
from reportedly.capture.media._video import available as films_available
from reportedly.capture.media._video import frames as film_frames

__all__ = [
    "LEAST_QUALITY",
    "MOST_DISTANCE",
    "VERSION",
    "Frame",
    "Look",
    "Matcher",
    "Pdq",
    "Picture",
    "decode",
    "film_frames",
    "films_available",
    "is_visual",
    "look",
    "pdq",
    "size_of",
]
