"""ofsted-submission: send the approved version to every addressee until each has given its receipt."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.submitting import Duty, Sending, Submitting
    from domain.submission.commands import AcknowledgeSubmission
    from domain.value import Digest, Slug
    from workflows.steps import ONE_TRY, PATIENT, record
    from workflows.timing import Timed, Timing, Watch

NAME = "ofsted-submission"

BRISK = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_attempts=3)


class Approval(Timed):
    """The approval that may be implemented: which version is to be sent."""

    plan: Slug
    round: int
    digest: Digest


@workflow.defn(name=NAME)
class OfstedSubmission:
    @workflow.init
    def __init__(self, approval: Approval) -> None:
        self._approval = approval
        self._watch = Watch(approval)

    @workflow.run
    async def run(self, approval: Approval) -> None:
        """One addressee after the other; one that cannot be reached does not hold up the next."""
        addressees = await workflow.execute_activity_method(
            Submitting.addressees_without_receipt, self._duty, start_to_close_timeout=ONE_TRY, retry_policy=PATIENT
        )
        unreached = [addressee for addressee in addressees if not await self._reached(addressee)]
        await asyncio.gather(*(self._submit(addressee, PATIENT) for addressee in unreached))

    @workflow.query(name="timing")
    def timing(self) -> Timing:
        return self._watch.timing

    @property
    def _duty(self) -> Duty:
        approval = self._approval
        return Duty(plan=approval.plan, round=approval.round, digest=approval.digest, at=self._watch.moment)

    async def _reached(self, addressee: str) -> bool:
        try:
            await self._submit(addressee, BRISK)
        except ActivityError as error:
            if isinstance(error.cause, ApplicationError) and error.cause.non_retryable:
                raise
            return False
        return True

    async def _submit(self, addressee: str, retry: RetryPolicy) -> None:
        sent = await workflow.execute_activity_method(
            Submitting.send,
            Sending(duty=self._duty, addressee=addressee),
            start_to_close_timeout=ONE_TRY,
            retry_policy=retry,
        )
        receipt = {"digest": self._approval.digest, "addressee": addressee, **sent.model_dump()}
        await record(
            self._approval.plan,
            AcknowledgeSubmission.model_validate(receipt),
            self._watch.moment,
            cause=self._watch.cause,
        )
