"""Cabinet may leave it to a post to finalise what it approved: as it said, in time, and nothing else goes out."""

import pytest
from given import Given, Step, day, done, given, plan_after
from samples import (
    DIGEST_OF_VERSION_1,
    DIGEST_OF_VERSION_2,
    agree_prompt_strategy_meetings,
    approved_by_cabinet,
    confirm_that_it_may_be_implemented,
    cut_the_next_version,
    delegate_the_finalisation,
    delegation_was_revoked,
    finalisation_delegated,
    finalisation_was_delegated,
    finalise_version_2,
    finalised,
    publish_version_1,
    raise_the_measure_of_strategy_meetings,
    record_cabinets_approval,
    record_late_personal_advisers,
    record_the_chief_inspectors_receipt,
    revoke_the_delegation,
    submitted,
    the_delegation_ran_out,
    version_2_cut_under_delegation,
    version_2_was_finalised,
    with_cabinet,
)

from domain.approval.events import DecisionImplementable
from domain.calendar import at_nine
from domain.decider import PlanCommand
from domain.drafting.commands import AmendAction, CutVersion, ReasonNoAction
from domain.finalisation.events import AuthorityDelegated, Consulted, DelegationRevoked, FinalisedUnderDelegation

receipt_for_version_2 = record_the_chief_inspectors_receipt.model_copy(update={"digest": DIGEST_OF_VERSION_2})

exempt_and_delegated = record_cabinets_approval.model_copy(
    update={"no_call_in_because": "The statement is due before call-in ends.", "finalisation_delegated": True}
)
ON_ITS_LAST_DAY, THE_DAY_AFTER = at_nine(day("2022-07-08")), at_nine(day("2022-07-09"))
"""Of the delegation of the samples."""

in_effect = (*with_cabinet, exempt_and_delegated, confirm_that_it_may_be_implemented)


def change(command: PlanCommand, **parts: object) -> PlanCommand:
    return command.model_copy(update=parts)


def consulted(on: str) -> tuple[Consulted, ...]:
    return tuple(each.but(consulted_on=day(on)) for each in finalise_version_2.consulted)


def under_delegation(*steps: PlanCommand | Step, **parts: object) -> Given:
    return given(*approved_by_cabinet, change(delegate_the_finalisation, **parts), *steps)


def test_cabinet_leaves_it_to_a_post_to_finalise_what_it_approved() -> None:
    given(*approved_by_cabinet).when(delegate_the_finalisation).then(finalisation_was_delegated)
    given(*finalisation_delegated).when(delegate_the_finalisation).then()


def test_the_finalisation_is_delegated_to_an_improvement_lead_after_the_decision_and_for_a_time() -> None:
    approved = given(*approved_by_cabinet)
    approved.when(change(delegate_the_finalisation, to="monitoring-officer")).refused("delegated-to-a-lead")
    early = change(delegate_the_finalisation, delegated_on=day("2022-06-21"))
    approved.when(early).refused("delegation-follows-decision", saying="2022-06-21")
    approved.when(change(delegate_the_finalisation, until=day("2022-06-21"))).refused("delegation-follows-decision")
    approved.when(change(delegate_the_finalisation, of_actions=("A9",))).refused("action-is-known", saying="A9")
    given(*with_cabinet).when(delegate_the_finalisation).refused("decision-stands")


def test_the_finalisation_is_delegated_in_one_way_at_a_time() -> None:
    other = change(delegate_the_finalisation, until=day("2022-07-01"))
    given(*finalisation_delegated).when(other, at=ON_ITS_LAST_DAY).refused("one-delegation-at-a-time")
    given(*finalisation_delegated, revoke_the_delegation).when(other, at=ON_ITS_LAST_DAY).accepted()


def test_what_ran_out_is_delegated_anew_without_a_revocation() -> None:
    anew = change(delegate_the_finalisation, delegated_on=day("2022-07-09"), until=day("2022-07-15"))
    cut, effect = given(*version_2_cut_under_delegation), (*in_effect, delegate_the_finalisation)
    for ran_out in (cut, given(*effect)):
        (event,) = ran_out.when(anew, at=THE_DAY_AFTER).accepted()
        assert isinstance(event, AuthorityDelegated)
    late = change(finalise_version_2, finalised_on=day("2022-07-11"), consulted=consulted("2022-07-10"))
    cut.when(late).refused("finalised-in-time", saying="2022-07-08")
    given(*version_2_cut_under_delegation, done(anew, at=THE_DAY_AFTER)).when(late).accepted()


def test_from_papers_it_is_delegated_anew_on_a_day_after_the_first_ran_out() -> None:
    delegated, until = given(*finalisation_delegated), day("2022-07-15")
    after = change(delegate_the_finalisation, delegated_on=day("2022-07-09"), until=until)
    delegated.when(after, brought_in=True).accepted()
    within = change(after, delegated_on=day("2022-07-08"))
    delegated.when(within, brought_in=True).refused("one-delegation-at-a-time")


def test_what_may_have_been_sent_is_not_delegated_any_more() -> None:
    given(*approved_by_cabinet, confirm_that_it_may_be_implemented).when(delegate_the_finalisation).refused(
        "changed-before-it-is-sent"
    )
    given(*submitted).when(delegate_the_finalisation).refused("changed-before-it-is-sent")
    given(*in_effect).when(delegate_the_finalisation).accepted()


def test_the_draft_opens_for_the_delegate_and_closes_when_it_is_finalised() -> None:
    given(*in_effect, delegate_the_finalisation).when(raise_the_measure_of_strategy_meetings).accepted()
    steps = (raise_the_measure_of_strategy_meetings, cut_the_next_version, finalise_version_2)
    again = AmendAction(action="A1", measure="All in time", because="Asked again.")
    given(*in_effect, delegate_the_finalisation, *steps).when(again).refused("draft-is-open")


def test_the_delegate_finalises_a_later_version_with_every_difference_on_record() -> None:
    given(*version_2_cut_under_delegation).when(finalise_version_2).then(version_2_was_finalised)
    given(*finalised).when(finalise_version_2).then()


def test_a_version_may_be_final_as_it_was_approved() -> None:
    (said,) = given(*finalisation_delegated).when(change(finalise_version_2, version=1)).accepted()
    assert isinstance(said, FinalisedUnderDelegation)
    assert (said.final_digest, said.differences) == (DIGEST_OF_VERSION_1, ())


def test_only_the_delegate_finalises() -> None:
    given(*version_2_cut_under_delegation).when(finalise_version_2, acting_as="head-of-improvement").refused(
        "finalised-by-the-delegate", saying="director-of-childrens-services"
    )


@pytest.mark.parametrize("on", ["2022-06-21", "2022-07-09"])
def test_it_is_finalised_within_its_time(on: str) -> None:
    given(*version_2_cut_under_delegation).when(change(finalise_version_2, finalised_on=day(on))).refused(
        "finalised-in-time", saying=on
    )


def test_a_delegation_that_ran_out_is_not_used_under_an_earlier_day_but_from_papers() -> None:
    cut = given(*version_2_cut_under_delegation)
    cut.when(finalise_version_2, at=at_nine(day("2022-07-08"))).then(version_2_was_finalised)
    late = at_nine(day("2022-07-11"))
    cut.when(finalise_version_2, at=late).refused("recorded-while-delegated", saying="2022-07-11")
    cut.when(finalise_version_2, at=late, brought_in=True).then(version_2_was_finalised)


def test_whom_the_resolution_names_is_consulted_before() -> None:
    cut = given(*version_2_cut_under_delegation)
    cut.when(change(finalise_version_2, consulted=())).refused("consulted-before-finalised", saying="cabinet-member")
    (asked,) = finalise_version_2.consulted
    too_late = asked.model_copy(update={"consulted_on": day("2022-06-29")})
    cut.when(change(finalise_version_2, consulted=(too_late,))).refused("consulted-before-finalised")


def test_the_version_that_was_cut_last_is_finalised_and_answers_everything() -> None:
    cut = given(*version_2_cut_under_delegation)
    cut.when(change(finalise_version_2, version=1)).refused("final-version-is-the-latest", saying="Version 2")
    again = AmendAction(action="A1", measure="All in time", because="Asked again.")
    given(*version_2_cut_under_delegation, again).when(finalise_version_2).refused("version-is-current")
    one_more = change(record_late_personal_advisers, finding="R6")
    under_delegation(one_more, cut_the_next_version, may_change=("findings",)).when(finalise_version_2).refused(
        "every-recommendation-answered", saying="R6"
    )


def test_each_change_that_cabinet_did_not_delegate_is_named() -> None:
    handed_on = AmendAction(action="A1", owner="head-of-digital-services", lead="head-of-safeguarding", because="-")
    weakness = change(record_late_personal_advisers, finding="W6", sort="weakness")
    measured = (raise_the_measure_of_strategy_meetings, weakness, done(cut_the_next_version, at=ON_ITS_LAST_DAY))
    given(*approved_by_cabinet, handed_on, delegate_the_finalisation, *measured).when(finalise_version_2).refused(
        "finalised-within-the-delegation", saying="finding W6 (added), action A1 (owner), action A1 (lead)."
    )
    parts = {"may_change": ("owners", "measures", "findings")}
    under_delegation(handed_on, *measured, **parts).when(finalise_version_2).accepted()


def test_what_cabinet_did_not_delegate_is_refused_when_it_is_drafted() -> None:
    delegated, rule = given(*finalisation_delegated), "drafted-within-the-delegation"
    handed_on = AmendAction(action="A1", owner="head-of-digital-services", measure="All", because="-")
    at = ON_ITS_LAST_DAY
    delegated.when(handed_on, at=at).refused(rule, saying="not these changes: action A1 (owner). Leave them out")
    delegated.when(change(agree_prompt_strategy_meetings, action="A9"), at=at).refused(rule, saying="A9 (added)")
    delegated.when(ReasonNoAction(finding="R1", because="-"), at=at).refused(rule, saying="reason R1 (added)")
    delegated.when(CutVersion(title="Another"), at=at).refused(rule, saying="the title")
    delegated.when(raise_the_measure_of_strategy_meetings, at=at).accepted()
    under_delegation(may_change=("owners", "measures")).when(handed_on, at=at).accepted()
    given(*finalisation_delegated, revoke_the_delegation).when(handed_on, at=at).accepted()


def test_a_delegation_that_ran_out_binds_no_drafting() -> None:
    handed_on = AmendAction(action="A1", owner="head-of-digital-services", because="-")
    ran_out = given(*finalisation_delegated)
    ran_out.when(handed_on, at=THE_DAY_AFTER).accepted()
    past = {"at": THE_DAY_AFTER, "brought_in": True}
    ran_out.when(handed_on, **past, effective=day("2022-07-08")).refused("drafted-within-the-delegation")
    ran_out.when(handed_on, **past).accepted()


def test_what_was_changed_before_the_delegation_is_taken_back_one_by_one() -> None:
    changed = AmendAction(action="A1", owner="head-of-digital-services", lead="head-of-safeguarding", because="-")
    before = given(*approved_by_cabinet, changed, delegate_the_finalisation)
    before.when(change(changed, owner="head-of-social-work-practice"), at=ON_ITS_LAST_DAY).refused(
        "drafted-within-the-delegation", saying="changes: action A1 (owner)."
    )
    before.when(change(changed, owner=agree_prompt_strategy_meetings.owner), at=ON_ITS_LAST_DAY).accepted()
    before.when(CutVersion(), at=ON_ITS_LAST_DAY).accepted()


def test_only_the_actions_that_cabinet_named_may_change() -> None:
    steps = (raise_the_measure_of_strategy_meetings, cut_the_next_version)
    under_delegation(of_actions=("A2",)).when(steps[0], at=ON_ITS_LAST_DAY).refused("drafted-within-the-delegation")
    whole = {"may_change": ("actions",), "of_actions": ("A1", "A2")}
    under_delegation(*steps, **whole).when(finalise_version_2).accepted()


def test_nothing_goes_out_while_the_finalisation_is_awaited() -> None:
    given(*finalisation_delegated).when(record_the_chief_inspectors_receipt).refused("finalised-before-submitted")
    given(*in_effect).when(record_the_chief_inspectors_receipt).refused("finalised-before-submitted")
    given(*finalisation_delegated).when(publish_version_1).refused("finalised-before-submitted")
    ran_out = given(*in_effect, delegate_the_finalisation, the_delegation_ran_out)
    ran_out.when(record_the_chief_inspectors_receipt).refused("finalised-before-submitted")
    ran_out.when(publish_version_1).refused("finalised-before-submitted")


def test_the_final_version_goes_out_and_no_other() -> None:
    given(*finalised).when(record_the_chief_inspectors_receipt).refused(
        "submitted-is-approved", saying="Version 2, digest aabbb7a4a8a9…, went in the place of version 1"
    )
    (received,) = given(*finalised).when(receipt_for_version_2).accepted()
    assert getattr(received, "version", None) == 2


def test_the_final_version_is_published_and_no_other() -> None:
    given(*finalised).when(publish_version_1).refused("published-is-final", saying="Version 2")
    given(*finalised).when(change(publish_version_1, version=2)).accepted()


def test_a_decision_that_takes_effect_says_what_goes_out_and_whether_it_must_wait() -> None:
    def said(*steps: PlanCommand) -> DecisionImplementable:
        (event,) = given(*steps).when(confirm_that_it_may_be_implemented).accepted()
        assert isinstance(event, DecisionImplementable)
        return event

    assert (said(*approved_by_cabinet).version, said(*approved_by_cabinet).finalisation_awaited) == (1, False)
    assert (said(*finalisation_delegated).version, said(*finalisation_delegated).finalisation_awaited) == (1, True)
    assert (said(*finalised).version, said(*finalised).finalisation_awaited) == (2, False)
    assert said(*with_cabinet, exempt_and_delegated).finalisation_awaited


def test_a_plan_that_is_finalised_after_the_decision_took_effect_goes_out_at_once() -> None:
    late = (*in_effect, delegate_the_finalisation, raise_the_measure_of_strategy_meetings, cut_the_next_version)
    (event,) = given(*late).when(finalise_version_2).accepted()
    assert isinstance(event, FinalisedUnderDelegation)
    assert event.implementable


def test_what_cabinet_approved_goes_out_when_the_delegation_is_taken_back() -> None:
    given(*version_2_cut_under_delegation).when(revoke_the_delegation).then(delegation_was_revoked)
    revoked = (*version_2_cut_under_delegation, revoke_the_delegation)
    given(*revoked).when(revoke_the_delegation).then()
    given(*revoked).when(finalise_version_2).refused("finalisation-is-delegated")
    given(*revoked).when(record_the_chief_inspectors_receipt).accepted()
    (event,) = given(*in_effect, delegate_the_finalisation).when(revoke_the_delegation).accepted()
    assert isinstance(event, DelegationRevoked)
    assert event.implementable


def test_a_delegation_is_taken_back_after_it_was_given_and_before_it_is_spent() -> None:
    early = change(revoke_the_delegation, revoked_on=day("2022-06-21"))
    given(*finalisation_delegated).when(early).refused("delegation-follows-decision", saying="2022-06-21")
    given(*finalised).when(revoke_the_delegation).refused("finalisation-is-delegated", saying="spent")
    given(*approved_by_cabinet).when(revoke_the_delegation).refused("finalisation-is-delegated")
    given(*with_cabinet).when(finalise_version_2).refused("finalisation-is-delegated", saying="Nothing")


def test_who_finalised_stands_with_the_version_as_who_drafted_it() -> None:
    by = done(raise_the_measure_of_strategy_meetings, by="hoi-01", acting_as="head-of-improvement")
    plan = plan_after(*finalisation_delegated, by, cut_the_next_version)
    assert plan.version(2) is not None
    assert "hoi-01" in getattr(plan.version(2), "drafted_by", ())
