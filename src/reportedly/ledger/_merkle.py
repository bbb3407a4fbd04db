"""The Merkle tree of RFC 6962: hashes, the growing frontier, proofs. Pure functions over 32-byte SHA-256 hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry's bytes as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that only grows: it keeps the roots of its perfect subtrees (`peaks`), so an append costs O(log size)."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}")

    def append(self, leaf: bytes) -> None:
        self.peaks.append(leaf)
        size = self.size
        while size & 1:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(node_hash(left, right))
            size >>= 1
        self.size += 1

    @property
    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        acc = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            acc = node_hash(peak, acc)
        return acc


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over all leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that lead from leaf `index` up to the root of `leaves`."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return ()
    k = _split(len(leaves))
    if index < k:
        return (*inclusion_proof(index, leaves[:k]), root(leaves[k:]))
    return (*inclusion_proof(index - k, leaves[k:]), root(leaves[:k]))


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that show that the first `old_size` leaves are a prefix of `leaves`."""
    if not 0 < old_size <= len(leaves):
        raise ValueError(f"no prefix of {old_size} in a tree of {len(leaves)}")
    return _subproof(old_size, leaves, True)


def _subproof(old_size: int, leaves: Sequence[bytes], whole: bool) -> tuple[bytes, ...]:
    if old_size == len(leaves):
        return () if whole else (root(leaves),)
    k = _split(len(leaves))
    if old_size <= k:
        return (*_subproof(old_size, leaves[:k], whole), root(leaves[k:]))
    return (*_subproof(old_size - k, leaves[k:], False), root(leaves[:k]))


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Whether `proof` shows that `leaf` is number `index` of the tree of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, acc = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            acc = node_hash(step, acc)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            acc = node_hash(acc, step)
        first, last = first >> 1, last >> 1
    return last == 0 and acc == tree_root


def extends(old_size: int, size: int, old_root: bytes, tree_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `size` begins with the tree of `old_size` (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == tree_root
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        return False
    first, last = old_size - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_acc = acc = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old_acc, acc = node_hash(step, old_acc), node_hash(step, acc)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            acc = node_hash(acc, step)
        first, last = first >> 1, last >> 1
    return last == 0 and old_acc == old_root and acc == tree_root
