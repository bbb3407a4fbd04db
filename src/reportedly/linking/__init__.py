"""Linking: what was read in many reports becomes events, points, origins and standings. Pure functions."""

from reportedly.linking._blocks import block_keys
from reportedly.linking._link import link
from reportedly.linking._registry import NoRegistry, Registry
from reportedly.linking._types import group as group_of

__all__ = ["NoRegistry", "Registry", "block_keys", "group_of", "link"]
