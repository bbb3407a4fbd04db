"""Outlets that pages introduce themselves as, proposed for a pack. Nothing is taken over without a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import yaml

from reportedly.capture.publishers import Publisher
from reportedly.model.registry import Registry, key
from reportedly.packs._outlets import outlet_of

_PLATFORMS = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|youtube|tiktok|linkedin|wikipedia|wikidata|vk|ok|threads|pinterest|reddit|bsky"
    r"|google|apple|spotify|whatsapp|flipboard)\.(?:com|org|net|ru|app)$"
)
_CHANNEL = re.compile(r"https?://(?:www\.)?(?:t\.me|telegram\.me)/(?:s/)?(\w{4,})/?$")


def proposals(publishers: Iterable[Publisher], registry: Registry) -> list[dict[str, Any]]:
    """Entries for outlets that no pack has, and for those that say more of themselves than the packs: their new domains
    and channels alone. In order of name; fields as in a pack."""
    found: dict[str, dict[str, Any]] = {}
    for one in publishers:
        known = next((e for e in (outlet_of(a, one.name, registry) for a in (*one.addresses, "")) if e), None)
        domains = _new(map(_domain, one.addresses), known.domains if known else ())
        handles = _new(map(_handle, one.addresses), known.handles if known else ())
        if known and not domains and not handles:
            continue
        name = known.name if known else one.name
        entry = found.setdefault(key(name), {"name": name, "kind": "medium", "domains": [], "handles": []})
        entry["domains"] = list(dict.fromkeys((*entry["domains"], *domains)))
        entry["handles"] = list(dict.fromkeys((*entry["handles"], *handles)))
        if one.language:
            entry.setdefault("language", one.language)
        entry.setdefault("source", f"what {one.page} says of itself")
    return [{k: v for k, v in entry.items() if v} for _, entry in sorted(found.items())]


def as_pack(entries: list[dict[str, Any]]) -> str:
    """The proposals as the text of a pack, to be checked, completed and added by a person."""
    pack = {"pack": "proposals", "title": "Proposed by pages, to be checked", "version": "1", "entries": entries}
    return yaml.safe_dump(pack, allow_unicode=True, sort_keys=False, width=120)


def _new(found: Iterable[str | None], known: Iterable[str]) -> list[str]:
    have = {k.lower().lstrip("@") for k in known}
    return [one for one in dict.fromkeys(found) if one and one.lower() not in have]


def _domain(address: str) -> str | None:
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    return None if not host or _CHANNEL.match(address) or host in ("t.me", "telegram.me") or _PLATFORMS.search(host) else host


def _handle(address: str) -> str | None:
    match = _CHANNEL.match(address)
    return match[1] if match else None
