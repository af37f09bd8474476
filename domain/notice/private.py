"""A meeting in private: who agrees to it where notice is impracticable, and that it had its notices else."""

from datetime import date

from domain.notice import commands as do
from domain.notice import events as was
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import require


def agree(command: do.AgreePrivateMeeting, plan: Plan) -> list[PlanEvent]:
    """It is for those to agree who agree special urgency: the law names the same three, in the same order."""
    agreed = was.PrivateMeetingAgreed(**command.model_dump())
    if plan.notices.agreed.get(command.meeting_on) == agreed:
        return []
    if plan.terms.key_decisions:
        posts = plan.terms.key_decisions.urgency_agreed_by
        require(
            command.agreed_by in posts,
            "private-meeting-is-agreed-by-its-post",
            f"{command.agreed_by} cannot agree a meeting in private: that is for {', else '.join(posts)}.",
        )
        require(
            command.agreed_by == posts[0] or command.instead_because is not None,
            "private-meeting-is-agreed-by-its-post",
            f"A meeting in private is for {posts[0]} to agree: say why {command.agreed_by} did instead.",
        )
    require(
        command.agreed_on <= command.meeting_on,
        "private-meeting-is-agreed-before",
        f"On {command.agreed_on} nobody can have agreed that the meeting of {command.meeting_on} be in private: it was "
        "over.",
    )
    return [agreed]


def had_its_notices(on: date, plan: Plan) -> None:
    """Raises Refused where the second notice says that a meeting of that day is in private, and it, or the first, came
    too late without an agreement. The first by itself does not say so: the public may have been let in after all."""
    second = plan.notices.private.get(f"{on} second")
    if second is None or on in plan.notices.agreed:
        return
    first = plan.notices.private.get(f"{on} first", second)
    lawful = max(first.first_lawful_day, second.first_lawful_day)
    require(
        on >= lawful,
        "private-meeting-has-notice",
        f"By its notices the meeting in private of {on} may be held from {lawful}: record who agreed that it could "
        "not wait.",
    )
