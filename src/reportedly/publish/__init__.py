"""Publish: the ledger's content in the forms people use, complete with sources and standings."""

from reportedly.publish._content import Content, Format
from reportedly.publish._drawn import drawn
from reportedly.publish._exports import FORMATS, encoded
from reportedly.publish._feeds import News, news
from reportedly.publish._manifest import manifest
from reportedly.publish.briefs import Brief, BriefFormat, WatchList, brief, brief_of, compose, page, watch_list
from reportedly.publish.tables._csv import restored, safe
from reportedly.publish.tables._frames import frame

__all__ = [
    "FORMATS",
    "Brief",
    "BriefFormat",
    "Content",
    "Format",
    "News",
    "WatchList",
    "brief",
    "brief_of",
    "compose",
    "drawn",
    "encoded",
    "frame",
    "manifest",
    "news",
    "page",
    "restored",
    "safe",
    "watch_list",
]
