"""Publish: the ledger's content in the forms people use, complete with sources and standings."""

from reportedly.publish._brief import BriefFormat, brief

__all__ = ["BriefFormat", "brief"]
