"""What holds of every plan, whatever is asked of it, in whatever order, by whomever (tests/lives.py)."""

from collections import Counter

from given import STREAM, usual_act
from hypothesis import event as noted
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from invariants import broken
from lives import NextThing, Whatever, examples, live, lives
from samples import EVENT_SAMPLES, open_the_plan, plan_was_opened

from domain.approval.events import CabinetApproved
from domain.plan import Plan, replay
from domain.plan_events import PLAN_EVENTS, PlanEvent
from domain.route.events import DecisionMade
from domain.submission.events import SubmittedToOfsted


@examples(70)
@for_any(lives)
def test_whatever_is_asked_the_rules_hold_and_a_command_obeyed_twice_changes_nothing_more(
    steps: list[Whatever | NextThing],
) -> None:
    life = live(steps)
    noted(f"approved {life.count(CabinetApproved)} times, submitted {life.count(SubmittedToOfsted)} times")
    assert replay(STREAM, life.lines) == life.plan
    if life.plan:
        assert broken(life.records) == []
        assert Plan.model_validate_json(life.plan.model_dump_json()) == life.plan
        for version in life.plan.draft.versions:
            assert life.plan.draft.version(version.number) == version
        assert [v.number for v in life.plan.draft.versions] == list(range(1, len(life.plan.draft.versions) + 1))


def test_many_a_random_life_reaches_ofsted_and_many_a_rule_is_met() -> None:
    reached: Counter[str] = Counter()
    refusals: Counter[str] = Counter()

    @settings(max_examples=40, deadline=None, database=None, derandomize=True)
    @for_any(lives)
    def watch(steps: list[Whatever | NextThing]) -> None:
        life = live(steps)
        refusals.update(life.refusals)
        reached["lived"] += 1
        reached["approved"] += life.count(CabinetApproved) > 0
        reached["decided on a route"] += life.count(DecisionMade) > 0
        reached["submitted"] += life.count(SubmittedToOfsted) > 0
        reached["submitted twice"] += life.count(SubmittedToOfsted) > 1

    watch()
    report = f"{dict(reached)}, {len(refusals)} rules: {dict(refusals)}"
    assert reached["approved"] >= reached["lived"] // 2, report
    assert reached["submitted"] >= reached["lived"] * 2 // 5, report
    assert reached["decided on a route"] > 0, report
    assert reached["submitted twice"] >= reached["lived"] // 20, report
    assert len(refusals) >= 15, report


happened = st.sampled_from([sample for sample in EVENT_SAMPLES.values() if isinstance(sample, PLAN_EVENTS)])


@examples(100)
@for_any(st.lists(happened, max_size=20))
def test_whatever_was_once_recorded_can_be_read_in_any_order_and_with_gaps(events: list[PlanEvent]) -> None:
    act = usual_act(open_the_plan)
    plan = replay(STREAM, [(event, act) for event in (plan_was_opened, *events)])
    assert plan is not None
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert plan.model_dump_json()
