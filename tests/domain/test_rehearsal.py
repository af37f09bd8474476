"""A route is rehearsed without a plan: the turns of its stages, what each needs, and which would wait for ever."""

import pytest
from given import COMMITTEES, TEMPLATE, TERMS

from domain.authority.rehearsal import Rehearsal, rehearse
from domain.authority.routes import CABINET_ALONE, Route, Stage
from domain.authority.state import Authority


def of(route: str, terms: Authority = TEMPLATE, **members: int) -> Rehearsal:
    found = terms.route(route)
    assert found is not None
    return rehearse(found, terms, {body.replace("_", "-"): count for body, count in members.items()})


def turns(rehearsal: Rehearsal) -> dict[str, int | None]:
    return {step.stage: step.turn for step in rehearsal.steps}


@pytest.mark.parametrize("terms", [TEMPLATE, COMMITTEES], ids=lambda a: a.id)
def test_every_shipped_route_can_be_walked(terms: Authority) -> None:
    for route in terms.routes:
        rehearsed = rehearse(route, terms, {})
        assert rehearsed.deadlocks == ()
        assert None not in turns(rehearsed).values()


def test_stages_side_by_side_have_one_turn_and_the_noting_comes_last() -> None:
    assert turns(of("cabinet_before_submission")) == {"sign-off": 1, "board": 2, "scrutiny": 2, "cabinet": 3}
    assert turns(of("submit_then_note")) == {"sign-off": 1, "noting": 2}
    assert of("submit_then_note").steps[1].needs[0] == "the submission, which it notes"


def test_what_cabinet_alone_needs_is_what_the_terms_and_the_law_say() -> None:
    (step,) = rehearse(CABINET_ALONE, TERMS, {"cabinet": 9}).steps
    assert step.needs[:3] == (
        "if the decision is key, notice 28 clear days before (SI 2012/2089 reg 9)",
        "an agenda open for 5 clear days",
        "a quorum of 4 of 9 (cabinet procedure rule 5)",
    )
    assert step.needs[3].startswith("then 5 working days for a call-in (call-in rule 4")


def test_council_and_committees_have_no_call_in() -> None:
    needs = [need for step in of("committee_then_council", COMMITTEES).steps for need in step.needs]
    assert not [need for need in needs if "call-in" in need or "key" in need]


def test_a_quorum_above_the_members_there_are_stops_the_route() -> None:
    short = of("cabinet_then_council", full_council=4)
    (deadlock,) = short.deadlocks
    assert (deadlock.stage, turns(short)) == ("council", {"cabinet": 1, "council": 2})
    assert deadlock.because == "full council has 4 members and a quorum of 5 (template: set by the council)"
    at_once = of("cabinet_then_council", cabinet=3)
    assert turns(at_once) == {"cabinet": 1, "council": None}


def test_members_who_are_all_conflicted_stop_the_route() -> None:
    route = TEMPLATE.route("cabinet_then_council")
    assert route is not None
    (deadlock,) = rehearse(route, TEMPLATE, {"cabinet": 9}, {"cabinet": 9}).deadlocks
    assert deadlock.because.startswith("0 of 9 members of cabinet are free of an interest")
    assert rehearse(route, TEMPLATE, {"cabinet": 9}, {"cabinet": 5}).deadlocks == ()


def test_a_stage_after_one_that_may_stay_silent_stops_the_route() -> None:
    route = Route(
        id="ours",
        name="Ours",
        source="standing order 9",
        stages=(
            Stage(id="scrutiny", body="scrutiny", does="considers", optional=True),
            Stage(id="council", body="full-council", does="decides", after=("scrutiny",)),
        ),
    )
    (deadlock,) = rehearse(route, TEMPLATE, {"scrutiny": 1}).deadlocks
    assert (deadlock.stage, "optional" in deadlock.because) == ("council", True)


def test_a_call_in_that_nobody_may_judge_stops_the_route() -> None:
    idle = TEMPLATE.model_copy(update={"posts": {"director-of-childrens-services": ("improvement-lead",)}})
    (deadlock,) = rehearse(CABINET_ALONE, idle, {}).deadlocks
    assert "no post may record whether the notice is valid" in deadlock.because
