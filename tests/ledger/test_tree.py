"""The tree is that of RFC 6962: the reference roots, and every proof over every small tree."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from ledger.seal.tree import (
    EMPTY,
    CompactRange,
    Node,
    begins_with,
    consistency,
    includes,
    inclusion,
    leaf_hash,
    node_hash,
    root_at,
)

LEAVES = [bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "60" * 16)]
LEAVES[-1] = bytes(range(0x60, 0x70))
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
"""The leaves and roots that implementations of certificate transparency are tested with."""


def tree(leaves: list[bytes]) -> tuple[CompactRange, Node]:
    """The compact range over these leaves, and every complete subtree it went through."""
    grown, nodes = CompactRange(), dict[tuple[int, int], bytes]()
    for index, leaf in enumerate(leaves):
        for height, found in grown.add(leaf_hash(leaf)):
            nodes[height, index >> height] = found
    return grown, lambda height, n: nodes[height, n]


def plainly(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(plainly(leaves[:split]), plainly(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_reference(size: int) -> None:
    grown, node = tree(LEAVES[:size])
    assert grown.root.hex() == ROOTS[size - 1]
    assert root_at(size, node) == grown.root


def test_a_tree_without_leaves_has_the_root_of_nothing() -> None:
    assert CompactRange().root == EMPTY


SIZES = 40


INCLUSIONS: tuple[tuple[int, int, tuple[str, ...]], ...] = (
    (0, 1, ()),
    (
        0,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        5,
        8,
        (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    (
        1,
        5,
        (
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
)
CONSISTENCIES: tuple[tuple[int, int, tuple[str, ...]], ...] = (
    (1, 1, ()),
    (
        1,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        6,
        8,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (
        2,
        5,
        (
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
)
"""The proofs over these trees that implementations of certificate transparency are tested with (leaves from 0)."""


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSIONS)
def test_the_proofs_of_inclusion_are_those_of_the_reference(index: int, size: int, proof: tuple[str, ...]) -> None:
    assert [step.hex() for step in inclusion(index, size, tree(LEAVES)[1])] == list(proof)
    steps = [bytes.fromhex(step) for step in proof]
    assert includes(leaf_hash(LEAVES[index]), index, size, steps, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCIES)
def test_the_proofs_of_consistency_are_those_of_the_reference(old: int, new: int, proof: tuple[str, ...]) -> None:
    assert [step.hex() for step in consistency(old, new, tree(LEAVES)[1])] == list(proof)
    steps, before, after = [bytes.fromhex(step) for step in proof], ROOTS[old - 1], ROOTS[new - 1]
    assert begins_with(old, bytes.fromhex(before), new, bytes.fromhex(after), steps)


def test_roots_and_proofs_are_those_of_another_implementation_over_every_size(whole: tuple[list[bytes], Node]) -> None:
    """Its verifiers take our roots; its paths begin with the leaf itself."""
    leaves, node = whole
    theirs = InmemoryTree(algorithm="sha256")
    for line in leaves:
        theirs.append_entry(line)
    for size in range(1, SIZES + 1):
        root = root_at(size, node)
        assert root == theirs.get_root(size)
        for index in range(size):
            proof = theirs.prove_inclusion(index + 1, size)
            verify_inclusion(leaf_hash(leaves[index]), root, proof)
            assert proof.path[1:] == inclusion(index, size, node)
        for old in range(1, size):
            verify_consistency(root_at(old, node), root, theirs.prove_consistency(old, size))


@pytest.fixture(scope="module")
def whole() -> tuple[list[bytes], Node]:
    leaves = [f"line {n}".encode() for n in range(SIZES)]
    return leaves, tree(leaves)[1]


def test_every_leaf_of_every_small_tree_is_proved_and_no_other_proof_holds(whole: tuple[list[bytes], Node]) -> None:
    leaves, node = whole
    for size in range(1, SIZES + 1):
        root = plainly(leaves[:size])
        assert root_at(size, node) == root
        for index in range(size):
            proof = inclusion(index, size, node)
            leaf = leaf_hash(leaves[index])
            assert includes(leaf, index, size, proof, root)
            assert not includes(leaf_hash(b"another"), index, size, proof, root)
            assert not any(includes(leaf, other, size, proof, root) for other in range(size + 1) if other != index)
            assert not includes(leaf, index, size, [*proof, root], root)
            assert not proof or not includes(leaf, index, size, proof[:-1], root)


def test_every_small_tree_begins_with_every_smaller_one(whole: tuple[list[bytes], Node]) -> None:
    leaves, node = whole
    for new in range(SIZES + 1):
        for old in range(new + 1):
            proof = consistency(old, new, node)
            before, after = root_at(old, node), root_at(new, node)
            assert begins_with(old, before, new, after, proof)
            assert old in {0, new} or not begins_with(old, plainly([b"forged", *leaves[1:old]]), new, after, proof)
            assert old in {0, new} or not begins_with(old, before, new, plainly([b"forged", *leaves[1:new]]), proof)
            assert not begins_with(old, before, new, after, [*proof, EMPTY])


@given(st.lists(st.binary(max_size=8), max_size=300), st.data())
def test_a_range_taken_up_again_goes_on_as_if_it_had_never_stopped(leaves: list[bytes], data: st.DataObject) -> None:
    stop = data.draw(st.integers(0, len(leaves)))
    grown, _ = tree(leaves[:stop])
    taken_up = CompactRange(grown.size, grown.peaks)
    for leaf in leaves[stop:]:
        list(taken_up.add(leaf_hash(leaf)))
    assert taken_up.root == plainly(leaves)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(lambda node: inclusion(3, 3, node), id="a leaf beyond the last"),
        pytest.param(lambda node: inclusion(-1, 3, node), id="a leaf before the first"),
        pytest.param(lambda node: consistency(4, 3, node), id="an older tree that is the larger"),
        pytest.param(lambda node: CompactRange(3, [EMPTY]), id="too few subtrees"),
    ],
)
def test_what_no_tree_has_is_an_error(asked: Callable[[Node], object], whole: tuple[list[bytes], Node]) -> None:
    with pytest.raises(ValueError, match="tree of"):
        asked(whole[1])
