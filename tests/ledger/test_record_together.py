"""Several entries are recorded at one go, all or none; and what would come of them may be seen before."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from books import AUTUMN, Watch, entry, ledger_on, play
from racing import finding
from samples import amend_the_date_of_strategy_meetings, cut_the_next_version, findings_recorded, open_the_plan

from domain.book.events import REFUSALS
from domain.value import Refused
from ledger.clerk import Busy
from ledger.ledger import Ledger
from ledger.record import Entry
from ledger.stores import NewRow, Store
from ledger.verify import first_break

pytest_plugins = ["ledger_places"]

Opener = Callable[[], Store]


def entries(*commands: object, plan: str = "glos-2022") -> list[Entry]:
    return [entry(command, plan, id=f"{plan}/{n}") for n, command in enumerate(commands)]  # type: ignore[arg-type]


def test_all_are_recorded_at_one_instant_in_one_append(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opener()
    ledger = ledger_on(store)
    appended: list[int] = []
    append = store.append

    def counted(rows: Sequence[NewRow]) -> list[int]:
        appended.append(len(rows))
        return append(rows)

    monkeypatch.setattr(store, "append", counted)
    lines = ledger.record_together(entries(*findings_recorded, cut_the_next_version))
    assert lines == ledger.after(1)
    assert appended == [len(lines)]
    assert len({line.at for line in lines}) == 1
    assert first_break(ledger) is None
    assert ledger.plan("glos-2022") == ledger_on(opener()).plan("glos-2022")


def test_one_that_is_refused_leaves_none_of_them(opener: Opener) -> None:
    ledger = ledger_on(opener())
    head = ledger.head()
    with pytest.raises(Refused, match="action-is-known"):
        ledger.record_together(entries(*findings_recorded, amend_the_date_of_strategy_meetings))
    assert ledger.head() == head
    assert list(ledger.lines(REFUSALS)) == []
    assert ledger.plan("glos-2022") is None


def test_the_same_again_is_answered_and_nothing_is_written(opener: Opener) -> None:
    ledger = ledger_on(opener())
    asked = entries(*findings_recorded)
    lines = ledger.record_together(asked)
    assert ledger_on(opener()).record_together(asked) == lines
    assert ledger.after(1) == lines
    assert ledger.record_together([]) == []


def test_nobody_acts_as_minutebook_among_them(opener: Opener) -> None:
    ledger = ledger_on(opener())
    spoilt = entry(finding("W1")).model_copy(update={"acting_as": "minutebook"})
    with pytest.raises(Refused, match="workflows-act-alone"):
        ledger.record_together([*entries(open_the_plan), spoilt])
    assert ledger.after(1) == []


def test_two_with_one_id_are_refused(opener: Opener) -> None:
    with pytest.raises(Refused, match=r"The id x is given to two acts: choose a new one\."):
        ledger_on(opener()).record_together([entry(finding("W1"), id="x"), entry(finding("W2"), id="x")])


def _beaten(store: Store, theirs: Ledger, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """From now on, others write to the plan before each of the next `times` appends."""
    append = store.append
    names = iter(range(times))

    def beaten(rows: Sequence[NewRow]) -> list[int]:
        monkeypatch.setattr(store, "append", append)
        if (n := next(names, None)) is not None:
            play(theirs, finding(f"T{n}"))
        monkeypatch.setattr(store, "append", beaten)
        return append(rows)

    monkeypatch.setattr(store, "append", beaten)


def test_who_is_beaten_decides_anew_on_what_others_wrote(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    store, theirs = opener(), ledger_on(opener())
    ours = ledger_on(store)
    play(ours, open_the_plan)
    _beaten(store, theirs, monkeypatch, 2)
    lines = ours.record_together([entry(finding(name)) for name in ("T0", "W1", "W2")])
    assert [line.number for line in lines] == [4, 5]
    assert len(list(theirs.lines("glos-2022"))) == 5


def test_who_is_beaten_every_time_is_told(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.clerk.TRIES", 3)
    store, theirs = opener(), ledger_on(opener())
    ours = ledger_on(store)
    play(ours, open_the_plan)
    _beaten(store, theirs, monkeypatch, 9)
    with pytest.raises(Busy, match=r"^Others wrote first 3 times: nothing was recorded; try again\.$"):
        ours.record_together([entry(finding("W1"))])


def test_a_rehearsal_answers_as_the_recording_would_and_writes_nothing(opener: Opener) -> None:
    ledger = ledger_on(opener(), Watch(AUTUMN, tick=timedelta()))
    asked = entries(*findings_recorded, amend_the_date_of_strategy_meetings, finding("R1"), cut_the_next_version)
    head = ledger.head()
    *rehearsed, amended, repeated, cut = ledger.rehearse(asked)
    assert ledger.head() == head
    assert isinstance(amended, Refused)
    assert amended.rule == "action-is-known"
    assert isinstance(repeated, Refused)
    assert repeated.rule == "finding-stands"
    lines = ledger.record_together([*asked[: len(rehearsed)], asked[-1]])
    flat = [line for answer in (*rehearsed, cut) for line in answer]  # type: ignore[union-attr]
    assert flat == [line.model_copy(update={"position": 0}) for line in lines]
    assert [len(answer) for answer in ledger.rehearse(asked[:2])] == [1, len(rehearsed[1])]  # type: ignore[arg-type]
    assert [line.position for answer in ledger.rehearse(asked[:1]) for line in answer] == [2]  # type: ignore[union-attr]
