"""Witness files: a ledger's public key and checkpoints as somebody else keeps them, and what comparing with them shows.

The form is plain text: a first line, the key, an empty line, then checkpoints as C2SP notes, each followed by an empty line.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

import msgspec

from reportedly.ledger._log import as_text
from reportedly.ledger._notes import Key, signed_by
from reportedly.model import LedgerError

HEAD = "reportedly witness 1"
_NOTES = re.compile(
    r"(?P<text>\S[^\n]*\n(?P<size>\d+)\n(?P<root>[A-Za-z0-9+/=]+)\n(?:[^\n—][^\n]*\n)*)\n(?P<signed>(?:— [^\n]*\n)*)\n"
)


class Witness(msgspec.Struct, frozen=True):
    """What a witness saw: the key, and the root (32 bytes) for each size of the log."""

    key: Key | None
    roots: dict[int, bytes]


def witness_text(key: Key | None, notes: list[str]) -> str:
    """The file to give away."""
    return f"{HEAD}\n{key or 'no key'}\n\n{as_text(notes).decode()}"


def read_witness(path: Path) -> Witness:
    """A witness file, or a copy of the ledger's own file of checkpoints. Raises LedgerError.

    A checkpoint that the file's own key did not sign is no testimony and is refused.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise LedgerError(f"cannot be read as a witness file: {error}", where=str(path)) from error
    key = None
    if text.startswith(HEAD):
        head, _, text = text.partition("\n\n")
        line = head.split("\n")[1] if "\n" in head else ""
        key = None if line == "no key" else Key.parse(line)
    roots: dict[int, bytes] = {}
    at = 0
    for found in _NOTES.finditer(text):
        if found.start() != at or (key and not signed_by(found.group().removesuffix("\n"), key)):
            break
        roots[int(found["size"])] = base64.b64decode(found["root"])
        at = found.end()
    if at != len(text) or not roots:
        place = f"checkpoint {len(roots) + 1}"
        raise LedgerError("not a witness file, or it was cut or changed", where=str(path), place=place)
    return Witness(key, roots)
