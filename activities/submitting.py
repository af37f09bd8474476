"""Sends the approved version, byte for byte, to each addressee."""

from datetime import datetime

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.ports import Book, Parcel, Postbox
from activities.recording import TOO_EARLY, refusal
from domain.approval.state import Approved
from domain.calendar import london_day
from domain.plan import Plan
from domain.submission.events import Receipt
from domain.submission.rules import sealed
from domain.value import Digest, Refused, Slug, Value

CALLED_IN = TOO_EARLY | {"call-in-is-resolved"}
"""Rules that refuse to send what may be sent later: members may have called the decision in after it was confirmed."""


class Duty(Value):
    """What is to be sent: the version that round approved, named by its digest."""

    plan: Slug
    round: int
    digest: Digest
    at: datetime


class Sending(Value):
    """One addressee's part of the duty."""

    duty: Duty
    addressee: Slug


class Sent(Value):
    """The receipt, and the day in London on which it was sent."""

    receipt: str
    sent_on: str


class Submitting:
    def __init__(self, book: Book, postbox: Postbox) -> None:
        self._book = book
        self._postbox = postbox

    @activity.defn(name="addressees-without-receipt")
    def addressees_without_receipt(self, duty: Duty) -> list[str]:
        """Who still has to get it, in the authority's order; nobody where the round is over or all have answered."""
        plan = self._plan(duty)
        standing = plan.approval.standing
        if not isinstance(standing, Approved) or standing.round != duty.round:
            return []
        receipts = _receipts(plan, duty)
        return [a.id for a in plan.terms.addressees if a.id not in receipts]

    @activity.defn(name="send")
    def send(self, sending: Sending) -> Sent:
        """Send the sealed version to one addressee. Safe to run twice: the key is the same, and so is the receipt.

        A receipt that is in the book by now, such as one recorded by hand, is the answer, and nothing is sent.
        """
        duty = sending.duty
        plan = self._plan(duty)
        at = self._book.time(duty.at)
        try:
            version = sealed(plan, duty.digest, london_day(at))
        except Refused as refused:
            raise refusal(refused, CALLED_IN) from refused
        if had := _receipts(plan, duty).get(sending.addressee):
            return Sent(receipt=had.receipt, sent_on=had.sent_on.isoformat())
        addressee = next(a for a in plan.terms.addressees if a.id == sending.addressee)
        receipt = self._postbox.send(
            Parcel(
                key=f"{duty.plan}/{duty.round}/{sending.addressee}/{duty.digest}",
                plan=duty.plan,
                version=version.number,
                digest=version.digest,
                addressee=addressee.id,
                addressee_name=addressee.name,
                content=version.content,
                at=at,
            )
        )
        return Sent(receipt=receipt, sent_on=london_day(at).isoformat())

    def _plan(self, duty: Duty) -> Plan:
        plan = self._book.plan(duty.plan)
        if plan is None:
            raise ApplicationError(f"There is no plan {duty.plan}.", type="plan-is-open", non_retryable=True)
        return plan


def _receipts(plan: Plan, duty: Duty) -> dict[str, Receipt]:
    return plan.submission.receipts if plan.submission.round == duty.round else {}
