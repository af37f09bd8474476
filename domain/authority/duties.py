"""Who may do which command: one table. What is not in it, nobody may do."""

from domain.authority.roles import Role
from domain.authority.state import Authority
from domain.value import Act, refuse

_CLERK: frozenset[Role] = frozenset({"governance-officer"})
_LEAD: frozenset[Role] = frozenset({"improvement-lead"})
_PROPER: frozenset[Role] = _CLERK | {"monitoring-officer"}
_ASSURANCE: frozenset[Role] = frozenset({"assurance"})
_ENGINE: frozenset[Role] = frozenset({"engine"})
_KEEPERS: frozenset[Role] = frozenset({"information-governance"})

MAY: dict[str, frozenset[Role]] = {
    "open-plan": _CLERK | _LEAD,
    "record-inspection": _CLERK,
    "receive-report": _CLERK,
    "record-report-publication": _CLERK,
    "record-judgement": _CLERK,
    "record-finding": _CLERK | _LEAD,
    "state-deadline": _CLERK,
    "adopt-deadline": _CLERK | {"monitoring-officer"},
    "warn-of-deadline": _ENGINE,
    "miss-deadline": _ENGINE,
    "agree-action": _LEAD,
    "amend-action": _LEAD,
    "re-date-action": _LEAD | {"action-owner"},
    "reason-no-action": _LEAD,
    "cut-version": _LEAD,
    "assess-key-decision": _PROPER,
    "publish-key-decision-notice": _PROPER,
    "notify-general-exception": _PROPER,
    "agree-special-urgency": _PROPER,
    "notice-private-meeting": _PROPER,
    "publish-agenda": _PROPER,
    "correct-paper": _PROPER,
    "endorse-by-board": _CLERK | {"board"},
    "ask-approval": _CLERK | _LEAD,
    "record-cabinet-approval": _CLERK | {"monitoring-officer"},
    "record-cabinet-refusal": _CLERK | {"monitoring-officer"},
    "send-back": _CLERK | {"monitoring-officer"},
    "withdraw-approval": _CLERK | _LEAD,
    "record-reminder": _ENGINE,
    "escalate": _ENGINE,
    "confirm-implementable": _ENGINE,
    "publish-decision-statement": _PROPER,
    "receive-call-in-notice": _PROPER,
    "validate-call-in": _PROPER,
    "reject-call-in": _PROPER,
    "withdraw-call-in": _PROPER,
    "exempt-from-call-in": _PROPER,
    "refer-back": _PROPER,
    "reaffirm-decision": _PROPER,
    "request-post-implementation-review": _PROPER,
    "delegate-finalisation": _PROPER,
    "finalise-plan": _LEAD,
    "revoke-delegation": _PROPER,
    "adopt-immaterial-change": _CLERK,
    "record-scrutiny": _CLERK,
    "record-scrutiny-recommendation": _CLERK,
    "answer-scrutiny": _CLERK,
    "challenge-by-board": _CLERK | {"board"},
    "reconstitute-board": _CLERK,
    "change-board-chair": _CLERK,
    "share-draft-plan": _LEAD,
    "acknowledge-submission": _ENGINE | _LEAD,
    "publish-plan": _CLERK,
    "progress-action": _LEAD | {"action-owner"},
    "report-progress": _CLERK | _LEAD,
    "close-action": _ASSURANCE | {"board"},
    "reopen-action": _LEAD | _ASSURANCE | {"board"},
    "override-rag": _ASSURANCE | {"board"},
    "attach-evidence": _LEAD | _ASSURANCE | {"action-owner"},
    "verify-evidence": _ASSURANCE,
    "reject-evidence": _ASSURANCE,
    "rate-impact": _ASSURANCE,
    "define-measure": _LEAD,
    "record-reading": _LEAD | {"action-owner"},
    "record-monitoring-visit": _CLERK,
    "record-improvement-notice": _CLERK,
    "record-six-month-review": _CLERK,
    "lift-notice": _CLERK,
    "record-direction": _CLERK,
    "record-commissioner": _CLERK,
    "revoke-direction": _CLERK,
    "allow-personal-detail": frozenset({"information-governance"}),
    "adopt-constitution": _PROPER,
    "hold-post": _PROPER,
    "leave-post": _PROPER,
    "delegate-post": _PROPER,
    "end-delegation": _PROPER,
    "escalate-vacancy": _ENGINE,
    "adopt-terms": _PROPER,
    "choose-route": _PROPER,
    "record-decision": _PROPER,
    "defer-decision": _PROPER,
    "chase-action": _ENGINE,
    "chase-evidence": _ENGINE,
    "remind-of-review": _ENGINE,
    "freeze-pack": _ENGINE,
    "close-plan": _CLERK | _LEAD,
    "supersede-plan": _CLERK | _LEAD,
    "reopen-plan": _CLERK | _LEAD,
    "adopt-calendar": _PROPER,
    "schedule-meeting": _CLERK,
    "move-meeting": _CLERK,
    "cancel-meeting": _CLERK,
    "note-infeasible": _ENGINE,
    "agree-private-meeting": _PROPER,
    "open-papers-to-members": _PROPER,
    "publish-officer-decision": _PROPER,
    "require-report": _CLERK,
    "chase-scrutiny-answer": _ENGINE,
    "note-delegation-run-out": _ENGINE,
    "chase-call-in": _ENGINE,
    "record-export": _PROPER | _LEAD | _ASSURANCE | {"information-governance", "auditor"},
    "record-access": _ENGINE,
    "place-hold": _KEEPERS | {"monitoring-officer"},
    "release-hold": _KEEPERS | {"monitoring-officer"},
    "drop-plan": _KEEPERS,
    "correct-fact": _PROPER,
    "ask-erasure": frozenset({"information-governance"}),
    "erase-text": frozenset({"monitoring-officer"}),
}


def may_act(command: str, act: Act, terms: Authority) -> None:
    """Raises Refused unless the post that acts has a role that may do this command."""
    roles = terms.roles(act.acting_as)
    if not roles:
        refuse("post-is-known", f"{act.acting_as} is not a post of {terms.name}.")
    allowed = MAY.get(command, frozenset())
    if not roles & allowed:
        refuse("post-may-do-it", f"The post {act.acting_as} may not {command}; that is for {_listed(allowed)}.")


def _listed(roles: frozenset[Role]) -> str:
    return " or ".join(f"a post with the role {r}" for r in sorted(roles)) or "nobody"
