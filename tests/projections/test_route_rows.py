"""On a route the views name the bodies whose answer is awaited, one row each."""

import samples as s
from given import day, plan_after

from domain.route.commands import ChooseRoute, RecordDecision
from projections.plan_now import stage
from projections.waiting import waiting

signed_off = RecordDecision(
    stage="sign-off",
    version=1,
    verb="signed-off",
    decided_on=day("2022-06-14"),
    resolution="Signed off.",
    decided_by=("dir-01",),
)
begun = (*s.version_1_cut_under_the_template, ChooseRoute(route="cabinet_before_submission"), s.ask_cabinet)


def test_everybody_whose_turn_it_is_has_a_row() -> None:
    plan = plan_after(*begun, signed_off)
    rows = {key: row for key, row in waiting(plan).items() if row.matter == "cabinet"}
    assert {key: row.post for key, row in rows.items()} == {
        "cabinet.version-1.board": "improvement-board",
        "cabinet.version-1.scrutiny": "scrutiny",
    }
    assert rows["cabinet.version-1.board"].what == "Version 1 awaits the answer of the improvement board."
    assert stage(plan) == "with the improvement board and the scrutiny committee"


def test_without_a_route_it_is_cabinet_as_before() -> None:
    plan = plan_after(*s.with_cabinet)
    assert waiting(plan)["cabinet.version-1"].what == "Version 1 awaits cabinet's answer."
    assert stage(plan) == "with cabinet"
