"""What may be drafted while the finalisation is delegated: what the delegation lets change, and nothing else."""

from collections.abc import Mapping

from domain.approval.state import Approved
from domain.drafting.content import Action
from domain.drafting.difference import differences
from domain.drafting.state import Version
from domain.finalisation.scope import binding, within
from domain.plan import Plan
from domain.value import Act, require


def drafted_within_the_delegation(
    plan: Plan,
    act: Act,
    action: Action | None = None,
    reasons: Mapping[str, str] | None = None,
    title: str | None = None,
) -> None:
    """Raises Refused where this would make the draft differ from the version that goes out in what was not delegated.

    What differed already, from before the delegation, may stay or be taken back, one by one. A finding is recorded
    whatever is delegated, since Ofsted decides on those.
    """
    standing = plan.approval.standing
    if not isinstance(standing, Approved):
        return
    given = binding(standing, plan, act)
    if given is None:
        return
    number, _ = plan.finalisation.content(standing)
    base, latest = plan.version(number), plan.draft.latest
    assert base is not None
    assert latest is not None
    reasons = reasons or {}
    in_draft = plan.draft.actions.get(action.id) if action else None

    def touched(actions: tuple[Action, ...], because: Mapping[str, str], called: str) -> Version:
        """As a version would be that held these parts alone."""
        return base.but(findings=(), actions=actions, reasons=dict(because), title=called)

    was = touched(
        tuple(each for each in base.actions if action and each.id == action.id), _of(base.reasons, reasons), base.title
    )
    now = touched((in_draft,) if in_draft else (), _of(plan.draft.reasons, reasons), latest.title)
    becomes = touched((action,) if action else (), reasons, title or latest.title)
    already = differences(was, now)
    beyond = [d.named for d in differences(was, becomes) if d not in already and not within(d, given)]
    require(
        not beyond,
        "drafted-within-the-delegation",
        f"Until {given.until} the finalisation is delegated, and not these changes: {', '.join(beyond)}. Leave them "
        "out, or revoke the delegation first.",
    )


def _of(reasons: Mapping[str, str], touched: Mapping[str, str]) -> dict[str, str]:
    return {finding: because for finding, because in reasons.items() if finding in touched}
