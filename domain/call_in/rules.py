"""What follows when members call a decision in, and from when a decision may be implemented at all."""

from datetime import date
from typing import assert_never

from domain.approval.state import Approved
from domain.call_in import commands as do
from domain.call_in import events as was
from domain.call_in.state import CallIn, Notice
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import refuse, require


def decide(command: do.CallInCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.ReceiveCallInNotice():
            return receive(command, plan)
        case do.ValidateCallIn():
            return validate(command, plan)
        case do.RejectCallIn():
            return reject(command, plan)
        case do.WithdrawCallIn():
            return withdraw(command, plan)
        case do.ExemptFromCallIn():
            return exempt(command, plan)
        case do.ReferBack():
            return refer_back(command, plan)
        case do.ReaffirmDecision():
            return reaffirm(command, plan)
        case do.RequestPostImplementationReview():
            return request_review(command, plan)
        case _:
            assert_never(command)


def may_be_implemented(standing: Approved, plan: Plan, on: date) -> date:
    """Since when what cabinet approved may be implemented. Raises Refused where it may not be on that day."""
    call_in = plan.call_in(standing.round)
    held = ", ".join(call_in.held_by)
    require(
        not held,
        "call-in-is-resolved",
        f"The decision is called in by notice {held}: wait until that is rejected, withdrawn or answered.",
    )
    first = call_in.implementable_from(standing.implementable_from)
    require(on >= first, "call-in-is-over", f"The decision may be implemented from {first}, not on {on}.")
    return first


def receive(command: do.ReceiveCallInNotice, plan: Plan) -> list[PlanEvent]:
    standing, call_in = decision_on(command.version, plan)
    received = was.CallInNoticeReceived(round=standing.round, **command.model_dump())
    before = call_in.notices.get(command.notice)
    if before and before.received == received:
        return []
    require(
        before is None, "call-in-notice-stands", f"Call-in notice {command.notice} is recorded in other words already."
    )
    ends = standing.call_in_ends
    if ends is None or call_in.exempt_from:
        refuse("decision-can-be-called-in", "The decision is exempt from call-in: members may ask for a review of it.")
    published = standing.statement_published_on
    require(
        published <= command.received_on <= ends,
        "call-in-is-in-time",
        f"Notices could be given from {published} to the end of {ends}: one of {command.received_on} is out of time.",
    )
    return [received]


def validate(command: do.ValidateCallIn, plan: Plan) -> list[PlanEvent]:
    standing, _, notice = _notice(command.notice, plan)
    if notice.became == "valid":
        return []
    _to_be_judged(command, notice, plan)
    rules = plan.terms.call_in.notices
    if rules:
        _signed_by_enough(notice.received.signatories, rules.signatories, rules.source)
        ground = notice.received.ground
        require(
            ground in rules.grounds,
            "call-in-has-a-ground",
            f"{ground} is no ground for a call-in ({rules.source}); the grounds are {', '.join(rules.grounds)}.",
        )
    return [was.CallInValidated(round=standing.round, **command.model_dump())]


def reject(command: do.RejectCallIn, plan: Plan) -> list[PlanEvent]:
    standing, call_in, notice = _notice(command.notice, plan)
    if notice.became == "rejected":
        return []
    _to_be_judged(command, notice, plan)
    first = _released(standing, call_in, command.judged_on)
    return [was.CallInRejected(round=standing.round, implementable_from=first, **command.model_dump())]


def _to_be_judged(command: do.ValidateCallIn | do.RejectCallIn, notice: Notice, plan: Plan) -> None:
    _still(notice, "received")
    _follows(command.judged_on, notice.on)
    rules = plan.terms.call_in.notices
    if rules:
        require(
            command.judged_by == rules.judged_by,
            "call-in-is-judged-by-its-post",
            f"Call-in notices are for {rules.judged_by} to judge ({rules.source}), not for {command.judged_by}.",
        )


def withdraw(command: do.WithdrawCallIn, plan: Plan) -> list[PlanEvent]:
    standing, call_in, notice = _notice(command.notice, plan)
    if notice.became == "withdrawn":
        return []
    _still(notice, "received", "valid")
    _follows(command.withdrawn_on, notice.on)
    first = _released(standing, call_in, command.withdrawn_on)
    return [was.CallInWithdrawn(round=standing.round, implementable_from=first, **command.model_dump())]


def exempt(command: do.ExemptFromCallIn, plan: Plan) -> list[PlanEvent]:
    standing, call_in = decision_on(command.version, plan)
    if call_in.exempt_from:
        return []
    if standing.call_in_ends is None:
        refuse("decision-can-be-called-in", "The decision is exempt from call-in as it was recorded.")
    begun = standing.call_in_over or plan.submission.round == standing.round
    require(
        not begun,
        "exempted-before-implementation",
        f"The decision on version {standing.version} is being implemented already: an exemption comes before that.",
    )
    rules = plan.terms.call_in.notices
    lacking = ", ".join(post for post in rules.exempted_by if post not in command.agreed_by) if rules else ""
    require(
        not lacking,
        "exemption-is-agreed-by-all",
        f"A decision is exempted from call-in with the agreement of {lacking} too: ask for it.",
    )
    first = max(command.agreed_on, standing.decided_on)
    return [was.CallInExempted(round=standing.round, implementable_from=first, **command.model_dump())]


def refer_back(command: do.ReferBack, plan: Plan) -> list[PlanEvent]:
    standing, call_in = decision_on(command.version, plan)
    if call_in.referred_on:
        return []
    _called_in(call_in, command.referred_on)
    return [was.DecisionReferredBack(round=standing.round, **command.model_dump())]


def reaffirm(command: do.ReaffirmDecision, plan: Plan) -> list[PlanEvent]:
    standing, call_in = decision_on(command.version, plan)
    if call_in.reaffirmed_on == command.reaffirmed_on:
        return []
    _called_in(call_in, command.reaffirmed_on)
    whose = "cabinet" if call_in.referred_on else "scrutiny"
    require(
        command.reaffirmed_by == whose,
        "reaffirmed-by-whose-turn-it-is",
        f"The call-in is with {whose} now: it is not for {command.reaffirmed_by} to let the decision stand.",
    )
    first = _released(standing, call_in, command.reaffirmed_on)
    return [was.DecisionReaffirmed(round=standing.round, implementable_from=first, **command.model_dump())]


def request_review(command: do.RequestPostImplementationReview, plan: Plan) -> list[PlanEvent]:
    standing, call_in = decision_on(command.version, plan)
    review = was.PostImplementationReviewRequested(round=standing.round, **command.model_dump())
    if call_in.review == review:
        return []
    require(
        standing.call_in_ends is None or call_in.exempt_from is not None,
        "review-follows-exemption",
        f"The decision on version {standing.version} was not exempt from call-in: a review is of one that was.",
    )
    rules = plan.terms.call_in.notices
    if rules:
        _signed_by_enough(command.signatories, rules.signatories, rules.source)
    return [review]


def decision_on(version: int, plan: Plan) -> tuple[Approved, CallIn]:
    """The decision that stands, and its call-in; Refused where it is not on that version."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or standing.version != version:
        refuse("decision-stands", f"No decision of cabinet on version {version} stands: name the one that does.")
    return standing, plan.call_in(standing.round)


def _notice(id_: str, plan: Plan) -> tuple[Approved, CallIn, Notice]:
    standing = plan.approval.standing
    call_in = plan.call_in(standing.round) if isinstance(standing, Approved) else CallIn()
    notice = call_in.notices.get(id_)
    if notice is None or not isinstance(standing, Approved):
        refuse("call-in-is-known", f"There is no call-in notice {id_} on cabinet's decision: record it first.")
    return standing, call_in, notice


def _still(notice: Notice, *became: str) -> None:
    require(
        notice.became in became,
        "call-in-is-open",
        f"Call-in notice {notice.received.notice} was {notice.became} on {notice.on} already.",
    )


def _called_in(call_in: CallIn, on: date) -> None:
    """Scrutiny and cabinet deal with what was found valid."""
    valid = call_in.that_are("valid")
    require(bool(valid), "call-in-is-valid", "No valid call-in stands against the decision: none is to be answered.")
    _follows(on, *(call_in.notices[id_].on for id_ in valid), *([call_in.referred_on] if call_in.referred_on else []))


def _follows(on: date, *before: date) -> None:
    latest = max(before)
    require(on >= latest, "call-in-goes-its-way", f"The call-in had come as far as {latest}: {on} is before that.")


def _released(standing: Approved, call_in: CallIn, on: date) -> date:
    """The first day on which the decision may be implemented, as far as this notice goes."""
    return call_in.exempt_from or max(on, call_in.implementable_from(standing.implementable_from))


def _signed_by_enough(signatories: tuple[str, ...], least: int, source: str) -> None:
    signed = len({member.casefold() for member in signatories})
    require(
        signed >= least,
        "call-in-is-signed-by-enough",
        f"{signed} members signed, and the constitution asks for {least} ({source}).",
    )
