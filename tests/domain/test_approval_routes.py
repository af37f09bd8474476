"""A version goes through the stages of a route, in their order, and is approved when the last of them has answered."""

from typing import Any

import pytest
from given import COMMITTEES, TEMPLATE, day, given, plan_after
from pydantic import ValidationError
from samples import (
    CABINET,
    DIGEST_OF_VERSION_1,
    ask_cabinet,
    cabinet_was_asked,
    choose_cabinet_then_council,
    confirm_that_it_may_be_implemented,
    council_approved_version_1,
    council_to_decide,
    decision_was_put_off,
    escalate_the_overdue_answer,
    on_its_route,
    open_the_plan,
    opened,
    plan_was_opened,
    publish_the_agenda,
    put_the_decision_off,
    recommended_by_cabinet,
    record_cabinets_approval,
    record_cabinets_recommendation,
    record_cabinets_refusal,
    record_the_chief_inspectors_receipt,
    record_the_councils_decision,
    record_the_first_reminder,
    record_the_secretary_of_states_receipt,
    route_was_chosen,
    send_the_plan_back,
    under_the_template,
    version_1_cut,
    version_1_cut_under_the_template,
    with_cabinet,
    withdraw_the_question,
)

from domain.approval.events import ApprovalAsked, ApprovalWithdrawn, CabinetApproved, Conflict, SentBack, Votes
from domain.approval.state import Approved, Asked, Returned
from domain.authority.commands import AdoptTerms
from domain.authority.events import TermsAdopted
from domain.authority.routes import whom
from domain.authority.state import Authority
from domain.decider import PlanCommand
from domain.plan_events import PlanEvent
from domain.route.commands import ChooseRoute, RecordDecision
from domain.route.events import DecisionMade

COUNCILLORS = record_the_councils_decision.decided_by
BOARD = ("ibm-01", "ibm-02", "ibm-03")


def council(**change: object) -> RecordDecision:
    return record_the_councils_decision.model_copy(update=change)


def decision(stage: str, verb: str, on: str, by: tuple[str, ...], **more: object) -> RecordDecision:
    return RecordDecision.model_validate(
        {"stage": stage, "version": 1, "verb": verb, "decided_on": day(on), "resolution": "So resolved."}
        | {"decided_by": by}
        | more
    )


def on_the_route(route: str) -> tuple[PlanCommand, ...]:
    return (*version_1_cut_under_the_template, ChooseRoute(route=route), ask_cabinet)


signed_off = decision("sign-off", "signed-off", "2022-06-15", ("dir-01",))
board_endorsed = decision("board", "endorsed", "2022-06-17", BOARD)
scrutiny_considered = decision("scrutiny", "noted", "2022-06-20", ("cllr-21", "cllr-22", "cllr-23"))
cabinet_noted = decision("noting", "noted", "2022-07-20", CABINET)
BEFORE_SUBMISSION = on_the_route("cabinet_before_submission")
SUBMIT_FIRST = on_the_route("submit_then_note")


# The choice


def test_a_route_of_the_terms_is_chosen_with_all_it_says() -> None:
    given(*under_the_template).when(choose_cabinet_then_council).then(route_was_chosen)


def test_a_route_that_the_terms_do_not_write_is_not_chosen() -> None:
    given(*opened).when(choose_cabinet_then_council).refused("route-is-known", saying="they have these: none")


def test_a_round_ends_on_the_route_it_began_with() -> None:
    other = ChooseRoute(route="area_send_pap")
    given(*on_its_route).when(other).refused("route-stands-for-the-round")
    given(*recommended_by_cabinet, record_the_councils_decision).when(other).refused("route-stands-for-the-round")
    given(*on_its_route, withdraw_the_question).when(other).accepted()


def test_a_plan_without_a_route_is_put_to_cabinet_alone() -> None:
    given(*version_1_cut).when(ask_cabinet).then(cabinet_was_asked)


def test_a_council_of_committees_is_asked_on_a_route_alone() -> None:
    begun = (open_the_plan.model_copy(update={"authority": "template-committees"}), *version_1_cut[1:])
    given(*begun).when(ask_cabinet).refused("committees-have-no-cabinet")
    chosen = (*begun, ChooseRoute(route="committee_then_council"))
    (asked,) = given(*chosen).when(ask_cabinet).accepted()
    assert isinstance(asked, ApprovalAsked)
    assert whom(asked.awaited) == "the children and families committee to recommend it"
    given(*chosen, ask_cabinet).when(record_cabinets_approval).refused("stage-is-on-the-route")


# The stages


def test_the_first_stages_are_asked_first() -> None:
    asked = plan_after(*on_its_route).approval.standing
    assert isinstance(asked, Asked)
    assert [s.id for s in asked.taken.open(asked.answers)] == ["cabinet"]


def test_what_cabinet_recommends_goes_on_to_council_and_is_not_approved() -> None:
    (recommended,) = given(*on_its_route).when(record_cabinets_recommendation).accepted()
    assert isinstance(recommended, CabinetApproved)
    assert (recommended.stage, recommended.awaited) == ("cabinet", (council_to_decide,))
    assert recommended.call_in_ends is None
    assert isinstance(plan_after(*recommended_by_cabinet).approval.standing, Asked)
    given(*recommended_by_cabinet).when(record_cabinets_recommendation).then()


def test_what_council_decides_last_is_approved_and_may_be_implemented_at_once() -> None:
    given(*recommended_by_cabinet).when(record_the_councils_decision).then(council_approved_version_1)
    decided = (*recommended_by_cabinet, record_the_councils_decision)
    standing = plan_after(*decided).approval.standing
    assert isinstance(standing, Approved)
    assert (standing.verb, standing.call_in_ends, standing.implementable_from) == ("approved", None, day("2022-07-06"))
    given(*decided).when(confirm_that_it_may_be_implemented).accepted()
    given(*decided).when(record_the_councils_decision).then()


def test_council_does_not_answer_before_cabinet() -> None:
    given(*on_its_route).when(record_the_councils_decision).refused("stage-is-open", saying="comes after cabinet")
    given(*recommended_by_cabinet).when(council(decided_on=day("2022-06-21"))).refused("stage-is-open")


def test_stages_side_by_side_answer_in_any_order_and_an_optional_one_may_stay_silent() -> None:
    begun = (*BEFORE_SUBMISSION, signed_off)
    given(*begun).when(record_cabinets_approval).refused("stage-is-open", saying="comes after board")
    for order in ((board_endorsed,), (scrutiny_considered, board_endorsed), (board_endorsed, scrutiny_considered)):
        (approved,) = given(*begun, *order).when(record_cabinets_approval).accepted()
        assert isinstance(approved, CabinetApproved)
        assert (approved.awaited, approved.call_in_ends) == ((), day("2022-06-29"))
    given(*begun, board_endorsed, record_cabinets_approval).when(scrutiny_considered).refused("cabinet-was-asked")


def test_a_stage_answers_once_and_is_one_of_its_route() -> None:
    begun = (*BEFORE_SUBMISSION, signed_off, board_endorsed)
    given(*begun).when(board_endorsed.model_copy(update={"resolution": "Otherwise."})).refused("stage-answers-once")
    given(*begun).when(council()).refused("stage-is-on-the-route", saying="has no stage council")
    given(*begun).when(council(stage="cabinet")).refused("stage-is-on-the-route", saying="record-cabinet-approval")
    given(*with_cabinet).when(council()).refused("stage-is-on-the-route", saying="route cabinet has no stage")


def test_a_body_answers_about_what_was_put_to_it_once_it_was() -> None:
    given(*version_1_cut).when(council()).refused("cabinet-was-asked")
    given(*recommended_by_cabinet).when(council(version=2)).refused("approved-is-what-was-put")
    given(*recommended_by_cabinet).when(council(digest="0" * 64)).refused("approved-is-what-was-put")
    given(*recommended_by_cabinet).when(council(digest=DIGEST_OF_VERSION_1)).accepted()
    early = signed_off.model_copy(update={"decided_on": day("2022-06-13")})
    given(*BEFORE_SUBMISSION).when(early).refused("answer-follows-question")


def test_the_verb_answers_what_the_stage_asks() -> None:
    given(*recommended_by_cabinet).when(council(verb="recommended")).refused("verb-fits-the-stage")
    given(*with_cabinet).when(record_cabinets_recommendation).refused("verb-fits-the-stage")
    given(*recommended_by_cabinet).when(council(verb="noted")).accepted()
    delegated = record_cabinets_approval.model_copy(update={"verb": "delegated"})
    given(*on_the_route("endorse_and_delegate")).when(delegated).accepted()


def test_a_meeting_decides_if_its_agenda_was_open() -> None:
    of_that_day = publish_the_agenda.model_copy(
        update={"meeting_on": day("2022-07-06"), "published_on": day("2022-07-05"), "shorter_because": None}
    )
    given(*recommended_by_cabinet, of_that_day).when(council()).refused("agenda-was-open")


# Who decides, and how many


def test_each_body_has_its_own_quorum() -> None:
    given(*recommended_by_cabinet).when(council(decided_by=COUNCILLORS[:4], votes=None)).refused("quorum", saying="5")
    given(*BEFORE_SUBMISSION).when(signed_off).accepted()


def test_whoever_drafted_or_asked_does_not_decide_at_any_stage() -> None:
    by_the_drafter = signed_off.model_copy(update={"decided_by": ("dcs-01",)})
    given(*BEFORE_SUBMISSION).when(by_the_drafter).refused("drafter-does-not-decide")


def test_an_interested_member_does_not_decide_and_one_who_withdrew_does_not_count() -> None:
    interest = Conflict(member="cllr-11", interest="Chairs the trust.")
    given(*recommended_by_cabinet).when(council(conflicts=(interest,))).refused("interested-do-not-decide")
    left = interest.model_copy(update={"dispensation_by": "chief-executive", "withdrew": True})
    given(*recommended_by_cabinet).when(council(conflicts=(left,), votes=None)).refused("quorum", saying="4 decided")
    six = (*COUNCILLORS, "cllr-16")
    given(*recommended_by_cabinet).when(council(conflicts=(left,), decided_by=six)).accepted()
    all_six_voted = council(conflicts=(left,), decided_by=six, votes=Votes(in_favour=6, against=0))
    given(*recommended_by_cabinet).when(all_six_voted).refused("votes-fit-the-members", saying="5 members decided")


@pytest.mark.parametrize(("in_favour", "against"), [(2, 2), (1, 4), (0, 0)])
def test_a_vote_is_carried_by_more_in_favour_than_against(in_favour: int, against: int) -> None:
    votes = Votes(in_favour=in_favour, against=against)
    given(*recommended_by_cabinet).when(council(votes=votes)).refused("vote-is-carried")
    tied = record_cabinets_recommendation.model_copy(update={"votes": votes})
    given(*on_its_route).when(tied).refused("vote-is-carried")


def test_no_member_who_leaves_and_nothing_but_an_answer_turns_what_is_asked_into_approved() -> None:
    """Five of five had to answer; one interest later there are too few, and the question stays asked."""
    waiting = given(*recommended_by_cabinet, put_the_decision_off)
    left = Conflict(member="cllr-11", interest="Chairs the trust.", withdrew=True)
    waiting.when(council(decided_by=COUNCILLORS[1:], conflicts=(left,), votes=None)).refused("quorum")
    for command in (
        record_the_first_reminder,
        escalate_the_overdue_answer,
        put_the_decision_off,
        withdraw_the_question,
    ):
        after = plan_after(*recommended_by_cabinet, command).approval
        assert not isinstance(after.standing, Approved), command.name
        assert after.approved == {}
    waiting.when(confirm_that_it_may_be_implemented).then()
    waiting.when(record_the_chief_inspectors_receipt).refused("approved-before-submitted")


# Back, put off, withdrawn


def test_any_stage_that_is_open_sends_back_with_points() -> None:
    by_council = send_the_plan_back.model_copy(
        update={"stage": "council", "decided_on": day("2022-07-06"), "decided_by": COUNCILLORS}
    )
    given(*on_its_route).when(by_council).refused("stage-is-open")
    (sent,) = given(*recommended_by_cabinet).when(by_council).accepted()
    assert isinstance(sent, SentBack)
    assert (sent.stage, sent.name) == ("council", "full council")
    assert isinstance(plan_after(*recommended_by_cabinet, by_council).approval.standing, Returned)
    given(*on_its_route).when(record_cabinets_refusal).accepted()
    given(*recommended_by_cabinet).when(record_cabinets_refusal).refused("stage-answers-once")


def test_what_is_put_off_stays_asked() -> None:
    given(*recommended_by_cabinet).when(put_the_decision_off).then(decision_was_put_off)
    put_off = (*recommended_by_cabinet, put_the_decision_off)
    given(*put_off).when(put_the_decision_off).then()
    given(*put_off).when(record_the_councils_decision).then(council_approved_version_1)
    by_cabinet = put_the_decision_off.model_copy(update={"stage": "cabinet", "deferred_on": day("2022-06-22")})
    given(*with_cabinet).when(by_cabinet).accepted()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"to_meeting_on": day("2022-06-29")}, "deferred-to-a-later-meeting"),
        ({"deferred_on": day("2022-06-13")}, "answer-follows-question"),
        ({"version": 2}, "approved-is-what-was-put"),
        ({"stage": "board"}, "stage-is-on-the-route"),
        ({"stage": "cabinet"}, "stage-answers-once"),
    ],
)
def test_what_is_put_off_is_what_was_asked_and_to_a_later_meeting(change: dict[str, object], rule: str) -> None:
    given(*recommended_by_cabinet).when(put_the_decision_off.model_copy(update=change)).refused(rule)


def test_nothing_is_put_off_that_was_not_asked() -> None:
    given(*version_1_cut).when(put_the_decision_off).refused("cabinet-was-asked")


def test_those_whose_answer_is_awaited_are_named_when_it_is_chased_or_withdrawn() -> None:
    (withdrawn,) = given(*recommended_by_cabinet).when(withdraw_the_question).accepted()
    assert isinstance(withdrawn, ApprovalWithdrawn)
    assert withdrawn.awaiting == "full council"
    begun = given(*BEFORE_SUBMISSION, signed_off)
    (reminded,) = begun.when(record_the_first_reminder).accepted()
    assert "the improvement board and the scrutiny committee" in reminded.model_dump().values()


# Submit, then note


def submitted_first() -> tuple[PlanCommand, ...]:
    receipts = [
        c.model_copy(update={"sent_on": day("2022-07-15")})
        for c in (record_the_chief_inspectors_receipt, record_the_secretary_of_states_receipt)
    ]
    return (*SUBMIT_FIRST, signed_off, *receipts)


def test_only_on_that_route_does_a_signature_let_the_plan_be_submitted() -> None:
    assert plan_after(*submitted_first()).submitted
    receipt = record_the_chief_inspectors_receipt
    given(*BEFORE_SUBMISSION, signed_off).when(receipt).refused("approved-before-submitted")


def test_members_note_the_very_version_that_was_submitted_and_not_before() -> None:
    given(*SUBMIT_FIRST).when(cabinet_noted).refused("noted-after-submission", saying="submit the plan first")
    given(*SUBMIT_FIRST, signed_off).when(cabinet_noted).refused("noted-after-submission")
    early = cabinet_noted.model_copy(update={"decided_on": day("2022-07-14")})
    given(*submitted_first()).when(early).refused("noted-after-submission")
    (noted,) = given(*submitted_first()).when(cabinet_noted).accepted()
    assert isinstance(noted, DecisionMade)
    assert (noted.afterwards, noted.digest) == (True, DIGEST_OF_VERSION_1)
    before, after = plan_after(*submitted_first()), plan_after(*submitted_first(), cabinet_noted)
    assert isinstance(after.approval.standing, Approved)
    assert after.submitted
    assert after.approval.approved == before.approval.approved
    again = cabinet_noted.model_copy(update={"resolution": "Otherwise."})
    given(*submitted_first(), cabinet_noted).when(cabinet_noted).then()
    given(*submitted_first(), cabinet_noted).when(again).refused("stage-answers-once")


# Newer terms


OLDER = TEMPLATE.but(version="2021-05")


def under_older_terms(*after: PlanCommand) -> tuple[PlanEvent | PlanCommand, ...]:
    was_opened = plan_was_opened.but(authority=OLDER.id, terms=OLDER, constitution=OLDER.digest)
    return (was_opened, *after[1:])


def test_what_is_still_to_be_noted_is_noted_under_the_terms_it_was_put_under() -> None:
    adopt = AdoptTerms(version=TEMPLATE.version)
    given(*under_older_terms(*submitted_first())).when(adopt).refused("round-keeps-its-terms", saying="at noting")
    given(*under_older_terms(*submitted_first()), cabinet_noted).when(adopt).accepted()


def test_newer_terms_bring_their_own_route_of_the_name_or_none() -> None:
    chosen = (*under_the_template, choose_cabinet_then_council)
    newer = terms(version="2023-05", routes=[route(stage("council"))])
    other = terms(version="2023-05", routes=[{**route(stage("council")), "id": "cabinet_then_council"}])
    assert (
        plan_after(*chosen, TermsAdopted(version=newer.version, digest=newer.digest, terms=newer)).route.route is None
    )
    after = plan_after(*chosen, TermsAdopted(version=other.version, digest=other.digest, terms=other))
    assert after.route.route == other.routes[0]


# The terms


def terms(**parts: object) -> Authority:
    return Authority.model_validate_json(Authority.model_validate(TEMPLATE.model_dump() | parts).model_dump_json())


def stage(id_: str, body: str = "full-council", does: str = "decides", **more: object) -> dict[str, Any]:
    return {"id": id_, "body": body, "does": does, **more}


def route(*stages: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"id": "ours", "name": "Ours", "source": "standing order 9", "stages": stages, **more}


NOTED = {"body": "cabinet", "does": "notes"}
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a body that is none": (route(stage("council", "the-mayor")), "asks the-mayor, which is no body of these terms"),
    "a stage after none": (route(stage("council", after=["board"])), "comes after board, which is no stage of ours"),
    "a circle": (
        route(stage("a", does="endorses", after=["b"]), stage("b", does="notes", after=["a"]), stage("c")),
        "a waits for itself",
    ),
    "nothing that decides": (route(stage("council", does="notes")), "no stage of ours decides"),
    "a decision that may be left out": (route(stage("council", optional=True)), "council decides and cannot be"),
    "one id twice": (route(stage("council"), stage("council")), "two stages are called council"),
    "cabinet twice": (
        route(stage("a", "cabinet", "recommends"), stage("b", "cabinet", after=["a"])),
        "cabinet has two stages",
    ),
    "cabinet before the last": (
        route(stage("a", "cabinet"), stage("b", after=["a"])),
        "cabinet decides before b has answered",
    ),
    "nothing before the noting": (route(stage("n", **NOTED), submit_then_note=True), "the submission is never reached"),
    "a signature after the noting": (
        route(
            stage("n", **NOTED),
            stage("s", does="signs-off", after=["n"]),
            submit_then_note=True,
        ),
        "s waits for n",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_route_that_cannot_be_walked_is_refused_when_the_terms_are_read(fault: str) -> None:
    faulty, said = FAULTS[fault]
    with pytest.raises(ValidationError, match=said):
        terms(routes=[faulty])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"routes": [route(stage("a")), route(stage("b"))]}, "two routes have the same id"),
        ({"bodies": [*TEMPLATE.bodies, TEMPLATE.bodies[0]]}, "two bodies have the same id"),
        ({"bodies": [TEMPLATE.bodies[0].model_copy(update={"id": "cabinet"})], "routes": []}, "is the body cabinet"),
        (
            {"bodies": [TEMPLATE.bodies[1].model_copy(update={"members": 2})], "routes": []},
            "has 2 members and a quorum of 3: nobody can satisfy it",
        ),
        ({"governance": "committees"}, "asks cabinet, which is no body of these terms"),
    ],
)
def test_bodies_and_routes_that_no_council_can_have_are_refused(parts: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        terms(**parts)


def test_the_shipped_templates_are_the_eight_of_the_field() -> None:
    assert {r.id for a in (TEMPLATE, COMMITTEES) for r in a.routes} == {
        "cabinet_before_submission",
        "cabinet_then_council",
        "committee_then_council",
        "endorse_and_delegate",
        "submit_then_note",
        "focused_visit_priority_action",
        "jtai_principal_authority",
        "area_send_pap",
    }


def test_two_signatures_side_by_side_come_before_the_partnership() -> None:
    begun = on_the_route("area_send_pap")
    council_signed = decision("council-sign-off", "signed-off", "2022-06-15", ("dir-01",))
    health_signed = decision("health-sign-off", "signed-off", "2022-06-16", ("icb-01",))
    decided = decision("partnership", "agreed", "2022-06-22", BOARD)
    given(*begun, health_signed).when(decided).refused("stage-is-open", saying="council-sign-off")
    for signed in ((council_signed, health_signed), (health_signed, council_signed)):
        standing = plan_after(*begun, *signed, decided).approval.standing
        assert isinstance(standing, Approved)
