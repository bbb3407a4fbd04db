"""Linking: what was read in many reports becomes events, points, origins and standings. Pure functions."""

from reportedly.linking._blocks import alias, alias_of, country_key, is_name, is_wide, plain, wide_key
from reportedly.linking._blockwise import Linking, Prepared
from reportedly.linking._link import in_order, link
from reportedly.linking._registry import NoRegistry, Registry
from reportedly.linking._stories import stories
from reportedly.linking._types import group as group_of

__all__ = [
    "Linking",
    "NoRegistry",
    "Prepared",
    "Registry",
    "alias",
    "alias_of",
    "country_key",
    "group_of",
    "in_order",
    "is_name",
    "is_wide",
    "link",
    "plain",
    "stories",
    "wide_key",
]
