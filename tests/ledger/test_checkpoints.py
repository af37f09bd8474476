"""A checkpoint spares the folding of what came before it, and is never believed more than the lines."""

import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from books import Watch, entry, ledger_on, play
from given import REGISTER
from postgres import GUARDED
from racing import finding
from samples import opened, submitted

from domain.plan import replay
from ledger.cache import shape
from ledger.clerk import TRIES, Busy
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import plan_event
from ledger.stores import LAST, Checkpoint, Conflict, NewRow, Row, Store, TextKey

pytest_plugins = ["ledger_places"]

Opener = Callable[[], Store]

PLAN = "glos-2022"


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a plan of some twenty lines has several."""
    monkeypatch.setattr("ledger.cache.EVERY", 3)


class Counting:
    """A store over another that counts the rows of streams it gives out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read = 0

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Row]:
        rows = self._store.stream(stream, after, upto)
        self.read += len(rows)
        return rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def kept(store: Store, plan: str = PLAN, of: str | None = None) -> list[Checkpoint]:
    """All checkpoints of the plan, the latest first."""
    found: list[Checkpoint] = []
    upto = LAST
    while one := store.checkpoint(plan, upto, of or shape()):
        found.append(one)
        upto = one.position - 1
    return found


def check_every_position(ledger: Ledger, plan: str = PLAN) -> None:
    lines = list(ledger.lines(plan))
    for position in range(ledger.head() + 2):
        known = [(plan_event(line), line) for line in lines if line.position <= position]
        assert ledger.plan(plan, as_at=position) == replay(plan, known), position
    for line in lines:
        known = [(plan_event(each), each) for each in lines if each.at <= line.at]
        assert ledger.plan(plan, as_at=line.at) == replay(plan, known)
    assert ledger.plan(plan) == replay(plan, [(plan_event(line), line) for line in lines])


@pytest.mark.parametrize("every", [1, 4, 1000])
def test_as_at_every_position_a_plan_is_what_its_lines_add_up_to(
    opener: Opener, every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.cache.EVERY", every)
    ledger = ledger_on(opener())
    for command in submitted:  # between the lines of another, so that numbers and positions differ
        play(ledger, command)
        play(ledger, *opened, plan="another")
    check_every_position(ledger)
    assert ledger_on(opener()).plan(PLAN) == ledger.plan(PLAN)
    assert bool(kept(ledger.store)) is (every < 1000)


def test_no_more_is_read_than_what_follows_the_checkpoint(opener: Opener) -> None:
    play(ledger_on(opener()), *submitted)
    store = Counting(opener())
    ledger = Ledger(store, REGISTER, Watch())
    latest = kept(store)[0]
    assert ledger.plan(PLAN, as_at=latest.position) is not None
    assert ledger.plan(PLAN) is not None
    assert store.read <= 2 * 6
    assert store.length(PLAN) > 15


def test_checkpoints_of_another_shape_are_not_looked_at(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another shape is other code: here even one whose state could be read, and would be wrong."""
    monkeypatch.setattr("ledger.cache.shape", lambda: "older")
    play(ledger_on(opener()), *submitted)
    store = opener()
    state = zlib.compress(b'{"wrong": true}')
    for each in kept(store, of="older"):
        store.keep(each._replace(state=state))
    assert kept(store, of="older")
    monkeypatch.undo()
    assert kept(store) == []
    check_every_position(ledger_on(store))


@pytest.mark.parametrize("damage", [b"", b"nonsense", zlib.compress(b"nonsense"), zlib.compress(b'{"id": 3}')])
def test_a_damaged_checkpoint_is_passed_over(opener: Opener, damage: bytes) -> None:
    play(ledger_on(opener()), *submitted)
    store = opener()
    for each in kept(store):
        store.keep(each._replace(state=damage))
    check_every_position(ledger_on(store))


def test_a_state_cut_short_is_passed_over(opener: Opener) -> None:
    play(ledger_on(opener()), *submitted)
    store = opener()
    for each in kept(store):
        store.keep(each._replace(state=each.state[: len(each.state) // 2]))
    check_every_position(ledger_on(store))


def test_who_may_only_read_is_answered_all_the_same(postgres_url: str) -> None:
    open_store(postgres_url).close()
    with closing(open_store(postgres_url)) as store, psycopg.connect(postgres_url) as owner:
        play(ledger_on(store), *submitted)
        owner.execute("delete from checkpoints")
        owner.execute(f"grant select on stored_events, text_keys to {GUARDED}")
    theirs = postgres_url.replace("postgres:@", f"{GUARDED}:right@")
    with closing(open_store(theirs)) as store:  # who may not even look at the checkpoints
        check_every_position(ledger_on(store))
    with psycopg.connect(postgres_url) as owner:
        owner.execute(f"grant select on checkpoints to {GUARDED}")
    with closing(open_store(theirs)) as store:
        check_every_position(ledger_on(store))
        assert kept(store) == []


def test_what_another_process_wrote_is_in_what_we_say_and_do_next(opener: Opener) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    play(ours, *opened)
    for n in range(8):
        [line] = theirs.record(entry(finding(f"T{n}")))
        assert ours.plan(PLAN) == theirs.plan(PLAN)
        [next_line] = theirs.record(entry(finding(f"U{n}")))
        [own] = ours.record(entry(finding(f"O{n}")))  # decided by what is at hand, which is a line behind
        assert (next_line.number, own.number) == (line.number + 1, line.number + 2)
        assert ours.record(entry(finding(f"U{n}"))) == []
    check_every_position(ours)
    check_every_position(theirs)


def test_who_finds_others_first_every_time_is_told_and_nothing_is_written(opener: Opener) -> None:
    class Taken:
        def __init__(self, store: Store) -> None:
            self._store = store
            self.tries = 0

        def append(self, rows: Sequence[NewRow], keys: Sequence[TextKey] = ()) -> list[int]:
            self.tries += 1
            raise Conflict("Someone was first.")

        def __getattr__(self, name: str) -> Any:
            return getattr(self._store, name)

    play(ledger_on(opener()), *opened)
    ours = Ledger(taken := Taken(opener()), REGISTER, Watch())
    ours.plan(PLAN)
    with pytest.raises(Busy, match=rf"^Others wrote to {PLAN} first {TRIES} times: nothing was recorded; try again\.$"):
        ours.record(entry(finding("W1")))
    assert taken.tries == TRIES + 2  # among others, on the latest plan, and then alone
    assert ours.head() == 2


def test_a_checkpoint_may_be_lost_at_any_time(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opener()
    monkeypatch.setattr(store, "keep", lambda checkpoint: None)
    ledger = ledger_on(store, Watch(tick=timedelta(minutes=1)))
    play(ledger, *submitted)
    assert kept(store) == []
    check_every_position(ledger)
