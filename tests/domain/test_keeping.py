"""A plan is kept for its years, and while it is held; then it is dropped by a decision that somebody else approved."""

import pytest
from given import TERMS, day, done, given, plan_after
from samples import (
    close_a_plan_of_2016,
    close_the_plan,
    drop_the_plan,
    evidence_verified,
    hold_for_the_inquiry,
    inquirys_hold_was_released,
    open_the_plan,
    opened,
    plan_was_dropped,
    plan_was_held_for_the_inquiry,
    plan_was_opened,
    release_the_inquirys_hold,
    reopen_the_plan,
    submitted,
)

from domain.calendar import at_nine
from domain.decider import AnyCommand
from domain.retention.due import kept

of_2016 = (*opened, close_a_plan_of_2016)


def test_a_plan_is_held_by_each_hold_until_that_is_released() -> None:
    given(*submitted, close_the_plan).when(hold_for_the_inquiry).then(plan_was_held_for_the_inquiry)
    held = (*of_2016, hold_for_the_inquiry, hold_for_the_inquiry.model_copy(update={"hold": "H2"}))
    given(*held).when(release_the_inquirys_hold).then(inquirys_hold_was_released)
    given(*held, release_the_inquirys_hold).when(drop_the_plan).refused("held-plans-are-kept", saying="inquiry 7")


@pytest.mark.parametrize("command", [hold_for_the_inquiry, hold_for_the_inquiry.model_copy(update={"reference": "x"})])
def test_a_released_hold_is_not_placed_again(command: AnyCommand) -> None:
    given(*opened, hold_for_the_inquiry, release_the_inquirys_hold).when(command).refused("hold-stands", saying="H1")


def test_a_hold_is_released_once_and_not_before_it_was_placed() -> None:
    before = release_the_inquirys_hold.model_copy(update={"released_on": day("2022-10-02")})
    given(*opened).when(release_the_inquirys_hold).refused("hold-is-known", saying="H1")
    given(*opened, hold_for_the_inquiry).when(before).refused("hold-is-in-force", saying="2022-10-02")
    again = release_the_inquirys_hold.model_copy(update={"because": "Once more."})
    held = (*opened, hold_for_the_inquiry, release_the_inquirys_hold)
    given(*held).when(again).refused("hold-is-in-force", saying="already")


def test_only_a_plan_that_has_ended_is_dropped() -> None:
    given(*submitted).when(drop_the_plan).refused("only-what-ended-is-dropped")
    given(*of_2016, reopen_the_plan).when(drop_the_plan).refused("only-what-ended-is-dropped")
    given(*of_2016).when(drop_the_plan).then(plan_was_dropped)


def test_a_plan_is_kept_for_the_years_of_its_terms_from_its_last_day_on() -> None:
    ended = (*submitted, close_the_plan)
    given(*ended).when(drop_the_plan).refused("plans-are-kept-their-time", saying="2028-10-04")
    on_the_last_day, then = at_nine(day("2028-10-03")), at_nine(day("2028-10-04"))
    given(*ended).when(drop_the_plan, at=on_the_last_day).refused("plans-are-kept-their-time")
    assert given(*ended).when(drop_the_plan, at=then).accepted()


def test_the_last_of_end_and_decisions_counts_and_the_evidence_is_waited_for() -> None:
    early = close_the_plan.model_copy(update={"closed_on": day("2022-05-02")})
    found = kept(plan_after(*evidence_verified, early))
    assert found is not None
    assert (found.kept_from, found.papers_due_on, found.due_on) == (
        day("2022-06-30"),
        day("2026-07-01"),
        day("2029-04-01"),
    )


def test_29_february_ends_on_1_march() -> None:
    leap = close_the_plan.model_copy(update={"closed_on": day("2016-02-29")})
    found = kept(plan_after(*opened, leap))
    assert found is not None
    assert (found.papers_due_on, found.due_on) == (day("2020-03-01"), day("2022-03-01"))


def test_terms_that_say_nothing_keep_a_plan_for_good() -> None:
    silent = TERMS.model_copy(update={"retention": None})
    under_older_terms = plan_was_opened.model_copy(update={"terms": silent, "constitution": silent.digest})
    given(done(under_older_terms), close_a_plan_of_2016).when(drop_the_plan).refused("terms-say-how-long")


def test_another_approves_and_the_lines_are_named() -> None:
    given(*of_2016).when(drop_the_plan, by="mo-01").refused("another-approves-the-drop", saying="mo-01")
    given(*of_2016).when(drop_the_plan, on_behalf_of="mo-01").refused("another-approves-the-drop")
    given(*of_2016).when(drop_the_plan.but(approved_by="head-of-safeguarding")).refused(
        "another-approves-the-drop", saying="head-of-safeguarding"
    )
    more = drop_the_plan.model_copy(update={"lines": 3})
    given(*of_2016).when(more).refused("drop-says-what-goes", saying="3 lines")


@pytest.mark.parametrize(
    "command", [open_the_plan, reopen_the_plan, drop_the_plan.model_copy(update={"decision": "another"})]
)
def test_nothing_follows_once_a_plan_is_dropped(command: AnyCommand) -> None:
    given(*of_2016, drop_the_plan).when(command).refused("dropped-plans-are-gone", saying="IG-2022-14")
