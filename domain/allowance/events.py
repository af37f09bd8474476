"""What can happen where words look like a personal detail: they are let in once, by leave of information governance."""

from typing import ClassVar

from domain.privacy import What
from domain.value import Event, Slug, Text


class PersonalDetailAllowed(Event):
    """Information governance let one post write, in one command of a name, what looks like a personal detail.

    `allowance` counts from 1. The detail itself is not in the line, nor anything that could be worked out to be it.
    """

    kind: ClassVar[str] = "plan.personal-detail-allowed"
    allowance: int
    what: What
    command: Slug
    post: Slug
    because: Text


class PersonalDetailAdmitted(Event):
    """A command was recorded with such words in it, at `place`: the allowance is used up."""

    kind: ClassVar[str] = "plan.personal-detail-admitted"
    allowance: int
    what: What
    command: Slug
    place: Text


AllowanceEvent = PersonalDetailAllowed | PersonalDetailAdmitted
