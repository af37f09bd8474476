"""What the drafting adds up to: actions, reasons for no action, who drafted, and the versions cut so far."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.calendar import london_day
from domain.drafting.content import Action, canonical, digest
from domain.drafting.events import (
    ActionAgreed,
    ActionAmended,
    ActionReDated,
    DraftingEvent,
    NoActionReasoned,
    VersionCut,
)
from domain.inspection.state import Finding
from domain.value import Acted, Day, Digest, Id, Slug, Text, Value


class Version(Value):
    """A version as cut: what it was made of, and its `digest`; `drafted_by` is everyone who drafted."""

    plan: Slug
    number: int
    digest: Digest
    title: Text
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    reasons: dict[Id, Text]
    drafted_by: tuple[Id, ...]

    @property
    def content(self) -> str:
        """The canonical JSON behind `digest`: made when it is wanted, since most who fold a plan never do."""
        return canonical(self.plan, self.number, self.title, self.findings, self.actions, self.reasons).decode()


class ReDates(Value):
    """The new due dates that an action was given: the `original` one, and how many, which is its length."""

    original: Day
    count: int

    def __len__(self) -> int:
        return self.count


class Draft(Value):
    """The draft as it stands. `agreed_on`: since when each action has been; `re_dates`: the new dates it was given."""

    actions: dict[Id, Action] = {}
    agreed_on: dict[Id, Day] = {}
    re_dates: dict[Id, ReDates] = {}
    reasons: dict[Id, Text] = {}
    drafted_by: tuple[Id, ...] = ()
    versions: tuple[Version, ...] = ()

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> Version | None:
        return next((v for v in self.versions if v.number == number), None)

    def original_due(self, action: Action) -> date:
        """The day by which it was to be done when delivery began, whatever new dates it was given since."""
        re_dates = self.re_dates.get(action.id)
        return re_dates.original if re_dates else action.due

    def answered(self) -> frozenset[str]:
        """The findings that have an action or a reason why not."""
        return frozenset(f for a in self.actions.values() for f in a.findings) | frozenset(self.reasons)

    def content(self, plan: str, number: int, title: str, findings: Mapping[str, Finding]) -> bytes:
        """The canonical bytes of this draft, were it version `number`."""
        return canonical(plan, number, title, findings.values(), self.actions.values(), self.reasons)

    def moved_on(self, plan: str, version: Version, findings: Mapping[str, Finding]) -> bool:
        """Whether the draft now differs from `version`."""
        return digest(self.content(plan, version.number, version.title, findings)) != version.digest


_OF_AN_ACTION = tuple(name for name in Action.model_fields if name != "id")


def evolve(draft: Draft, event: DraftingEvent, act: Acted, plan: str, findings: Mapping[str, Finding]) -> Draft:
    drafted_by = tuple(sorted({*draft.drafted_by, *act.people}))
    match event:
        case ActionAgreed() | ActionAmended():
            said = event.__dict__
            action = Action.of({"id": event.action} | {name: said[name] for name in _OF_AN_ACTION})
            since = draft.agreed_on.get(action.id) or act.effective or london_day(act.at)
            return draft.but(
                actions={**draft.actions, action.id: action},
                agreed_on={**draft.agreed_on, action.id: since},
                drafted_by=drafted_by,
            )
        case ActionReDated(action=id_, due=due):
            before = draft.re_dates.get(id_)
            counted = {"original": before.original if before else event.was, "count": len(before or ()) + 1}
            re_dates = {**draft.re_dates, id_: ReDates.of(counted)}
            moved = {id_: draft.actions[id_].but(due=due)} if id_ in draft.actions else {}
            return draft.but(actions={**draft.actions, **moved}, re_dates=re_dates, drafted_by=drafted_by)
        case NoActionReasoned(finding=finding, because=because):
            return draft.but(reasons={**draft.reasons, finding: because}, drafted_by=drafted_by)
        case VersionCut(number=number, digest=sealed, title=title):
            version = Version.of(
                {
                    "plan": plan,
                    "number": number,
                    "digest": sealed,
                    "title": title,
                    "findings": tuple(findings.values()),
                    "actions": tuple(draft.actions.values()),
                    "reasons": draft.reasons,
                    "drafted_by": drafted_by,
                }
            )
            return draft.but(versions=(*draft.versions, version), drafted_by=drafted_by)
        case _:
            assert_never(event)
