"""Whether the lines are those that were sealed, and which is the first that is not."""

from collections.abc import Callable, Iterator

from ledger.dropped import Gone, dropped
from ledger.seal.dropping import chained
from ledger.seal.note import Checkpoint, Unsealed
from ledger.seal.sealing import Seal
from ledger.seal.tiles import WIDTH
from ledger.seal.tree import leaf_hash
from ledger.stores import Store
from ledger.verify import Break

PAGE = 4 * WIDTH


def unlike(
    seal: Seal,
    store: Store,
    trusted: Checkpoint,
    since: Checkpoint | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Break]:
    """Every line among those that `trusted` covers whose stored bytes, or whose place, is another than was sealed.

    What is missing since a plan was dropped is none, where the seal bears the drop out.

    With `since` only those after it: it must be a beginning of `trusted`. Raises Unsealed where the seal's own hashes
    do not lead to a checkpoint: then it cannot say which line differs.
    """
    for checkpoint in (since, trusted):
        if checkpoint and (seal.size < checkpoint.size or seal.root(checkpoint.size) != checkpoint.root):
            raise Unsealed(
                f"The sealed tree is not that of the checkpoint over {checkpoint.size} lines: either the checkpoint is "
                "of another book, or lines were altered before they were sealed again. Restore seal.db from a backup."
            )
    gone = Gone(drop for drop in dropped(store) if chained(seal, drop))
    position = since.size if since else 0
    while position < trusted.size:
        stop = min((position // PAGE + 1) * PAGE, trusted.size)
        rows = {row.position: row for row in store.after(position, PAGE, stop=stop)}
        sealed = seal.leaves(position, stop)
        for index, leaf in enumerate(sealed, start=position):
            row = rows.get(index + 1)
            if row is None and gone.has(index + 1):
                continue
            if row is None:
                why = f"The line at position {index + 1} was sealed, and is missing."
                yield Break(position=index + 1, stream="", number=0, why=why)
            elif leaf_hash(row.line) != leaf:
                why = f"The line at position {index + 1} is not the one that was sealed there."
                yield Break(position=row.position, stream=row.stream, number=row.number, why=why)
        position = stop
        progress(position, trusted.size)
