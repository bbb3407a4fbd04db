"""Publish: the ledger's content in the forms people use, complete with sources and standings."""

from reportedly.publish._brief import BriefFormat, brief
from reportedly.publish._content import Content, Format
from reportedly.publish._csv import restored, safe
from reportedly.publish._exports import FORMATS
from reportedly.publish._feeds import News, news
from reportedly.publish._frames import frame

__all__ = ["FORMATS", "BriefFormat", "Content", "Format", "News", "brief", "frame", "news", "restored", "safe"]
