"""What waits for whom, since when and until when."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from domain.approval.state import Approved, Asked
from domain.calendar import dated
from domain.call_in.state import CallIn
from domain.inspection.state import Finding
from domain.plan import Plan
from domain.value import Value
from projections.plan_now import waits_for_call_in
from projections.projection import PerPlan
from projections.wording import plain, quoted

CABINET = "cabinet"
TIME = "time"
SCRUTINY = "scrutiny"
"""Who is waited for where nobody is: the end of call-in comes by itself."""

Matter = Literal["recommendation", "cabinet", "call-in", "finalisation", "submission", "scrutiny", "deadline", "action"]


class Waiting(Value):
    """One matter. `post` is whom it waits for: a post, `cabinet`, another body, an addressee, or `time`.

    `about` is the finding, version, addressee, duty or action; `since` is None where the plan does not say.
    """

    plan: str
    matter: Matter
    about: str
    what: str
    post: str
    since: date | None
    until: date | None


def waiting(plan: Plan) -> Mapping[str, Waiting]:
    """A row for each matter, under `matter.about`; none of a plan that has ended."""
    if plan.closing.ended:
        return {}
    found = [
        *_recommendations(plan),
        *_cabinet(plan),
        *_submission(plan),
        *_scrutiny(plan),
        *_deadlines(plan),
        *_actions(plan),
    ]
    return {f"{row.matter}.{row.about}": row for row in found}


def _recommendations(plan: Plan) -> Iterator[Waiting]:
    for finding in plan.unanswered:
        yield _row(
            plan,
            "recommendation",
            finding.id,
            f"Recommendation {finding.id} has neither an action nor a reason why not: {quoted(finding.text)}",
            plan.terms.submitted_by,
            since=_known_since(plan, finding),
            until=plan.deadline("statement").adopted,
        )


def _known_since(plan: Plan, finding: Finding) -> date | None:
    visit = plan.monitoring.visits.get(finding.source)
    if visit is None:
        return plan.inspection.report(finding.source).received_on
    return visit.letter_published_on or visit.visited_to


def _cabinet(plan: Plan) -> Iterator[Waiting]:
    standing = plan.approval.standing
    if not isinstance(standing, Asked):
        return
    for stage in standing.taken.open(standing.answers):
        whose = f"the answer of {plan.terms.body(stage.body).name}" if standing.route else "cabinet's answer"
        what = f"Version {standing.version} awaits {whose}."
        about = f"version-{standing.version}" + (f".{stage.id}" if standing.route else "")
        yield _row(plan, "cabinet", about, what, stage.body, since=standing.asked_on, until=standing.answer_by)


def _submission(plan: Plan) -> Iterator[Waiting]:
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or plan.submitted:
        return
    if waits_for_call_in(plan):
        yield _call_in(standing, plan)
    if plan.finalisation.awaited(standing):
        yield _finalisation(standing, plan)
    if waits_for_call_in(plan) or plan.finalisation.awaited(standing):
        return
    version, _ = plan.finalisation.content(standing)
    receipts = plan.submission.receipts if plan.submission.round == standing.round else {}
    for addressee in plan.terms.addressees:
        if addressee.id not in receipts:
            yield _row(
                plan,
                "submission",
                addressee.id,
                f"Version {version} has no receipt from {addressee.name}.",
                addressee.id,
                since=plan.call_in(standing.round).implementable_from(standing.implementable_from),
                until=plan.deadline("statement").adopted,
            )


def _finalisation(standing: Approved, plan: Plan) -> Waiting:
    given = plan.finalisation.in_force(standing)
    if given and (told := plan.brought_forward.ran_out(given)):
        return _row(
            plan,
            "finalisation",
            f"version-{standing.version}",
            f"Version {standing.version} was to be finalised by {dated(told.until)}, when cabinet's delegation ran "
            "out: have it delegated anew, revoke the delegation, or bring in from its papers what was decided by then.",
            told.to,
            since=told.until + timedelta(days=1),
            until=plan.deadline("statement").adopted,
        )
    return _row(
        plan,
        "finalisation",
        f"version-{standing.version}",
        f"Version {standing.version} is to be finalised under cabinet's delegation.",
        given.to if given else plan.terms.submitted_by,
        since=given.delegated_on if given else standing.decided_on,
        until=given.until if given else plan.deadline("statement").adopted,
    )


def _call_in(standing: Approved, plan: Plan) -> Waiting:
    call_in = plan.call_in(standing.round)
    until: date | None
    if call_in.held_by:
        what = f"Version {standing.version} is called in and may not be implemented before that is settled."
        post, until = _dealing_with(call_in, plan), None
    else:
        post, until = TIME, call_in.implementable_from(standing.implementable_from)
        what = f"Version {standing.version} may not be implemented before {dated(until)}."
    return _row(plan, "call-in", f"version-{standing.version}", what, post, since=standing.decided_on, until=until)


def _dealing_with(call_in: CallIn, plan: Plan) -> str:
    """Whoever judges notices, then scrutiny, then cabinet if scrutiny referred the decision back."""
    rules = plan.terms.call_in.notices
    if call_in.that_are("received"):
        return rules.judged_by if rules else plan.terms.chasing.remind
    return CABINET if call_in.referred_on else SCRUTINY


def _scrutiny(plan: Plan) -> Iterator[Waiting]:
    for made in plan.scrutiny.unanswered:
        what = f"Scrutiny's recommendation {made.recommendation} has no answer yet: {quoted(made.text)}"
        yield _row(plan, "scrutiny", made.recommendation, what, CABINET, since=made.made_on, until=made.respond_by)


def _deadlines(plan: Plan) -> Iterator[Waiting]:
    duties = {
        "statement": ("The written statement is to be sent", plan.terms.submitted_by),
        "draft-plan": ("The draft plan is to be shared with Ofsted", plan.terms.submitted_by),
        "report": ("The report is to be published by the authority", plan.terms.chasing.remind),
    }
    for duty, (what, post) in duties.items():
        deadline = plan.deadline(duty)
        if deadline.adopted and not plan.done(duty):
            missed = "; the due date has passed" if deadline.missed else ""
            since = plan.inspection.received_on
            yield _row(plan, "deadline", duty, f"{what}{missed}.", post, since=since, until=deadline.adopted)


def _actions(plan: Plan) -> Iterator[Waiting]:
    for action in plan.draft.actions.values():
        reached = plan.delivery.status(action.id)
        if reached != "complete" and plan.delivery.closed(action.id) is None:
            agreed = plan.draft.agreed_on.get(action.id)
            what = f"Action {action.id} is {plain(reached)}: {quoted(action.text)}"
            yield _row(plan, "action", action.id, what, action.owner, since=agreed, until=action.due)


def _row(
    plan: Plan, matter: Matter, about: str, what: str, post: str, *, since: date | None, until: date | None
) -> Waiting:
    row = {
        "plan": plan.id,
        "matter": matter,
        "about": about,
        "what": what,
        "post": post,
        "since": since,
        "until": until,
    }
    return Waiting.of(row)


def _post(row: Waiting) -> str:
    return row.post


WAITING = PerPlan("waiting", 4, Waiting, waiting, _post)
