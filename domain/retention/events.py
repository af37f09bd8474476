"""What can happen to how long a plan is kept: a hold is placed or released; and in the end its lines are dropped."""

from typing import ClassVar

from domain.authority.state import Retention
from domain.retention.commands import Span
from domain.value import Day, Digest, Event, Id, Slug, Text


class RetentionHoldPlaced(Event):
    """The plan is kept for as long as an inquiry, a claim or the like asks for it, whatever its date."""

    kind: ClassVar[str] = "plan.retention-hold-placed"
    dated: ClassVar[str] = "placed_on"
    hold: Id
    reference: Text
    placed_on: Day
    because: Text


class RetentionHoldReleased(Event):
    """The hold ended."""

    kind: ClassVar[str] = "plan.retention-hold-released"
    dated: ClassVar[str] = "released_on"
    hold: Id
    released_on: Day
    because: Text


class PlanDropped(Event):
    """The last line of a plan whose time of keeping is over: all lines of its stream before this one may be removed.

    `lines`, their `positions` and `head` (the chain over them that checkpoints commit to) say what they were; the tree
    over the first `size` lines of the book, which holds them all, had the root `root`.
    """

    kind: ClassVar[str] = "plan.dropped"
    authority: Slug
    schedule: Retention
    kept_from: Day
    due_on: Day
    decision: Text
    approved_by: Slug
    approver: Id
    lines: int
    positions: tuple[Span, ...]
    head: Digest
    size: int
    root: Digest


RetentionEvent = RetentionHoldPlaced | RetentionHoldReleased | PlanDropped
