"""What can happen while the plan is written: actions are agreed, amended and re-dated, reasons given, versions cut."""

from typing import ClassVar

from domain.drafting.content import Milestone, Origin
from domain.value import Day, Digest, Event, Id, Slug, Text, added


class ActionAgreed(Event):
    """Officers agreed what will be done about which findings, by whom, by when, and how success will be measured."""

    kind: ClassVar[str] = "plan.action-agreed"
    action: Id
    findings: tuple[Id, ...]
    text: Text
    owner: Slug
    due: Day
    measure: Text
    theme: Text | None = added(None)
    outcome: Text | None = added(None)
    lead: Slug | None = added(None)
    partner: Text | None = added(None)
    start: Day | None = added(None)
    milestones: tuple[Milestone, ...] | None = added(None)
    origin: Origin | None = added(None)


class ActionAmended(Event):
    """An agreed action was put differently, with the reason; the line before keeps what it was."""

    kind: ClassVar[str] = "plan.action-amended"
    action: Id
    findings: tuple[Id, ...]
    text: Text
    owner: Slug
    due: Day
    measure: Text
    theme: Text | None = added(None)
    outcome: Text | None = added(None)
    lead: Slug | None = added(None)
    partner: Text | None = added(None)
    start: Day | None = added(None)
    milestones: tuple[Milestone, ...] | None = added(None)
    origin: Origin | None = added(None)
    because: Text


class ActionReDated(Event):
    """An action in delivery got another due date, the `count`-th; the original one is the first line's `was`."""

    kind: ClassVar[str] = "plan.action-re-dated"
    action: Id
    was: Day
    due: Day
    because: Text
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
