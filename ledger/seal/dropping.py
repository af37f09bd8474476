"""What the seal says of a plan's lines when it is dropped, and their removal."""

from collections.abc import Sequence
from functools import reduce
from itertools import groupby

from domain.retention.commands import DropPlan, Span
from ledger.dropped import Drop
from ledger.seal.heads import START, linked
from ledger.seal.keeping import Keeper
from ledger.seal.note import Checkpoint, Unsealed
from ledger.seal.sealing import Seal
from ledger.seal.tree import leaf_hash
from ledger.stores import Row, Store, Unavailable


def asked(keeper: Keeper, store: Store, plan: str, decision: str, approved_by: str, approver: str) -> DropPlan:
    """The command to drop a plan, with what the seal says of its lines; all that is written is sealed and signed first.

    Raises Unsealed where the lines are not those that were sealed: what was altered is not to be destroyed with them;
    and ValidationError for words that no command may have.
    """
    checkpoint = Checkpoint.read(keeper.checkpoint().text)
    rows = [row for row in store.stream(plan) if row.position <= checkpoint.size]
    head = keeper.seal.heads(checkpoint.size)[plan]
    if reduce(linked, (leaf_hash(row.line) for row in rows), START) != head.chain:
        raise Unsealed(
            f"The lines of plan {plan} are not those that were sealed, so it is not dropped: `minutebook audit verify` "
            "names them."
        )
    return DropPlan(
        decision=decision,
        approved_by=approved_by,
        approver=approver,
        lines=head.number,
        positions=_spans(rows),
        head=head.chain.hex(),
        size=checkpoint.size,
        root=checkpoint.root.hex(),
    )


def remove(keeper: Keeper, store: Store, remover: Store, drop: Drop) -> None:
    """Remove the lines of a plan that was dropped, once the line that says so is sealed. Harmless when done twice.

    `remover` is the same store as whoever may remove lines reaches it. Raises Unsealed where the line does not fit the
    seal, and Unavailable where the lines are still there afterwards.
    """
    keeper.checkpoint()
    if not chained(keeper.seal, drop):
        raise Unsealed(
            f"The line at position {drop.row.position} says otherwise than the seal what the lines of plan "
            f"{drop.row.stream} were: nothing is removed."
        )
    remover.drop(drop.row.stream)
    if store.stream(drop.row.stream, upto=drop.event.lines):
        raise Unavailable(f"The lines of plan {drop.row.stream} are still there: who removes them has another ledger.")


def chained(seal: Seal, drop: Drop) -> bool:
    """Whether the drop is sealed, and the seal bears it out: its positions hold the leaves that lead to its chain, all
    of them within the tree that it names."""
    event, position = drop.event, drop.row.position
    if not drop.numbers_fit or not event.positions[-1].last <= event.size < position <= seal.size:
        return False
    if seal.leaves(position - 1, position) != [leaf_hash(drop.row.line)] or seal.root(event.size).hex() != event.root:
        return False
    leaves = (leaf for span in event.positions for leaf in seal.leaves(span.first - 1, span.last))
    return reduce(linked, leaves, START).hex() == event.head


def _spans(rows: Sequence[Row]) -> tuple[Span, ...]:
    """The positions of these rows, which stand in order."""
    found = []
    for _, run in groupby(enumerate(row.position for row in rows), key=lambda each: each[1] - each[0]):
        here = [position for _, position in run]
        found.append(Span(first=here[0], last=here[-1]))
    return tuple(found)
