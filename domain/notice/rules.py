"""What follows when notice of a decision is recorded, and from when cabinet may take it."""

from datetime import date, timedelta
from typing import assert_never

from domain.approval.state import Approved
from domain.authority.state import ClearDays
from domain.clocks import (
    AGENDA_CLEAR_DAYS,
    EXCEPTION_CLEAR_DAYS,
    KEY_DECISION_CLEAR_DAYS,
    PRIVATE_MEETING_DAYS,
    after_clear_days,
    clear_days_before,
)
from domain.notice import commands as do
from domain.notice import events as was
from domain.notice.private import agree, had_its_notices
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import refuse, require

_Given = (
    was.KeyDecisionNoticePublished
    | was.GeneralExceptionNotified
    | was.SpecialUrgencyAgreed
    | was.PrivateMeetingNoticed
    | was.AgendaPublished
)


def decide(command: do.NoticeCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.AssessKeyDecision():
            return assess(command, plan)
        case do.PublishKeyDecisionNotice():
            return publish_notice(command, plan)
        case do.NotifyGeneralException():
            return notify_exception(command, plan)
        case do.AgreeSpecialUrgency():
            return agree_urgency(command, plan)
        case do.NoticePrivateMeeting():
            return notice_private_meeting(command, plan)
        case do.PublishAgenda():
            return publish_agenda(command, plan)
        case do.CorrectPaper():
            return correct_paper(command, plan)
        case do.AgreePrivateMeeting():
            return agree(command, plan)
        case do.OpenPapersToMembers():
            return open_to_members(command, plan)
        case _:
            assert_never(command)


def may_be_decided(on: date, plan: Plan) -> None:
    """Raises Refused where cabinet may not approve on that day for want of notice.

    Asked of what was assessed as key, and of a recorded agenda, where the terms say how clear days are counted.
    """
    notices = plan.notices
    if plan.terms.clear_days and notices.assessed and notices.assessed.is_key:
        first = notices.key_decision_from
        if first is None:
            refuse(
                "key-decision-has-notice",
                "The decision is key: record its notice, a general exception or special urgency before it is taken.",
            )
        require(
            on >= first,
            "key-decision-has-notice",
            f"The decision is key, and by its notice it may be taken from {first}, not on {on}.",
        )
    agenda_was_open(on, plan)


def agenda_was_open(on: date, plan: Plan) -> None:
    """Raises Refused where an agenda of that day is recorded that was not open for long enough, or where a meeting in
    private was without its notices."""
    had_its_notices(on, plan)
    if on in plan.notices.agendas:
        agenda = plan.notices.agendas[on].published
        require(
            on >= agenda.first_lawful_day or agenda.shorter_because is not None,
            "agenda-was-open",
            f"The agenda of {on} was opened on {agenda.published_on}, which is in time for {agenda.first_lawful_day}.",
        )


def assess(command: do.AssessKeyDecision, plan: Plan) -> list[PlanEvent]:
    assessed = was.KeyDecisionAssessed(**command.model_dump())
    if plan.notices.assessed == assessed:
        return []
    require(
        plan.terms.governance != "committees",
        "key-decision-is-an-executives",
        f"{plan.terms.name} is governed by committees, which take no executive decisions: none of theirs is key.",
    )
    if command.is_key:
        _not_decided_without_notice(plan)
    rules = plan.terms.key_decisions
    if rules and not command.is_key:
        require(
            command.divisions < rules.divisions,
            "key-decision-is-by-the-threshold",
            f"It affects {command.divisions} divisions, and from {rules.divisions} a decision is key ({rules.source}).",
        )
        certified = bool(rules.certified_by) and set(rules.certified_by) <= set(command.certified_by)
        require(
            command.pounds <= rules.above_pounds or certified,
            "key-decision-is-by-the-threshold",
            f"£{command.pounds:,} is above £{rules.above_pounds:,}: the decision is key, unless "
            f"{' and '.join(rules.certified_by) or 'nobody'} certify otherwise in writing ({rules.source}).",
        )
    return [assessed]


def _not_decided_without_notice(plan: Plan) -> None:
    standing, first = plan.approval.standing, plan.notices.key_decision_from
    if isinstance(standing, Approved) and plan.terms.clear_days and not plan.submitted:
        require(
            first is not None and first <= standing.decided_on,
            "key-decision-has-notice",
            f"Cabinet approved version {standing.version} on {standing.decided_on} without the notice that a key "
            "decision needs: it is not made key afterwards; scrutiny may require a report on it.",
        )


def publish_notice(command: do.PublishKeyDecisionNotice, plan: Plan) -> list[PlanEvent]:
    first = after_clear_days(
        command.published_on, KEY_DECISION_CLEAR_DAYS, _clear_days(plan).key_decision, plan.calendar
    )
    notice = was.KeyDecisionNoticePublished(
        first_lawful_day=first, calendar=plan.calendar.label, **command.model_dump()
    )
    return [] if _stands(plan.notices.notice, notice) else [notice]


def notify_exception(command: do.NotifyGeneralException, plan: Plan) -> list[PlanEvent]:
    first = after_clear_days(
        command.notified_on, EXCEPTION_CLEAR_DAYS, _clear_days(plan).general_exception, plan.calendar
    )
    notified = was.GeneralExceptionNotified(
        first_lawful_day=first, calendar=plan.calendar.label, **command.model_dump()
    )
    return [] if _stands(plan.notices.exception, notified) else [notified]


def agree_urgency(command: do.AgreeSpecialUrgency, plan: Plan) -> list[PlanEvent]:
    agreed = was.SpecialUrgencyAgreed(
        first_lawful_day=command.agreed_on, calendar=plan.calendar.label, **command.model_dump()
    )
    if _stands(plan.notices.urgency, agreed):
        return []
    rules = plan.terms.key_decisions
    if rules:
        posts = rules.urgency_agreed_by
        require(
            command.agreed_by in posts,
            "urgency-is-agreed-by-its-post",
            f"{command.agreed_by} cannot agree special urgency: that is for {', else '.join(posts)}.",
        )
        require(
            command.agreed_by == posts[0] or command.instead_because is not None,
            "urgency-is-agreed-by-its-post",
            f"Special urgency is for {posts[0]} to agree: say why {command.agreed_by} did instead.",
        )
    return [agreed]


def notice_private_meeting(command: do.NoticePrivateMeeting, plan: Plan) -> list[PlanEvent]:
    days = PRIVATE_MEETING_DAYS[command.notice]
    first = after_clear_days(command.published_on, days, _clear_days(plan).private_meeting, plan.calendar)
    noticed = was.PrivateMeetingNoticed(first_lawful_day=first, calendar=plan.calendar.label, **command.model_dump())
    known = plan.notices.private
    if _stands(known.get(f"{command.meeting_on} {command.notice}"), noticed):
        return []
    if command.notice == "second":
        require(
            f"{command.meeting_on} first" in known or command.meeting_on in plan.notices.agreed,
            "second-notice-follows-the-first",
            f"No first notice of a private meeting on {command.meeting_on} is recorded: record that before the second.",
        )
        require(
            command.representations is not None,
            "second-notice-follows-the-first",
            "The second notice says which representations came and what was answered, or that none came.",
        )
    return [noticed]


def publish_agenda(command: do.PublishAgenda, plan: Plan) -> list[PlanEvent]:
    first = after_clear_days(command.published_on, AGENDA_CLEAR_DAYS, _clear_days(plan).agenda, plan.calendar)
    agenda = was.AgendaPublished(first_lawful_day=first, calendar=plan.calendar.label, **command.model_dump())
    before = plan.notices.agendas.get(command.meeting_on)
    if before and _stands(before.published, agenda):
        return []
    require(
        before is None,
        "agenda-stands",
        f"The agenda of {command.meeting_on} is recorded in other words already: correct its papers instead.",
    )
    return [agenda]


def correct_paper(command: do.CorrectPaper, plan: Plan) -> list[PlanEvent]:
    agenda = plan.notices.agendas.get(command.meeting_on)
    if agenda is None or command.paper not in agenda.papers:
        refuse("paper-is-known", f"There is no paper {command.paper} on an agenda of {command.meeting_on}.")
    if agenda.papers[command.paper] == command.digest:
        return []
    return [was.PaperCorrected(**command.model_dump())]


def open_to_members(command: do.OpenPapersToMembers, plan: Plan) -> list[PlanEvent]:
    """Papers may be opened in parts and in several places; that they came late is on record, and refused to nobody."""
    said = command.model_dump()
    if any(opened.model_dump(include=set(said)) == said for opened in plan.notices.opened):
        return []
    return [was.PapersOpenedToMembers(open_by=_open_by(command, plan), calendar=plan.calendar.label, **said)]


def _open_by(command: do.OpenPapersToMembers, plan: Plan) -> date:
    on, notices = command.decision_on, plan.notices
    match command.papers_of:
        case "public-meeting":
            known = on in notices.agendas
        case "private-meeting":
            known = on in notices.agreed or any(each.meeting_on == on for each in notices.private.values())
        case "officer-decision":
            known = plan.finalisation.decided_by_officer(on)
    require(
        known,
        "opened-papers-are-of-a-decision",
        f"No {command.papers_of.replace('-', ' ')} of {on} is recorded: record its agenda, its notice or the "
        "decision first.",
    )
    if command.papers_of != "public-meeting":
        return on + timedelta(days=1)
    agenda = notices.agendas[on].published
    if agenda.shorter_because:
        return agenda.published_on
    by, _ = clear_days_before(on, AGENDA_CLEAR_DAYS, _clear_days(plan).agenda, plan.calendar)
    return by


def _stands(before: _Given | None, now: _Given) -> bool:
    """Whether it is recorded already; the calendar may have been revised since, with no effect on its day."""
    return before is not None and before.but(calendar=now.calendar) == now


def _clear_days(plan: Plan) -> ClearDays:
    if plan.terms.clear_days is None:
        refuse(
            "clear-days-are-in-the-terms",
            f"The terms of {plan.terms.name} ({plan.terms.version}) do not say which days are clear days.",
        )
    return plan.terms.clear_days
