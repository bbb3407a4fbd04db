"""Addresses: of the desk's own pages, where any name may hold any character, and of outside pages, which may be hostile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

Form = Literal["html", "json", "csv", "geojson"]
_FORMS: tuple[Form, ...] = ("html", "json", "csv", "geojson")


def address(kind: str, name: str) -> str:
    """`/outlet/Volga%20Wire`. A name that ends like a form, or is a dot segment, is marked `.html` so that it stays whole."""
    ends = name.endswith(tuple(f".{form}" for form in _FORMS)) or name in (".", "..")
    return f"/{kind}/{quote(name, safe='', errors='replace')}{'.html' if ends else ''}"


def as_data(kind: str, name: str, form: Form) -> str:
    """The address of the same as data: whatever the name ends in, the last ending is the form."""
    return f"/{kind}/{quote(name, safe='', errors='replace')}.{form}"


def split(name: str) -> tuple[str, Form]:
    """The name and the form asked for: `Volga Wire.json` is `Volga Wire` as JSON."""
    for form in _FORMS:
        if name.endswith(f".{form}"):
            return name.removesuffix(f".{form}"), form
    return name, "html"


def words_at(claim_id: str) -> str:
    """Where a claim's exact words stand: its report, scrolled to them. `claim_id` is revision/claim."""
    revision, _, claim = claim_id.partition("/")
    return f"{address('report', revision)}?claim={quote(claim, safe='')}#{quote(claim, safe='')}"


def outside(url: str | None) -> str | None:
    """The address when it is http or https and may be linked, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def query(values: Mapping[str, str | None]) -> str:
    """`?a=b` of the values that are there; empty when none is."""
    told = {name: value for name, value in values.items() if value}
    return f"?{urlencode(told)}" if told else ""
