"""Commands over HTTP: decided by the ledger, answered with lines, refused by the rule's name."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import samples
from callers import CLERK, LEAD, at_the_door, enter, in_words, new_office, problem

from domain.book.events import CommandRefused
from ledger.ledger import Busy, Ledger
from ledger.record import Entry, Record
from ledger.stores import Unavailable
from wiring import Office

COMMANDS = "/plans/glos-2022/commands"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path)


class _Breaking(Ledger):
    """A ledger that fails to record."""

    def __init__(self, whole: Ledger, error: Exception) -> None:
        self.__dict__.update(whole.__dict__)
        self._error = error

    def record(self, entry: Entry, posts: Sequence[str] | None = None) -> list[Record]:
        raise self._error


async def test_a_command_is_answered_with_its_lines(office: Office) -> None:
    async with at_the_door(office) as clerk:
        answer = await clerk.post(COMMANDS, json=in_words(samples.open_the_plan, reason="The report came today."))
        assert answer.status_code == 200
        assert answer.json()["recorded"] == [line.published() for line in office.ledger.after(1)]
        assert answer.json()["position"] == 2
        line = answer.json()["recorded"][0]
        assert (line["by"], line["acting_as"], line["reason"]) == (*CLERK, "The report came today.")


async def test_what_stands_already_is_answered_with_nothing(office: Office) -> None:
    enter(office, *samples.report_in, samples.record_weak_supervision)
    async with at_the_door(office) as clerk:
        answer = await clerk.post(COMMANDS, json=in_words(samples.record_weak_supervision))
        assert answer.json() == {"recorded": [], "position": office.ledger.head()}


async def test_the_same_key_twice_gives_the_same_answer_and_nothing_more(office: Office) -> None:
    asked = in_words(samples.open_the_plan)
    async with at_the_door(office) as clerk:
        first = await clerk.post(COMMANDS, json=asked, headers={"Idempotency-Key": "k-1"})
        again = await clerk.post(COMMANDS, json=asked, headers={"Idempotency-Key": "k-1"})
        assert first.status_code == 200
        assert first.json() == again.json()
        assert office.ledger.head() == 2
        other = in_words(samples.receive_the_report)
        said = problem(await clerk.post(COMMANDS, json=other, headers={"Idempotency-Key": "k-1"}), 409, "refused")
        assert said["rule"] == "command-id-is-new"


async def test_a_refusal_under_a_key_stays_a_refusal(office: Office) -> None:
    asked = in_words(samples.receive_the_report)
    async with at_the_door(office) as clerk:
        first = await clerk.post(COMMANDS, json=asked, headers={"Idempotency-Key": "k-1"})
        enter(office, samples.open_the_plan)
        again = await clerk.post(COMMANDS, json=asked, headers={"Idempotency-Key": "k-1"})
        assert problem(first, 409, "refused") == problem(again, 409, "refused")
        assert first.json()["rule"] == "plan-is-open"


async def test_whoever_drafted_does_not_decide_over_http_either(office: Office) -> None:
    enter(office, *samples.with_cabinet)
    decided = samples.record_cabinets_approval.model_copy(
        update={"decided_by": ("cab-01", "cab-02", "cab-03", LEAD[0])}
    )
    async with at_the_door(office) as clerk:
        said = problem(await clerk.post(COMMANDS, json=in_words(decided)), 409, "refused")
        assert said["rule"] == "drafter-does-not-decide"


async def test_a_refused_command_is_kept_as_evidence(office: Office) -> None:
    enter(office, samples.open_the_plan)
    async with at_the_door(office) as clerk:
        said = problem(
            await clerk.post(COMMANDS, json=in_words(samples.cut_the_next_version)), 403, "not-for-this-post"
        )
        assert said["rule"] == "post-may-do-it"
        kept = (await clerk.get("/events", params={"plans": "refusals"})).json()["events"]
    assert [(line["by"], line["event"]["command"], line["event"]["rule"]) for line in kept] == [
        (CLERK[0], "cut-version", "post-may-do-it")
    ]


async def test_nobody_acts_in_a_post_that_the_token_does_not_hold(office: Office) -> None:
    for post in (LEAD[1], "minutebook"):
        async with at_the_door(office) as clerk:
            asked = in_words(samples.open_the_plan, acting_as=post)
            problem(await clerk.post(COMMANDS, json=asked), 403, "not-your-post")
    kept = [(line.by, line.acting_as, line.event) for line in office.ledger.after(1)]
    assert [(by, acting_as, event.rule) for by, acting_as, event in kept if isinstance(event, CommandRefused)] == [
        (CLERK[0], LEAD[1], "token-holds-the-post"),
        (CLERK[0], "minutebook", "token-holds-the-post"),
    ]


async def test_whoever_has_two_posts_says_which_acts(office: Office) -> None:
    async with at_the_door(office, "dso-01", CLERK[1], "monitoring-officer") as both:
        said = problem(await both.post(COMMANDS, json=in_words(samples.open_the_plan)), 422, "misfit")
        assert "acting_as" in said["detail"]
        answer = await both.post(COMMANDS, json=in_words(samples.open_the_plan, acting_as=CLERK[1]))
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("asked", "saying"),
    [
        ({"do": "open-plam"}, "did you mean open-plan?"),
        ({"do": "open-plan", "with": {"title": "T"}}, "authority is missing"),
        ({"do": "open-plan", "with": {"title": "T", "authority": "gloucestershire", "sort": 1}}, "no field sort"),
        ({"do": "receive-report", "with": {"received_on": 0, "document": "D"}}, "received_on"),
        ({"do": "open-plan", "who": "me"}, "who"),
        ({"do": "open-plan", "classification": "secret"}, "classification"),
        ({"with": {}}, "do is missing"),
        ([], "body"),
        ("open-plan", "body"),
    ],
)
async def test_what_cannot_be_read_is_named(office: Office, asked: Any, saying: str) -> None:
    async with at_the_door(office) as clerk:
        said = problem(await clerk.post(COMMANDS, json=asked), 422, "misfit")
        assert saying in said["detail"]
    assert office.ledger.head() == 1


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"do": 1e}'])
async def test_a_body_that_is_not_json_is_said_to_be_none(office: Office, body: bytes) -> None:
    async with at_the_door(office) as clerk:
        answer = await clerk.post(COMMANDS, content=body, headers={"Content-Type": "application/json"})
        problem(answer, 400, "not-json")
        problem(
            await clerk.post(COMMANDS, content=b"{}", headers={"Content-Type": "text/plain"}), 415, "not-sent-as-json"
        )


async def test_a_personal_number_is_refused_and_told_to_nobody(office: Office) -> None:
    enter(office, samples.open_the_plan)
    held = samples.record_weak_supervision.model_copy(update={"text": "Ask about AB 12 34 56 C."})
    async with at_the_door(office) as clerk:
        answer = await clerk.post(COMMANDS, json=in_words(held, reason="DOB: 03/05/2011"))
        said = problem(answer, 409, "refused")
        assert said["rule"] == "no-personal-numbers"
        assert "characters 11 to 23" in said["detail"]
        assert "12 34 56" not in answer.text
        kept = str([line.published() for line in office.ledger.after(0)])
        assert "12 34 56" not in kept
        assert "03/05" not in kept


async def test_half_a_character_is_quoted_back_without_harm(office: Office) -> None:
    body = b'{"do": "\\ud800", "with": {"\\udfff": "\\ud800"}}'
    async with at_the_door(office) as clerk:
        answer = await clerk.post(COMMANDS, content=body, headers={"Content-Type": "application/json"})
        problem(answer, 422, "misfit")


async def test_a_body_above_one_mebibyte_is_not_read(office: Office) -> None:
    async def in_pieces() -> Any:
        for _ in range(300):
            yield b" " * 4096

    sent = {"Content-Type": "application/json"}
    whole = b'{"do": "' + b"x" * (1024 * 1024) + b'"}'
    async with at_the_door(office) as clerk:
        problem(await clerk.post(COMMANDS, content=whole, headers=sent), 413, "too-large")
        problem(await clerk.post(COMMANDS, content=in_pieces(), headers=sent), 413, "too-large")
        allowed = b'{"do": "cut-version"}'.ljust(1024 * 1024)
        problem(await clerk.post(COMMANDS, content=allowed, headers=sent), 409, "refused")


@pytest.mark.parametrize(
    ("error", "status", "name"),
    [
        (Busy("Others wrote first: nothing was recorded; try again."), 503, "busy"),
        (Unavailable("The ledger /secret/ledger.db is locked."), 503, "unavailable"),
        (ZeroDivisionError("secret"), 500, "fault"),
    ],
)
async def test_a_failure_tells_nothing_of_the_inside(office: Office, error: Exception, status: int, name: str) -> None:
    broken = replace(office, ledger=_Breaking(office.ledger, error))
    async with at_the_door(broken) as clerk:
        answer = await clerk.post(COMMANDS, json=in_words(samples.open_the_plan))
        problem(answer, status, name)
        assert "secret" not in answer.text
        assert ("retry-after" in answer.headers) is (status == 503)
