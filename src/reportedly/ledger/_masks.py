"""Names that must not be told: what stands for them, wherever they occur in a value that the ledger answers with.

A masked name keeps its length in code points, so that every span still points at its words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin
from urllib.parse import quote, unquote

import msgspec

from reportedly.model import Revision

T = TypeVar("T")
MASK = "█"
LEAST = 3
"""Letters that a form needs: a shorter one would blank half of every text."""

_IGNORED = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
)
"""Characters that nobody sees, and that pages drop: between the letters of a name they hide it from a search only."""
_GAP = "(?:%20|[\\W_]){1,8}"
_MARKS = "[\u0300-\u036f]*"
_ENDINGS = "[а-яёіїєґ]{0,3}"
_TAGS = re.compile(r"<[^>]{0,2000}>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp1252", "koi8-r")


class Masks:
    """Finds the forms of names in any case, with or without accents, over line breaks, in addresses; and blanks them."""

    def __init__(self, forms: Iterable[str]) -> None:
        writings = {writing for form in forms if usable(form) for writing in (form, unicodedata.normalize("NFC", form))}
        kept = sorted(writings, key=lambda form: (-len(form), form))
        self._found = re.compile("|".join(map(_pattern, kept)), re.IGNORECASE) if kept else None

    def __bool__(self) -> bool:
        return self._found is not None

    def text(self, text: str) -> str:
        """The text with every name blanked, as long as it was."""
        return self._found.sub(lambda match: MASK * len(match[0]), text) if self._found else text

    def value(self, value: T, whole: str | None = None) -> T:
        """The value with names blanked in every free text in it, at any depth; itself when there is none.

        `whole`: the masked text that spans in the value point into; what they quote is then cut from it.
        """
        return self._value(value, whole) if self._found else value

    def hide_in(self, data: bytes) -> bool:
        """Whether raw bytes hold a name, in any of the usual encodings, between tags, or escaped."""
        if not self._found:
            return False
        for encoding in _ENCODINGS:
            plain = data.decode(encoding, "ignore")
            unescaped = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), unquote(html.unescape(plain)))
            if any(self._found.search(text) for text in (plain, unescaped, _TAGS.sub("", unescaped), _TAGS.sub(" ", unescaped))):
                return True
        return False

    def _value(self, value: Any, whole: str | None) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple | list):
            found = [self._value(one, whole) for one in value]
            changed = any(new is not old for new, old in zip(found, value, strict=True))
            return type(value)(found) if changed else value
        if isinstance(value, dict):
            return {self._value(key, whole): self._value(one, whole) for key, one in value.items()}
        return self._struct(value, whole) if isinstance(value, msgspec.Struct) else value

    def _struct(self, value: msgspec.Struct, whole: str | None) -> msgspec.Struct:
        changed = {}
        for name in _free_fields(type(value)):
            old = getattr(value, name)
            if (new := self._value(old, whole)) is not old and new != old:
                changed[name] = new
        if whole is not None and _quotes(value):
            start, end, text = (getattr(value, name) for name in ("start", "end", "text"))
            if 0 <= start < end <= len(whole) and MASK in whole[start:end] and len(text) == end - start:
                changed["text"] = whole[start:end]
        if changed and isinstance(value, Revision):
            changed["known_as"] = value.id
        return msgspec.structs.replace(value, **changed) if changed else value


NOTHING = Masks(())


def usable(form: str) -> bool:
    """Whether a form has enough letters to be looked for."""
    return sum(letter.isalnum() for letter in form) >= LEAST


def _pattern(form: str) -> str:
    words = re.findall(r"[^\W_]+", form)
    found = _GAP.join(_IGNORED.join(map(_letter, word)) for word in words)
    alphabetic = words[-1][-1] < "\u0400" or "\u0400" <= words[-1][-1] <= "\u052f"
    if not alphabetic:
        return found
    ending = _ENDINGS if "\u0400" <= words[-1][-1] <= "\u052f" else ""
    return rf"(?<![^\W_]){found}{ending}(?![^\W_])" if len(words) == 1 else found + ending


def _letter(letter: str) -> str:
    """A letter with and without accents, composed or not, or as addresses write it."""
    base = unicodedata.normalize("NFD", letter)[0]
    plain = f"[{re.escape(base + _accented().get(base.lower(), '') + letter)}]{_MARKS}"
    encoded = {quote(form) for form in (letter, letter.lower(), letter.upper())} if not letter.isascii() else set()
    return f"(?:{'|'.join((plain, *sorted(encoded)))})" if encoded else plain


@cache
def _accented() -> dict[str, str]:
    """For each letter the accented ones that Unicode has of it, in Latin and Cyrillic."""
    found: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            found[base.lower()] = found.get(base.lower(), "") + chr(code)
    return found


@cache
def _free_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields that may hold words from outside: all but those whose values are fixed."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if not _fixed(field.type))


def _fixed(annotation: Any) -> bool:
    if get_origin(annotation) is Literal:
        return True
    parts = get_args(annotation)
    return bool(parts) and all(part is type(None) or get_origin(part) is Literal for part in parts)


@cache
def _quoting(kind: type) -> bool:
    return {"text", "start", "end"} <= set(kind.__struct_fields__)  # type: ignore[attr-defined]


def _quotes(value: msgspec.Struct) -> bool:
    return _quoting(type(value))
