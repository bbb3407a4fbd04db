"""From bytes to text: byte order mark, UTF-8, declared encoding, then a measured guess."""

from __future__ import annotations

import codecs
import re

import msgspec

from reportedly.model import UnreadableInput

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SNIFF = 8192
_GUESS_SAMPLE = 256 * 1024
_LONGEST_UTF8_TAIL = 3


class Decoded(msgspec.Struct, frozen=True):
    """Text, the encoding it was read with, and what had to be mended."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decodes bytes; `declared` is what a header or the caller says, a page's own `<meta charset>` is looked for.

    Raises UnreadableInput for empty and binary input.
    """
    if not data.strip():
        raise UnreadableInput("the file is empty")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], encoding)
    refuse_binary(data)
    return _utf8(data) or _as_declared(data, declared) or _guessed(data)


def refuse_binary(data: bytes) -> None:
    """Raises UnreadableInput when the bytes are not text in any encoding."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnreadableInput(f"this is {what}, not text")
    head = data[:_SNIFF]
    controls = len(_CONTROLS.findall(head))
    if b"\x00" in head or controls > len(head) // 10:
        raise UnreadableInput("this is binary data, not text")


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("�")
    return Decoded(text, encoding, (f"encoding: {lost} characters could not be read as {encoding}",) if lost else ())


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or len(data) - error.start > _LONGEST_UTF8_TAIL:
            return None
        note = f"encoding: cut inside a character at byte {error.start}"
        return Decoded(data[: error.start].decode("utf-8"), "utf-8", (note,))


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    found = _DECLARED.search(data[:_SNIFF])
    for name in (declared, found and found[1].decode("ascii")):
        try:
            encoding = codecs.lookup(name or "").name
            return _lenient(data, encoding) if encoding.startswith("utf-8") else Decoded(data.decode(encoding), encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return None


def _guessed(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_SAMPLE]).best()
    decoded = _lenient(data, best.encoding if best else "utf-8")
    guess = f"encoding: {decoded.encoding}, guessed" if best else "encoding: unknown, read as utf-8"
    return Decoded(decoded.text, decoded.encoding, (guess, *decoded.notes))
