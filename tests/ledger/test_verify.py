"""A whole book has no break; of a book that somebody tampered with, `verify` says where and why."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest
from books import entry, ledger_on, play
from given import REGISTER, usual_act
from samples import (
    COMMAND_SAMPLES,
    EVENT_SAMPLES,
    amend_the_date_of_strategy_meetings,
    approved_by_cabinet,
    ask_cabinet,
    confirm_that_it_may_be_implemented,
    cut_the_next_version,
    open_the_plan,
    publish_the_decision_statement,
    publish_version_1,
    receive_the_report,
    record_cabinets_refusal,
    record_the_boards_endorsement,
    referred_back,
    submitted,
    version_1_cut,
    with_cabinet,
)

from domain.plan import evolve
from domain.plan_events import PlanEvent
from domain.value import Refused
from ledger.bound import APART
from ledger.clock import WallClock
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.stores import NewRow
from ledger.verify import Break, first_break, verify

A_LIFE = (
    *version_1_cut,
    record_the_boards_endorsement,
    ask_cabinet,
    COMMAND_SAMPLES["record-cabinet-approval"],
    confirm_that_it_may_be_implemented,
    *submitted[-2:],
    publish_version_1,
    COMMAND_SAMPLES["progress-action"],
)
SCRAP = "0" * 64


@dataclass
class Book:
    """A book in a file, and the hands that tamper with it."""

    path: Path

    def breaks(self) -> list[Break]:
        with closing(open_store(str(self.path))) as store:
            return list(verify(Ledger(store, REGISTER, WallClock())))

    def whys(self) -> list[str]:
        return [b.why for b in self.breaks()]

    def sql(self, *statements: str, given: Sequence[object] = ()) -> list[Any]:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as file:
            return [file.execute(statement, given).fetchall() for statement in statements][-1]

    def position(self, kind: str, stream: str = "glos-2022") -> int:
        [(position,), *_] = self.sql(
            "select notification_id from stored_events where topic = ? and originator_id = ? order by 1",
            given=(kind, stream),
        )
        return int(position)

    def line(self, position: int) -> dict[str, Any]:
        [(line,)] = self.sql("select state from stored_events where notification_id = ?", given=(position,))
        return dict(json.loads(line))

    def write(self, position: int, line: dict[str, Any]) -> None:
        """Rewrite a line, and its columns with it."""
        self.sql(
            "update stored_events set state = ?, originator_id = ?, originator_version = ?, topic = ?, at = ?"
            " where notification_id = ?",
            given=(
                json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode(),
                line["stream"],
                line["number"],
                line["kind"],
                datetime.fromisoformat(line["at"]).isoformat(timespec="microseconds"),
                position,
            ),
        )

    def change(self, kind: str, **fields: Any) -> int:
        """Rewrite the first event of the kind with other fields; its position."""
        position = self.position(kind)
        line = self.line(position)
        self.write(position, line | {"event": line["event"] | fields})
        return position


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Plan `glos-2022` with a whole life, plan `kent-2022` whose report is in, and one refusal in between."""
    path = tmp_path_factory.mktemp("book") / "ledger.db"
    with closing(open_store(str(path))) as store:
        ledger = ledger_on(store)
        play(ledger, *A_LIFE)
        play(ledger, open_the_plan, plan="kent-2022")
        with pytest.raises(Refused):
            ledger.record(entry(amend_the_date_of_strategy_meetings, plan="kent-2022"))
        play(ledger, receive_the_report, plan="kent-2022")
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma wal_checkpoint(truncate)")
    return path.read_bytes()


@pytest.fixture
def book(written: bytes, tmp_path: Path) -> Book:
    copy = tmp_path / "copy.db"
    copy.write_bytes(written)
    return Book(copy)


def test_a_whole_book_has_no_break(book: Book) -> None:
    assert book.breaks() == []


def test_a_store_without_a_line_is_no_book() -> None:
    [found] = verify(Ledger(open_store("memory:"), REGISTER, WallClock()))
    assert found.why == "The book has no line, and even a new one has one."


@pytest.mark.parametrize("target", ["memory", "postgres"])
def test_a_life_with_a_second_round_is_whole_on_other_stores(
    target: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.verify.PAGE", 7)
    url = "memory:" if target == "memory" else str(request.getfixturevalue("postgres_url"))
    with closing(open_store(url)) as store:
        ledger = ledger_on(store)
        second_cut = cut_the_next_version.model_copy(update={"title": "Second"})
        ask_again = ask_cabinet.model_copy(update={"version": 2})
        play(ledger, *with_cabinet, record_cabinets_refusal, second_cut, ask_again)
        play(ledger, COMMAND_SAMPLES["withdraw-approval"], ask_again)
        play(ledger, COMMAND_SAMPLES["send-back"].model_copy(update={"version": 2}))
        assert first_break(ledger) is None


def test_a_life_with_a_statement_and_a_call_in_is_whole() -> None:
    ledger = ledger_on(open_store("memory:"))
    play(ledger, *approved_by_cabinet, publish_the_decision_statement, *referred_back[len(approved_by_cabinet) :])
    play(ledger, COMMAND_SAMPLES["send-back"].model_copy(update={"decided_on": date(2022, 7, 8)}))
    assert first_break(ledger) is None


def test_progress_is_told_from_none_to_all(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.verify.PAGE", 10)
    told: list[tuple[int, int]] = []
    with closing(open_store(str(book.path))) as store:
        ledger = Ledger(store, REGISTER, WallClock())
        assert list(verify(ledger, lambda done, total: told.append((done, total)))) == []
        head = ledger.head()
    assert told == [*((done, head) for done in range(0, head, 10)), (head, head)]


def test_the_first_break_is_told_without_reading_on(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.verify.PAGE", 5)
    book.sql("update stored_events set state = 'nonsense' where notification_id = 3")
    told: list[int] = []
    with closing(open_store(str(book.path))) as store:
        found = first_break(Ledger(store, REGISTER, WallClock()), lambda done, total: told.append(done))
    assert found == Break(
        position=3, stream="glos-2022", number=2, why="The line at position 3 is damaged: its bytes are not a line."
    )
    assert told == [0]


def test_every_line_that_is_deleted_leaves_a_gap(book: Book) -> None:
    whole = book.path.read_bytes()
    [(last,)] = book.sql("select max(notification_id) from stored_events")
    for position in range(1, last):
        book.sql(f"delete from stored_events where notification_id = {position}")
        first = book.breaks()[0]
        assert first.position == position + 1
        assert first.why == f"Before the line at position {position + 1}, position {position} is missing."
        for name in ("", "-wal", "-shm"):
            Path(f"{book.path}{name}").unlink(missing_ok=True)
        book.path.write_bytes(whole)


def test_a_deleted_run_of_lines_is_one_gap_in_the_book_and_one_in_the_plan(book: Book) -> None:
    before = book.position("plan.finding-recorded")
    book.sql(f"delete from stored_events where notification_id in ({before}, {before + 1})")
    number = book.line(before + 2)["number"]
    in_book, in_plan = book.whys()[:2]
    assert in_book == f"Before the line at position {before + 2}, positions {before} to {before + 1} are missing."
    assert in_plan.startswith(f"The line at position {before + 2} is number {number} of glos-2022, ")
    assert in_plan.endswith(f" and numbers {number - 2} to {number - 1} are missing.")


def test_a_deletion_covered_up_by_new_positions_leaves_a_gap_in_its_plan(book: Book) -> None:
    gone = book.position("plan.published")
    book.sql(
        f"delete from stored_events where notification_id = {gone}",
        f"update stored_events set notification_id = notification_id - 1 where notification_id > {gone}",
    )
    number = book.line(gone)["number"]
    [why] = book.whys()
    assert why == f"The line at position {gone} is number {number} of glos-2022, and number {number - 1} is missing."


def test_a_deletion_covered_up_by_new_positions_and_numbers_breaks_the_digest_of_the_version(book: Book) -> None:
    gone = book.position("plan.action-agreed") + 1  # the first was amended later, so the content would not lack it
    book.sql(
        f"delete from stored_events where notification_id = {gone}",
        f"update stored_events set notification_id = notification_id - 1 where notification_id > {gone}",
    )
    [(last,)] = book.sql("select max(notification_id) from stored_events")
    for position in range(gone, last + 1):
        line = book.line(position)
        if line["stream"] == "glos-2022":
            book.write(position, line | {"number": line["number"] - 1})
    cut = book.position("plan.version-cut")
    [why] = [each for each in book.whys() if "does not open with its key" not in each]  # a text is bound to its number
    assert why.startswith(f"The line at position {cut} names the digest ")
    assert "and that of the content that the lines before add up to is " in why


def test_a_byte_that_no_line_can_hold_is_noticed_wherever_it_stands(book: Book) -> None:
    position = book.position("plan.report-received")
    [(line,)] = book.sql("select state from stored_events where notification_id = ?", given=(position,))
    for place in range(0, len(line), 11):
        changed = line[:place] + b"\x00" + line[place + 1 :]
        book.sql("update stored_events set state = ? where notification_id = ?", given=(changed, position))
        assert [b.position for b in book.breaks()] == [position]


@pytest.mark.parametrize(
    "column", ["topic = 'plan.escalated'", "originator_id = 'surrey-2022'", "originator_version = 99"]
)
def test_a_changed_column_is_noticed(book: Book, column: str) -> None:
    position = book.position("plan.published")
    book.sql(f"update stored_events set {column} where notification_id = {position}")
    assert f"The line at position {position} is damaged: its columns say otherwise than its bytes." in book.whys()


def test_two_lines_swapped_are_out_of_order_in_their_plan_and_in_time(book: Book) -> None:
    first = book.position("plan.finding-recorded")
    book.sql(
        f"update stored_events set notification_id = -1 where notification_id = {first}",
        f"update stored_events set notification_id = {first} where notification_id = {first + 1}",
        f"update stored_events set notification_id = {first + 1} where notification_id = -1",
    )
    whys = book.whys()
    assert any(f"position {first + 1} is number" in why and "comes after number" in why for why in whys)
    assert any(
        f"position {first + 1} was recorded at " in why and "earlier than the line before" in why for why in whys
    )


def test_the_bytes_of_two_lines_swapped_do_not_fit_their_columns(book: Book) -> None:
    first = book.position("plan.finding-recorded")
    one, two = book.line(first), book.line(first + 1)
    for position, line in ((first, two), (first + 1, one)):
        book.sql(
            "update stored_events set state = ? where notification_id = ?", given=(json.dumps(line).encode(), position)
        )
    damaged = [b.position for b in book.breaks() if "its columns say otherwise" in b.why]
    assert damaged == [first, first + 1]


def test_a_number_given_twice_is_noticed(book: Book) -> None:
    position = book.position("plan.published")
    line = book.line(position)
    n = line["number"]
    book.sql("drop index stored_events_in_stream", "create index stored_events_in_stream on stored_events (topic)")
    book.write(position, line | {"number": n - 1})
    twice, after = book.whys()
    assert twice == f"The line at position {position} is number {n - 1} of glos-2022 and comes after number {n - 1}."
    assert after == f"The line at position {position + 1} is number {n + 1} of glos-2022, and number {n} is missing."


def test_a_line_that_was_recorded_before_the_one_ahead_of_it_is_noticed(book: Book) -> None:
    position = book.position("plan.published")
    book.write(position, book.line(position) | {"at": "2022-01-01T00:00:00Z"})
    [why] = book.whys()
    assert why.startswith(f"The line at position {position} was recorded at 2022-01-01T00:00:00+00:00, earlier than ")


def test_a_book_that_does_not_begin_with_its_opening_is_noticed(book: Book) -> None:
    first = book.line(book.position("plan.opened", "kent-2022"))
    book.write(1, first | {"stream": "surrey-2022", "at": book.line(1)["at"]})
    assert book.whys() == [
        "The line at position 1 is plan.opened, and a book is opened by its first line and by no other."
    ]


def test_a_book_that_is_opened_twice_is_noticed() -> None:
    store = open_store("memory:")
    ledger = ledger_on(store)
    play(ledger, open_the_plan)
    again = store.after(0, 1)[0].line.replace(b'"number":1', b'"number":2')
    store.append([NewRow("book", 2, "book.opened", again, None, ledger.clock.now())])
    [why] = [b.why for b in verify(ledger) if " time" not in b.why and "recorded at" not in b.why]
    assert why == "The line at position 3 is book.opened, and a book is opened by its first line and by no other."


def test_a_plan_that_does_not_begin_with_its_opening_is_noticed(book: Book) -> None:
    position = book.position("plan.opened", "kent-2022")
    finding = book.line(book.position("plan.finding-recorded"))
    book.write(position, finding | {"stream": "kent-2022", "number": 1, "at": book.line(position)["at"]})
    [why] = book.whys()
    assert why.startswith(f"The line at position {position} is plan.finding-recorded, ")
    assert why.endswith("and a plan is opened by its first line and by no other.")


def test_a_plan_that_is_opened_twice_is_noticed(book: Book) -> None:
    position = book.position("plan.published")
    line, opened = book.line(position), book.line(book.position("plan.opened"))
    book.write(position, opened | {"number": line["number"], "at": line["at"]})
    assert book.whys() == [
        f"The line at position {position} is plan.opened, and a plan is opened by its first line and by no other."
    ]


@pytest.mark.parametrize(("kind", "into"), [("command.refused", "glos-2022"), ("plan.published", "refusals")])
def test_a_line_in_a_stream_where_it_does_not_belong_is_noticed(book: Book, kind: str, into: str) -> None:
    position = book.position(kind, "refusals" if kind == "command.refused" else "glos-2022")
    others = book.sql("select max(originator_version) from stored_events where originator_id = ?", given=(into,))
    book.write(position, book.line(position) | {"stream": into, "number": others[0][0] + 1})
    where = "a plan" if into == "glos-2022" else into
    assert f"The line at position {position} is {kind}, which does not belong in {where}." in book.whys()


def test_a_word_changed_in_an_action_breaks_the_digest_of_the_version(book: Book) -> None:
    book.change("plan.action-agreed", owner="head-of-care-leaver-services", action="A7")
    cut = book.position("plan.version-cut")
    [why] = book.whys()
    assert why.startswith(f"The line at position {cut} names the digest ")


def test_the_digest_in_the_sentence_is_the_sha_256_of_the_content(book: Book) -> None:
    with closing(open_store(str(book.path))) as store:
        plan = Ledger(store, REGISTER, WallClock()).plan("glos-2022")
    assert plan is not None
    [version] = plan.draft.versions
    real = sha256(version.content.encode()).hexdigest()
    cut = book.change("plan.version-cut", digest=SCRAP)
    assert book.whys()[0] == (
        f"The line at position {cut} names the digest 000000000000…, and that of the content that the lines before"
        f" add up to is {real[:12]}…."
    )


@pytest.mark.parametrize(
    ("kind", "bound_to"),
    [
        ("plan.board-endorsed", "version 1"),
        ("plan.approval-asked", "version 1"),
        ("plan.cabinet-approved", "question to cabinet about version 1"),
        ("plan.decision-implementable", "approval of version 1"),
        ("plan.submission-acknowledged", "approval of version 1"),
        ("plan.submitted-to-ofsted", "approval of version 1"),
        ("plan.published", "approval of version 1"),
    ],
)
def test_a_digest_other_than_the_one_it_is_bound_to_is_noticed(book: Book, kind: str, bound_to: str) -> None:
    position = book.change(kind, digest=SCRAP)
    first = book.breaks()[0]
    assert first.position == position
    assert first.why.startswith(
        f"The line at position {position} names the digest 000000000000…, and that of the {bound_to} is "
    )


@pytest.mark.parametrize(
    ("kind", "fields", "lacking"),
    [
        ("plan.approval-asked", {"version": 2}, "version 2"),
        ("plan.cabinet-approved", {"version": 2}, "question to cabinet about version 2"),
        ("plan.cabinet-approved", {"round": 2}, "question to cabinet about version 1"),
        ("plan.submitted-to-ofsted", {"version": 2}, "approval of version 2"),
        ("plan.published", {"version": 2}, "approval of version 2"),
    ],
)
def test_an_answer_to_nothing_is_noticed(book: Book, kind: str, fields: dict[str, int], lacking: str) -> None:
    position = book.change(kind, **fields)
    why = book.whys()[0]
    assert why.startswith(f"The line at position {position} names the digest ")
    assert why.endswith(f", and there is no {lacking} before it.")


def test_a_line_that_cannot_be_folded_is_noticed_and_not_stumbled_over(book: Book) -> None:
    position = book.change("plan.version-cut", number=10**30)
    assert book.whys()[0] == (
        f"The line at position {position} is plan.version-cut and cannot be added to what glos-2022 was before."
    )


def test_a_stream_whose_name_is_no_plans_is_noticed(book: Book) -> None:
    for kind in ("plan.opened", "plan.report-received"):
        position = book.position(kind, "kent-2022")
        book.write(position, book.line(position) | {"stream": "Kent 2022!"})
    assert any("cannot be added to what Kent 2022! was before" in why for why in book.whys())


def test_after_one_damaged_line_the_rest_is_still_judged(book: Book) -> None:
    damaged = book.position("plan.no-action-reasoned")
    book.sql(f"update stored_events set state = x'7b' where notification_id = {damaged}")
    published = book.change("plan.published", digest=SCRAP)
    cut = book.position("plan.version-cut")
    assert [b.position for b in book.breaks()] == [damaged, cut, published]


def test_each_break_is_one_sentence_that_names_its_position(book: Book) -> None:
    tampering: list[Callable[[], object]] = [
        lambda: book.change("plan.version-cut", digest=SCRAP),
        lambda: book.change("plan.cabinet-approved", round=7),
        lambda: book.sql("delete from stored_events where notification_id = 9"),
        lambda: book.sql("update stored_events set state = x'00' where notification_id = 12"),
    ]
    for tamper in tampering:
        tamper()
    found = book.breaks()
    assert len(found) >= 4
    assert found == sorted(found, key=lambda b: b.position)
    for broken in found:
        assert f" position {broken.position}" in broken.why
        assert broken.why.endswith(".")
        assert "\n" not in broken.why


def test_verifying_needs_no_projection() -> None:
    source = (Path(__file__).parents[2] / "ledger/verify.py").read_text(encoding="utf-8")
    assert "projections" not in source


def test_what_no_digest_is_bound_to_changes_no_chapter_that_one_is() -> None:
    play(ledger := ledger_on(open_store("memory:")), *A_LIFE)
    before = after = ledger.plan("glos-2022")
    assert before
    assert after
    for event in (cast("PlanEvent", each) for each in EVENT_SAMPLES.values() if type(each) in APART):
        after = evolve(after, event, usual_act(event), after.id)
    assert after.delivery != before.delivery
    assert after.measures != before.measures
    assert after.but(delivery=before.delivery, measures=before.measures) == before
