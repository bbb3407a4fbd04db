"""Signed checkpoints in the C2SP note form (tlog-checkpoint), and the ledger's Ed25519 key."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from reportedly.model import LedgerError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519 = b"\x01"
UNSIGNED_ORIGIN = "reportedly/unsigned"


class Key(msgspec.Struct, frozen=True):
    """Who may vouch for a ledger's checkpoints: a name and an Ed25519 public key of 32 bytes."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @classmethod
    def parse(cls, text: str) -> Key:
        """The key out of its note form, `name+hash+base64`. Raises LedgerError."""
        return cls(text.split("+", 1)[0], _raw_key(text, "key"))

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


class Signer:
    """A key with its private half."""

    def __init__(self, seed: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._private: Ed25519PrivateKey = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._private.public_key().public_bytes_raw()
        self.key = Key(f"reportedly/{hashlib.sha256(public).hexdigest()[:12]}", public)

    def signature(self, text: str) -> bytes:
        return self._private.sign(text.encode())


def checkpoint_text(origin: str, size: int, root: bytes, at: str) -> str:
    """The words that are signed: origin, size, root, and the time as an extension line."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\nat {at}\n"


def note(text: str, signer: Signer | None) -> str:
    """The text as a note, with one signature line when there is a signer."""
    if signer is None:
        return f"{text}\n"
    blob = base64.b64encode(signer.key.hash + signer.signature(text)).decode()
    return f"{text}\n— {signer.key.name} {blob}\n"


def signed_by(signed: str, key: Key) -> bool:
    """Whether the note carries a valid signature of this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, _, lines = signed.rpartition("\n\n")
    for line in lines.splitlines():
        name, _, blob = line.removeprefix("— ").rpartition(" ")
        try:
            raw = base64.b64decode(blob, validate=True)
        except ValueError:
            continue
        if name == key.name and raw[:4] == key.hash:
            try:
                Ed25519PublicKey.from_public_bytes(key.public).verify(raw[4:], f"{text}\n".encode())
            except InvalidSignature:
                return False
            return True
    return False


def create_key(path: Path) -> None:
    """A new key in a file that only its owner may read; `load_signer` lays its public half beside it in `.pub`."""
    seed = os.urandom(32)
    signer = Signer(seed)
    secret = f"PRIVATE+KEY+{signer.key.name}+{signer.key.hash.hex()}+{base64.b64encode(_ED25519 + seed).decode()}\n"
    _write(path, secret, 0o600)


def load_signer(path: Path) -> Signer | None:
    """The key in the file; None when there is no file. Raises LedgerError when it is not a key."""
    if not path.exists():
        return None
    signer = Signer(_raw_key(path.read_text(encoding="utf-8", errors="replace"), str(path)))
    if not public_path(path).exists():
        _write(public_path(path), f"{signer.key}\n", 0o644)
    return signer


def load_key(path: Path) -> Key | None:
    """The public key beside the ledger's key file; None when neither is there."""
    public = public_path(path)
    if public.exists():
        return Key.parse(public.read_text(encoding="utf-8", errors="replace"))
    signer = load_signer(path)
    return signer.key if signer else None


def keep_public(path: Path, key: Key) -> None:
    """Lays the public key of a ledger that came from elsewhere where `load_key` finds it, unless there is one."""
    if not public_path(path).exists():
        _write(public_path(path), f"{key}\n", 0o644)


def public_path(path: Path) -> Path:
    """Where the public half of a key file lies."""
    return path.with_name(f"{path.name}.pub")


def _write(path: Path, text: str, mode: int) -> None:
    """Writes the file whole or not at all, whatever happens to this process."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _raw_key(text: str, where: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip().removeprefix("PRIVATE+KEY+").split("+", 2)[-1], validate=True)
    except ValueError as error:
        raise LedgerError("not a readable key", where=where) from error
    if len(raw) != 33 or raw[:1] != _ED25519:
        raise LedgerError("not an Ed25519 key in note form", where=where)
    return raw[1:]
