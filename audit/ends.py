"""Where streams ended at a checkpoint, as the seal says; nothing is given out by it that the lines contradict."""

from functools import reduce
from typing import NoReturn

from ledger.dropped import dropped
from ledger.seal.heads import START, Head, HeadsTree, linked
from ledger.seal.note import Checkpoint, Unsealed
from ledger.seal.sealing import Seal
from ledger.seal.tree import leaf_hash
from ledger.stores import Store


class Ends:
    """The streams' heads at one checkpoint. Raises Unsealed where the checkpoint commits to others."""

    def __init__(self, checkpoint: Checkpoint, seal: Seal, store: Store) -> None:
        self._size, self._seal, self._store = checkpoint.size, seal, store
        self._heads = seal.heads(checkpoint.size)
        self.tree = HeadsTree(self._heads)
        if (len(self._heads), self.tree.root) != (checkpoint.streams, checkpoint.heads):
            self._contradicted("the checkpoint commits to others")

    def head(self, stream: str) -> Head | None:
        """The head of a stream, compared with its lines; None where it had none. Raises Unsealed."""
        return self._compared(stream)[0]

    def leaves(self, stream: str) -> list[bytes]:
        """The hashes of all lines that a stream had, which lead to its head. Raises Unsealed."""
        return self._compared(stream)[1]

    def _compared(self, stream: str) -> tuple[Head | None, list[bytes]]:
        leaves = self._lines(stream)
        head = Head(len(leaves), reduce(linked, leaves, START)) if leaves else None
        if self._heads.get(stream) != head:
            self._contradicted(f"{stream} ends otherwise")
        return head, leaves

    def _lines(self, stream: str) -> list[bytes]:
        """Of what was dropped the seal has the hashes, which are in its tree as the lines were."""
        rows = self._store.stream(stream)
        found = {row.position: leaf_hash(row.line) for row in rows}
        for drop in dropped(self._store, stream) if not rows or rows[0].number != 1 else ():
            for span in drop.event.positions:
                for position in range(span.first, min(span.last, self._size) + 1):
                    found[position] = self._seal.leaves(position - 1, position)[0]
        return [found[position] for position in sorted(found) if position <= self._size]

    def _contradicted(self, how: str) -> NoReturn:
        raise Unsealed(
            f"The seal's heads over {self._size} lines are not those of the lines ({how}), so nothing is given out by "
            "them. `minutebook audit verify` compares the lines with a checkpoint; restore seal.db from a backup "
            "or, where no plan was dropped, delete it and seal anew."
        )
