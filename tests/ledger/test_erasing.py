"""A text that was erased is nowhere any more, and nothing that was proved is unproved by it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zlib import decompress

import psycopg
import pytest
from books import entry, ledger_on, play
from given import day
from retested import objections
from samples import (
    COMMAND_SAMPLES,
    approve_the_notes_erasure,
    ask_for_the_notes_erasure,
    submitted,
)

from audit.verify import touches
from domain.delivery.commands import ProgressAction
from domain.value import Refused
from ledger.cache import shape
from ledger.erasing import destroy_keys
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.seal.tree import leaf_hash
from ledger.stores import LAST, Store, TextKey, Unavailable
from ledger.texts import Texts
from ledger.verify import verify
from projections.shelf import open_shelf

pytest_plugins = ["ledger_places"]

Opener = Callable[[], Store]
PLAN = "glos-2022"
SECRET = "The only pair of twins at the school in Lechlade"
MARKER = "[erased under decision IG/2022/14]"


def progress(action: str, note: str) -> ProgressAction:
    return ProgressAction(action=action, status="in-progress", note=note, as_of=day("2022-09-01"))


def noted(ledger: Ledger) -> int:
    """A submitted plan with a note to be erased, another of the same action and one of the next; the note's line."""
    play(ledger, *submitted)
    [line] = play(ledger, progress("A1", SECRET))
    play(ledger, progress("A1", "All is well."), progress("A2", "Two posts are filled."))
    return line.number


def erase(ledger: Ledger, line: int) -> None:
    play(ledger, ask_for_the_notes_erasure.model_copy(update={"line": line}), approve_the_notes_erasure)


def notes(ledger: Ledger) -> list[str]:
    return [r.event.note for r in ledger.lines(PLAN) if r.kind == "plan.action-progressed"]  # type: ignore[attr-defined]


def leaves(ledger: Ledger) -> list[bytes]:
    return [leaf_hash(row.line) for row in ledger.store.after(0, 1_000)]


def everything(place: str) -> bytes:
    """All that a database holds: of a file its bytes and those of its log of changes, else every row of every table."""
    if "://" not in place:
        return b"".join(path.read_bytes() for path in Path(place).parent.glob(f"{Path(place).name}*"))
    with psycopg.connect(place) as owner:
        tables = owner.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        return repr(
            [owner.execute(f"select t::text from public.{table} t".encode()).fetchall() for (table,) in tables]
        ).encode()


def folded(store: Store) -> bytes:
    """All that the plan's checkpoints hold."""
    found, upto = b"", LAST
    while one := store.checkpoint(PLAN, upto, shape()):
        found += decompress(one.state)
        upto = one.position - 1
    return found


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the short plan has checkpoints, in which the text is folded."""
    monkeypatch.setattr("ledger.cache.EVERY", 3)


def test_an_erased_text_is_read_by_nobody_and_all_others_are(opener: Opener) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    line = noted(ours)
    head, before = ours.head(), leaves(ours)
    assert notes(theirs) == notes(ours) == [SECRET, "All is well.", "Two posts are filled."]
    assert theirs.plan(PLAN) == ours.plan(PLAN)
    erase(ours, line)
    for ledger in (ours, theirs, ledger_on(opener())):
        plan = ledger.plan(PLAN)
        assert notes(ledger) == [MARKER, "All is well.", "Two posts are filled."]
        assert plan is not None
        assert SECRET not in plan.model_dump_json()
        for position in range(head - 3, ledger.head() + 1):
            assert SECRET not in repr(ledger.plan(PLAN, as_at=position))
        assert list(verify(ledger)) == []
    assert leaves(ours)[: len(before)] == before


def test_what_comes_after_an_erasure_can_be_read_and_erased_too(opener: Opener) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    first = noted(ours)
    assert theirs.plan(PLAN)
    erase(ours, first)
    [second] = theirs.record(entry(progress("A1", f"{SECRET} again")))
    again = ask_for_the_notes_erasure.model_copy(update={"line": second.number, "decision": "IG/2022/15"})
    play(theirs, again, approve_the_notes_erasure.model_copy(update={"erasure": 2}))
    play(ours, progress("A1", "Better."))
    for ledger in (ours, theirs, ledger_on(opener())):
        assert notes(ledger) == [
            MARKER,
            "All is well.",
            "Two posts are filled.",
            "[erased under decision IG/2022/15]",
            "Better.",
        ]
        assert list(verify(ledger)) == []


def test_what_stopped_between_the_line_and_the_key_is_finished_and_the_text_is_not_read_meanwhile(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    line = noted(ours)
    assert theirs.plan(PLAN)

    def died(*_: object) -> int:
        raise Unavailable("The machine lost its power.")

    with monkeypatch.context() as stopped:
        stopped.setattr("ledger.erasing.destroy_keys", died)
        stopped.setattr("ledger.ledger.destroy_keys", died)
        erase(ours, line)
        play(theirs, progress("A1", "Between."))
        for ledger in (ours, theirs):
            assert SECRET not in repr(ledger.plan(PLAN))
            assert notes(ledger)[0] == MARKER
    assert any(key.secret for key in ours.store.text_keys(PLAN) if key.key == "A1/0")
    ledger = ledger_on(opener())
    assert not [key for key in ours.store.text_keys(PLAN) if key.key == "A1/0" and not key.text and key.secret]
    assert notes(ledger) == [MARKER, "All is well.", "Two posts are filled.", "Between."]
    assert destroy_keys(ledger.store, ledger.texts) == 0
    assert list(verify(ledger)) == []


@pytest.mark.parametrize("line", [1, 2, 999])
def test_what_is_no_sealed_text_is_refused_at_the_append(line: int) -> None:
    ledger = ledger_on(open_store("memory:"))
    noted(ledger)
    with pytest.raises(Refused, match="text-can-be-erased"):
        erase(ledger, line)


def test_each_text_of_several_is_erased_alone() -> None:
    ledger = ledger_on(open_store("memory:"))
    noted(ledger)
    challenge = COMMAND_SAMPLES["challenge-by-board"]
    [line] = play(ledger, challenge.model_copy(update={"points": (SECRET, "It is late.")}))
    play(ledger, ask_for_the_notes_erasure.model_copy(update={"line": line.number, "text": "points.1"}))
    play(ledger, approve_the_notes_erasure)
    assert ledger.after(line.position - 1, 1)[0].event.points == (MARKER, "It is late.")  # type: ignore[attr-defined]


def test_the_text_is_nowhere_in_the_databases(place: str, tmp_path: Path) -> None:
    views = place if "://" in place else str(tmp_path / "views.db")
    with closing(open_store(place)) as store:
        ledger = ledger_on(store)
        line = noted(ledger)
        with closing(open_shelf(views, ledger)) as shelf:
            shelf.catch_up()
            assert SECRET.encode() in everything(views)
            assert SECRET.encode() in folded(store)
            secrets = [key.secret or b"" for key in store.text_keys(PLAN) if key.key == "A1/0"]
            erase(ledger, line)
            shelf.catch_up()
            trail = [row.sentence for row in shelf.rows("trail") if row.number == line]
            assert len(trail) == 1
            assert MARKER in trail[0]
        assert ledger_on(store).plan(PLAN)
        assert SECRET.encode() not in folded(store)
    assert SECRET.encode() not in everything(place) + everything(views)
    assert [s for s in secrets if s in everything(place) or s.hex().encode() in everything(place)] == []


@pytest.mark.parametrize(
    "done", ["delete from text_keys", "update text_keys set secret = 'scrap'", "update text_keys set secret = x'00'"]
)
def test_a_key_that_went_without_a_decision_is_told(tmp_path: Path, done: str) -> None:
    path = tmp_path / "ledger.db"
    with closing(open_store(str(path))) as store:
        noted(ledger_on(store))
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"{done} where key = 'A1/0'")
        file.commit()
    with closing(open_store(str(path))) as store:
        ledger = ledger_on(store)
        found = [each.why.partition(" has ")[2] for each in verify(ledger)]
        assert found[-2:] == ["lost the key of its text note, which no decision erased."] * 2
        assert notes(ledger)[:2] == ["[the key of this text is missing]"] * 2


def test_a_text_moved_to_another_line_does_not_open_there(tmp_path: Path) -> None:
    store = open_store("memory:")
    ledger = ledger_on(store)
    line = noted(ledger)
    one, two = store.stream(PLAN, after=line - 1, upto=line + 1)
    moved = two._replace(line=two.line.partition(b'"note":')[0] + b'"note":' + one.line.partition(b'"note":')[2])
    with pytest.raises(Exception, match="its text note does not open with its key"):
        Texts(store).record(moved)


def test_no_secret_is_shown_where_a_key_is() -> None:
    key = TextKey(PLAN, "A1/0", "", b"\x01secret", None)
    assert "secret" not in f"{key!r} {key}"


def test_lines_without_such_texts_have_the_bytes_they_always_had(opener: Opener) -> None:
    ledger = ledger_on(opener())
    play(ledger, *submitted[:8])
    assert not any(b'"sealed"' in row.line for row in ledger.store.after(0, 100))
    assert ledger.store.text_keys(PLAN) == []


def test_an_erasure_names_the_action_that_its_text_was_about(opener: Opener) -> None:
    """Whatever the person says of that: so it is seen by who asks what touched an action."""
    ledger = ledger_on(opener())
    line = noted(ledger)
    ask = ask_for_the_notes_erasure.model_copy(update={"line": line, "action": "A2"})
    told = play(ledger, ask, approve_the_notes_erasure)
    assert [getattr(record.event, "action", None) for record in told] == ["A1", "A1"]
    erasure = json.loads(ledger.store.stream(PLAN)[-1].line)
    assert touches(erasure, {"action": "A1", "kind": "plan.text-erased"})  # type: ignore[no-untyped-call]
    assert objections(ledger) == []
