"""Actions are agreed whole, findings are answered, and a version is the very bytes behind its digest."""

import json
from hashlib import sha256

import pytest
from given import day, done, given, plan_after
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from samples import (
    agree_prompt_strategy_meetings,
    agree_safe_homes_for_care_leavers,
    amend_the_date_of_strategy_meetings,
    approved_by_cabinet,
    confirm_that_it_may_be_implemented,
    cut_the_next_version,
    date_of_strategy_meetings_was_amended,
    every_recommendation_answered,
    findings_recorded,
    half_submitted,
    leave_systems_to_the_digital_programme,
    prompt_strategy_meetings_were_agreed,
    report_strategy_meetings_under_way,
    submitted,
    systems_were_left_to_the_digital_programme,
    version_1_cut,
    version_1_was_cut,
    with_cabinet,
)

from domain.decider import PlanCommand
from domain.drafting.commands import AmendAction, CutVersion, ReasonNoAction
from domain.drafting.content import Milestone
from domain.drafting.events import ActionAgreed
from domain.drafting.state import Version
from domain.plan import Plan

agreed = (*findings_recorded, agree_prompt_strategy_meetings)
amend_the_measure_once_more = AmendAction(action="A1", measure="All in time", because="The board asks for more.")


def latest(plan: Plan) -> Version:
    assert plan.draft.latest is not None
    return plan.draft.latest


def test_an_action_is_agreed_with_its_owner_its_date_and_its_measure() -> None:
    given(*findings_recorded).when(agree_prompt_strategy_meetings).then(prompt_strategy_meetings_were_agreed)


@pytest.mark.parametrize(
    ("part", "named"), [("owner", "no owner"), ("due", "no due date"), ("measure", "no success measure")]
)
def test_an_action_without_owner_date_or_measure_is_not_agreed(part: str, named: str) -> None:
    lacking = agree_prompt_strategy_meetings.model_copy(update={part: None})
    given(*findings_recorded).when(lacking).refused("action-is-complete", saying=named)


def test_all_that_an_action_lacks_is_said_at_once() -> None:
    bare = agree_prompt_strategy_meetings.model_copy(update={"owner": None, "due": None, "measure": None})
    given(*findings_recorded).when(bare).refused(
        "action-is-complete", saying="no owner and no due date and no success measure"
    )


def test_an_agreed_action_is_amended_and_not_agreed_in_other_words() -> None:
    other = agree_prompt_strategy_meetings.model_copy(update={"measure": "Most meetings in time"})
    given(*agreed).when(other).refused("action-stands", saying="A1")
    given(*agreed).when(amend_the_date_of_strategy_meetings).then(date_of_strategy_meetings_was_amended)


def test_only_an_agreed_action_is_amended() -> None:
    given(*findings_recorded).when(amend_the_date_of_strategy_meetings).refused("action-is-known", saying="A1")


def test_an_amendment_that_changes_nothing_is_none() -> None:
    given(*agreed).when(AmendAction(action="A1", because="Read again.")).then()
    same = AmendAction(action="A1", due=agree_prompt_strategy_meetings.due, because="Read again.")
    given(*agreed).when(same).then()


def test_an_action_is_owned_by_a_post_of_the_authority() -> None:
    stranger = agree_prompt_strategy_meetings.model_copy(update={"owner": "head-of-highways"})
    given(*findings_recorded).when(stranger).refused("owner-is-a-post", saying="head-of-highways")
    handed_on = AmendAction(action="A1", owner="head-of-highways", because="Reorganised.")
    given(*agreed).when(handed_on).refused("owner-is-a-post")
    within = AmendAction(action="A1", owner="head-of-digital-services", because="Reorganised.")
    given(*agreed).when(within).accepted()


def test_an_action_answers_findings_that_are_recorded() -> None:
    unknown = agree_prompt_strategy_meetings.model_copy(update={"findings": ("R1", "R9", "R8")})
    given(*findings_recorded).when(unknown).refused("finding-is-known", saying="R8, R9")
    moved = AmendAction(action="A1", findings=("R9",), because="Moved.")
    given(*agreed).when(moved).refused("finding-is-known", saying="R9")


def test_a_recommendation_gets_an_action_or_a_reason_why_not() -> None:
    given(*findings_recorded).when(leave_systems_to_the_digital_programme).then(
        systems_were_left_to_the_digital_programme
    )
    assert [f.id for f in plan_after(*findings_recorded).unanswered] == ["R1", "R2", "R3", "R4", "R5"]
    assert plan_after(*every_recommendation_answered).unanswered == ()


def test_a_reason_is_given_for_a_finding_that_is_recorded() -> None:
    given(*findings_recorded).when(ReasonNoAction(finding="R9", because="None.")).refused("finding-is-known")


def test_a_recommendation_whose_action_is_moved_away_is_unanswered_again() -> None:
    moved = AmendAction(action="A1", findings=("R2",), because="Moved.")
    assert [f.id for f in plan_after(*every_recommendation_answered, moved).unanswered] == ["R1"]


DRAFTING: list[PlanCommand] = [
    agree_prompt_strategy_meetings.model_copy(update={"action": "A4"}),
    amend_the_measure_once_more,
    ReasonNoAction(finding="R5", because="Another reason."),
    CutVersion(title="Another title"),
]


@pytest.mark.parametrize("command", DRAFTING, ids=lambda c: c.name)
def test_the_draft_is_closed_while_cabinet_has_it_and_from_its_taking_effect_until_it_is_submitted(
    command: PlanCommand,
) -> None:
    given(*with_cabinet).when(command).refused("draft-is-open", saying="is with cabinet")
    takes_effect = (*approved_by_cabinet, confirm_that_it_may_be_implemented)
    given(*takes_effect).when(command).refused("draft-is-open", saying="awaits submission")
    given(*half_submitted).when(command).refused("draft-is-open", saying="awaits submission")
    given(*approved_by_cabinet).when(command).accepted()
    given(*version_1_cut).when(command).accepted()
    given(*submitted).when(command).accepted()


def test_what_stands_already_stands_even_while_the_draft_is_closed() -> None:
    for command in every_recommendation_answered[-2:]:
        given(*with_cabinet).when(command).then()


def test_a_version_is_cut_with_the_digest_of_its_content() -> None:
    given(*every_recommendation_answered).when(cut_the_next_version).then(version_1_was_cut)
    version = latest(plan_after(*version_1_cut))
    assert version.digest == sha256(version.content.encode()).hexdigest()


def test_a_version_that_would_say_the_same_is_not_cut_again() -> None:
    given(*version_1_cut).when(cut_the_next_version).then()


def test_versions_are_numbered_and_the_earlier_ones_never_change() -> None:
    plan = plan_after(*version_1_cut, amend_the_measure_once_more, cut_the_next_version)
    assert [v.number for v in plan.draft.versions] == [1, 2]
    assert plan.version(1) == latest(plan_after(*version_1_cut))
    assert plan.version(3) is None


def test_a_version_under_another_title_is_another_version() -> None:
    given(*version_1_cut).when(CutVersion(title="Our ambitions for children")).accepted()


def test_a_version_holds_findings_actions_and_reasons_and_no_progress() -> None:
    before = latest(plan_after(*version_1_cut))
    content = json.loads(before.content)
    assert [f["id"] for f in content["findings"]] == ["R1", "R2", "R3", "R4", "R5"]
    assert [a["id"] for a in content["actions"]] == ["A1", "A2", "A3"]
    assert [r["finding"] for r in content["reasons_for_no_action"]] == ["R5"]
    given(*version_1_cut, report_strategy_meetings_under_way).when(cut_the_next_version).then()


def test_everyone_who_drafted_stands_beside_the_version_and_on_whose_behalf() -> None:
    plan = plan_after(
        *findings_recorded,
        done(agree_prompt_strategy_meetings, by="hoi-01", acting_as="head-of-improvement"),
        done(amend_the_date_of_strategy_meetings, by="hoi-02", acting_as="head-of-improvement", on_behalf_of="dcs-01"),
        done(leave_systems_to_the_digital_programme, by="hoi-03", acting_as="head-of-improvement"),
        done(cut_the_next_version, by="hoi-04", acting_as="head-of-improvement"),
    )
    assert latest(plan).drafted_by == ("dcs-01", "hoi-01", "hoi-02", "hoi-03", "hoi-04")


@for_any(
    findings=st.permutations(findings_recorded[2:]),
    actions=st.permutations((agree_prompt_strategy_meetings, agree_safe_homes_for_care_leavers)),
)
def test_a_digest_does_not_depend_on_the_order_in_which_things_were_recorded(
    findings: list[PlanCommand], actions: list[PlanCommand]
) -> None:
    rest = every_recommendation_answered[len(findings_recorded) + 2 :]
    plan = plan_after(*findings_recorded[:2], *findings, *actions, *rest, cut_the_next_version)
    assert latest(plan).digest == version_1_was_cut.digest


@settings(max_examples=50)
@for_any(measure=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip))
def test_a_digest_is_that_of_the_bytes_whatever_words_are_used(measure: str) -> None:
    worded = AmendAction(action="A1", measure=measure, because="Put better.")
    version = latest(plan_after(*agreed, worded, cut_the_next_version))
    assert version.digest == sha256(version.content.encode()).hexdigest()
    assert json.loads(version.content)["actions"][0]["measure"] == worded.measure


ALL_THAT_MAY_BE_SAID: dict[str, object] = {
    "theme": "Help and protection",
    "outcome": "Children at risk are spoken of at once, by everybody who knows them.",
    "lead": "head-of-social-work-practice",
    "partner": "the police",
    "start": day("2022-05-02"),
    "milestones": (
        Milestone(id="M1", text="The first audit", due=day("2022-06-30")),
        Milestone(id="M2", text="Three months in time", due=day("2022-09-30")),
    ),
    "origin": "inspection",
}
agree_in_full = agree_prompt_strategy_meetings.model_copy(update=ALL_THAT_MAY_BE_SAID)


def test_an_action_may_be_agreed_with_all_that_members_ask_for() -> None:
    (said,) = given(*findings_recorded).when(agree_in_full).accepted()
    assert isinstance(said, ActionAgreed)
    assert {name: getattr(said, name) for name in ALL_THAT_MAY_BE_SAID} == ALL_THAT_MAY_BE_SAID
    given(*findings_recorded, agree_in_full).when(agree_in_full).then()


def test_what_is_said_of_an_action_later_is_an_amendment() -> None:
    amend = AmendAction(action="A1", milestones=ALL_THAT_MAY_BE_SAID["milestones"], because="Members asked.")
    action = plan_after(*agreed, amend).draft.actions["A1"]
    assert action.milestones == ALL_THAT_MAY_BE_SAID["milestones"]
    assert action.theme is None
    given(*agreed, amend).when(amend).then()


def test_what_is_not_said_of_an_action_is_not_in_the_content_nor_on_the_wire() -> None:
    content = json.loads(latest(plan_after(*version_1_cut)).content)
    assert content["actions"][0].keys() == {"id", "findings", "text", "owner", "due", "measure"}
    assert prompt_strategy_meetings_were_agreed.model_dump().keys() == {"action", *content["actions"][0]} - {"id"}
    rest = every_recommendation_answered[len(agreed) :]
    in_full = json.loads(latest(plan_after(*findings_recorded, agree_in_full, *rest, cut_the_next_version)).content)
    assert in_full["actions"][0]["milestones"][1] == {"id": "M2", "text": "Three months in time", "due": "2022-09-30"}
    assert in_full["actions"][1] == content["actions"][1]


def test_the_lead_of_an_action_is_a_post_of_the_authority() -> None:
    stranger = agree_in_full.model_copy(update={"lead": "head-of-highways"})
    given(*findings_recorded).when(stranger).refused("owner-is-a-post", saying="head-of-highways")


def test_an_action_starts_by_its_due_date_and_its_milestones_lie_between() -> None:
    late = agree_in_full.model_copy(update={"start": day("2022-10-01"), "milestones": None})
    given(*findings_recorded).when(late).refused("dates-of-an-action-fit", saying="2022-10-01")
    for outside in ("2022-05-01", "2022-10-01"):
        milestone = Milestone(id="M3", text="Another audit", due=day(outside))
        other = agree_in_full.model_copy(update={"milestones": (milestone,)})
        given(*findings_recorded).when(other).refused("dates-of-an-action-fit", saying=outside)
    without_start = AmendAction(action="A1", milestones=(milestone,), because="Members asked.")
    given(*agreed).when(without_start).refused("dates-of-an-action-fit", saying="M3")


def test_the_milestones_of_an_action_have_ids_of_their_own() -> None:
    milestone = Milestone(id="M1", text="The first audit", due=day("2022-06-30"))
    twice = agree_in_full.model_copy(update={"milestones": (milestone, milestone)})
    given(*findings_recorded).when(twice).refused("milestones-have-ids", saying="A1")
