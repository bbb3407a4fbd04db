"""Fetching: addresses → bytes with the account of how they were got, politely, and never from inside the network."""

from reportedly.capture.fetching._addresses import Resolver, is_public, system_resolver
from reportedly.capture.fetching._client import guarded_client
from reportedly.capture.fetching._fetcher import AGENT, NOT_MODIFIED, Fetched, Fetcher, Limits, host_of
from reportedly.capture.fetching._pace import GAP, Pace
from reportedly.capture.fetching._robots import TOKEN, Robots, Rules
from reportedly.capture.fetching._visitor import Visitor, said

__all__ = [
    "AGENT",
    "GAP",
    "NOT_MODIFIED",
    "TOKEN",
    "Fetched",
    "Fetcher",
    "Limits",
    "Pace",
    "Resolver",
    "Robots",
    "Rules",
    "Visitor",
    "guarded_client",
    "host_of",
    "is_public",
    "said",
    "system_resolver",
]
