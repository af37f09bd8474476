"""Who may decide: a quorum of members, of whom none drafted or asked, and none is bound by an interest."""

from domain.approval.events import Conflict
from domain.authority.routes import CABINET
from domain.plan import Plan
from domain.value import require


def may_decide(
    decided_by: tuple[str, ...], version: int, plan: Plan, conflicts: tuple[Conflict, ...] = (), body: str = CABINET
) -> None:
    """Raises Refused where these members of that body may not decide on that version, which was cut."""
    put = plan.version(version)
    assert put is not None
    concerned = {person.casefold() for person in (*put.drafted_by, *plan.approval.askers.get(version, ()))}
    both = sorted(member for member in decided_by if member.casefold() in concerned)
    require(
        not both,
        "drafter-does-not-decide",
        f"{', '.join(both)} drafted this version or asked for its approval and may not be among those who decided.",
    )
    free_to_decide(decided_by, conflicts, plan)
    withdrew = {conflict.member.casefold() for conflict in conflicts if conflict.withdrew}
    members = frozenset(member.casefold() for member in decided_by) - withdrew
    seat = plan.terms.body(body)
    require(
        len(members) >= seat.quorum,
        "quorum",
        f"{len(members)} decided, and the quorum is {seat.quorum} ({seat.quorum_source}).",
    )


def free_to_decide(decided_by: tuple[str, ...], conflicts: tuple[Conflict, ...], plan: Plan) -> None:
    """Raises Refused where an interest bound a member who decided, or a dispensation was granted by another post."""
    for conflict in conflicts:
        by = conflict.dispensation_by
        require(
            by is None or "head-of-paid-service" in plan.terms.roles(by),
            "dispensation-by-head-of-paid-service",
            f"{by} cannot grant {conflict.member} a dispensation: that is for the head of paid service.",
        )
    bound = {conflict.member.casefold() for conflict in conflicts if conflict.dispensation_by is None}
    interested = sorted(member for member in decided_by if member.casefold() in bound)
    require(
        not interested,
        "interested-do-not-decide",
        f"{', '.join(interested)} declared an interest without a dispensation and may not be among those who decided.",
    )
