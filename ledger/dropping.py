"""What is asked of the ledger, beside the plan itself, before a plan is dropped; and after it was."""

from collections.abc import Callable, Sequence

from domain.closing.events import PlanSuperseded
from domain.plan import PlanEvent
from domain.retention.commands import DropPlan
from domain.retention.rules import after_dropping
from domain.value import Command, require
from ledger.cache import Held


def decided(command: Command, stream: str, held: Held, latest: Callable[[str], Held]) -> Sequence[PlanEvent] | None:
    """What follows, or is refused, since the plan was dropped or is to be; None where its own rules decide.

    `held` is what the stream adds up to, and `latest` what another does.
    """
    if held.dropped:
        return after_dropping(command, held.dropped, stream)
    if not isinstance(command, DropPlan) or held.plan is None:
        return None
    require(
        command.lines == held.number,
        "drop-says-what-goes",
        f"Plan {stream} has {held.number} lines, not {command.lines}: seal what was written since, and ask again.",
    )
    ended = held.plan.closing.ended
    if isinstance(ended, PlanSuperseded):
        after = latest(ended.by).plan
        require(
            after is None or after.closing.ended is not None,
            "successors-rest-on-it",
            f"Plan {ended.by} took the place of plan {stream} and goes on: both are kept until it has ended.",
        )
    return None
