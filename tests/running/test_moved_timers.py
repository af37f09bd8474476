"""A bank holiday is proclaimed while clocks run on a real server: the timers move, and the moved ones strike."""

from pathlib import Path

from given import day
from samples import adopt_the_revised_calendar, ask_cabinet
from test_dispatch import APPROVAL, ASKED, REMINDED, STATEMENT, House, with_a_plan

from domain.calendar import at_nine


async def test_a_revised_calendar_moves_a_deadline_and_the_reminders_of_a_question(tmp_path: Path) -> None:
    house = with_a_plan(House(tmp_path))
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        await house.hands.rest(house.handle(APPROVAL))
        assert (await house.hands.timing(house.handle(APPROVAL))).next_due == REMINDED
        await house.hands.rest(house.handle(STATEMENT))
        assert (await house.hands.timing(house.handle(STATEMENT))).next_due == at_nine(day("2022-06-17"))
        house.enter(adopt_the_revised_calendar, at=ASKED)
        await dispatcher.step()
        moved = {APPROVAL: at_nine(day("2022-06-20")), STATEMENT: at_nine(day("2022-06-20"))}
        for id_, due in moved.items():
            await house.hands.rest(house.handle(id_))
            assert (await house.hands.timing(house.handle(id_))).next_due == due
        await house.until(APPROVAL, moved[APPROVAL])
        assert house.told() == {"asked", "reminder-1"}
        assert house.written()["plan.reminder-sent"] == 1
