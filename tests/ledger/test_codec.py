"""The first law of every event: its stored form still decodes, and to what it was."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from golden_lines import EVENTS_WRITTEN, GOLDEN, file_of, row_of, written
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import EVENT_SAMPLES

from domain.catalogue import EVENTS
from domain.value import Event
from ledger.codec import Damaged, decode, encode
from ledger.record import Record, Signed, line
from ledger.stores import Row
from ledger.upcasts import UPCASTS, Upcast

POSITION = 12
ESCALATED = "plan.escalated"


def stored(sample: str = ESCALATED, /, **changed: Any) -> Row:
    """The row of the kind's sample with some of the line's fields changed; a field changed to ... is left out."""
    fields = json.loads(encode(written(sample))) | changed
    return row_of(sample, json.dumps({k: v for k, v in fields.items() if v is not ...}).encode())


def damage(row: Row, **given: Any) -> str:
    """Why the row is damaged: one sentence that names the position."""
    with pytest.raises(Damaged) as damaged:
        decode(row, **given)
    said = str(damaged.value)
    assert damaged.value.position == row.position
    assert said.startswith(f"The line at position {row.position} is damaged: ")
    assert said.endswith(".")
    assert "\n" not in said
    return said


@pytest.mark.parametrize("kind", EVENTS)
def test_what_is_written_is_what_is_read(kind: str) -> None:
    record = written(kind)
    read = decode(row_of(kind, encode(record)))
    assert read == record.model_copy(update={"position": POSITION})
    assert type(read.event) is EVENTS[kind]
    assert encode(read) == encode(record)


@pytest.mark.parametrize("kind", EVENTS)
def test_a_line_that_says_no_more_than_it_must_is_read_as_well(kind: str) -> None:
    signed = Signed(plan="glos-2022", by="workflow", acting_as="minutebook")
    at = datetime(2022, 3, 27, 1, 30, tzinfo=UTC)
    record = line(signed, EVENT_SAMPLES[kind], 1, at, at.date(), None)
    read = decode(Row(1, "glos-2022", 1, kind, encode(record)))
    assert read == record.model_copy(update={"position": 1})
    assert read.at.utcoffset() == timedelta(0)


def test_the_position_is_the_stores_to_give_and_is_not_in_the_bytes() -> None:
    record = written(ESCALATED)
    assert b'"position":999' not in encode(record.model_copy(update={"position": 999}))
    assert decode(row_of(ESCALATED, encode(record), position=34)).position == 34


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_every_line_that_was_ever_written_is_still_read(path: Any) -> None:
    kind, _, version = path.stem.rpartition(".v")
    record = decode(row_of(kind, path.read_bytes()))
    assert (record.kind, record.version) == (kind, EVENTS[kind].shape)
    assert record == written(kind).model_copy(update={"position": POSITION})
    assert 1 <= int(version) <= EVENTS[kind].shape


@pytest.mark.parametrize("kind", EVENTS)
def test_today_writes_the_very_bytes_of_the_wire_file(kind: str) -> None:
    assert encode(written(kind)) == file_of(kind, EVENTS[kind].shape).read_bytes()


def test_every_version_that_was_ever_written_has_a_wire_file_and_nothing_else_has() -> None:
    ever = {file_of(kind, version).name for kind, event in EVENTS.items() for version in range(1, event.shape + 1)}
    assert {path.name for path in GOLDEN.iterdir()} == ever


def test_every_older_version_has_a_step_to_the_next_and_there_are_no_others() -> None:
    steps = {(kind, version) for kind, event in EVENTS.items() for version in range(1, event.shape)}
    assert set(UPCASTS) == steps


def test_a_kind_that_is_not_in_the_catalogue_is_not_read() -> None:
    row = stored(kind="builtins:eval")._replace(kind="builtins:eval")
    assert "no kind builtins:eval is known to this version of Minutebook" in damage(row)


@pytest.mark.parametrize("version", [0, -1, 2, 99, 10**30, "1", 1.0, True, None, [1], {}])
def test_a_version_that_nothing_reads_is_not_guessed_at(version: Any) -> None:
    assert f"nothing reads version {version} of {ESCALATED}" in damage(stored(version=version))


@pytest.mark.parametrize(
    "stored_bytes",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"12",
        b'"plan.escalated"',
        b"[]",
        b"[{}]",
        b"{}",
        b"NaN",
        encode(written(ESCALATED)) + b"}",
        encode(written(ESCALATED))[:-1],
        encode(written(ESCALATED)).replace(b"monitoring-officer", b"\xed\xa0\x80"),
        encode(written(ESCALATED)).replace(b"monitoring-officer", rb"\ud800"),
        b"[" * 100_000,
    ],
)
def test_bytes_that_are_no_line_are_called_so(stored_bytes: bytes) -> None:
    assert "its bytes are not a line" in damage(row_of(ESCALATED, stored_bytes))


@pytest.mark.parametrize("changed", [{"stream": "kent-2022"}, {"number": 8}, {"kind": "plan.reminder-sent"}])
def test_a_column_that_differs_from_the_bytes_is_noticed(changed: dict[str, Any]) -> None:
    assert "its columns say otherwise than its bytes" in damage(stored()._replace(**changed))
    assert "its columns say otherwise than its bytes" in damage(stored(**changed))


@pytest.mark.parametrize("field", ["stream", "number", "kind", "version", "event"])
def test_a_line_without_its_frame_is_no_line(field: str) -> None:
    assert "its bytes are not a line" in damage(stored(**{field: ...}))


@pytest.mark.parametrize("field", ["at", "effective", "by", "acting_as"])
def test_a_line_that_lacks_who_or_when_is_damaged_and_the_field_is_named(field: str) -> None:
    assert f"{field} is not what it must be" in damage(stored(**{field: ...}))


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_that_lacks_a_field_is_damaged_and_the_field_is_named(kind: str) -> None:
    fields = json.loads(encode(written(kind)))["event"]
    for name in (name for name, field in EVENTS[kind].model_fields.items() if field.is_required()):
        said = damage(stored(kind, event={k: v for k, v in fields.items() if k != name}))
        assert f"{name} is not what it must be (Field required)" in said


@pytest.mark.parametrize(
    "changed",
    [
        {"event": {"round": 1, "to": "monitoring-officer", "because": "more"}},
        {"event": {"round": "first", "to": "monitoring-officer"}},
        {"event": {"round": 1, "to": "Ms Smith"}},
        {"event": None},
        {"event": [1]},
        {"at": "2022-10-03T10:00:00"},
        {"at": 0},
        {"effective": "2022-10-03T10:00:00"},
        {"by": ""},
        {"by": "Jane Smith"},
        {"classification": "secret"},
        {"cause": {"digest": "abc"}},
        {"telephone": "01452"},
    ],
    ids=str,
)
def test_a_value_that_cannot_have_been_written_is_damage(changed: dict[str, Any]) -> None:
    assert "is not what it must be" in damage(stored(**changed))


class Noted(Event):
    """A toy: v1 had `who`, v2 calls it `by`, v3 counts."""

    kind: ClassVar[str] = "toy.noted"
    shape: ClassVar[int] = 3
    by: str
    times: int


def _rename(event: dict[str, Any]) -> dict[str, Any]:
    return {"by": event["who"]}


def _count(event: dict[str, Any]) -> dict[str, Any]:
    return {**event, "times": 1}


TOYS: dict[str, type[Event]] = {Noted.kind: Noted}
STEPS: dict[tuple[str, int], Upcast] = {(Noted.kind, 1): _rename, (Noted.kind, 2): _count}


def toy(version: int, event: object) -> Row:
    return stored(kind=Noted.kind, version=version, event=event)._replace(kind=Noted.kind)


def read(row: Row, upcasts: dict[tuple[str, int], Upcast] = STEPS) -> Record:
    return decode(row, TOYS, upcasts)


@pytest.mark.parametrize(
    ("version", "event", "now"),
    [
        (1, {"who": "anna"}, Noted(by="anna", times=1)),
        (2, {"by": "anna"}, Noted(by="anna", times=1)),
        (3, {"by": "anna", "times": 4}, Noted(by="anna", times=4)),
    ],
)
def test_a_line_of_any_older_shape_is_brought_to_todays(version: int, event: dict[str, Any], now: Noted) -> None:
    record = read(toy(version, event))
    assert record.event == now
    assert record.version == 3
    assert record.published()["version"] == 3
    assert read(toy(version, event)._replace(line=encode(record))) == record


def test_a_line_of_todays_shape_passes_no_step() -> None:
    assert "by is not what it must be" in damage(toy(3, {"who": "anna"}), catalogue=TOYS, upcasts=STEPS)


def test_a_missing_step_is_named_by_the_version_that_was_stored() -> None:
    lacking = {key: step for key, step in STEPS.items() if key != (Noted.kind, 2)}
    said = damage(toy(1, {"who": "anna"}), catalogue=TOYS, upcasts=lacking)
    assert "nothing reads version 1 of toy.noted" in said
    assert "version 4 of toy.noted" in damage(toy(4, {}), catalogue=TOYS, upcasts=STEPS)


@pytest.mark.parametrize("event", [{}, {"name": "anna"}, [], None, "anna", 7])
def test_an_older_line_that_its_step_cannot_read_is_damaged(event: object) -> None:
    assert "does not have the fields of toy.noted, version 1" in damage(toy(1, event), catalogue=TOYS, upcasts=STEPS)


def test_a_step_does_not_change_the_stored_bytes() -> None:
    row = toy(1, {"who": "anna"})
    before = row.line
    read(row)
    assert row.line == before


def changed_by_a_byte(kind: str, place: int, byte: int) -> Row:
    whole = encode(written(kind))
    place %= len(whole)
    return row_of(kind, whole[:place] + bytes([byte]) + whole[place + 1 :])


def read_or_damaged(row: Row) -> None:
    try:
        record = decode(row)
    except Damaged:
        damage(row)
    else:
        assert decode(row._replace(line=encode(record))) == record


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(EVENTS)), st.integers(0, 5_000), st.integers(0, 255))
def test_a_line_with_one_byte_changed_is_damaged_or_is_a_line(kind: str, place: int, byte: int) -> None:
    read_or_damaged(changed_by_a_byte(kind, place, byte))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(EVENTS)), st.integers(0, 5_000), st.sampled_from(list(b'"{}[],:0123456789-+.eE\\ntfu ')))
def test_a_line_with_one_mark_of_json_changed_is_damaged_or_is_a_line(kind: str, place: int, byte: int) -> None:
    read_or_damaged(changed_by_a_byte(kind, place, byte))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_damaged(noise: bytes) -> None:
    damage(row_of(ESCALATED, noise))


def test_the_wire_files_are_the_samples_but_for_the_terms_and_a_reason_in_earlier_words() -> None:
    differing = [kind for kind, event in EVENTS_WRITTEN.items() if event != EVENT_SAMPLES[kind]]
    assert differing == ["plan.opened", "plan.approval-route-chosen", "plan.became-infeasible"]
