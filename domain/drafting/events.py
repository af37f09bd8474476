"""What can happen while the plan is written: actions are agreed, amended and re-dated, reasons given, versions cut."""

from typing import ClassVar

from domain.drafting.content import Besides, Promised
from domain.value import Day, Digest, Erasable, Event, Id, Slug, Text


class _OfAction(Event):
    action: Id


class ActionAgreed(Besides, Promised, _OfAction):
    """Officers agreed what will be done about which findings, by whom, by when, and how success will be measured."""

    kind: ClassVar[str] = "plan.action-agreed"


class ActionAmended(Besides, Promised, _OfAction):
    """An agreed action was put differently, with the reason; the line before keeps what it was."""

    kind: ClassVar[str] = "plan.action-amended"
    because: Erasable


class ActionReDated(_OfAction):
    """An action in delivery got another due date, the `count`-th; the original one is the first line's `was`."""

    kind: ClassVar[str] = "plan.action-re-dated"
    was: Day
    due: Day
    because: Erasable
    approved_by: Slug
    approver: Id
    count: int


class NoActionReasoned(Event):
    """Officers recorded why a recommendation gets no action."""

    kind: ClassVar[str] = "plan.no-action-reasoned"
    finding: Id
    because: Text


class VersionCut(Event):
    """The draft was fixed as a numbered version. `digest`: SHA-256 of its canonical content (drafting/content.py)."""

    kind: ClassVar[str] = "plan.version-cut"
    number: int
    digest: Digest
    title: Text


DraftingEvent = ActionAgreed | ActionAmended | ActionReDated | NoActionReasoned | VersionCut
