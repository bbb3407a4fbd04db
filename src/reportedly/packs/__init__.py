"""The packs of parties, people and media: the shipped ones beside this file, and the user's own."""

from reportedly.packs._files import add, added, check, default_registry, load, shipped, user_folder
from reportedly.packs._outlets import outlet_of, outlet_zone

__all__ = ["add", "added", "check", "default_registry", "load", "outlet_of", "outlet_zone", "shipped", "user_folder"]
