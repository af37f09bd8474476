"""Who may do which command: one table. What is not in it, nobody may do."""

from domain.authority.roles import Role
from domain.authority.state import Authority
from domain.value import Act, refuse

_CLERK: frozenset[Role] = frozenset({"governance-officer"})
_LEAD: frozenset[Role] = frozenset({"improvement-lead"})
_ENGINE: frozenset[Role] = frozenset({"engine"})

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
    "reason-no-action": _LEAD,
    "cut-version": _LEAD,
    "endorse-by-board": _CLERK | {"board"},
    "ask-approval": _CLERK | _LEAD,
    "record-cabinet-approval": _CLERK | {"monitoring-officer"},
    "record-cabinet-refusal": _CLERK | {"monitoring-officer"},
    "send-back": _CLERK | {"monitoring-officer"},
    "withdraw-approval": _CLERK | _LEAD,
    "record-reminder": _ENGINE,
    "escalate": _ENGINE,
    "confirm-implementable": _ENGINE,
    "share-draft-plan": _LEAD,
    "acknowledge-submission": _ENGINE | _LEAD,
    "publish-plan": _CLERK,
    "progress-action": _LEAD | {"action-owner"},
    "report-progress": _CLERK | _LEAD,
    "record-monitoring-visit": _CLERK,
    "record-improvement-notice": _CLERK,
    "record-six-month-review": _CLERK,
    "lift-notice": _CLERK,
    "record-direction": _CLERK,
    "record-commissioner": _CLERK,
    "revoke-direction": _CLERK,
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
