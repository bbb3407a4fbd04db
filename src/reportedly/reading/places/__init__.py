"""Where: the embedded gazetteer and the resolution of place names (docs/places.md)."""

from reportedly.reading.places._around import Around, Box, Label
from reportedly.reading.places._default import build, data_folder, default_gazetteer
from reportedly.reading.places._gazetteer import Entry, Gazetteer
from reportedly.reading.places._home import Home
from reportedly.reading.places._resolve import resolve

__all__ = ["Around", "Box", "Entry", "Gazetteer", "Home", "Label", "build", "data_folder", "default_gazetteer", "resolve"]
