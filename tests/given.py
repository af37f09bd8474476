"""The grammar of the tests: given(what came before).when(a command).then(what follows), or .refused(by a rule).

This is its lowest height, the decider's: no ledger, no clock, no workflow.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.authority import council as councils
from domain.authority.commands import AuthorityCommand
from domain.authority.council import Council
from domain.authority.duties import MAY
from domain.authority.events import AuthorityEvent
from domain.authority.roles import ENGINE, Role
from domain.authority.state import Authority
from domain.book.events import stream_of
from domain.calendar import at_nine
from domain.decider import AnyCommand, decide
from domain.finalisation.commands import FinalisePlan
from domain.plan import Plan, evolve
from domain.plan_events import PlanEvent
from domain.value import Act, Command, Refused

_SHIPPED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "authorities/gloucestershire.yaml").read_text(encoding="utf-8")
)
_BROUGHT_FORWARD = {
    "chasing": {"source": "set by the council"},
    "reviews": {"source": "set by the council"},
    "reporting": [
        {
            "to": "improvement-board",
            "post": "improvement-board-chair",
            "first": "2022-04-25",
            "every": 6,
            "unit": "weeks",
            "source": "set by the council",
        }
    ],
}
"""What the shipped terms leave open: whom the council would have chased, and when, is not public."""

TERMS = Authority.model_validate(_SHIPPED | {"delivery": _SHIPPED["delivery"] | _BROUGHT_FORWARD})
TEMPLATE, COMMITTEES = (
    Authority.model_validate(
        yaml.safe_load((Path(__file__).parents[1] / f"authorities/{name}.yaml").read_text(encoding="utf-8"))
    )
    for name in ("template-cabinet", "template-committees")
)
REGISTER = {terms.id: terms for terms in (TERMS, TEMPLATE, COMMITTEES)}

STREAM = "glos-2022"
AUTHORITY_STREAM = stream_of(TERMS.id)

AFTERWARDS = datetime(2022, 10, 3, 10, tzinfo=UTC)
"""When everything is recorded that does not say otherwise: after every date of the samples, so that none is ahead."""

_USUAL: dict[Role, tuple[str, str]] = {
    "governance-officer": ("dso-01", "democratic-services-officer"),
    "improvement-lead": ("dcs-01", "director-of-childrens-services"),
    "engine": ("workflow", ENGINE),
    "assurance": ("qam-01", "quality-assurance-manager"),
    "information-governance": ("igo-01", "information-governance-officer"),
    "monitoring-officer": ("mon-01", "monitoring-officer"),
}


@dataclass(frozen=True)
class Step:
    """A command or an event together with who did it and when."""

    what: AnyCommand | PlanEvent | AuthorityEvent
    act: Act


def usual_act(what: AnyCommand | PlanEvent | AuthorityEvent, **said: Any) -> Act:
    """The act of the person who usually does this, `AFTERWARDS`; whatever is `said` of it goes first.

    That is the clerk where the clerk may, else the director, else the workflow, else quality assurance. What must be
    recorded while it is delegated is recorded on its day.
    """
    may = MAY.get(what.name, frozenset()) if isinstance(what, Command) else frozenset[Role]()
    by, post = next((_USUAL[role] for role in _USUAL if role in may), _USUAL["governance-officer"])
    at = at_nine(what.finalised_on) if isinstance(what, FinalisePlan) else AFTERWARDS
    return Act.model_validate({"by": by, "acting_as": post, "at": at} | said)


def done(what: AnyCommand | PlanEvent | AuthorityEvent, **said: Any) -> Step:
    """A step done by somebody in particular: done(cut_version, by="dcs-02", on_behalf_of="dcs-01")."""
    return Step(what, usual_act(what, **said))


@dataclass(frozen=True)
class Outcome:
    """What came of a command: its events, or the refusal."""

    events: list[PlanEvent] = field(default_factory=list)
    refusal: Refused | None = None

    def then(self, *expected: PlanEvent | AuthorityEvent) -> None:
        """Exactly these events followed; none, if it stood already."""
        assert self.refusal is None, f"refused: {self.refusal}"
        assert self.events == list(expected)

    def accepted(self) -> list[PlanEvent]:
        """The events, of which there is at least one: for a test that looks at a part of them."""
        assert self.refusal is None, f"refused: {self.refusal}"
        assert self.events, "it stood already"
        return self.events

    def refused(self, rule: str, saying: str = "") -> None:
        """The rules refused it by `rule`, in a sentence that holds `saying`."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert self.refusal.rule == rule, self.refusal
        assert saying in self.refusal.because


@dataclass(frozen=True)
class Given:
    """What came before."""

    plan: Plan | None
    stream: str
    council: Council | None = None
    lines: int = 0

    def when(self, command: AnyCommand, **said: Any) -> Outcome:
        """Ask; `said` names who asks and when, as an Act does: by, acting_as, at, effective, on_behalf_of, …"""
        try:
            return Outcome(self.decided(command, usual_act(command, **said)))
        except Refused as refused:
            return Outcome(refusal=refused)

    def decided(self, command: AnyCommand, act: Act) -> list[Any]:
        """What follows, in the plan's stream or in the authority's. Raises Refused."""
        stream = AUTHORITY_STREAM if isinstance(command, AuthorityCommand) else self.stream
        return decide(command, self.plan, act, stream, REGISTER, self.council)


def given(*steps: AnyCommand | PlanEvent | AuthorityEvent | Step, stream: str = STREAM) -> Given:
    """What came before, in order: commands, which must be accepted, and events, which have happened."""
    before = Given(None, stream)
    for step in steps:
        before = _next(before, step if isinstance(step, Step) else done(step))
    return before


def plan_after(*steps: AnyCommand | PlanEvent | AuthorityEvent | Step) -> Plan:
    """The plan that these steps add up to."""
    plan = given(*steps).plan
    assert plan is not None, "nothing happened yet"
    return plan


def _next(before: Given, step: Step) -> Given:
    events: list[PlanEvent | AuthorityEvent]
    if isinstance(step.what, Command):
        try:
            events = before.decided(step.what, step.act)
        except Refused as refused:
            pytest.fail(f"what came before cannot have been: {step.what.name}: {refused}")
    else:
        events = [step.what]
    plan, council, lines = before.plan, before.council, before.lines
    for event in events:
        if isinstance(event, AuthorityEvent):
            council = councils.evolve(council, event, TERMS.id)
        else:
            lines += 1
            plan = evolve(plan, event, step.act.but(number=lines), before.stream)
    return Given(plan, before.stream, council, lines)


def day(text: str) -> date:
    """A day as it is written: day("2022-07-15")."""
    return date.fromisoformat(text)
