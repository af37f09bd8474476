"""What the seal says of a plan's lines when it is dropped, and their removal."""

from collections.abc import Sequence
from itertools import groupby

from domain.retention.commands import DropPlan, Span
from ledger.dropped import Drop
from ledger.seal.heads import START, linked
from ledger.seal.keeping import Keeper
from ledger.seal.note import Checkpoint, Unsealed
from ledger.seal.sealing import Seal
from ledger.seal.tree import leaf_hash
from ledger.stores import Row, Store


def asked(keeper: Keeper, store: Store, plan: str, decision: str, approved_by: str) -> DropPlan:
    """The command to drop a plan, with what the seal says of its lines; all that is written is sealed and signed first.

    Raises Unsealed, and ValidationError for words that no command may have.
    """
    checkpoint = Checkpoint.read(keeper.checkpoint().text)
    rows = [row for row in store.stream(plan) if row.position <= checkpoint.size]
    head = keeper.seal.heads(checkpoint.size)[plan]
    return DropPlan(
        decision=decision,
        approved_by=approved_by,
        lines=head.number,
        positions=_spans(rows),
        head=head.chain.hex(),
        size=checkpoint.size,
        root=checkpoint.root.hex(),
    )


def remove(keeper: Keeper, store: Store, drop: Drop) -> None:
    """Remove the lines of a plan that was dropped, once the line that says so is sealed. Harmless when done twice.

    `store` is the ledger as whoever may remove lines reaches it. Raises Unsealed where the line does not fit the seal.
    """
    keeper.checkpoint()
    if not chained(keeper.seal, drop):
        raise Unsealed(
            f"The line at position {drop.row.position} says otherwise than the seal what the lines of plan "
            f"{drop.row.stream} were: nothing is removed."
        )
    store.drop(drop.row.stream)


def chained(seal: Seal, drop: Drop) -> bool:
    """Whether the drop is sealed, and the seal bears it out: its positions hold the leaves that lead to its chain, all
    of them within the tree that it names."""
    event, position = drop.event, drop.row.position
    if not drop.numbers_fit or not event.positions[-1].last <= event.size < position <= seal.size:
        return False
    if seal.leaves(position - 1, position) != [leaf_hash(drop.row.line)] or seal.root(event.size).hex() != event.root:
        return False
    chain = START
    for span in event.positions:
        for leaf in seal.leaves(span.first - 1, span.last):
            chain = linked(chain, leaf)
    return chain.hex() == event.head


def _spans(rows: Sequence[Row]) -> tuple[Span, ...]:
    """The positions of these rows, which stand in order."""
    found = []
    for _, run in groupby(enumerate(row.position for row in rows), key=lambda each: each[1] - each[0]):
        here = [position for _, position in run]
        found.append(Span(first=here[0], last=here[-1]))
    return tuple(found)
