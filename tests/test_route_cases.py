"""The shipped cases that go by a route: act by act through the rules, with what the workflows bring about between."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.approval.commands import ConfirmImplementable
from domain.approval.state import Approved
from domain.authority.roles import ENGINE
from domain.calendar import london_day, start_of
from domain.decider import PlanCommand, decide
from domain.plan import Plan, evolve
from domain.submission.commands import AcknowledgeSubmission
from domain.value import Act
from papers import HOME, Case, read_authorities, read_case

REGISTER = read_authorities(HOME)
CASES = {
    "telford-2016": "cabinet_then_council",
    "cheshire-east-2024": "committee_then_council",
    "halton-2020": "submit_then_note",
    "st-helens-2018": "focused_visit_priority_action",
    "jtai-example": "jtai_principal_authority",
    "area-send-example": "area_send_pap",
}


class Life:
    """The plan of a case as its acts add up, and as its workflows act at their moments."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.plan: Plan | None = None

    def ask(self, command: PlanCommand, act: Act) -> None:
        for event in decide(command, self.plan, act, self.stream, REGISTER):
            self.plan = evolve(self.plan, event, act, self.stream)

    def live(self, case: Case) -> Plan:
        for act in case.acts:
            self._implement(by=Act(by="workflow", acting_as=ENGINE, at=act.at))
            command = act.command()
            assert isinstance(command, PlanCommand)
            self.ask(command, Act(by=act.by, acting_as=act.acting_as, at=act.at, invented=act.invented))
        assert self.plan is not None
        return self.plan

    def _implement(self, by: Act) -> None:
        """The decision is implemented and sent on its first day, if that has come by the next act."""
        standing = self.plan.approval.standing if self.plan else None
        if not isinstance(standing, Approved) or standing.implementable_from > london_day(by.at):
            return
        assert self.plan is not None
        on = standing.implementable_from
        then = by.model_copy(update={"at": start_of(on) + timedelta(hours=23)}) if on < london_day(by.at) else by
        self.ask(ConfirmImplementable(round=standing.round), then)
        for addressee in self.plan.terms.addressees:
            receipt = {"digest": standing.digest, "addressee": addressee.id, "receipt": "r-1", "sent_on": on}
            self.ask(AcknowledgeSubmission.model_validate(receipt), then)


def lived(name: str) -> Plan:
    path = Path(HOME / "cases" / f"{name}.yaml")
    return Life(name).live(read_case(path))


@pytest.mark.parametrize("name", CASES)
def test_a_case_goes_by_its_route_to_the_submission_in_time(name: str) -> None:
    plan = lived(name)
    assert plan.route.taken.id == CASES[name]
    assert plan.submitted
    due, sent = plan.deadline("statement").adopted, plan.submission.first_submitted_on
    assert due
    assert sent
    assert sent <= due
    standing = plan.approval.standing
    assert isinstance(standing, Approved)
    assert standing.answers.keys() == {stage.id for stage in plan.route.taken.stages}


def test_the_draft_plan_of_st_helens_was_due_on_10_september_2018() -> None:
    assert str(lived("st-helens-2018").deadline("draft-plan").adopted) == "2018-09-10"
