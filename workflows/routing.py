"""What a line may do to a workflow: start it, wake it, or end it."""

from dataclasses import dataclass
from datetime import datetime

from domain.value import Event, Value
from workflows.timing import Timed


@dataclass(frozen=True)
class Heard:
    """A line as far as workflows need to know it."""

    plan: str
    at: datetime
    brought_in: bool
    event: Event
    position: int | None = None


@dataclass(frozen=True)
class Start:
    """Start the workflow `name` under a fixed id. Where `wake` is given and it runs already, that signal goes to it.

    The signal says `news`, or else what it was to be given. `afresh`: even if it was told that it has nothing more to
    wait for.
    """

    id: str
    name: str
    given: Timed
    wake: str | None = None
    news: Value | None = None
    afresh: bool = False


@dataclass(frozen=True)
class Wake:
    """Send a running workflow a signal; `last` when it has nothing more to wait for after it.

    `look`: it says no more than that something is new, so that one is as good as many, and whoever starts needs none.
    """

    id: str
    signal: str
    given: Value
    last: bool = False
    look: bool = False


@dataclass(frozen=True)
class End:
    """The line is the last thing the workflow itself had to write."""

    id: str


Route = Start | Wake | End
