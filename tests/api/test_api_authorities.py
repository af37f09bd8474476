"""Authorities over HTTP: their posts and delegations are recorded, read, and asked of whoever acts."""

from pathlib import Path
from typing import Any

import pytest
from callers import CLERK, LEAD, at_the_door, enter, in_words, new_office, problem
from samples import agree_prompt_strategy_meetings, findings_recorded, let_the_deputy_act, posts_held

from api.app import create_app
from domain.value import Command
from wiring import Office

HERE = "/authorities/gloucestershire"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = new_office(tmp_path)
    enter(made, *findings_recorded)
    return made


def asked(command: Command) -> dict[str, Any]:
    return {"do": command.name, "with": command.model_dump(mode="json")}


async def test_a_stranger_is_refused_and_a_delegate_acts_for_the_holder(office: Office) -> None:
    app = create_app(office)
    lent = let_the_deputy_act.model_copy(update={"until": let_the_deputy_act.until.replace(year=2099)})
    async with at_the_door(office, *CLERK, app=app) as clerk:
        for command in (*posts_held, lent):
            answer = await clerk.post(f"{HERE}/commands", json=asked(command))
            assert answer.status_code == 200, answer.text
            assert answer.json()["recorded"][0]["stream"] == "authority/gloucestershire"
    agree = in_words(agree_prompt_strategy_meetings)
    async with at_the_door(office, "nobody-01", LEAD[1], app=app) as stranger:
        said = problem(await stranger.post("/plans/glos-2022/commands", json=agree), 403, "not-for-this-post")
        assert said["rule"] == "post-is-held"
    async with at_the_door(office, "hoi-01", LEAD[1], app=app) as deputy:
        answer = await deputy.post("/plans/glos-2022/commands", json=agree | {"on_behalf_of": "dcs-01"})
        (line,) = answer.json()["recorded"]
        assert (line["by"], line["on_behalf_of"]) == ("hoi-01", "dcs-01")


async def test_posts_delegations_and_the_trail_are_read_as_they_stand_or_stood(office: Office) -> None:
    async with at_the_door(office) as clerk:
        for command in (*posts_held, let_the_deputy_act):
            await clerk.post(f"{HERE}/commands", json=asked(command))
        now = (await clerk.get(HERE)).json()
        posts = {post["post"]: post for post in now["posts"]}
        assert posts[LEAD[1]]["holders"] == [{"holder": "dcs-01", "since": "2022-04-01", "acting_up": False}]
        assert posts["monitoring-officer"]["holders"] == []
        assert now["delegations"] == []
        then = (await clerk.get(HERE, params={"true_at": "2022-09-15"})).json()
        assert then["in_force_from"] is None
        told = (await clerk.get(f"{HERE}/trail")).json()["lines"]
        assert "recorded that dcs-01 holds the post" in told[1]["sentence"]
        lines = (await clerk.get("/events", params={"plans": "authority/gloucestershire"})).json()["events"]
        assert [line["number"] for line in lines] == [1, 2, 3]
        problem(await clerk.get("/authorities/rutland"), 404, "unknown-authority")
        said = problem(await clerk.post("/authorities/rutland/commands", json=asked(posts_held[0])), 409, "refused")
        assert said["rule"] == "authority-is-known"
        said = problem(await clerk.post("/plans/glos-2022/commands", json=asked(posts_held[0])), 409, "refused")
        assert said["rule"] == "stream-is-the-authoritys"
