"""The activities: each may run twice, and a refusal is final while a fault is not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from given import given
from given import plan_after as plan_with
from hands import Mailroom, Notebook, Notices
from samples import (
    DIGEST_OF_VERSION_1,
    approved_by_cabinet,
    confirm_that_it_may_be_implemented,
    half_submitted,
    submitted,
    validly_called_in,
    with_cabinet,
)
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.ports import Message
from activities.recording import Outcome, Recording
from activities.submitting import Duty, Sending, Sent, Submitting
from activities.telling import Telling
from domain.approval.commands import ConfirmImplementable, RecordReminder
from domain.plan import Plan
from domain.submission.commands import AcknowledgeSubmission

PLAN = "glos-2022"
CHIEF, SECRETARY = "hm-chief-inspector", "secretary-of-state"
AT = datetime(2022, 6, 30, 12, tzinfo=UTC)
EARLY = datetime(2022, 6, 29, 22, 59, tzinfo=UTC)


def run(activity: Any, *given: Any) -> Any:
    return ActivityEnvironment().run(activity, *given)


class Wednesday(Notebook):
    """A real book's desk: it goes by its own clock, whatever the workflow's."""

    def time(self, own: datetime) -> datetime:
        return datetime(2022, 7, 6, 23, 30, tzinfo=UTC)


def book(plan: Plan | None, kind: type[Notebook] = Notebook) -> Notebook:
    made = kind()
    if plan:
        made.plans[PLAN] = plan
    return made


def outcome(command: str, at: datetime = AT, **fields: Any) -> Outcome:
    return Outcome(plan=PLAN, command=command, fields=fields, at=at)


# Recording


def test_an_outcome_is_entered_as_the_command_it_names() -> None:
    notes = book(None)
    run(Recording(notes).record, outcome("record-reminder", round=1, number=2))
    assert notes.entries == [(PLAN, RecordReminder(round=1, number=2), AT)]


def test_an_outcome_is_recorded_at_the_books_time() -> None:
    notes = book(None, Wednesday)
    run(Recording(notes).record, outcome("confirm-implementable", round=1))
    assert notes.entries == [(PLAN, ConfirmImplementable(round=1), datetime(2022, 7, 6, 23, 30, tzinfo=UTC))]


def test_an_outcome_survives_the_way_over_the_wire() -> None:
    receipt = AcknowledgeSubmission(
        digest=DIGEST_OF_VERSION_1, addressee=CHIEF, receipt="R-1", sent_on=AT.date()
    ).model_dump(mode="json")
    again = Outcome.model_validate_json(outcome("acknowledge-submission", **receipt).model_dump_json())
    notes = book(plan_with(*approved_by_cabinet))
    run(Recording(notes).record, again)
    assert list(notes.plans[PLAN].submission.receipts) == [CHIEF]


def test_an_outcome_recorded_twice_changes_nothing_more() -> None:
    notes = book(plan_with(*approved_by_cabinet))
    run(Recording(notes).record, outcome("confirm-implementable", round=1))
    once = notes.plans[PLAN]
    run(Recording(notes).record, outcome("confirm-implementable", round=1))
    assert notes.plans[PLAN] is once


def test_a_refusal_is_final_and_names_its_rule() -> None:
    receipt: dict[str, Any] = {"digest": DIGEST_OF_VERSION_1, "addressee": CHIEF, "receipt": "R-1"}
    with pytest.raises(ApplicationError, match=r"\(rule: approved-before-submitted\)") as refused:
        run(
            Recording(book(plan_with(*with_cabinet))).record,
            outcome("acknowledge-submission", sent_on="2022-06-30", **receipt),
        )
    assert refused.value.non_retryable
    assert refused.value.type == "approved-before-submitted"


def test_a_call_in_refuses_a_confirmation_for_good_and_a_sending_until_it_is_settled() -> None:
    notes = book(plan_with(*validly_called_in))
    with pytest.raises(ApplicationError, match="call-in-is-resolved") as confirmed:
        run(Recording(notes).record, outcome("confirm-implementable", round=1))
    duty = Duty(plan=PLAN, round=1, digest=DIGEST_OF_VERSION_1, at=AT)
    with pytest.raises(ApplicationError, match="call-in-is-resolved") as sent:
        run(Submitting(notes, Mailroom()).send, Sending(duty=duty, addressee=CHIEF))
    assert (confirmed.value.non_retryable, sent.value.non_retryable) == (True, False)


def test_what_only_comes_too_early_is_tried_again() -> None:
    with pytest.raises(ApplicationError, match=r"30.* \(rule: call-in-is-over\)") as refused:
        run(Recording(book(plan_with(*approved_by_cabinet))).record, outcome("confirm-implementable", EARLY, round=1))
    assert not refused.value.non_retryable


def test_an_outcome_says_whether_it_stands_in_the_book_under_its_id() -> None:
    notes = book(plan_with(*with_cabinet))
    reminder = outcome("record-reminder", round=1, number=1).model_copy(
        update={"id": "glos-2022/approval/1/reminder-1"}
    )
    assert run(Recording(notes).record, reminder)
    assert run(Recording(notes).record, reminder), "the same id has the same answer"
    assert not run(Recording(notes).record, reminder.model_copy(update={"id": "another"}))


def test_a_fault_of_the_book_is_tried_again() -> None:
    class Closed(Notebook):
        def enter(self, *_: Any) -> bool:
            raise ConnectionError("the book cannot be reached")

    with pytest.raises(ConnectionError):
        run(Recording(Closed()).record, outcome("confirm-implementable", round=1))


# Telling


@pytest.mark.parametrize(
    ("kind", "at"), [(Notebook, AT), (Wednesday, datetime(2022, 7, 6, 23, 30, tzinfo=UTC))], ids=["simulated", "real"]
)
def test_a_message_goes_out_at_the_books_time(kind: type[Notebook], at: datetime) -> None:
    notices = Notices()
    message = Message(key=f"{PLAN}/approval/1/asked", to="clerk", plan=PLAN, subject="Asked", body="Cabinet.", at=AT)
    run(Telling(book(None, kind), notices).tell, message)
    assert notices.messages == [message.model_copy(update={"at": at})]


# Submitting

DUTY = Duty(plan=PLAN, round=1, digest=DIGEST_OF_VERSION_1, at=AT)


def left(plan: Plan, duty: Duty = DUTY) -> Any:
    return run(Submitting(book(plan), Mailroom()).addressees_without_receipt, duty)


def test_who_still_has_to_get_it() -> None:
    assert left(plan_with(*approved_by_cabinet)) == [CHIEF, SECRETARY]
    assert left(plan_with(*half_submitted)) == [SECRETARY]
    assert left(plan_with(*submitted)) == []


def test_nobody_gets_what_is_not_approved_or_belongs_to_another_round() -> None:
    assert left(plan_with(*with_cabinet)) == []
    assert left(plan_with(*approved_by_cabinet), DUTY.model_copy(update={"round": 2})) == []


def send(notes: Notebook, mailroom: Mailroom, duty: Duty = DUTY, addressee: str = CHIEF) -> Any:
    return run(Submitting(notes, mailroom).send, Sending(duty=duty, addressee=addressee))


def test_the_approved_bytes_go_to_one_addressee() -> None:
    mailroom = Mailroom()
    sent = send(book(plan_with(*approved_by_cabinet)), mailroom)
    assert sent == Sent(receipt="receipt-1", sent_on="2022-06-30")
    [parcel] = mailroom.parcels
    version = plan_with(*approved_by_cabinet).version(1)
    assert version is not None
    assert (parcel.content, parcel.digest, parcel.version) == (version.content, DIGEST_OF_VERSION_1, 1)
    assert parcel.key == f"{PLAN}/1/{CHIEF}/{DIGEST_OF_VERSION_1}"
    assert parcel.addressee_name.startswith("Her Majesty's Chief Inspector")


def test_what_is_sent_twice_has_one_key_and_one_receipt() -> None:
    mailroom, notes = Mailroom(), book(plan_with(*approved_by_cabinet))
    assert send(notes, mailroom) == send(notes, mailroom)
    assert len({parcel.key for parcel in mailroom.parcels}) == 1
    assert send(notes, mailroom, addressee=SECRETARY).receipt == "receipt-2"


def test_the_day_of_sending_is_londons_by_the_books_clock() -> None:
    assert send(book(plan_with(*approved_by_cabinet), Wednesday), Mailroom()).sent_on == "2022-07-07"


def test_a_receipt_that_is_in_the_book_is_the_answer_and_nothing_is_sent() -> None:
    mailroom = Mailroom()
    assert send(book(plan_with(*half_submitted)), mailroom) == Sent(receipt="OFS-2022-0714", sent_on="2022-07-05")
    assert mailroom.parcels == []


@pytest.mark.parametrize(
    ("steps", "change", "rule"),
    [
        (with_cabinet, {}, "approved-before-submitted"),
        (approved_by_cabinet, {"digest": "0" * 64}, "submitted-is-approved"),
        (approved_by_cabinet, {"at": EARLY}, "call-in-is-over"),
    ],
)
def test_what_the_rules_refuse_is_not_sent(steps: Any, change: dict[str, Any], rule: str) -> None:
    mailroom = Mailroom()
    with pytest.raises(ApplicationError) as refused:
        send(book(plan_with(*steps)), mailroom, DUTY.model_copy(update=change))
    assert refused.value.non_retryable is (rule != "call-in-is-over")
    assert refused.value.type == rule
    assert mailroom.parcels == []


def test_a_plan_that_is_not_there_is_final() -> None:
    with pytest.raises(ApplicationError, match="There is no plan glos-2022") as missing:
        send(book(None), Mailroom())
    assert missing.value.non_retryable


def test_a_post_that_fails_is_tried_again() -> None:
    mailroom = Mailroom()
    mailroom.fails[PLAN, CHIEF] = 1
    notes = book(given(*approved_by_cabinet, confirm_that_it_may_be_implemented).plan)
    with pytest.raises(ConnectionError):
        send(notes, mailroom)
    assert send(notes, mailroom).receipt == "receipt-1"
