"""How a workflow measures time: from the ledger's, never from the server's."""

from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow

from domain.value import Moment, Value


class Timed(Value):
    """What every workflow is given of time.

    `as_of` is the ledger's time at its start or restart; `begun` the server's time of its first task, carried on when
    it continues as new, so that a timer is `due - as_of - (now - begun)` whatever the server's clock says. `cause` is
    the position of the line that called for it.
    """

    as_of: Moment
    begun: Moment | None = None
    cause: int | None = None


class Timing(Value):
    """Where a workflow stands in time, for whoever moves a simulated clock."""

    as_of: Moment
    begun: Moment
    next_due: Moment | None


class Watch:
    """A workflow's own time.

    `moment` is the exact time of what it last knew: its start, the line that woke it, or the moment it waited for. A
    workflow does nothing in between, so it needs no other; and it is the same whenever the case is played.
    """

    def __init__(self, timed: Timed) -> None:
        self.as_of = timed.as_of
        self.begun = timed.begun or workflow.now()
        self.moment = timed.as_of
        self.cause = timed.cause
        self.next_due: datetime | None = None

    @property
    def timed(self) -> dict[str, datetime]:
        """What to carry into the next run."""
        return {"as_of": self.as_of, "begun": self.begun}

    @property
    def timing(self) -> Timing:
        return Timing(as_of=self.as_of, begun=self.begun, next_due=self.next_due)

    def heard(self, at: datetime, cause: int | None = None) -> None:
        """The line at position `cause`, recorded at `at`, woke the workflow."""
        self.moment = max(self.moment, at)
        self.cause = cause or self.cause

    def passed(self, at: datetime) -> bool:
        """Whether `at` has come by the workflow's reckoning; after a standstill several moments have come at once."""
        return at <= self.as_of + (workflow.now() - self.begun)

    async def until(self, due: datetime, woken: Callable[[], bool]) -> bool:
        """Wait for the moment `due`; True when it came, False when the workflow was woken first.

        What is due by `moment` has come, whatever the server's clock says.
        """
        if woken():
            return False
        if due <= self.moment:
            return True
        remaining = due - self.as_of - (workflow.now() - self.begun)
        self.next_due = due
        try:
            await workflow.wait_condition(woken, timeout=max(remaining, timedelta()))
        except TimeoutError:
            self.moment = max(self.moment, due)
            return True
        finally:
            self.next_due = None
        return False
