"""The tree against the reference vectors of Certificate Transparency, and its proofs against every small tree."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger import _merkle as merkle
from reportedly.ledger._log import canonical

ENTRIES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]


def many(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def test_reference_roots() -> None:
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for size, expected in enumerate(ROOTS, start=1):
        assert merkle.root(LEAVES[:size]).hex() == expected


def test_reference_inclusion_proof() -> None:
    proof = merkle.inclusion_proof(5, LEAVES)
    assert [step.hex() for step in proof] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_reference_consistency_proof() -> None:
    assert [step.hex() for step in merkle.consistency_proof(6, LEAVES)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", range(1, 34))
def test_every_inclusion_proof_holds_and_no_other_does(size: int) -> None:
    leaves = many(size)
    root = merkle.root(leaves)
    for index, leaf in enumerate(leaves):
        proof = merkle.inclusion_proof(index, leaves)
        assert merkle.includes(leaf, index, size, proof, root)
        assert not merkle.includes(merkle.leaf_hash(b"other"), index, size, proof, root)
        assert not merkle.includes(leaf, (index + 1) % size, size, proof, root) or size == 1
        assert not merkle.includes(leaf, index, size, (*proof, root), root)
    assert not merkle.includes(leaves[0], size, size, (), root)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_consistency_proof_holds_and_no_other_does(size: int) -> None:
    leaves = many(size)
    root = merkle.root(leaves)
    for old_size in range(1, size + 1):
        old_root = merkle.root(leaves[:old_size])
        proof = merkle.consistency_proof(old_size, leaves)
        assert merkle.extends(old_size, size, old_root, root, proof)
        assert not merkle.extends(old_size, size, merkle.leaf_hash(b"fork"), root, proof)
        assert not merkle.extends(old_size, size, old_root, merkle.leaf_hash(b"fork"), proof)


def test_a_frontier_resumes_where_it_stopped() -> None:
    leaves = many(100)
    frontier = merkle.Frontier()
    for size, leaf in enumerate(leaves, start=1):
        frontier = merkle.Frontier(frontier.size, frontier.peaks)
        frontier.append(leaf)
        assert frontier.root == merkle.root(leaves[:size])


def test_a_frontier_with_wrong_peaks_is_refused() -> None:
    with pytest.raises(ValueError, match="3 leaves has 2 peaks, not 1"):
        merkle.Frontier(3, many(1))


def test_proofs_outside_the_tree_are_refused() -> None:
    with pytest.raises(ValueError, match="no leaf 8"):
        merkle.inclusion_proof(8, LEAVES)
    with pytest.raises(ValueError, match="no prefix of 0"):
        merkle.consistency_proof(0, LEAVES)
    assert not merkle.extends(0, 3, b"", b"", ())
    assert not merkle.extends(3, 4, b"", b"", ())


@given(st.integers(0, 2**53 - 1), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_an_entrys_bytes_are_canonical_json(seq: int, at: str, kind: str, key: str) -> None:
    wanted = {"seq": seq, "at": at, "kind": kind, "key": key, "commitment": "ab"}
    assert canonical(seq, at, kind, key, "ab") == rfc8785.dumps(wanted)
