"""Who is who: persons, bodies, units and media, their aliases, and the parties of a conflict. Pure; files are read in `packs`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

import msgspec

EntryKind = Literal["person", "body", "unit", "medium"]

_TITLES = frozenset(
    """mr mrs ms dr prof professor sir gen general lt lieutenant col colonel maj major capt captain adm admiral brig brigadier
    sgt sergeant cpl corporal marshal commander president premier chancellor prime minister governor gov mayor king prince
    queen sheikh imam ayatollah patriarch senator sen rep secretary ambassador spokesman spokeswoman spokesperson chief head
    deputy vice acting former ex leader officer official director chairman foreign interior defence press regional military
    intelligence first emir шейх президент премьер министр министра министром губернатор губернатора мэр глава генерал
    полковник майор начальник пресс секретарь представитель президента міністр міністра прем'єр губернатора голова речник
    речниця""".split()
)
_ROLE_WORDS = frozenset(
    """president premier minister governor mayor spokesman spokeswoman spokesperson chief head leader commander general
    colonel secretary official officer director chairman adviser aide ambassador президент министр губернатор мэр глава
    генерал начальник представитель міністр голова речник""".split()
)
_SPELLINGS = (
    ("defense", "defence"),
    ("center", "centre"),
    ("organization", "organisation"),
    ("labor", "labour"),
    ("dept", "department"),
)
_ARTICLES = frozenset("the a an".split())


class Role(msgspec.Struct, frozen=True):
    """A post and when it was held: ISO dates, also `2019` or `2019-05`; None is unknown or open."""

    title: str
    of: str | None = None
    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = msgspec.field(default=None, name="to")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One person, body, unit or medium. `affiliation` is the name of the body it belongs to."""

    name: str
    kind: EntryKind
    party: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    source: str


class OutletEntry(Entry, frozen=True, kw_only=True):
    """A medium: where it publishes, in which language (BCP 47), its home region and time zone (IANA name)."""

    domains: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    language: str | None = None
    region: str | None = None
    zone: str | None = None


class Party(msgspec.Struct, frozen=True):
    """A side of a conflict. It opposes what it names, and what its allies name."""

    name: str
    opposes: tuple[str, ...] = ()
    allied_with: tuple[str, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of one file: the parties of a conflict and the entries that belong to it."""

    name: str
    title: str
    version: str
    parties: tuple[Party, ...] = ()
    entries: tuple[Entry, ...] = ()


class Registry(msgspec.Struct, frozen=True):
    """Looks names up. Unknown names come back tidied, without a party, and are never forced onto a known one."""

    packs: tuple[Pack, ...]
    _by_key: dict[str, Entry]
    _by_address: dict[str, OutletEntry]
    _enemies: dict[str, frozenset[str]]

    def entry(self, name: str) -> Entry | None:
        """The entry that the name, an alias, or either behind a title or role (`Governor X`, `X, the governor`) belongs to."""
        for key in _keys(name):
            found = self._by_key.get(key)
            if found is not None:
                return found if _could_name(name, found) else None
        return None

    def canonical(self, name: str) -> str:
        """The entry's name; of an unknown name its words without article, quotation marks, possessive and leading titles."""
        found = self.entry(name)
        return found.name if found is not None else _tidied(name)

    def party(self, name: str) -> str | None:
        """The party of the named entry, or of the body it is affiliated with."""
        found, seen = self.entry(name), set()
        while found is not None and found.name not in seen:
            if found.party is not None:
                return found.party
            seen.add(found.name)
            found = self.entry(found.affiliation) if found.affiliation else None
        return None

    def opposed(self, a: str, b: str) -> bool:
        """Whether the parties `a` and `b` are on opposing sides; symmetric."""
        return b in self._enemies.get(a, ()) or a in self._enemies.get(b, ())

    def outlet(self, name_or_address: str) -> OutletEntry | None:
        """The medium of a name, web address, domain or channel handle (`@x`, `t.me/x`)."""
        wanted = _address(name_or_address)
        parts = wanted.split(".")
        for candidate in [wanted, *(".".join(parts[i:]) for i in range(1, len(parts) - 1))]:
            if candidate in self._by_address:
                return self._by_address[candidate]
        found = self.entry(name_or_address)
        return found if isinstance(found, OutletEntry) else None


def registry(packs: Iterable[Pack]) -> Registry:
    """The registry of all packs; where two packs claim one name, the later one has it, entries of one name are merged."""
    kept = tuple(packs)
    entries: dict[str, Entry] = {}
    for pack in kept:
        for entry in pack.entries:
            entries[entry.name] = _merged(entries[entry.name], entry) if entry.name in entries else entry
    keys = {key(alias): entry for entry in entries.values() for alias in (*entry.aliases, entry.name)}
    addresses = {
        _address(address): entry
        for entry in entries.values()
        if isinstance(entry, OutletEntry)
        for address in (*entry.domains, *(f"@{handle.lstrip('@')}" for handle in entry.handles))
    }
    return Registry(kept, keys, addresses, _enemies([party for pack in kept for party in pack.parties]))


def key(name: str) -> str:
    """What two writings of one name share: case, accents, quotation marks, articles, spelling variants are levelled."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
    text = "".join(_plain_letter(c) for c in text)
    text = re.sub(r"'s\b|(?<=s)'(?=\s|$)", "", text)
    text = re.sub(r"[\"“”„«»‹›().]|(?<!\w)'|'(?!\w)", "", re.sub(r"[-–—/_]", " ", text))
    for variant, standard in _SPELLINGS:
        text = re.sub(rf"\b{variant}\b", standard, text)
    words = text.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _plain_letter(letter: str) -> str:
    """A Latin letter without its accents; letters of other scripts as they are (й is no и)."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if "a" <= base <= "z" else letter


def _keys(name: str) -> Iterable[str]:
    """Keys to try, the fullest first."""
    whole = key(name.replace(",", " "))
    yield whole
    before = name.partition(",")[0]
    if before != name:
        yield key(before)
    for text in dict.fromkeys((whole, key(before))):
        words = text.split()
        roles = [i for i, word in enumerate(words) if word in _ROLE_WORDS or word in _TITLES]
        for i in reversed(roles):
            if i + 1 < len(words):
                yield " ".join(words[i + 1 :])
                break


def _could_name(name: str, found: Entry) -> bool:
    """Whether the writing allows a name: `who` in lower case is not the WHO."""
    single = name.strip().islower() and len(name.split()) == 1
    return not single or name.strip() in (found.name, *found.aliases)


def _tidied(name: str) -> str:
    text = re.sub(r"(?:'s|’s)$", "", re.sub(r"\s+", " ", name).strip(" \"“”„«»,.'’"))
    words = text.split()
    if len(words) > 1 and words[0].lower() in _ARTICLES:
        words = words[1:]
    kept = list(words)
    while len(kept) > 1 and kept[0].lower().strip(".") in _TITLES and kept[1][:1].isupper():
        kept = kept[1:]
    named = len(kept) > 1 and kept[0].lower().strip(".") not in _TITLES
    return " ".join(kept if named else words)


def _address(text: str) -> str:
    """`https://www.t.me/s/Name?x` -> `@name`, `https://www.bbc.co.uk/news` -> `bbc.co.uk`."""
    bare = re.sub(r"^(?:https?:)?//", "", text.strip().lower())
    handle = re.match(r"(?:www\.)?(?:t\.me|telegram\.me)/(?:s/)?(\w+)", bare)
    if handle:
        return f"@{handle.group(1)}"
    return re.sub(r"^www\d?\.", "", re.split(r"[/?#:]", bare)[0])


def _merged(old: Entry, new: Entry) -> Entry:
    """The later entry's words, and the earlier one's aliases and roles beside them."""
    aliases = tuple(dict.fromkeys((*old.aliases, *new.aliases)))
    roles = tuple(dict.fromkeys((*old.roles, *new.roles)))
    filled = {field: getattr(new, field) or getattr(old, field, None) for field in ("party", "affiliation")}
    if isinstance(new, OutletEntry) and isinstance(old, OutletEntry):
        filled |= {field: getattr(new, field) or getattr(old, field) for field in ("language", "region", "zone")}
        filled |= {field: tuple(dict.fromkeys((*getattr(old, field), *getattr(new, field)))) for field in ("domains", "handles")}
    return msgspec.structs.replace(new, aliases=aliases, roles=roles, **filled)


def _enemies(parties: list[Party]) -> dict[str, frozenset[str]]:
    opposes: dict[str, set[str]] = {}
    allies: dict[str, set[str]] = {}
    for party in parties:
        opposes.setdefault(party.name, set()).update(party.opposes)
        for ally in party.allied_with:
            allies.setdefault(party.name, set()).add(ally)
            allies.setdefault(ally, set()).add(party.name)
    return {
        name: frozenset(
            own.union(*(opposes.get(ally, set()) for ally in allies.get(name, ()))) - allies.get(name, set()) - {name}
        )
        for name, own in opposes.items()
    }
