"""What follows when the finalisation of an approved version is delegated, done or taken back."""

from typing import assert_never

from domain.actions import agreed
from domain.approval.asking import all_answered
from domain.approval.state import Approved
from domain.calendar import london_day
from domain.call_in.rules import decision_on
from domain.drafting.difference import Difference, differences
from domain.drafting.state import Version
from domain.finalisation import commands as do
from domain.finalisation import events as was
from domain.finalisation.changes import adopt
from domain.finalisation.scope import binding, on_its_way, within
from domain.finalisation.statement import publish
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require


def decide(command: do.FinalisationCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    match command:
        case do.DelegateFinalisation():
            return delegate(command, plan, act)
        case do.FinalisePlan():
            return finalise(command, plan, act)
        case do.RevokeDelegation():
            return revoke(command, plan)
        case do.AdoptImmaterialChange():
            return adopt(command, plan)
        case do.PublishOfficerDecision():
            return publish(command, plan)
        case _:
            assert_never(command)


def delegate(command: do.DelegateFinalisation, plan: Plan, act: Act) -> list[PlanEvent]:
    standing, _ = decision_on(command.version, plan)
    delegated = was.AuthorityDelegated(round=standing.round, digest=standing.digest, **command.model_dump())
    if plan.finalisation.given(standing) == delegated:
        return []
    require(
        binding(standing, plan, act, command.delegated_on) is None,
        "one-delegation-at-a-time",
        f"The finalisation of version {standing.version} is delegated already: revoke that first.",
    )
    require(
        not on_its_way(standing, plan),
        "changed-before-it-is-sent",
        f"The decision on version {standing.version} takes effect already: it may have been sent.",
    )
    require(
        "improvement-lead" in plan.terms.roles(command.to),
        "delegated-to-a-lead",
        f"{command.to} is not a post with the role improvement-lead: the finalisation of a plan is for one.",
    )
    require(
        standing.decided_on <= command.delegated_on <= command.until,
        "delegation-follows-decision",
        f"Cabinet decided on {standing.decided_on}: it cannot have delegated on {command.delegated_on} until "
        f"{command.until}.",
    )
    for action in command.of_actions:
        agreed(action, plan)
    return [delegated]


def finalise(command: do.FinalisePlan, plan: Plan, act: Act) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Approved):
        refuse("finalisation-is-delegated", "Nothing that cabinet approved waits to be finalised.")
    final = plan.finalisation.final
    if final and (final.round, final.version, final.on) == (standing.round, command.version, command.finalised_on):
        return []
    given = _in_force(standing, plan)
    require(
        act.acting_as == given.to,
        "finalised-by-the-delegate",
        f"Cabinet delegated the finalisation to {given.to}: {act.acting_as} may not finalise the plan.",
    )
    require(
        given.delegated_on <= command.finalised_on <= given.until,
        "finalised-in-time",
        f"The finalisation was delegated from {given.delegated_on} to {given.until}, not for {command.finalised_on}.",
    )
    recorded = london_day(act.at)
    require(
        recorded <= given.until or act.brought_in,
        "recorded-while-delegated",
        f"The delegation ended on {given.until}, and this is recorded on {recorded}: have it delegated anew, or "
        "bring in what was decided by then from its papers.",
    )
    _consulted(command, given)
    version = _latest(command.version, plan)
    all_answered(plan)
    before, _ = plan.finalisation.content(standing)
    base = plan.version(before)
    assert base is not None
    changed = differences(base, version)
    _within(changed, given)
    return [
        was.FinalisedUnderDelegation(
            round=standing.round,
            version=base.number,
            digest=base.digest,
            final_version=version.number,
            final_digest=version.digest,
            finalised_on=command.finalised_on,
            finalised_by=given.to,
            consulted=command.consulted,
            differences=changed,
            implementable=standing.call_in_over,
        )
    ]


def revoke(command: do.RevokeDelegation, plan: Plan) -> list[PlanEvent]:
    standing, _ = decision_on(command.version, plan)
    before = plan.finalisation.revoked
    if before and (before.round, before.revoked_on, before.because) == (
        standing.round,
        command.revoked_on,
        command.because,
    ):
        return []
    given = _in_force(standing, plan)
    require(
        command.revoked_on >= given.delegated_on,
        "delegation-follows-decision",
        f"The finalisation was delegated on {given.delegated_on}: it cannot have been taken back on "
        f"{command.revoked_on}.",
    )
    number, digest = plan.finalisation.content(standing)
    return [
        was.DelegationRevoked(
            round=standing.round,
            version=number,
            digest=digest,
            revoked_on=command.revoked_on,
            because=command.because,
            implementable=standing.call_in_over,
        )
    ]


def _in_force(standing: Approved, plan: Plan) -> was.AuthorityDelegated:
    given = plan.finalisation.in_force(standing)
    if given is None:
        refuse(
            "finalisation-is-delegated",
            f"No delegation to finalise version {standing.version} is in force: it was not recorded, or is spent.",
        )
    return given


def _consulted(command: do.FinalisePlan, given: was.AuthorityDelegated) -> None:
    first, last = given.delegated_on, command.finalised_on
    in_time = {each.post for each in command.consulted if first <= each.consulted_on <= last}
    lacking = [post for post in given.consulting if post not in in_time]
    require(
        not lacking,
        "consulted-before-finalised",
        f"The plan is finalised in consultation with {' and '.join(lacking)}: say on which day, from {first} to "
        f"{last}.",
    )


def _latest(number: int, plan: Plan) -> Version:
    version, latest = plan.version(number), plan.draft.latest
    assert latest is not None
    if version is None or version != latest:
        refuse("final-version-is-the-latest", f"Version {latest.number} was cut last: finalise that one.")
    require(
        not plan.draft.moved_on(plan.id, version, plan.inspection.findings),
        "version-is-current",
        f"The draft has changed since version {version.number} was cut: cut a new one.",
    )
    return version


def _within(changed: tuple[Difference, ...], given: was.AuthorityDelegated) -> None:
    beyond = [each.named for each in changed if not within(each, given)]
    require(
        not beyond,
        "finalised-within-the-delegation",
        f"Cabinet did not delegate these changes: {', '.join(beyond)}. Take them back and cut the version anew.",
    )
