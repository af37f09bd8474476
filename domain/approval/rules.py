"""What follows when something is asked on the way to cabinet."""

from datetime import date
from typing import assert_never

from domain.approval import commands as do
from domain.approval import events as was
from domain.approval.answering import answering
from domain.approval.asking import all_answered, fit_for_cabinet, question
from domain.approval.members import may_decide
from domain.approval.state import Approved, Asked, Returned
from domain.approval.statement import publish_statement, published_after
from domain.calendar import london_day
from domain.call_in.rules import may_be_implemented
from domain.clocks import call_in_ends, implementable_from
from domain.drafting.state import Version
from domain.notice.rules import may_be_decided
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.route.stages import (
    awaiting,
    next_after,
    verb_fits,
    vote_carries,
    words,
)
from domain.value import Act, not_to_come, refuse, require


def decide(command: do.ApprovalCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    """`day` is the day on which the act happened, in London."""
    match command:
        case do.EndorseByBoard():
            return endorse(command, plan)
        case do.AskApproval():
            return ask(command, plan, command.asked_on or day)
        case do.RecordCabinetApproval():
            return approve(command, plan, london_day(act.at))
        case do.RecordCabinetRefusal():
            return refuse_by_cabinet(command, plan)
        case do.SendBack():
            return send_back(command, plan)
        case do.WithdrawApproval():
            return withdraw(command, plan)
        case do.RecordReminder():
            return remind(command, plan, day)
        case do.Escalate():
            return escalate(command, plan, day)
        case do.ConfirmImplementable():
            return confirm_implementable(command, plan, day)
        case do.PublishDecisionStatement():
            return publish_statement(command, plan)
        case _:
            assert_never(command)


def endorse(command: do.EndorseByBoard, plan: Plan) -> list[PlanEvent]:
    version = _version(command.version, plan)
    if plan.approval.endorsed.get(version.digest) == command.endorsed_on:
        return []
    return [
        was.BoardEndorsed(
            version=version.number, digest=version.digest, endorsed_on=command.endorsed_on, board=command.board
        )
    ]


def ask(command: do.AskApproval, plan: Plan, asked_on: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if isinstance(standing, Asked):
        same = (standing.version, standing.answer_by) == (command.version, command.answer_by)
        require(
            same,
            "one-question-at-a-time",
            f"Version {standing.version} is with {awaiting(standing, plan) or 'cabinet'} already.",
        )
        return []
    if isinstance(standing, Approved):
        require(
            plan.submitted, "one-question-at-a-time", f"Version {standing.version} is approved and awaits submission."
        )
        require(
            standing.version != command.version, "one-question-at-a-time", "Cabinet has approved this version already."
        )
    require(
        plan.route.route is not None or plan.terms.governance != "committees",
        "committees-have-no-cabinet",
        f"{plan.terms.name} is governed by committees and has no cabinet to ask: choose a route first.",
    )
    version = _version(command.version, plan)
    fit_for_cabinet(version, plan)
    require(
        command.answer_by >= asked_on,
        "answer-follows-question",
        f"Cabinet cannot answer by {command.answer_by} what it is asked on {asked_on}.",
    )
    return [question(version, asked_on, command.answer_by, plan)]


def approve(command: do.RecordCabinetApproval, plan: Plan, recorded: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if isinstance(standing, Approved) and _same_answer(command, standing):
        return []
    if isinstance(standing, Asked) and _said_already(command, standing):
        return []
    asked, stage = answering(command.version, command.decided_on, command.decided_by, plan, command.conflicts)
    require(
        command.digest in {None, asked.digest},
        "approved-is-what-was-put",
        f"Cabinet was asked about version {asked.version}, whose digest begins {asked.digest[:12]}.",
    )
    verb_fits(command.verb, stage)
    vote_carries(command.votes, command.decided_by, command.conflicts or ())
    awaited = next_after(stage, asked, plan)
    all_answered(plan)
    may_be_decided(command.decided_on, plan)
    published = command.statement_published_on or command.decided_on
    published_after(command.decided_on, published)
    not_to_come(published, recorded)
    waits = command.no_call_in_because is None and stage.does == "decides"
    days = plan.terms.call_in.working_days
    return [
        was.CabinetApproved(
            round=asked.round,
            version=asked.version,
            digest=asked.digest,
            verb=command.verb,
            decided_on=command.decided_on,
            resolution=command.resolution,
            decided_by=command.decided_by,
            statement_published_on=published,
            call_in_ends=call_in_ends(published, days, plan.calendar) if waits else None,
            no_call_in_because=command.no_call_in_because,
            implementable_from=implementable_from(published, days, plan.calendar) if waits else command.decided_on,
            calendar=plan.calendar.label,
            reasons=command.reasons,
            alternatives=command.alternatives,
            conflicts=command.conflicts,
            votes=command.votes,
            stage=stage.id if asked.route else None,
            awaited=awaited,
            finalisation_delegated=command.finalisation_delegated,
        )
    ]


def _same_answer(command: do.RecordCabinetApproval, standing: Approved) -> bool:
    published = command.statement_published_on or command.decided_on
    waits = command.no_call_in_because is None
    return (
        words(command) == words(standing)
        and published == standing.statement_published_on
        and waits == (standing.call_in_ends is not None)
        and command.digest in {None, standing.digest}
        and command.finalisation_delegated == standing.finalisation_delegated
    )


def _said_already(command: do.RecordCabinetApproval, asked: Asked) -> bool:
    """Whether cabinet's stage has answered so, and others are awaited still."""
    before = [answer for answer in asked.answers.values() if isinstance(answer, was.CabinetApproved)]
    return any(words(command) == words(answer) for answer in before)


def refuse_by_cabinet(command: do.RecordCabinetRefusal, plan: Plan) -> list[PlanEvent]:
    if _returned_already(plan, command.version, "refused", (command.because,)):
        return []
    asked, _ = answering(command.version, command.decided_on, command.decided_by, plan)
    return [was.CabinetRefused(round=asked.round, digest=asked.digest, **command.model_dump())]


def send_back(command: do.SendBack, plan: Plan) -> list[PlanEvent]:
    if _returned_already(plan, command.version, "sent-back", command.points):
        return []
    said = command.model_dump(exclude={"stage"})
    referred = _referred_back(command, plan)
    if referred:
        return [was.SentBack(round=referred.round, digest=referred.digest, after_call_in=True, **said)]
    asked, stage = answering(command.version, command.decided_on, command.decided_by, plan, id_=command.stage)
    if asked.route:
        said |= {"stage": stage.id, "name": plan.terms.body(stage.body).name}
    return [was.SentBack(round=asked.round, digest=asked.digest, **said)]


def withdraw(command: do.WithdrawApproval, plan: Plan) -> list[PlanEvent]:
    standing = plan.approval.standing
    if isinstance(standing, Returned) and standing.how == "withdrawn" and standing.points == (command.because,):
        return []
    if not isinstance(standing, Asked):
        refuse("cabinet-was-asked", "Nothing is with cabinet that could be withdrawn.")
    return [
        was.ApprovalWithdrawn(
            round=standing.round,
            version=standing.version,
            because=command.because,
            awaiting=awaiting(standing, plan),
        )
    ]


def remind(command: do.RecordReminder, plan: Plan, day: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Asked) or standing.round != command.round or command.number <= standing.reminders:
        return []
    due = command.number <= len(standing.remind_on) and day >= standing.remind_on[command.number - 1]
    if standing.chasing_moved and not due:
        return []
    require(
        due,
        "clock-strikes-on-its-day",
        f"Reminder {command.number} is not due on {day}.",
    )
    to = plan.terms.chasing.remind
    return [was.ReminderSent(round=command.round, number=command.number, to=to, awaiting=awaiting(standing, plan))]


def escalate(command: do.Escalate, plan: Plan, day: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Asked) or standing.round != command.round or standing.escalated:
        return []
    if standing.chasing_moved and day < standing.escalate_on:
        return []
    require(
        day >= standing.escalate_on,
        "clock-strikes-on-its-day",
        f"The escalation is due on {standing.escalate_on}, not on {day}.",
    )
    return [was.Escalated(round=command.round, to=standing.escalate_to, awaiting=awaiting(standing, plan))]


def confirm_implementable(command: do.ConfirmImplementable, plan: Plan, day: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or standing.round != command.round or standing.call_in_over:
        return []
    first, call_in = may_be_implemented(standing, plan, day), plan.call_in(standing.round)
    version, digest = plan.finalisation.content(standing)
    return [
        was.DecisionImplementable(
            round=standing.round,
            version=version,
            digest=digest,
            call_in_ended=None if call_in.exempt_from else standing.call_in_ends,
            implementable_from=first,
            called_in=bool(call_in.notices),
            finalisation_awaited=plan.finalisation.awaited(standing),
        )
    ]


def _referred_back(command: do.SendBack, plan: Plan) -> Approved | None:
    """The decision that scrutiny referred back, if it is this version's: cabinet sends back what it had approved."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or standing.version != command.version:
        return None
    referred_on = plan.call_in(standing.round).referred_on
    if referred_on is None:
        return None
    require(
        command.decided_on >= referred_on,
        "answer-follows-question",
        f"The decision was referred back on {referred_on}: cabinet cannot have dealt with it on {command.decided_on}.",
    )
    may_decide(command.decided_by, command.version, plan)
    return standing


def _returned_already(plan: Plan, version: int, how: str, points: tuple[str, ...]) -> bool:
    standing = plan.approval.standing
    return isinstance(standing, Returned) and (standing.version, standing.how, standing.points) == (
        version,
        how,
        points,
    )


def _version(number: int, plan: Plan) -> Version:
    version = plan.version(number)
    if version is None:
        refuse("version-is-known", f"There is no version {number} of this plan: cut it first.")
    return version
