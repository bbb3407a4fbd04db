"""Where: the embedded gazetteer and the resolution of place names (docs/places.md)."""

from reportedly.reading.places._default import build, data_folder, default_gazetteer
from reportedly.reading.places._gazetteer import Entry, Gazetteer
from reportedly.reading.places._home import Home
from reportedly.reading.places._resolve import resolve

__all__ = ["Entry", "Gazetteer", "Home", "build", "data_folder", "default_gazetteer", "resolve"]
