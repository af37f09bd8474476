"""A due date does not slip in silence: in delivery it moves by a line of its own, which another approves."""

import pytest
from given import STREAM, TERMS, Given, day, given, plan_after
from pydantic import ValidationError
from samples import (
    agree_prompt_strategy_meetings,
    amend_the_date_of_strategy_meetings,
    cut_the_next_version,
    give_strategy_meetings_until_january,
    open_the_plan,
    opened,
    strategy_meetings_were_given_until_january,
    submitted,
    version_1_cut,
    with_cabinet,
)

from domain.approval.commands import AskApproval
from domain.authority.delivery import DeliveryTerms
from domain.authority.state import Authority
from domain.drafting.commands import AmendAction, ReDateAction
from domain.drafting.content import Milestone

BOARD = {"approved_by": "improvement-board-chair", "approver": "ibc-01"}


def until(due: str, **said: str) -> ReDateAction:
    return give_strategy_meetings_until_january.model_copy(update={"due": day(due)} | said)


moved_twice = (*submitted, give_strategy_meetings_until_january, until("2023-03-31"))


def test_an_action_in_delivery_gets_another_date_with_a_reason_and_an_approver() -> None:
    given(*submitted).when(give_strategy_meetings_until_january).then(strategy_meetings_were_given_until_january)


def test_in_delivery_an_amendment_moves_no_date() -> None:
    amend = AmendAction(action="A1", due=day("2022-11-30"), because="The audit tool comes later.")
    given(*submitted).when(amend).refused("dates-move-in-the-open", saying="re-date-action")
    from_the_start = open_the_plan.model_copy(update={"stage": "delivery"})
    agreed = agree_prompt_strategy_meetings.model_copy(update={"findings": ()})
    given(from_the_start, agreed).when(amend).refused("dates-move-in-the-open")
    given(*submitted).when(AmendAction(action="A1", measure="All in time", because="Cabinet asks for more.")).accepted()


def test_while_the_plan_is_written_a_date_is_amended() -> None:
    given(*version_1_cut).when(give_strategy_meetings_until_january).refused(
        "dates-move-in-the-open", saying="amend-action"
    )
    given(*version_1_cut).when(
        amend_the_date_of_strategy_meetings.model_copy(update={"due": day("2022-12-01")})
    ).accepted()


def test_only_an_agreed_action_is_re_dated() -> None:
    given(*opened).when(give_strategy_meetings_until_january).refused("action-is-known", saying="A1")


def test_a_date_that_stands_already_is_not_given_again() -> None:
    given(*submitted).when(until("2022-10-31")).then()
    given(*submitted, give_strategy_meetings_until_january).when(give_strategy_meetings_until_january).then()


def test_the_original_date_stays_whatever_dates_follow() -> None:
    draft = plan_after(*moved_twice).draft
    action = draft.actions["A1"]
    assert (draft.original_due(action), action.due) == (day("2022-10-31"), day("2023-03-31"))
    assert len(draft.re_dates["A1"]) == 2
    assert draft.original_due(draft.actions["A2"]) == draft.actions["A2"].due


def test_a_new_date_is_in_the_next_version_and_not_in_those_before() -> None:
    plan = plan_after(*submitted, give_strategy_meetings_until_january, cut_the_next_version)
    assert [version.actions[0].due for version in plan.draft.versions] == [day("2022-10-31"), day("2023-01-31")]


def test_no_date_moves_while_cabinet_has_the_draft() -> None:
    first = plan_after(*with_cabinet)
    assert not first.in_delivery
    amend = AmendAction(action="A2", measure="All", because="Cabinet asks for more.")
    ask = AskApproval(version=2, answer_by=day("2022-09-30"), asked_on=day("2022-09-20"))
    given(*submitted, amend, cut_the_next_version, ask).when(give_strategy_meetings_until_january).refused(
        "draft-is-open", saying="Version 2"
    )


def test_a_new_date_is_for_the_owner_or_an_improvement_lead_to_ask_for() -> None:
    given(*submitted).when(
        give_strategy_meetings_until_january, by="hos-01", acting_as="head-of-safeguarding"
    ).accepted()
    given(*submitted).when(
        give_strategy_meetings_until_january, by="dig-01", acting_as="head-of-digital-services"
    ).refused("owner-says-how-it-goes", saying="head-of-safeguarding")


@pytest.mark.parametrize("post", ["head-of-digital-services", "internal-auditor", "head-of-highways"])
def test_a_new_date_is_approved_by_a_lead_or_the_board(post: str) -> None:
    given(*submitted).when(until("2023-01-31", approved_by=post)).refused("re-date-is-approved", saying=post)
    given(*submitted).when(until("2023-01-31", **BOARD)).accepted()


def test_who_asks_does_not_approve_neither_in_person_nor_in_the_post() -> None:
    for approver in ({"approver": "dcs-01"}, {"approved_by": "director-of-childrens-services"}):
        given(*submitted).when(until("2023-01-31", **approver)).refused("asker-does-not-approve")
    given(*submitted).when(until("2023-01-31", approver="hos-01"), by="dcs-01", on_behalf_of="hos-01").refused(
        "asker-does-not-approve", saying="hos-01"
    )


def test_after_the_free_dates_only_the_post_that_the_terms_name_approves_the_next() -> None:
    given(*moved_twice).when(until("2023-06-30")).refused("re-dates-are-limited", saying="2 in all")
    given(*moved_twice).when(until("2023-06-30", **BOARD)).accepted()


def test_an_authority_that_sets_no_limit_has_none() -> None:
    free = Authority.model_validate(TERMS.model_dump(exclude={"delivery"}))
    Given(plan_after(*moved_twice).but(terms=free), STREAM).when(until("2023-06-30")).accepted()


def test_the_post_that_grants_the_next_date_is_among_the_posts() -> None:
    re_dates = {"free": 1, "then_granted_by": "head-of-highways", "source": "set by the council"}
    with pytest.raises(ValidationError, match="add it to posts"):
        Authority.model_validate(TERMS.model_dump() | {"delivery": {"re_dates": re_dates}})


def test_terms_that_say_nothing_of_delivery_are_written_as_before() -> None:
    silent = Authority.model_validate(TERMS.model_dump(exclude={"delivery"}))
    assert "delivery" not in silent.model_dump()
    assert DeliveryTerms().model_dump() == {}


def test_a_date_does_not_move_before_a_milestone() -> None:
    step = Milestone(id="M1", text="The first audit", due=day("2022-09-30"))
    planned = (*submitted, AmendAction(action="A1", milestones=(step,), because="Members asked."))
    given(*planned).when(until("2022-09-29")).refused("dates-of-an-action-fit", saying="M1")
    given(*planned).when(until("2022-09-30")).accepted()
