"""What a version that is cut after cabinet's yes does to that yes, and how an immaterial change is adopted."""

from domain.approval.state import Approved
from domain.authority.materiality import Materiality
from domain.drafting.difference import Difference, differences
from domain.drafting.state import Version
from domain.finalisation import commands as do
from domain.finalisation import events as was
from domain.finalisation.scope import binding, on_its_way, within
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require

NAMED = 6
"""So many changes are named in a reason; how many more there are is said."""


def classed(found: tuple[Difference, ...], materiality: Materiality) -> tuple[was.Classed, ...]:
    """Each difference with its class, by the first rule that holds."""
    rules = [materiality.rule(each.part, each.field, each.change) for each in found]
    return tuple(
        was.Classed.of(each.__dict__ | {"material": rule.material, "rule": rule.rule})
        for each, rule in zip(found, rules, strict=True)
    )


def after_approval(cut: Version, plan: Plan, act: Act) -> list[PlanEvent]:
    """What follows when this version is cut: nothing, unless cabinet's yes is still to be acted on.

    What a delegation that ran out let change voids nothing: it may be finalised still, once that is given anew.
    """
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or plan.submitted:
        return []
    number, _ = plan.finalisation.content(standing)
    base = plan.version(number)
    assert base is not None
    found = classed(differences(base, cut), plan.terms.change_rules)
    material = [each.named for each in found if each.material]
    change = was.ChangeClassed(
        round=standing.round,
        from_version=number,
        to_version=cut.number,
        differences=found,
        material=bool(material),
    )
    given = plan.finalisation.in_force(standing)
    beyond = any(each.material and not (given and within(each, given)) for each in found)
    if not beyond or binding(standing, plan, act):
        return [change]
    more = f" and {len(material) - NAMED} more" if len(material) > NAMED else ""
    named = ", ".join(material[:NAMED]) + more
    voided = was.ApprovalVoided(
        round=standing.round,
        version=standing.version,
        digest=standing.digest,
        by_version=cut.number,
        because=f"Version {cut.number} changes what cabinet approved: {named}.",
        stages=("cabinet",),
    )
    return [change, voided]


def adopt(command: do.AdoptImmaterialChange, plan: Plan) -> list[PlanEvent]:
    standing, final, latest = plan.approval.standing, plan.finalisation.final, plan.draft.latest
    if not isinstance(standing, Approved):
        refuse("change-is-immaterial", "Nothing that cabinet approved stands, so no change of it can be adopted.")
    if final and (final.round, final.version, final.on) == (standing.round, command.version, command.confirmed_on):
        return []
    number, digest = plan.finalisation.content(standing)
    change = plan.finalisation.change
    require(
        change is not None
        and not change.material
        and (change.round, change.base, change.version) == (standing.round, number, command.version),
        "change-is-immaterial",
        f"Version {command.version} is no immaterial change of version {number}: only one that was cut last, after "
        "cabinet's yes, is adopted.",
    )
    require(
        not on_its_way(standing, plan),
        "changed-before-it-is-sent",
        f"The decision on version {standing.version} takes effect already: it may have been sent.",
    )
    require(
        "monitoring-officer" in plan.terms.roles(command.confirmed_by),
        "confirmed-by-monitoring-officer",
        f"{command.confirmed_by} is not a post with the role monitoring-officer: such a post confirms that a change is "
        "immaterial.",
    )
    assert latest is not None
    return [
        was.ImmaterialChangeAdopted(
            round=standing.round,
            version=number,
            digest=digest,
            adopted_version=latest.number,
            adopted_digest=latest.digest,
            confirmed_by=command.confirmed_by,
            confirmed_on=command.confirmed_on,
            document=command.document,
        )
    ]
