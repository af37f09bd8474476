"""A tree cut down to some of its leaves: one hash stands for every part in which none of them lies."""

from collections.abc import Sequence

from ledger.seal.tree import Node, range_root, split


def pruned(leaves: Sequence[int], size: int, node: Node) -> dict[str, bytes]:
    """The hashes that give the root together with these leaves (from 0, in order), by `begin-end` of their parts.

    As few as can be: with one leaf they are its proof of inclusion. Raises ValueError where the tree lacks a leaf.
    """
    if leaves and not 0 <= leaves[0] <= leaves[-1] < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {leaves[-1] if leaves[0] >= 0 else leaves[0]}")
    found: dict[str, bytes] = {}
    parts = [(0, size, leaves)] if size else []
    while parts:
        begin, end, within = parts.pop()
        if not within:
            found[f"{begin}-{end}"] = range_root(begin, end, node)
        elif end - begin > 1:
            middle = begin + split(end - begin)
            left = [leaf for leaf in within if leaf < middle]
            parts += [(begin, middle, left), (middle, end, within[len(left) :])]
    return dict(sorted(found.items()))
