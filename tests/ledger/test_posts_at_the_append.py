"""Posts are held at the append: by every door, for every command, and soon after another process says otherwise."""

from typing import Any

import pytest
from books import AUTUMN, entry, ledger_on, play
from given import day, usual_act
from ledger_places import Opener
from samples import (
    adopt_the_constitution,
    agree_prompt_strategy_meetings,
    findings_recorded,
    let_the_deputy_act,
    open_the_plan,
    plan_was_opened,
    posts_held,
    record_that_the_director_left,
)

from domain.authority.commands import AuthorityCommand
from domain.authority.events import PostHeld
from domain.value import Refused
from ledger import cache
from ledger.cache import PlanCache
from ledger.clerk import Ask, Clerk, written
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.record import Entry, Record, line
from ledger.verify import first_break

pytest_plugins = ["ledger_places"]

GLOUCESTERSHIRE = "authority/gloucestershire"


def hold(ledger: Ledger, *commands: AuthorityCommand) -> list[Record]:
    return [each for command in commands for each in ledger.record(entry(command, GLOUCESTERSHIRE))]


def agree(ledger: Ledger, **said: Any) -> Entry:
    act = usual_act(agree_prompt_strategy_meetings)
    return Entry.model_validate(
        {"plan": "glos-2022", "command": agree_prompt_strategy_meetings, "by": act.by, "acting_as": act.acting_as}
        | said
    )


def test_an_authoritys_lines_stand_in_its_stream_and_are_no_plans(opener: Opener) -> None:
    ledger = ledger_on(opener())
    play(ledger, *findings_recorded)
    lines = hold(ledger, adopt_the_constitution, *posts_held)
    assert [each.kind for each in ledger.lines(GLOUCESTERSHIRE)] == [each.kind for each in lines]
    assert ledger.plans() == ["glos-2022"]
    assert ledger.plan(GLOUCESTERSHIRE) is None
    council = ledger.council("gloucestershire")
    assert council
    assert council.holders("director-of-childrens-services", day("2022-10-03")) == ["dcs-01"]
    known = ledger.council("gloucestershire", as_at=lines[0].position)
    assert known
    assert known.holdings == {}
    assert ledger.council("gloucestershire", true_at=day("2022-03-31")) is None
    assert first_break(ledger) is None


def test_who_does_not_hold_the_post_is_refused_alone_together_and_rehearsed(opener: Opener) -> None:
    ledger = ledger_on(opener())
    play(ledger, *findings_recorded)
    hold(ledger, *posts_held)
    stranger = agree(ledger, by="nobody-01")
    with pytest.raises(Refused, match="post-is-held"):
        ledger.record(stranger)
    with pytest.raises(Refused, match="post-is-held"):
        ledger.record_together([stranger])
    (rehearsed,) = ledger.rehearse([stranger])
    assert isinstance(rehearsed, Refused)
    assert [each.kind for each in ledger.lines("refusals")] == ["command.refused"]
    assert ledger.record(agree(ledger))


def test_a_delegates_line_names_both(opener: Opener) -> None:
    ledger = ledger_on(opener())
    play(ledger, *findings_recorded)
    hold(ledger, *posts_held, let_the_deputy_act)
    (agreed,) = ledger.record(agree(ledger, by="hoi-01", on_behalf_of="dcs-01"))
    assert agreed.people == {"hoi-01", "dcs-01"}


def test_in_one_go_each_is_decided_on_what_came_before_it() -> None:
    ledger = ledger_on(MemoryStore())
    play(ledger, *findings_recorded)
    entries = [entry(command, GLOUCESTERSHIRE) for command in (*posts_held, record_that_the_director_left)]
    with pytest.raises(Refused, match="post-is-held"):
        ledger.record_together([*entries, agree(ledger)])
    assert ledger.council("gloucestershire") is None


def test_what_another_process_records_counts_after_a_second_at_the_latest(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opener()
    now = [100.0]
    monkeypatch.setattr(cache, "monotonic", lambda: now[0])
    here, elsewhere = ledger_on(store), ledger_on(store)
    play(here, *findings_recorded)
    hold(here, *posts_held)
    assert here.record(agree(here))
    hold(elsewhere, record_that_the_director_left)
    amended = agree(here, command=agree_prompt_strategy_meetings.model_copy(update={"action": "A7"}))
    now[0] += cache.FRESH + 0.001
    with pytest.raises(Refused, match="held by nobody"):
        here.record(amended)
    back = posts_held[1].model_copy(update={"since": day("2022-10-03")})
    (held,) = hold(elsewhere, back)
    assert isinstance(held.event, PostHeld)
    assert here.record(amended), "a refusal is given only after the store was asked"


def test_of_an_authority_without_a_stream_the_store_is_asked_once_a_second_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryStore()
    ledger = ledger_on(store)
    play(ledger, open_the_plan)
    asked: list[str] = []
    real = store.stream

    def stream(stream: str, after: int = 0, upto: int | None = None) -> Any:
        asked.append(stream)
        return real(stream, after, upto)

    monkeypatch.setattr(store, "stream", stream)
    monkeypatch.setattr(cache, "monotonic", lambda: 100.0)
    play(ledger, *findings_recorded[1:])
    assert asked == [GLOUCESTERSHIRE]


def test_asks_of_one_group_are_decided_on_the_holders_that_the_group_records() -> None:
    ledger = ledger_on(MemoryStore())
    play(ledger, *findings_recorded)
    hold(ledger, *posts_held)
    asks = [Ask(entry(record_that_the_director_left, GLOUCESTERSHIRE)), Ask(agree(ledger))]
    Clerk(ledger.store, PlanCache(ledger.store), ledger.register).enter(asks, ledger.clock.now)
    assert len(asks[0].answer()) == 2
    with pytest.raises(Refused, match="held by nobody"):
        asks[1].answer()


def test_a_line_of_a_plan_in_an_authoritys_stream_is_found() -> None:
    ledger = ledger_on(MemoryStore())
    hold(ledger, *posts_held)
    astray = entry(open_the_plan, GLOUCESTERSHIRE)
    ledger.store.append([written(line(astray, plan_was_opened, 3, AUTUMN.replace(year=2023), AUTUMN.date(), None))])
    broken = first_break(ledger)
    assert broken
    assert broken.why == "The line at position 4 is plan.opened, which does not belong in an authority's stream."
