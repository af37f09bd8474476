"""What may be asked about a deadline; the last two by the statutory clock alone."""

from typing import ClassVar, Literal

from domain.deadline.events import Duty
from domain.value import Command, Day, Number, Text


class StateDeadline(Command):
    """Record a due date that a document states, whatever the law computes."""

    name: ClassVar[str] = "state-deadline"
    duty: Duty = "statement"
    due: Day
    stated_by: Text
    document: Text


class AdoptDeadline(Command):
    """Adopt another due date than the computed one; say why."""

    name: ClassVar[str] = "adopt-deadline"
    duty: Duty = "statement"
    due: Day
    basis: Literal["computed", "stated", "extended"]
    because: Text


class WarnOfDeadline(Command):
    """Record that a warning went out: the one of the ladder that is due `warning` working days before the date."""

    name: ClassVar[str] = "warn-of-deadline"
    duty: Duty
    adoption: Number
    warning: Number


class MissDeadline(Command):
    """Record that the due date passed."""

    name: ClassVar[str] = "miss-deadline"
    duty: Duty
    adoption: Number


DeadlineCommand = StateDeadline | AdoptDeadline | WarnOfDeadline | MissDeadline
