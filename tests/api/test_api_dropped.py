"""A plan that was dropped, over HTTP: who asks for it is told what became of it, who reads on what is gone."""

from pathlib import Path

from callers import at_the_door, enter, in_words, new_office, problem
from samples import close_a_plan_of_2016, drop_the_plan, open_the_plan, reopen_the_plan

from ledger.dropped import dropped
from ledger.seal.dropping import asked, remove

APPROVED = (drop_the_plan.decision, drop_the_plan.approved_by, drop_the_plan.approver)


async def test_who_asks_for_it_and_who_reads_on_is_told(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    enter(office, open_the_plan, close_a_plan_of_2016, plan="old")
    enter(office, open_the_plan)
    keeper, store = office.keeper(), office.ledger.store
    async with at_the_door(office) as reader:
        assert len((await reader.get("/plans")).json()["plans"]) == 2
        enter(office, asked(keeper, store, "old", *APPROVED), plan="old")
        remove(keeper, store, store, dropped(store)[0])
        assert [p["plan"] for p in (await reader.get("/plans")).json()["plans"]] == ["glos-2022"]
        said = problem(await reader.get("/plans/old"), 404, "unknown-plan")
        assert (
            "under decision IG-2022-14, approved by mo-01 as Monitoring Officer: the 2 lines at 2 to 3 are gone."
            in (said["detail"])
        )
        assert problem(await reader.get("/plans/old/trail", params={"as_at": 3}), 404, "unknown-plan") == said
        page = (await reader.get("/events")).json()
        [gone] = [line for line in page["events"] if line["kind"] == "plan.dropped"]
        named = {p for span in gone["event"]["positions"] for p in range(span["first"], span["last"] + 1)}
        assert {line["position"] for line in page["events"]} | named == set(range(1, page["next"] + 1))
        again = await reader.post("/plans/old/commands", json=in_words(reopen_the_plan))
        assert problem(again, 409, "refused")["rule"] == "dropped-plans-are-gone"
