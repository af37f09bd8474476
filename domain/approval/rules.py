"""What follows when something is asked on the way to cabinet."""

from datetime import date
from typing import assert_never

from domain.approval import commands as do
from domain.approval import events as was
from domain.approval.state import Approved, Asked, Returned
from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.calendar import london_day
from domain.clocks import call_in_ends, implementable_from
from domain.drafting.state import Version
from domain.plan import Plan, PlanEvent
from domain.value import Act, not_to_come, refuse, require

REMIND_PAST_ANSWER_BY = 20
"""For how many working days after `answer_by` reminders go on, unless there is an answer."""


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
        require(same, "one-question-at-a-time", f"Version {standing.version} is with cabinet already.")
        return []
    if isinstance(standing, Approved):
        require(
            plan.submitted, "one-question-at-a-time", f"Version {standing.version} is approved and awaits submission."
        )
        require(
            standing.version != command.version, "one-question-at-a-time", "Cabinet has approved this version already."
        )
    version = _version(command.version, plan)
    _fit_for_cabinet(version, plan)
    require(
        command.answer_by >= asked_on,
        "answer-follows-question",
        f"Cabinet cannot answer by {command.answer_by} what it is asked on {asked_on}.",
    )
    return [_asked(version, asked_on, command.answer_by, plan)]


def _fit_for_cabinet(version: Version, plan: Plan) -> None:
    latest = plan.draft.latest
    assert latest is not None
    require(
        version == latest, "latest-version", f"Version {latest.number} has been cut since: put that one to cabinet."
    )
    _all_answered(plan)
    require(
        bool(plan.draft.actions or plan.draft.reasons),
        "something-is-proposed",
        "The plan has no action and no reason for having none: there is nothing for cabinet to decide on.",
    )
    require(
        not plan.draft.moved_on(plan.id, version, plan.inspection.findings),
        "version-is-current",
        f"The draft has changed since version {version.number} was cut: cut a new one.",
    )


def _all_answered(plan: Plan) -> None:
    """EIA 2006 s.137(3): the statement says what is proposed in the light of the report; nothing is passed over."""
    lacking = ", ".join(f.id for f in plan.unanswered)
    require(
        not lacking,
        "every-recommendation-answered",
        f"These recommendations have neither an action nor a recorded reason why not: {lacking}.",
    )


def _asked(version: Version, asked_on: date, answer_by: date, plan: Plan) -> was.ApprovalAsked:
    chasing = plan.terms.chasing
    last = CALENDAR.add_working_days(answer_by, REMIND_PAST_ANSWER_BY)
    remind_on: list[date] = []
    day = CALENDAR.add_working_days(asked_on, chasing.remind_every)
    while day <= last:
        remind_on.append(day)
        day = CALENDAR.add_working_days(day, chasing.remind_every)
    return was.ApprovalAsked(
        round=plan.approval.rounds + 1,
        version=version.number,
        digest=version.digest,
        asked_on=asked_on,
        answer_by=answer_by,
        answer_to=plan.terms.submitted_by,
        remind=chasing.remind,
        remind_on=tuple(remind_on),
        escalate_to=chasing.escalate_to,
        escalate_on=CALENDAR.add_working_days(answer_by, chasing.escalate_after),
        calendar=CALENDAR.label,
    )


def approve(command: do.RecordCabinetApproval, plan: Plan, recorded: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if isinstance(standing, Approved) and _same_answer(command, standing):
        return []
    asked = _answering(command.version, command.decided_on, command.decided_by, plan)
    require(
        command.digest in {None, asked.digest},
        "approved-is-what-was-put",
        f"Cabinet was asked about version {asked.version}, whose digest begins {asked.digest[:12]}.",
    )
    _all_answered(plan)
    published = command.statement_published_on or command.decided_on
    require(
        published >= command.decided_on,
        "statement-follows-decision",
        f"A decision of {command.decided_on} cannot be published on {published}.",
    )
    not_to_come(published, recorded)
    waits = command.no_call_in_because is None
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
            call_in_ends=call_in_ends(published, days, CALENDAR) if waits else None,
            no_call_in_because=command.no_call_in_because,
            implementable_from=implementable_from(published, days, CALENDAR) if waits else command.decided_on,
            calendar=CALENDAR.label,
        )
    ]


def _same_answer(command: do.RecordCabinetApproval, standing: Approved) -> bool:
    given = (command.version, command.verb, command.decided_on, command.resolution, frozenset(command.decided_by))
    kept = (standing.version, standing.verb, standing.decided_on, standing.resolution, frozenset(standing.decided_by))
    published = command.statement_published_on or command.decided_on
    waits = command.no_call_in_because is None
    return (
        given == kept
        and published == standing.statement_published_on
        and waits == (standing.call_in_ends is not None)
        and command.digest in {None, standing.digest}
    )


def refuse_by_cabinet(command: do.RecordCabinetRefusal, plan: Plan) -> list[PlanEvent]:
    if _returned_already(plan, command.version, "refused", (command.because,)):
        return []
    asked = _answering(command.version, command.decided_on, command.decided_by, plan)
    return [was.CabinetRefused(round=asked.round, digest=asked.digest, **command.model_dump())]


def send_back(command: do.SendBack, plan: Plan) -> list[PlanEvent]:
    if _returned_already(plan, command.version, "sent-back", command.points):
        return []
    asked = _answering(command.version, command.decided_on, command.decided_by, plan)
    return [was.SentBack(round=asked.round, digest=asked.digest, **command.model_dump())]


def withdraw(command: do.WithdrawApproval, plan: Plan) -> list[PlanEvent]:
    standing = plan.approval.standing
    if isinstance(standing, Returned) and standing.how == "withdrawn" and standing.points == (command.because,):
        return []
    if not isinstance(standing, Asked):
        refuse("cabinet-was-asked", "Nothing is with cabinet that could be withdrawn.")
    return [was.ApprovalWithdrawn(round=standing.round, version=standing.version, because=command.because)]


def remind(command: do.RecordReminder, plan: Plan, day: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Asked) or standing.round != command.round or command.number <= standing.reminders:
        return []
    known = command.number <= len(standing.remind_on)
    require(
        known and day >= standing.remind_on[command.number - 1],
        "clock-strikes-on-its-day",
        f"Reminder {command.number} is not due on {day}.",
    )
    return [was.ReminderSent(round=command.round, number=command.number, to=plan.terms.chasing.remind)]


def escalate(command: do.Escalate, plan: Plan, day: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Asked) or standing.round != command.round or standing.escalated:
        return []
    require(
        day >= standing.escalate_on,
        "clock-strikes-on-its-day",
        f"The escalation is due on {standing.escalate_on}, not on {day}.",
    )
    return [was.Escalated(round=command.round, to=standing.escalate_to)]


def confirm_implementable(command: do.ConfirmImplementable, plan: Plan, day: date) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or standing.round != command.round or standing.call_in_over:
        return []
    require(
        day >= standing.implementable_from,
        "call-in-is-over",
        f"The decision may be implemented from {standing.implementable_from}, not on {day}.",
    )
    return [
        was.DecisionImplementable(
            round=standing.round,
            version=standing.version,
            digest=standing.digest,
            call_in_ended=standing.call_in_ends,
            implementable_from=standing.implementable_from,
        )
    ]


def _answering(version: int, decided_on: date, decided_by: tuple[str, ...], plan: Plan) -> Asked:
    """The question that cabinet answers; refused where it was not asked, or where these may not answer it."""
    asked = plan.approval.standing
    if not isinstance(asked, Asked):
        refuse("cabinet-was-asked", "Nothing is with cabinet that could be answered: ask for approval first.")
    require(
        version == asked.version,
        "approved-is-what-was-put",
        f"Cabinet was asked about version {asked.version}, not version {version}.",
    )
    require(
        decided_on >= asked.asked_on,
        "answer-follows-question",
        f"Cabinet was asked on {asked.asked_on} and cannot have answered on {decided_on}.",
    )
    members = frozenset(member.casefold() for member in decided_by)
    put = plan.version(version)
    assert put is not None
    concerned = {person.casefold() for person in (*put.drafted_by, *plan.approval.askers.get(version, ()))}
    both = sorted(member for member in decided_by if member.casefold() in concerned)
    require(
        not both,
        "drafter-does-not-decide",
        f"{', '.join(both)} drafted this version or asked for its approval and may not be among those who decided.",
    )
    quorum = plan.terms.cabinet.quorum
    require(
        len(members) >= quorum,
        "quorum",
        f"{len(members)} decided, and the quorum is {quorum} ({plan.terms.cabinet.quorum_source}).",
    )
    return asked


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
