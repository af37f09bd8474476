"""What can happen while the plan is written: actions are agreed and amended, reasons given, versions cut."""

from typing import ClassVar

from domain.value import Day, Digest, Event, Id, Slug, Text


class ActionAgreed(Event):
    """Officers agreed what will be done about which findings, by whom, by when, and how success will be measured."""

    kind: ClassVar[str] = "plan.action-agreed"
    action: Id
    findings: tuple[Id, ...]
    text: Text
    owner: Slug
    due: Day
    measure: Text


class ActionAmended(Event):
    """An agreed action was put differently, with the reason; the line before keeps what it was."""

    kind: ClassVar[str] = "plan.action-amended"
    action: Id
    findings: tuple[Id, ...]
    text: Text
    owner: Slug
    due: Day
    measure: Text
    because: Text


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


DraftingEvent = ActionAgreed | ActionAmended | NoActionReasoned | VersionCut
