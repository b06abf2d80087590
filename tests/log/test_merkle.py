"""The Merkle tree, by the examples that every implementation of RFC 6962 is tested with, and by its own rules."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.figures.log.merkle import EMPTY_ROOT, Tree, leaf_hash, root_of_consistency, root_of_inclusion

#: The leaves and roots of Certificate Transparency's reference tests.
LEAVES = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES += [bytes.fromhex("606162636465666768696a6b6c6d6e6f")]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_the_roots_are_those_of_certificate_transparency() -> None:
    tree = Tree(map(leaf_hash, LEAVES))
    assert [tree.root(size).hex() for size in range(1, 9)] == ROOTS
    assert tree.root(0) == EMPTY_ROOT == sha256(b"").digest()


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_a_proof_of_inclusion_leads_to_the_root_and_no_other_does(case: tuple[int, int]) -> None:
    size, index = case
    tree = Tree(leaf_hash(b"%d" % number) for number in range(300))
    path = tree.inclusion_proof(index, size)
    leaf = tree.rows[0][index]
    assert root_of_inclusion(leaf, index, size, path) == tree.root(size)
    for wrong in (path[1:], [*path, leaf])[not path :]:
        with pytest.raises(ValueError, match="the path is too"):
            root_of_inclusion(leaf, index, size, wrong)
    for place in range(len(path)):
        forged = [*path[:place], leaf_hash(b"forged"), *path[place + 1 :]]
        assert root_of_inclusion(leaf, index, size, forged) != tree.root(size)


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size))))
def test_a_proof_of_consistency_leads_to_both_roots(case: tuple[int, int]) -> None:
    old, size = case
    tree = Tree(leaf_hash(b"%d" % number) for number in range(300))
    path = tree.consistency_proof(old, size)
    assert root_of_consistency(old, size, tree.root(old), path) == (tree.root(old), tree.root(size))
    for place in range(len(path)):
        forged = [*path[:place], leaf_hash(b"forged"), *path[place + 1 :]]
        assert root_of_consistency(old, size, tree.root(old), forged) != (tree.root(old), tree.root(size))
