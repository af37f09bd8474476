"""What is asked at once is written at once, and nobody suffers for another's ask."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from books import AUTUMN, Watch, background, entry, ledger_on, play
from given import REGISTER
from racing import finding
from samples import opened
from store_processes import run_threads

from domain.value import Refused
from ledger import together
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Record
from ledger.stores import Conflict, NewRow, Store, TextKey, Unavailable
from ledger.together import Together

pytest_plugins = ["ledger_places"]

PLANS = [f"plan-{n}" for n in range(6)]


class Slow:
    """A store over another whose first append waits until it is told to go on; it counts them all."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.appends: list[int] = []
        self.fails: dict[int, Exception] = {}

    def append(self, rows: Sequence[NewRow], keys: Sequence[TextKey] = ()) -> list[int]:
        self.appends.append(len(rows))
        self.begun.set()
        assert self.go_on.wait(20)
        if len(self.appends) in self.fails:
            raise self.fails[len(self.appends)]
        return self._store.append(rows, keys)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class Group:
    """One writes, slowly; the others ask meanwhile, so that what they ask is one group."""

    def __init__(self, store: Store, watch: Watch | None = None) -> None:
        for plan in PLANS:
            play(ledger_on(store), *opened, plan=plan)
        self.store = Slow(store)
        self.ledger = Ledger(self.store, REGISTER, watch or Watch(AUTUMN + timedelta(days=1)))
        for plan in PLANS:
            self.ledger.plan(plan)
        self.answers: dict[str, list[Record] | Exception] = {}

    def ask(self, plan: str, **said: Any) -> threading.Thread:
        def work() -> None:
            try:
                self.answers[plan] = self.ledger.record(entry(finding("W"), plan, **said))
            except Exception as error:
                self.answers[plan] = error

        return background(work)

    def run(self, meanwhile: Callable[[], object] = lambda: None, **said: Any) -> None:
        threads = [self.ask(PLANS[0])]
        assert self.store.begun.wait(20)
        threads += [self.ask(plan, **said) for plan in PLANS[1:]]
        wait_for(lambda: len(self.ledger._together._queue) == len(PLANS) - 1)
        meanwhile()
        self.store.go_on.set()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()

    def written(self) -> list[str]:
        """The plans that have got their one new line."""
        return [plan for plan in PLANS if len(list(self.ledger.lines(plan))) == 2]


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.fixture
def group(opener: Callable[[], Store]) -> Group:
    return Group(opener())


def test_what_gathers_while_one_writes_is_one_append(group: Group) -> None:
    group.run()
    assert group.store.appends == [1, 5]
    assert group.written() == PLANS
    for answer in group.answers.values():
        assert isinstance(answer, list)
        assert group.ledger.after(answer[0].position - 1, 1) == answer


def test_one_that_came_too_late_does_not_fail_the_others(opener: Callable[[], Store]) -> None:
    theirs, group = ledger_on(opener()), Group(opener())
    group.run(lambda: theirs.record(entry(finding("T"), PLANS[3])))
    assert all(isinstance(answer, list) and len(answer) == 1 for answer in group.answers.values())
    assert len(list(theirs.lines(PLANS[3]))) == 3
    assert group.written() == [plan for plan in PLANS if plan != PLANS[3]]


def test_one_id_for_two_plans_is_given_to_one_of_them(group: Group) -> None:
    group.run(id="c-1")
    refused = [answer for answer in group.answers.values() if isinstance(answer, Refused)]
    assert [each.rule for each in refused] == ["command-id-is-new"] * 4
    assert len(group.written()) == 2
    assert len(group.ledger.store.by_command("c-1")) == 1


def test_what_the_store_says_no_to_reaches_everyone_of_the_group_and_the_next_goes_on(group: Group) -> None:
    group.store.fails = {2: Unavailable("The disk is full: make room.")}
    group.run()
    told = [str(group.answers[plan]) for plan in PLANS[1:]]
    assert told == ["The disk is full: make room."] * 5
    assert group.written() == PLANS[:1]
    group.ask(PLANS[1]).join(20)
    assert group.written() == PLANS[:2]


def test_who_was_answered_before_the_store_failed_stays_answered(opener: Callable[[], Store]) -> None:
    """The group meets a conflict twice, so each is tried alone; the store fails at the third."""
    theirs, group = ledger_on(opener()), Group(opener())
    group.store.fails = {3: Conflict("Someone was first."), 6: Unavailable("The disk is full: make room.")}
    group.run(lambda: theirs.record(entry(finding("T"), PLANS[5])))
    answered = [plan for plan, answer in group.answers.items() if isinstance(answer, list)]
    assert len(answered) == 3
    assert sorted(answered) == [plan for plan in group.written() if plan != PLANS[5]]


def test_a_group_that_is_behind_is_stamped_anew(opener: Callable[[], Store]) -> None:
    theirs = ledger_on(opener(), ahead := Watch(AUTUMN + timedelta(days=9)))
    group = Group(opener(), Watch(AUTUMN))
    group.run(lambda: play(theirs, *opened, plan="another"))
    assert group.written() == PLANS
    times = [line.at for line in theirs.after(0)]
    assert times == sorted(times)
    assert times[-1] < ahead.at + timedelta(minutes=1)


class Interrupted(BaseException):
    """As Ctrl-C is: no Exception, and raised wherever the main thread is."""


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Gives what interrupts the main thread, as a signal does."""

    def strike(*_: object) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGUSR1, strike)
    main = threading.main_thread().ident
    assert main is not None
    try:
        yield partial(signal.pthread_kill, main, signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)


class Work:
    """Notes what was done; each group waits until it may go on."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.go_on = threading.Event()
        self.together = Together[str](self._do)

    def _do(self, asks: Sequence[str]) -> None:
        self.groups.append(list(asks))
        assert self.go_on.wait(20)

    def queued(self, count: int) -> bool:
        return bool(self.groups) and len(self.together._queue) == count


def test_who_is_interrupted_in_the_queue_leaves_it_and_holds_up_nobody() -> None:
    work = Work()
    others = [background(partial(work.together.do, "first"))]
    wait_for(lambda: work.queued(0))

    def meanwhile() -> None:
        wait_for(lambda: work.queued(1))
        others.append(background(partial(work.together.do, "after")))
        wait_for(lambda: work.queued(2))
        strike()

    with interruptible() as strike:
        striker = background(meanwhile)
        with pytest.raises(Interrupted):
            work.together.do("interrupted")
    striker.join(20)
    work.go_on.set()
    for thread in others:
        thread.join(20)
        assert not thread.is_alive()
    assert work.groups == [["first"], ["after"]]


def test_who_is_interrupted_when_the_lead_has_come_passes_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment is too short to hit: so the lock of the one in the queue is one that strikes after it is taken."""

    class Struck(together._Place[str]):
        def __init__(self, ask: str) -> None:
            super().__init__(ask)
            if ask == "interrupted":
                self.turn = _Striking(self.turn)  # type: ignore[assignment]

    monkeypatch.setattr(together, "_Place", Struck)
    work = Work()
    raised: list[BaseException] = []

    def interrupted() -> None:
        with pytest.raises(Interrupted) as error:
            work.together.do("interrupted")
        raised.append(error.value)

    threads = [background(partial(work.together.do, "first"))]
    wait_for(lambda: work.queued(0))
    threads.append(background(interrupted))
    wait_for(lambda: work.queued(1))
    threads.append(background(partial(work.together.do, "after")))
    wait_for(lambda: work.queued(2))
    work.go_on.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    assert len(raised) == 1
    assert work.groups == [["first"], ["after"]]


class _Striking:
    def __init__(self, lock: Any) -> None:
        self._lock = lock
        self.release = lock.release

    def acquire(self) -> None:
        self._lock.acquire()
        raise Interrupted


def test_who_is_interrupted_while_he_writes_for_others_does_not_take_them_with_him() -> None:
    work = Work()
    told: list[str] = []

    def ask() -> None:
        with pytest.raises(Unavailable) as unavailable:
            work.together.do("other")
        told.append(str(unavailable.value))

    first = background(partial(work.together.do, "first"))
    wait_for(lambda: work.queued(0))

    def meanwhile() -> None:
        wait_for(lambda: work.queued(1))
        others.append(background(ask))
        wait_for(lambda: work.queued(2))
        work.go_on.set()
        first.join(20)
        work.go_on.clear()
        wait_for(lambda: len(work.groups) == 2)
        strike()

    others: list[threading.Thread] = []
    original = work.together._work

    def slowly(asks: Sequence[str]) -> None:
        if len(work.groups) == 1:
            first.join(20)  # so that the second group finds the light red again
            wait_for(lambda: not work.go_on.is_set())
        original(asks)

    work.together._work = slowly
    with interruptible() as strike:
        striker = background(meanwhile)
        with pytest.raises(Interrupted):
            work.together.do("interrupted")
    striker.join(20)
    others[0].join(20)
    assert told == ["Writing was interrupted, and it is not known whether this was recorded: ask again."]
    assert work.groups == [["first"], ["interrupted", "other"]]
    work.go_on.set()
    work.together.do("next")
    assert work.groups[-1] == ["next"]


def test_many_threads_on_one_plan_are_decided_in_one_order_on_what_the_others_add_up_to() -> None:
    with closing(open_store("memory:")) as store:
        ledger = ledger_on(store)
        play(ledger, *opened)
        answers: list[list[Record]] = []
        run_threads([lambda: answers.append(ledger.record(entry(finding("W")))) for _ in range(24)])
        assert sorted(map(len, answers)) == [0] * 23 + [1]
