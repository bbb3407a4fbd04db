"""Linking: what was read in many reports becomes events, points, origins and standings. Pure functions."""

from reportedly.linking._link import link

__all__ = ["link"]
