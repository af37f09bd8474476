"""What may be asked while the plan is written."""

from typing import ClassVar

from domain.drafting.content import Besides
from domain.value import Command, Day, Id, Slug, Text


class AgreeAction(Besides, Command):
    """Agree an action. Owner (a post), due date and measure may be missing from the form, but not from the plan."""

    name: ClassVar[str] = "agree-action"
    action: Id
    findings: tuple[Id, ...]
    text: Text
    owner: Slug | None = None
    due: Day | None = None
    measure: Text | None = None


class AmendAction(Besides, Command):
    """Put an agreed action differently; what is left out stays as it is."""

    name: ClassVar[str] = "amend-action"
    action: Id
    findings: tuple[Id, ...] | None = None
    text: Text | None = None
    owner: Slug | None = None
    due: Day | None = None
    measure: Text | None = None
    because: Text


class ReDateAction(Command):
    """Give an action in delivery another due date, which `approver`, in the post `approved_by`, has approved."""

    name: ClassVar[str] = "re-date-action"
    action: Id
    due: Day
    because: Text
    approved_by: Slug
    approver: Id


class ReasonNoAction(Command):
    """Record why a recommendation gets no action."""

    name: ClassVar[str] = "reason-no-action"
    finding: Id
    because: Text


class CutVersion(Command):
    """Fix the draft as the next numbered version; without a title it bears the plan's."""

    name: ClassVar[str] = "cut-version"
    title: Text | None = None


DraftingCommand = AgreeAction | AmendAction | ReDateAction | ReasonNoAction | CutVersion
