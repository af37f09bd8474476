"""From an event back to the command that asked for it, so that the rules can be asked the same once more."""

from functools import cache

from pydantic import ValidationError

from domain.decider import COMMANDS, AnyCommand
from domain.route.events import ApprovalRouteChosen
from domain.value import Event

ASKED_BY: dict[str, str] = {
    "plan.opened": "open-plan",
    "plan.inspection-recorded": "record-inspection",
    "plan.report-received": "receive-report",
    "plan.report-published": "record-report-publication",
    "plan.judgement-recorded": "record-judgement",
    "plan.finding-recorded": "record-finding",
    "plan.deadline-stated": "state-deadline",
    "plan.deadline-adopted": "adopt-deadline",
    "plan.deadline-warned": "warn-of-deadline",
    "plan.deadline-missed": "miss-deadline",
    "plan.action-agreed": "agree-action",
    "plan.action-amended": "amend-action",
    "plan.action-re-dated": "re-date-action",
    "plan.no-action-reasoned": "reason-no-action",
    "plan.version-cut": "cut-version",
    "plan.key-decision-assessed": "assess-key-decision",
    "plan.key-decision-notice-published": "publish-key-decision-notice",
    "plan.general-exception-notified": "notify-general-exception",
    "plan.special-urgency-agreed": "agree-special-urgency",
    "plan.private-meeting-noticed": "notice-private-meeting",
    "plan.private-meeting-agreed": "agree-private-meeting",
    "plan.agenda-published": "publish-agenda",
    "plan.paper-corrected": "correct-paper",
    "plan.papers-opened-to-members": "open-papers-to-members",
    "plan.board-endorsed": "endorse-by-board",
    "plan.approval-asked": "ask-approval",
    "plan.reminder-sent": "record-reminder",
    "plan.escalated": "escalate",
    "plan.cabinet-approved": "record-cabinet-approval",
    "plan.cabinet-refused": "record-cabinet-refusal",
    "plan.sent-back": "send-back",
    "plan.approval-withdrawn": "withdraw-approval",
    "plan.decision-implementable": "confirm-implementable",
    "plan.decision-statement-published": "publish-decision-statement",
    "plan.approval-route-chosen": "choose-route",
    "plan.decision-made": "record-decision",
    "plan.decision-deferred": "defer-decision",
    "plan.call-in-notice-received": "receive-call-in-notice",
    "plan.call-in-validated": "validate-call-in",
    "plan.call-in-rejected": "reject-call-in",
    "plan.call-in-withdrawn": "withdraw-call-in",
    "plan.call-in-exempted": "exempt-from-call-in",
    "plan.decision-referred-back": "refer-back",
    "plan.decision-reaffirmed": "reaffirm-decision",
    "plan.post-implementation-review-requested": "request-post-implementation-review",
    "plan.authority-delegated": "delegate-finalisation",
    "plan.finalised-under-delegation": "finalise-plan",
    "plan.delegation-revoked": "revoke-delegation",
    "plan.immaterial-change-adopted": "adopt-immaterial-change",
    "plan.officer-decision-published": "publish-officer-decision",
    "plan.scrutiny-considered": "record-scrutiny",
    "plan.scrutiny-recommendation-made": "record-scrutiny-recommendation",
    "plan.scrutiny-recommendation-answered": "answer-scrutiny",
    "plan.board-challenged": "challenge-by-board",
    "plan.board-reconstituted": "reconstitute-board",
    "plan.board-chair-changed": "change-board-chair",
    "plan.report-to-council-required": "require-report",
    "plan.draft-plan-shared": "share-draft-plan",
    "plan.submission-acknowledged": "acknowledge-submission",
    "plan.published": "publish-plan",
    "plan.action-progressed": "progress-action",
    "plan.progress-reported": "report-progress",
    "plan.action-closed": "close-action",
    "plan.action-reopened": "reopen-action",
    "plan.rag-overridden": "override-rag",
    "plan.evidence-attached": "attach-evidence",
    "plan.evidence-verified": "verify-evidence",
    "plan.evidence-rejected": "reject-evidence",
    "plan.impact-rated": "rate-impact",
    "plan.measure-defined": "define-measure",
    "plan.reading-recorded": "record-reading",
    "plan.monitoring-visit-recorded": "record-monitoring-visit",
    "plan.improvement-notice-issued": "record-improvement-notice",
    "plan.six-month-review-held": "record-six-month-review",
    "plan.notice-lifted": "lift-notice",
    "plan.direction-issued": "record-direction",
    "plan.commissioner-appointed": "record-commissioner",
    "plan.direction-revoked": "revoke-direction",
    "plan.personal-detail-allowed": "allow-personal-detail",
    "plan.terms-adopted": "adopt-terms",
    "plan.action-chased": "chase-action",
    "plan.evidence-chased": "chase-evidence",
    "plan.review-reminded": "remind-of-review",
    "plan.pack-frozen": "freeze-pack",
    "plan.scrutiny-answer-chased": "chase-scrutiny-answer",
    "plan.delegation-ran-out": "note-delegation-run-out",
    "plan.call-in-chased": "chase-call-in",
    "plan.closed": "close-plan",
    "plan.superseded": "supersede-plan",
    "plan.reopened": "reopen-plan",
    "plan.calendar-revised": "adopt-calendar",
    "plan.meeting-scheduled": "schedule-meeting",
    "plan.meeting-moved": "move-meeting",
    "plan.meeting-cancelled": "cancel-meeting",
    "plan.became-infeasible": "note-infeasible",
    "plan.became-feasible": "note-infeasible",
    "plan.infeasibility-told": "note-infeasible",
    "plan.exported": "record-export",
    "plan.accessed": "record-access",
    "plan.retention-hold-placed": "place-hold",
    "plan.retention-hold-released": "release-hold",
    "plan.dropped": "drop-plan",
    "plan.fact-corrected": "correct-fact",
    "plan.erasure-asked": "ask-erasure",
    "plan.text-erased": "erase-text",
    "authority.constitution-adopted": "adopt-constitution",
    "authority.post-held": "hold-post",
    "authority.post-left": "leave-post",
    "authority.vacancy-escalated": "escalate-vacancy",
    "authority.delegation-given": "delegate-post",
    "authority.delegation-ended": "end-delegation",
}
"""By the kind of the first event that follows from it, the command's name."""

FOLLOWING = frozenset(
    {
        "plan.deadline-mismatch-noted",
        "plan.deadline-recomputed",
        "plan.change-classed",
        "plan.approval-voided",
        "plan.submitted-to-ofsted",
        "plan.call-in-window-moved",
        "plan.chasing-moved",
        "plan.first-lawful-day-moved",
        "plan.personal-detail-admitted",
        "authority.post-vacant",
    }
)
"""The kinds of what only ever follows beside the first event of a command."""

_RENAMED = {
    "plan.finalised-under-delegation": {"version": "final_version"},
    "plan.immaterial-change-adopted": {"version": "adopted_version"},
}
"""By kind, which field of the command the event says under another name."""


def retraced(event: Event) -> AnyCommand | None:
    """The command that such an event is the first to follow from; None where no command of that kind says so much.

    An event says all that its command said: what was left to the rules (a day, a digest) is said as they filled it in.
    """
    command, fields = _parts(type(event))
    if command is None:
        return None
    said = {field: getattr(event, called) for field, called in fields}
    if isinstance(event, ApprovalRouteChosen):
        said["route"] = event.route.id
    try:
        return command.model_validate(said, from_attributes=True)
    except ValidationError:
        return None


@cache
def _parts(of: type[Event]) -> tuple[type[AnyCommand] | None, tuple[tuple[str, str], ...]]:
    """The command's class, and each field of it that such an event says, with its name there."""
    name, renamed = ASKED_BY.get(of.kind), _RENAMED.get(of.kind, {})
    if name is None:
        return None, ()
    called = ((field, renamed.get(field, field)) for field in COMMANDS[name].model_fields)
    return COMMANDS[name], tuple((field, name) for field, name in called if name in of.model_fields)
