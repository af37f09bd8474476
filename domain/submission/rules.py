"""What follows when something is asked about the submission, and what may be sent at all."""

from datetime import date
from typing import assert_never

from domain.approval.state import Approved
from domain.call_in.rules import may_be_implemented
from domain.drafting.state import Version
from domain.finalisation.scope import going_out
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.submission import commands as do
from domain.submission import events as was
from domain.submission.events import Receipt
from domain.value import refuse, require


def decide(command: do.SubmissionCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.ShareDraftPlan():
            return share_draft(command, plan)
        case do.AcknowledgeSubmission():
            return acknowledge(command, plan)
        case do.PublishPlan():
            return publish(command, plan)
        case _:
            assert_never(command)


def share_draft(command: do.ShareDraftPlan, plan: Plan) -> list[PlanEvent]:
    version = plan.version(command.version)
    if version is None:
        refuse("version-is-known", f"There is no version {command.version} of this plan: cut it first.")
    shared = was.DraftPlanShared(digest=version.digest, **command.model_dump())
    before = plan.submission.draft_shared
    if before == shared:
        return []
    if before:
        refuse(
            "draft-shared-once", f"Version {before.version} was shared on {before.shared_on} as the draft plan already."
        )
    return [shared]


def sealed(plan: Plan, digest: str, on: date) -> Version:
    """The version that may be sent on that day, its content being the very bytes that were approved.

    Raises Refused where nothing is approved, where `digest` is not its digest, while a call-in may come or stands, or
    while it is still to be finalised.
    """
    standing = plan.approval.standing
    if not isinstance(standing, Approved):
        refuse("approved-before-submitted", "Nothing of this plan is approved, so nothing may be submitted.")
    version = going_out(standing, plan)
    require(
        digest == version.digest or version.number != standing.version,
        "submitted-is-approved",
        f"Cabinet approved version {standing.version}, digest {standing.digest[:12]}…: only that may be sent.",
    )
    require(
        digest == version.digest,
        "submitted-is-approved",
        f"Version {version.number}, digest {version.digest[:12]}…, went in the place of version {standing.version}: "
        "only that may be sent.",
    )
    may_be_implemented(standing, plan, on)
    return version


def acknowledge(command: do.AcknowledgeSubmission, plan: Plan) -> list[PlanEvent]:
    version = sealed(plan, command.digest, command.sent_on)
    addressees = tuple(a.id for a in plan.terms.addressees)
    require(
        command.addressee in addressees,
        "addressee-is-known",
        f"{command.addressee} is not an addressee of the statement; it goes to {' and '.join(addressees)}.",
    )
    standing = plan.approval.standing
    assert isinstance(standing, Approved)
    before = plan.submission.receipts if plan.submission.round == standing.round else {}
    if command.addressee in before:
        return []
    receipt = Receipt(addressee=command.addressee, receipt=command.receipt, sent_on=command.sent_on)
    acknowledged = was.SubmissionAcknowledged(
        round=standing.round, version=version.number, digest=version.digest, **receipt.model_dump()
    )
    receipts = {**before, command.addressee: receipt}
    if len(receipts) < len(addressees):
        return [acknowledged]
    submitted = was.SubmittedToOfsted(
        round=standing.round,
        version=version.number,
        digest=version.digest,
        addressees=addressees,
        receipts=tuple(receipts[a] for a in addressees),
        submitted_on=max(r.sent_on for r in receipts.values()),
    )
    return [acknowledged, submitted]


def publish(command: do.PublishPlan, plan: Plan) -> list[PlanEvent]:
    before = plan.submission.published.get(command.version)
    if before == command.published_on:
        return []
    require(before is None, "version-published-once", f"Version {command.version} was published on {before} already.")
    approved = plan.approved(command.version)
    if approved is None:
        refuse(
            "published-is-approved", f"Cabinet has not approved version {command.version}: publish what it approved."
        )
    standing = plan.approval.standing
    if isinstance(standing, Approved) and command.version in {standing.version, plan.finalisation.content(standing)[0]}:
        final = going_out(standing, plan)
        require(
            final.number == command.version,
            "published-is-final",
            f"Version {final.number} went in the place of version {command.version}: publish that one.",
        )
        may_be_implemented(standing, plan, command.published_on)
    elif (first := plan.approval.effective.get(command.version)) is not None:
        require(
            command.published_on >= first,
            "call-in-is-over",
            f"The decision may be implemented from {first}, not on {command.published_on}.",
        )
    return [was.Published(digest=approved, **command.model_dump())]
