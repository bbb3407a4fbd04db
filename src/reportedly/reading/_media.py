"""Words for media and evidence, as kinds. A closed list is right here: these are names of things, not judgements."""

from __future__ import annotations

import re

_MEDIA = (
    ("telegram", r"telegram|телеграм"),
    ("x", r"\btwitter\b|\btweet|\bX\b|x\.com"),
    ("facebook", r"facebook"),
    ("whatsapp", r"whatsapp"),
    ("instagram", r"instagram"),
    ("youtube", r"youtube"),
    ("tiktok", r"tiktok"),
    ("social_media", r"social|vkontakte|truth social|weibo|channel|post(?:ed|s)?\b|blog"),
    ("video", r"video|footage|clip"),
    ("broadcast", r"television|\btv\b|radio|broadcast|air\b"),
    ("briefing", r"briefing|press conference|news conference|reporters"),
    ("interview", r"interview"),
    ("speech", r"speech|address|remarks|rally"),
    ("court", r"court|hearing|filing|lawsuit|testimony|indictment"),
    ("audio", r"\baudio|voice (?:message|note|recording)"),
    ("letter", r"letter|e-?mail|memo|message"),
    ("report", r"report|study|survey|poll|bulletin|update"),
    ("website", r"website|site|online"),
    ("statement", r"statement|communiqu|press release|announcement"),
    ("call", r"phone|call"),
    ("newspaper", r"newspaper|daily|magazine|op-ed|column"),
)
_EVIDENCE = (
    ("video", r"video|footage|clip|film|livestream|dashcam|cctv"),
    ("satellite_image", r"satellite"),
    ("screenshot", r"screenshot|screen shot|screengrab"),
    ("photo", r"photo|picture|image|snapshot"),
    ("audio", r"audio|recording|intercept|voice"),
    ("document", r"document|letter|memo|record|order|list|file|paper|e-?mail|report|log|receipt|transcript|certificate"),
)


def medium_kind(words: str) -> str:
    """`on its Telegram channel` -> telegram; `other` when nothing fits."""
    return _first(_MEDIA, words)


def evidence_kind(words: str) -> str:
    """`footage said to show` -> video; `other` when nothing fits."""
    return _first(_EVIDENCE, words)


def _first(table: tuple[tuple[str, str], ...], words: str) -> str:
    return next((kind for kind, pattern in table if re.search(pattern, words, re.I)), "other")
