"""Where every stream has got to: a head for each, and a tree over them all that a checkpoint commits to."""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from ledger.seal.tree import CompactRange, Node, leaf_hash

START = bytes(32)
"""The chain of a stream without lines."""


class Head(NamedTuple):
    """The number of a stream's last line, and the chain over all its lines up to that."""

    number: int
    chain: bytes


def linked(chain: bytes, leaf: bytes) -> bytes:
    """The chain with one more line: SHA-256 of 0x02, the chain before and the leaf's hash."""
    return sha256(b"\x02" + chain + leaf).digest()


def head_line(stream: str, head: Head) -> bytes:
    """A leaf of the tree over the heads: stream, number and chain in words."""
    return f"{stream} {head.number} {head.chain.hex()}\n".encode()


class HeadsTree:
    """The tree over the heads of these streams, in order of their ids, so that one left out would be seen."""

    def __init__(self, heads: Mapping[str, Head]) -> None:
        self.streams = sorted(heads)
        self._range = CompactRange()
        self._nodes: dict[tuple[int, int], bytes] = {}
        for index, stream in enumerate(self.streams):
            for height, found in self._range.add(leaf_hash(head_line(stream, heads[stream]))):
                self._nodes[height, index >> height] = found

    @property
    def root(self) -> bytes:
        return self._range.root

    @property
    def node(self) -> Node:
        return lambda height, n: self._nodes[height, n]
