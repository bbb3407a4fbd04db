"""What makes two captures the same report."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from anyascii import anyascii

_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|dclid|yclid|msclkid|twclid|igshid|mc_[ce]id|_ga|_gl|at_.*|cmpid|cmp|icid|ito|ocid|ns_.*"
    r"|ref|ref_src|referrer|smid|smtyp|spm|wt_.*|xtor|share|shared|traffic_source|from_source|partner)$",
    re.IGNORECASE,
)
_PORTS = {"http": ":80", "https": ":443"}
_TWINS = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+")
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_SLUG_LENGTH = 60
_SLUG_WORDS = 8


@lru_cache(maxsize=4096)  # a page names the same few addresses again and again
def clean_url(url: str) -> str | None:
    """The address without fragment and tracking parameters, host in lower case; None when it is not http(s)."""
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.lower()
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or re.search(r"\s", host):
        return None
    host = host.rpartition("@")[2].removesuffix(_PORTS[scheme])
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)]
    return urlunsplit((scheme, host, quote(parts.path or "/", safe=_PATH_SAFE), urlencode(kept), ""))


def believed(stated: str | None, address: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The address that a page has: the one it states, unless it was got from another site. With notes.

    Otherwise anybody could put revisions of his own into another outlet's report.
    """
    got = clean_url(address) if address else None
    if got is None or stated is None or _same_site(urlsplit(stated).netloc, urlsplit(got).netloc):
        return stated or got, ()
    return got, (f"address: the page says it is {stated}, on another site; not believed",)


def _same_site(one: str, other: str) -> bool:
    """Whether two hosts are one, or one is inside the other, `www.` and the like aside."""
    bare = [_TWINS.sub("", host) for host in (one, other)]
    return bare[0] == bare[1] or any(a.endswith(f".{b}") and "." in b for a, b in (bare, bare[::-1]))


def url_id(url: str) -> str:
    """`url:<address>` of an address that `clean_url` gave."""
    return f"url:{url}"


def text_id(outlet: str | None, published_at: datetime | None, title: str | None, text: str) -> str:
    """`text:<outlet>/<day>/<title or first words>`, for reports without an address."""
    day = f"{published_at:%Y-%m-%d}" if published_at else ""
    return f"text:{slug(outlet or '')}/{day}/{slug(title or text[:500])}"


def telegram_id(channel: int | str, message: int | str) -> str:
    """`telegram:<bare channel id>/<message id>`, the same from an export (`5`) and from a preview page (`-1005`)."""
    bare = re.sub(r"^-100(?=\d)", "", str(channel)).lstrip("-")
    return f"telegram:{bare}/{message}"


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most eight."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", anyascii(text)).lower())
    return "-".join(words[:_SLUG_WORDS])[:_SLUG_LENGTH].strip("-")
