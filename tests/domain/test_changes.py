"""What is cut after cabinet's yes is classed: a material change voids the yes, an immaterial one may be adopted."""

import pytest
from given import TERMS, day, done, given, plan_after
from pydantic import ValidationError
from samples import (
    DIGEST_OF_VERSION_2_WITH_A_LEAD,
    adopt_version_2,
    approval_was_voided,
    approved_by_cabinet,
    ask_cabinet,
    change_was_classed,
    confirm_that_it_may_be_implemented,
    cut_the_next_version,
    finalisation_delegated,
    immaterially_changed,
    publish_version_1,
    raise_the_measure_of_strategy_meetings,
    record_late_personal_advisers,
    record_the_chief_inspectors_receipt,
    revoke_the_delegation,
    submitted,
    version_2_was_adopted,
    with_cabinet,
)

from domain.approval.state import Approved, Returned
from domain.authority.materiality import HOUSE_MATERIALITY, ChangeRule, Materiality
from domain.calendar import at_nine
from domain.decider import PlanCommand
from domain.drafting.commands import AmendAction
from domain.finalisation.events import ApprovalVoided, ChangeClassed
from domain.plan import Plan
from domain.plan_events import PlanEvent

receipt_for_version_2 = record_the_chief_inspectors_receipt.model_copy(
    update={"digest": DIGEST_OF_VERSION_2_WITH_A_LEAD}
)
voided = (*approved_by_cabinet, raise_the_measure_of_strategy_meetings, cut_the_next_version)


def standing(plan: Plan) -> object:
    return plan.approval.standing


def after_the_yes(*steps: PlanCommand) -> list[PlanEvent]:
    """What is recorded when, after these steps, the next version is cut."""
    return given(*approved_by_cabinet, *steps).when(cut_the_next_version).accepted()


def amended(**parts: object) -> AmendAction:
    return AmendAction.model_validate({"action": "A1", "because": "-"} | parts)


def test_a_material_change_is_classed_and_voids_the_yes() -> None:
    cut, *followed = after_the_yes(raise_the_measure_of_strategy_meetings)
    assert cut.kind == "plan.version-cut"
    assert followed == [change_was_classed, approval_was_voided]
    returned = standing(plan_after(*voided))
    assert isinstance(returned, Returned)
    assert (returned.how, returned.version) == ("voided", 1)


def test_nothing_is_sent_or_published_until_cabinet_is_asked_again() -> None:
    given(*voided).when(record_the_chief_inspectors_receipt).refused("approved-before-submitted")
    given(*voided).when(publish_version_1).refused("published-is-approved")
    given(*voided).when(ask_cabinet.model_copy(update={"version": 2})).accepted()


@pytest.mark.parametrize(
    ("change", "rule", "material"),
    [
        (amended(measure="95 in 100 Strategy meetings in time; three months running."), "form-alone", False),
        (amended(lead="head-of-digital-services"), "who-works-on-it", False),
        (amended(partner="the police"), "who-works-on-it", False),
        (amended(theme="Help and protection"), "who-works-on-it", False),
        (record_late_personal_advisers.model_copy(update={"finding": "R6"}), "added-or-dropped", True),
        (amended(findings=("R1", "R2")), "links", True),
        (amended(due=day("2022-11-01")), "later", True),
        (amended(owner="head-of-digital-services"), "owner", True),
        (amended(outcome="Children are safe sooner."), "outcome-or-measure", True),
        (amended(due=day("2022-10-03")), "anything-else", True),
        (amended(text="Hold most strategy meetings in time."), "anything-else", True),
    ],
)
def test_each_difference_is_classed_by_the_first_rule_that_holds(
    change: PlanCommand, rule: str, material: bool
) -> None:
    said = after_the_yes(change)[1]
    assert isinstance(said, ChangeClassed)
    assert [(each.rule, each.material) for each in said.differences] == [(rule, material)]
    assert said.material is material


def test_the_approval_stands_after_an_immaterial_change() -> None:
    assert isinstance(standing(plan_after(*immaterially_changed)), Approved)
    given(*immaterially_changed).when(record_the_chief_inspectors_receipt).accepted()


def test_an_immaterial_change_is_adopted_as_the_monitoring_officer_confirmed_and_goes_out() -> None:
    given(*immaterially_changed).when(adopt_version_2).then(version_2_was_adopted)
    adopted = (*immaterially_changed, adopt_version_2)
    given(*adopted).when(adopt_version_2).then()
    given(*adopted).when(record_the_chief_inspectors_receipt).refused("submitted-is-approved", saying="Version 2")
    given(*adopted).when(receipt_for_version_2).accepted()


def test_only_an_immaterial_change_cut_last_is_adopted() -> None:
    given(*with_cabinet).when(adopt_version_2).refused("change-is-immaterial", saying="Nothing")
    given(*approved_by_cabinet).when(adopt_version_2.model_copy(update={"version": 1})).refused(
        "change-is-immaterial", saying="Version 1"
    )
    given(*finalisation_delegated, raise_the_measure_of_strategy_meetings, cut_the_next_version).when(
        adopt_version_2
    ).refused("change-is-immaterial", saying="Version 2 is no immaterial change of version 1")


def test_a_change_is_adopted_before_the_decision_takes_effect() -> None:
    given(*immaterially_changed, confirm_that_it_may_be_implemented).when(adopt_version_2).refused(
        "changed-before-it-is-sent"
    )


def test_the_monitoring_officer_confirms() -> None:
    other = adopt_version_2.model_copy(update={"confirmed_by": "head-of-improvement"})
    given(*immaterially_changed).when(other).refused("confirmed-by-monitoring-officer", saying="head-of-improvement")


def test_what_changes_after_an_adoption_is_compared_with_what_was_adopted() -> None:
    again = amended(lead="head-of-digital-services")
    (_, said) = given(*immaterially_changed, adopt_version_2, again).when(cut_the_next_version).accepted()
    assert isinstance(said, ChangeClassed)
    assert (said.from_version, said.to_version) == (2, 3)


def test_under_a_delegation_a_material_change_is_classed_and_voids_nothing() -> None:
    steps = (*finalisation_delegated, raise_the_measure_of_strategy_meetings)
    assert [e.kind for e in given(*steps).when(cut_the_next_version).accepted()] == [
        "plan.version-cut",
        "plan.change-classed",
    ]
    revoked = given(*steps, revoke_the_delegation).when(cut_the_next_version).accepted()
    assert revoked[-1].kind == "plan.approval-voided"


def test_after_a_delegation_ran_out_only_what_it_did_not_let_change_voids_the_yes() -> None:
    handed_on, day_after = amended(owner="head-of-digital-services"), at_nine(day("2022-07-09"))

    def cut(*changed: AmendAction, **said: object) -> list[str]:
        steps = (done(change, at=day_after) for change in changed)
        return [e.kind for e in given(*finalisation_delegated, *steps).when(cut_the_next_version, **said).accepted()]

    kept = ["plan.version-cut", "plan.change-classed"]
    assert cut(raise_the_measure_of_strategy_meetings, at=day_after) == kept
    assert cut(raise_the_measure_of_strategy_meetings, handed_on, at=day_after) == [*kept, "plan.approval-voided"]
    assert cut(handed_on, at=day_after, brought_in=True, effective=day("2022-07-08")) == kept


def test_before_the_yes_and_after_the_submission_a_version_is_cut_as_ever() -> None:
    for steps in ((*with_cabinet[:-1],), submitted):
        (cut,) = given(*steps, amended(lead="head-of-digital-services")).when(cut_the_next_version).accepted()
        assert cut.kind == "plan.version-cut"


def test_of_many_material_changes_the_first_are_named() -> None:
    many = [record_late_personal_advisers.model_copy(update={"finding": f"R1{n}"}) for n in range(8)]
    said = after_the_yes(*many)[-1]
    assert isinstance(said, ApprovalVoided)
    assert said.because.endswith("finding R15 (added) and 2 more.")


def test_an_authoritys_own_rules_go_before_the_houses() -> None:
    assert TERMS.change_rules == HOUSE_MATERIALITY
    last = ChangeRule(rule="anything", meaning="Any change", material=True)
    own = TERMS.model_copy(update={"materiality": Materiality(rules=(last,), source="constitution")})
    assert own.change_rules.rule("action", "lead", "other").material
    assert own.digest != TERMS.digest


def test_rules_that_leave_a_change_unclassed_are_not_read() -> None:
    only = ChangeRule(rule="later", meaning="A later date", material=True, changes=("later",))
    with pytest.raises(ValidationError, match="end with one that always holds"):
        Materiality(rules=(only,), source="constitution")
