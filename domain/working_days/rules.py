"""What follows when a plan's calendar is revised: every day that still counts on it is counted anew, in one append."""

from collections.abc import Iterator
from datetime import date

from domain.approval.asking import chasing_days
from domain.approval.state import Approved, Asked
from domain.clocks import (
    AGENDA_CLEAR_DAYS,
    EXCEPTION_CLEAR_DAYS,
    KEY_DECISION_CLEAR_DAYS,
    PRIVATE_MEETING_DAYS,
    Counted,
    after_clear_days,
    call_in_ends,
    implementable_from,
)
from domain.deadline.rules import counted_anew
from domain.notice.events import (
    AgendaPublished,
    GeneralExceptionNotified,
    KeyDecisionNoticePublished,
    PrivateMeetingNoticed,
)
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import require
from domain.working_days import commands as do
from domain.working_days import events as was


def decide(command: do.WorkingDaysCommand, plan: Plan) -> list[PlanEvent]:
    """Nothing where the plan has this revision, or where its calendar says so already."""
    named_once(command, plan)
    calendar = plan.calendar
    new = [holiday for holiday in command.added if calendar.is_working_day(holiday.day)]
    gone = [day for day in command.removed if day in calendar.holidays]
    if plan.working_days.named(command.revision) or not (new or gone):
        return []
    unknown = ", ".join(str(day) for day in command.removed if day not in gone)
    require(
        not unknown,
        "removed-day-is-a-holiday",
        f"Calendar {calendar.label} has no holiday on {unknown}: nothing can be removed there; look at the days again.",
    )
    revised = was.CalendarRevised(
        revision=command.revision,
        source=command.source,
        added=command.added,
        removed=command.removed,
        digest=command.digest,
        calendar=f"{calendar.label}+{command.revision}",
    )
    after = plan.but(working_days=plan.working_days.but(revisions=(*plan.working_days.revisions, revised)))
    because = f"the calendar was revised ({command.revision})"
    return [revised, *counted_anew(after, because), *_call_in(after), *_chasing(after), *_notices(after)]


def named_once(command: do.AdoptCalendar, plan: Plan) -> None:
    """Raises Refused where the plan knows a revision of this name that says something else."""
    known = plan.working_days.named(command.revision)
    require(
        known is None or known.digest == command.digest,
        "calendar-version-names-one-revision",
        f"Plan {plan.id} counts on a revision {command.revision} of other days or another source already: "
        "give this one a name of its own.",
    )


def _call_in(plan: Plan) -> Iterator[PlanEvent]:
    """As long as members may call in, and nothing of the decision has been implemented."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or standing.call_in_ends is None or standing.call_in_over:
        return
    call_in, days, published = (
        plan.call_in(standing.round),
        plan.terms.call_in.working_days,
        standing.statement_published_on,
    )
    ends = call_in_ends(published, days, plan.calendar)
    if ends == standing.call_in_ends or call_in.exempt_from or plan.submission.round == standing.round:
        return
    yield was.CallInWindowMoved(
        round=standing.round,
        version=standing.version,
        call_in_ends=ends,
        implementable_from=call_in.implementable_from(implementable_from(published, days, plan.calendar)),
        calendar=plan.calendar.label,
    )


def _chasing(plan: Plan) -> Iterator[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Asked):
        return
    remind_on, escalate_on = chasing_days(standing.asked_on, standing.answer_by, plan)
    if (remind_on, escalate_on) != (standing.remind_on, standing.escalate_on):
        yield was.ChasingMoved(
            round=standing.round, remind_on=remind_on, escalate_on=escalate_on, calendar=plan.calendar.label
        )


_Given = KeyDecisionNoticePublished | GeneralExceptionNotified | PrivateMeetingNoticed | AgendaPublished


def _notices(plan: Plan) -> Iterator[PlanEvent]:
    """Of what was given notice, as the terms count clear days."""
    notices, counted = plan.notices, plan.terms.clear_days
    if counted is None:
        return
    if given := notices.notice:
        yield from _first(given, "key-decision-notice", KEY_DECISION_CLEAR_DAYS, counted.key_decision, plan)
    if exception := notices.exception:
        yield from _first(exception, "general-exception", EXCEPTION_CLEAR_DAYS, counted.general_exception, plan)
    for private in notices.private.values():
        name: was.Notice = "first-private-notice" if private.notice == "first" else "second-private-notice"
        yield from _first(private, name, PRIVATE_MEETING_DAYS[private.notice], counted.private_meeting, plan)
    for agenda in notices.agendas.values():
        yield from _first(agenda.published, "agenda", AGENDA_CLEAR_DAYS, counted.agenda, plan)


def _first(given: _Given, name: was.Notice, days: int, counted: Counted, plan: Plan) -> Iterator[PlanEvent]:
    since: date = given.notified_on if isinstance(given, GeneralExceptionNotified) else given.published_on
    first = after_clear_days(since, days, counted, plan.calendar)
    if first != given.first_lawful_day:
        yield was.FirstLawfulDayMoved(
            notice=name,
            meeting_on=getattr(given, "meeting_on", None),
            was=given.first_lawful_day,
            first_lawful_day=first,
            calendar=plan.calendar.label,
        )
