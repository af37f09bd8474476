"""The grammar of the tests: given(what came before).when(a command).then(what follows), or .refused(by a rule).

This is its lowest height, the decider's: no ledger, no clock, no workflow.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.authority.duties import MAY
from domain.authority.roles import ENGINE, Role
from domain.authority.state import Authority
from domain.decider import PlanCommand, decide
from domain.plan import Plan, PlanEvent, evolve
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
REGISTER = {TERMS.id: TERMS}

STREAM = "glos-2022"

AFTERWARDS = datetime(2022, 10, 3, 10, tzinfo=UTC)
"""When everything is recorded that does not say otherwise: after every date of the samples, so that none is ahead."""

_USUAL: dict[Role, tuple[str, str]] = {
    "governance-officer": ("dso-01", "democratic-services-officer"),
    "improvement-lead": ("dcs-01", "director-of-childrens-services"),
    "engine": ("workflow", ENGINE),
    "assurance": ("qam-01", "quality-assurance-manager"),
    "information-governance": ("igo-01", "information-governance-officer"),
}


@dataclass(frozen=True)
class Step:
    """A command or an event together with who did it and when."""

    what: PlanCommand | PlanEvent
    act: Act


def usual_act(what: PlanCommand | PlanEvent, **said: Any) -> Act:
    """The act of the person who usually does this, `AFTERWARDS`; whatever is `said` of it goes first.

    That is the clerk where the clerk may, else the director, else the workflow, else quality assurance.
    """
    may = MAY.get(what.name, frozenset()) if isinstance(what, Command) else frozenset[Role]()
    by, post = next((_USUAL[role] for role in _USUAL if role in may), _USUAL["governance-officer"])
    return Act.model_validate({"by": by, "acting_as": post, "at": AFTERWARDS} | said)


def done(what: PlanCommand | PlanEvent, **said: Any) -> Step:
    """A step done by somebody in particular: done(cut_version, by="dcs-02", on_behalf_of="dcs-01")."""
    return Step(what, usual_act(what, **said))


@dataclass(frozen=True)
class Outcome:
    """What came of a command: its events, or the refusal."""

    events: list[PlanEvent] = field(default_factory=list)
    refusal: Refused | None = None

    def then(self, *expected: PlanEvent) -> None:
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

    def when(self, command: PlanCommand, **said: Any) -> Outcome:
        """Ask; `said` names who asks and when, as an Act does: by, acting_as, at, effective, on_behalf_of, …"""
        try:
            return Outcome(decide(command, self.plan, usual_act(command, **said), self.stream, REGISTER))
        except Refused as refused:
            return Outcome(refusal=refused)


def given(*steps: PlanCommand | PlanEvent | Step, stream: str = STREAM) -> Given:
    """What came before, in order: commands, which must be accepted, and events, which have happened."""
    plan: Plan | None = None
    for step in steps:
        plan = _next(plan, step if isinstance(step, Step) else done(step), stream)
    return Given(plan, stream)


def plan_after(*steps: PlanCommand | PlanEvent | Step) -> Plan:
    """The plan that these steps add up to."""
    plan = given(*steps).plan
    assert plan is not None, "nothing happened yet"
    return plan


def _next(plan: Plan | None, step: Step, stream: str) -> Plan | None:
    events: list[PlanEvent]
    if isinstance(step.what, Command):
        try:
            events = decide(step.what, plan, step.act, stream, REGISTER)
        except Refused as refused:
            pytest.fail(f"what came before cannot have been: {step.what.name}: {refused}")
    else:
        events = [step.what]
    for event in events:
        plan = evolve(plan, event, step.act, stream)
    return plan


def day(text: str) -> date:
    """A day as it is written: day("2022-07-15")."""
    return date.fromisoformat(text)
