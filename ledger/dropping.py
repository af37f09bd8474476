"""What is asked of the ledger, beside the plan itself, before a plan is dropped."""

from collections.abc import Callable

from domain.closing.events import PlanSuperseded
from domain.retention.commands import DropPlan
from domain.value import Command, require
from ledger.cache import Held


def may_be_dropped(command: Command, stream: str, held: Held, latest: Callable[[str], Held]) -> None:
    """Raises Refused where a plan is to be dropped and the ledger stands against it.

    `held` is what the stream adds up to, and `latest` what another does.
    """
    if not isinstance(command, DropPlan) or held.plan is None:
        return
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
