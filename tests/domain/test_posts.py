"""Who holds a post, who acts for whom, and which constitution is in force."""

import pytest
from given import REGISTER, TERMS, day, done, given, usual_act
from samples import (
    adopt_newer_terms,
    adopt_the_constitution,
    agree_prompt_strategy_meetings,
    attach_the_september_audit,
    directors_post_was_vacant,
    end_the_deputys_delegation,
    escalate_the_vacancy,
    findings_recorded,
    let_the_deputy_act,
    open_the_plan,
    plan_was_opened_under_older_terms,
    posts_held,
    record_that_the_clerk_holds_the_post,
    record_that_the_director_holds_the_post,
    record_that_the_director_left,
    record_the_first_reminder,
    submitted,
    verify_the_september_audit,
    with_cabinet,
    withdraw_the_question,
)

from domain.authority import events as was
from domain.authority.rules import terms_in_force
from domain.authority.state import Vacancy
from domain.decider import decide
from domain.inspection.commands import OpenPlan
from domain.value import Refused

DIRECTOR = {"by": "dcs-01", "acting_as": "director-of-childrens-services"}
DEPUTY = {"by": "hoi-01", "acting_as": "director-of-childrens-services", "on_behalf_of": "dcs-01"}
STRANGER = {"by": "nobody-01", "acting_as": "director-of-childrens-services"}
AT_WORK = (*findings_recorded, *posts_held)


def test_where_no_holder_is_recorded_anybody_acts_in_a_post_as_before() -> None:
    given(*findings_recorded, adopt_the_constitution).when(agree_prompt_strategy_meetings, **STRANGER).accepted()


def test_who_holds_the_post_acts_in_it() -> None:
    given(*AT_WORK).when(agree_prompt_strategy_meetings, **DIRECTOR).accepted()


def test_who_does_not_hold_the_post_is_refused() -> None:
    given(*AT_WORK).when(agree_prompt_strategy_meetings, **STRANGER).refused("post-is-held", saying="held by dcs-01")


def test_workflows_hold_no_post() -> None:
    given(*with_cabinet, *posts_held).when(record_the_first_reminder).accepted()


def test_a_delegate_acts_for_the_holder_and_names_him_or_her() -> None:
    delegated = given(*AT_WORK, let_the_deputy_act)
    delegated.when(agree_prompt_strategy_meetings, **DEPUTY).accepted()
    delegated.when(agree_prompt_strategy_meetings, **DEPUTY | {"on_behalf_of": None}).refused("post-is-held")


@pytest.mark.parametrize(
    "changed",
    [
        {"since": day("2022-10-04")},
        {"until": day("2022-10-02")},
        {"commands": ("cut-version",)},
        {"delegate": "hoi-02"},
    ],
)
def test_a_delegation_covers_its_days_its_commands_and_its_delegate(changed: dict[str, object]) -> None:
    given(*AT_WORK, let_the_deputy_act.model_copy(update=changed)).when(
        agree_prompt_strategy_meetings, **DEPUTY
    ).refused("post-is-held", saying="has no delegation from dcs-01")


def test_an_ended_delegation_lets_nobody_act() -> None:
    given(*AT_WORK, let_the_deputy_act, end_the_deputys_delegation).when(
        agree_prompt_strategy_meetings, **DEPUTY
    ).refused("post-is-held")


def test_what_a_holder_delegated_ends_when_the_holder_leaves() -> None:
    left = given(*AT_WORK, let_the_deputy_act).when(record_that_the_director_left)
    assert [type(event) for event in left.accepted()] == [was.PostLeft, was.DelegationEnded, was.PostVacant]
    given(*AT_WORK, let_the_deputy_act, record_that_the_director_left).when(
        agree_prompt_strategy_meetings, **DEPUTY
    ).refused("post-is-held", saying="held by nobody")


def test_a_delegate_is_bound_by_what_the_holder_did_and_by_what_he_or_she_did() -> None:
    """Whoever attached evidence does not check it: neither by a delegate nor as one."""
    attach, verify = attach_the_september_audit, verify_the_september_audit
    quality = {"acting_as": "quality-assurance-manager"}
    held = record_that_the_director_holds_the_post.model_copy(
        update={"post": "quality-assurance-manager", "holder": "qam-01"}
    )
    lent = let_the_deputy_act.model_copy(
        update={"post": held.post, "holder": "qam-01", "delegate": "aud-02", "commands": ()}
    )
    delegate = {**quality, "by": "aud-02", "on_behalf_of": "qam-01"}
    by_the_holder = (*submitted, done(attach, by="qam-01", **quality), *posts_held, held, lent)
    given(*by_the_holder).when(verify, **delegate).refused("checked-by-another", saying="qam-01")
    by_the_delegate = (*submitted, done(attach, by="aud-02", **quality), *posts_held, held, lent)
    given(*by_the_delegate).when(verify, **delegate).refused("checked-by-another", saying="aud-02")
    by_the_lead = (*submitted, done(attach, by="hoi-01", acting_as="head-of-improvement"), *posts_held, held, lent)
    given(*by_the_lead).when(verify, **delegate).accepted()


def test_who_holds_the_post_that_owns_an_action_assures_it_in_no_other_post() -> None:
    quality = record_that_the_clerk_holds_the_post.model_copy(
        update={"post": "quality-assurance-manager", "holder": "qam-01"}
    )
    owner = quality.model_copy(update={"post": "head-of-safeguarding", "holder": "hos-01"})
    lent = let_the_deputy_act.model_copy(
        update={"post": quality.post, "holder": "qam-01", "delegate": "hos-01", "commands": ()}
    )
    at_work = given(*submitted, attach_the_september_audit, *posts_held, quality, owner, lent)
    at_work.when(verify_the_september_audit, by="hos-01", acting_as=quality.post, on_behalf_of="qam-01").refused(
        "owner-does-not-assure", saying="Of hos-01 and qam-01"
    )
    at_work.when(verify_the_september_audit).accepted()


def test_the_first_holder_that_is_recorded_is_whoever_records() -> None:
    given().when(record_that_the_director_holds_the_post).refused("first-holder-records", saying="dso-01 holds")
    given().when(record_that_the_clerk_holds_the_post).accepted()


def test_nobody_records_away_the_post_he_or_she_acts_in() -> None:
    monitoring = record_that_the_clerk_holds_the_post.model_copy(
        update={"post": "monitoring-officer", "holder": "mo-01"}
    )
    leave = record_that_the_director_left.model_copy(update={"post": "democratic-services-officer", "holder": "dso-01"})
    before = given(*posts_held, monitoring)
    before.when(leave).refused("post-is-held")
    before.when(leave, by="mo-01", acting_as="monitoring-officer").accepted()
    before.when(leave.model_copy(update={"until": day("2022-10-03")})).accepted()


def test_somebody_is_left_who_may_record_holders() -> None:
    last = record_that_the_director_left.model_copy(
        update={"post": "democratic-services-officer", "holder": "dso-01", "until": day("2022-10-03")}
    )
    given(*posts_held).when(last).refused("posts-are-kept")


def test_a_post_is_held_once_by_the_same_person_at_a_time_and_by_several_at_once() -> None:
    again = record_that_the_director_holds_the_post.model_copy(update={"since": day("2022-09-20")})
    given(*posts_held).when(again).refused("post-is-held-once", saying="to this day")
    given(*posts_held, record_that_the_director_left).when(again).accepted()
    earlier = again.model_copy(update={"since": day("2022-09-16")})
    given(*posts_held, record_that_the_director_left).when(earlier).refused("post-is-held-once")
    given(*posts_held).when(again.model_copy(update={"holder": "dcs-02"})).accepted()


def test_a_holder_is_a_person_and_the_post_one_of_the_authoritys() -> None:
    hold = record_that_the_director_holds_the_post
    given(*posts_held).when(hold.model_copy(update={"holder": "Workflow"})).refused("holder-is-a-person")
    given(*posts_held).when(hold.model_copy(update={"post": "head-of-highways"})).refused("post-is-known")
    given(*posts_held).when(hold.model_copy(update={"post": "minutebook"})).refused("post-is-known")


def test_only_who_holds_a_post_leaves_it() -> None:
    leave = record_that_the_director_left
    given(*posts_held).when(leave.model_copy(update={"holder": "hoi-01"})).refused("leaver-holds-the-post")
    given(*posts_held).when(leave.model_copy(update={"until": day("2022-03-31")})).refused("leaver-holds-the-post")


def test_a_vacancy_is_escalated_after_five_working_days_unless_somebody_comes() -> None:
    vacant = (*posts_held, record_that_the_director_left)
    given(*vacant).when(escalate_the_vacancy, at="2022-09-23T09:00:00+01:00").refused(
        "clock-strikes-on-its-day", saying="2022-09-26"
    )
    given(*vacant).when(escalate_the_vacancy, at="2022-09-26T09:00:00+01:00").accepted()
    comes = record_that_the_director_holds_the_post.model_copy(update={"holder": "dcs-02", "since": day("2022-09-19")})
    (held,) = given(*vacant).when(comes).accepted()
    assert getattr(held, "ends_vacancy") == 1  # noqa: B009
    given(*vacant, comes).when(escalate_the_vacancy).then()


def test_a_post_that_another_holds_too_is_not_vacant() -> None:
    second = record_that_the_director_holds_the_post.model_copy(update={"holder": "dcs-02"})
    assert len(given(*posts_held, second).when(record_that_the_director_left).accepted()) == 1


def test_a_vacancy_goes_to_another_post_than_the_vacant_one_and_nowhere_where_nothing_waits() -> None:
    assert TERMS.told_of_a_vacancy("director-of-childrens-services") == "monitoring-officer"
    assert TERMS.told_of_a_vacancy("head-of-safeguarding") == "monitoring-officer"
    assert TERMS.told_of_a_vacancy("monitoring-officer") == "chief-executive"
    assert TERMS.told_of_a_vacancy("internal-auditor") is None


def test_terms_that_set_no_days_escalate_no_vacancy() -> None:
    unset = {TERMS.id: TERMS.but(vacancy=None)}
    at_work = given(*posts_held).council
    act = usual_act(record_that_the_director_left)
    left = decide(record_that_the_director_left, None, act, "authority/gloucestershire", unset, at_work)
    assert left[-1] == directors_post_was_vacant.but(escalate_on=None, escalate_to=None, calendar=None)
    assert TERMS.vacancy == Vacancy(working_days=5, source="set by the council")


def test_a_delegation_is_of_use_and_its_holder_holds_the_post() -> None:
    refused: list[tuple[dict[str, object], str]] = [
        ({"commands": ("erase-plan",)}, "delegation-is-of-use"),
        ({"delegate": "dcs-01"}, "delegation-is-of-use"),
        ({"until": day("2022-08-31")}, "delegation-is-of-use"),
        ({"delegate": "minutebook"}, "holder-is-a-person"),
        ({"holder": "hoi-02"}, "delegator-holds-the-post"),
        ({"since": day("2022-03-31")}, "delegator-holds-the-post"),
    ]
    for changed, rule in refused:
        given(*posts_held).when(let_the_deputy_act.model_copy(update=changed)).refused(rule)
    given(*posts_held, let_the_deputy_act).when(let_the_deputy_act.model_copy(update={"because": "illness"})).refused(
        "delegation-stands"
    )


def test_a_delegation_is_ended_once_and_before_its_end() -> None:
    end = end_the_deputys_delegation
    given(*posts_held).when(end).refused("delegation-is-known")
    later = end.model_copy(update={"ended_on": day("2022-09-30")})
    given(*posts_held, let_the_deputy_act, end).when(later).refused("delegation-is-in-force", saying="2022-09-16")


def test_what_is_recorded_of_an_authority_is_not_recorded_of_a_plan_nor_the_other_way_round() -> None:
    act = usual_act(record_that_the_clerk_holds_the_post)
    with pytest.raises(Refused, match="stream-is-the-authoritys"):
        decide(record_that_the_clerk_holds_the_post, None, act, "glos-2022", REGISTER)
    with pytest.raises(Refused, match="authority-is-known"):
        decide(record_that_the_clerk_holds_the_post, None, act, "authority/rutland", REGISTER)
    given(stream="authority/gloucestershire").when(open_the_plan).refused("plan-id-is-free")
    given(stream="authority/gloucestershire").when(agree_prompt_strategy_meetings).refused("plan-is-open")


def test_a_constitution_is_adopted_by_the_version_at_hand_and_in_order() -> None:
    given().when(adopt_the_constitution.model_copy(update={"version": "2023-01"})).refused("constitution-is-at-hand")
    another_day = adopt_the_constitution.model_copy(update={"in_force_from": day("2022-05-01")})
    given(adopt_the_constitution).when(another_day).refused("constitution-version-is-new")
    older = _adopted("2021-05", "2022-04-01")
    too_early = adopt_the_constitution.model_copy(update={"in_force_from": day("2022-03-01")})
    given(older).when(too_early).refused("constitutions-in-order")


def test_a_constitution_leaves_somebody_who_may_record_holders() -> None:
    only_chairs = TERMS.but(version="2023-01", posts={**TERMS.posts, "democratic-services-officer": ("board",)})
    before = given(_adopted("2021-05", "2022-04-01"), *posts_held).council
    asked = adopt_the_constitution.model_copy(update={"version": "2023-01"})
    with pytest.raises(Refused, match="posts-are-kept"):
        decide(asked, None, usual_act(asked), "authority/gloucestershire", {TERMS.id: only_chairs}, before)


def test_a_plan_is_opened_under_the_constitution_in_force_on_the_day() -> None:
    (opened,) = given(_adopted("2022-09", "2022-09-01")).when(open_the_plan).accepted()
    assert getattr(opened, "terms").version == "2022-09"  # noqa: B009
    (before,) = given(_adopted("2022-09", "2022-09-01")).when(open_the_plan, effective=day("2022-08-31")).accepted()
    assert getattr(before, "terms") == TERMS  # noqa: B009
    with pytest.raises(Refused, match="authority-is-known"):
        terms_in_force("rutland", None, REGISTER, day("2022-09-01"))
    given().when(OpenPlan(title="A plan", authority="rutland")).refused("authority-is-known")


def test_a_plan_takes_the_terms_in_force() -> None:
    older = given(plan_was_opened_under_older_terms)
    older.when(adopt_newer_terms.model_copy(update={"version": "2021-05"})).refused("terms-are-in-force")
    plan = given(plan_was_opened_under_older_terms, adopt_newer_terms).plan
    assert plan
    assert (plan.terms, plan.constitution) == (TERMS, TERMS.digest)


def test_a_round_of_approval_keeps_the_terms_it_began_with() -> None:
    older = (plan_was_opened_under_older_terms, *with_cabinet[1:])
    given(*older).when(adopt_newer_terms).refused("round-keeps-its-terms", saying="2021-05")
    given(*older, withdraw_the_question).when(adopt_newer_terms).accepted()
    approved = (plan_was_opened_under_older_terms, *submitted[1:-1])
    given(*approved).when(adopt_newer_terms).refused("round-keeps-its-terms")
    given(plan_was_opened_under_older_terms, *submitted[1:]).when(adopt_newer_terms).accepted()


def _adopted(version: str, since: str) -> was.ConstitutionAdopted:
    terms = TERMS.but(version=version)
    return was.ConstitutionAdopted(
        version=version, digest=terms.digest, in_force_from=day(since), decision="Full council", terms=terms
    )
