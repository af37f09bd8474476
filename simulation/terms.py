"""The terms of the authorities of a simulation: the same for all, and made up, since nobody's constitution was read."""

from collections.abc import Iterable

from domain.authority.roles import Role
from domain.authority.state import Addressee, Authority, Cabinet, CallIn, Chasing, Register
from simulation.inspections import Inspection

DIRECTOR = "director-of-childrens-services"
IMPROVEMENT = "head-of-improvement"
CLERK = "democratic-services-officer"
MONITORING = "monitoring-officer"

OWNERS = {
    "head-of-safeguarding": "hs",
    "head-of-early-help": "eh",
    "head-of-children-in-care": "cic",
    "head-of-care-leaver-services": "cl",
    "head-of-social-work-practice": "swp",
    "head-of-quality-assurance": "qa",
    "head-of-childrens-commissioning": "com",
    "head-of-digital-services": "dig",
}
"""The posts that own actions, each with the letters that begin its holder's id."""

ACTING = {DIRECTOR: "dcs", IMPROVEMENT: "imp", CLERK: "dso", MONITORING: "mo", **OWNERS}
"""Every post that acts in a simulation, in the same way."""

QUORUM = 4
CALL_IN = 5
REMIND_EVERY = 10
ESCALATE_AFTER = 1
"""Working days, but for the quorum. So seldom a reminder that only a late answer is chased."""

ADDRESSEES = (
    Addressee(id="hm-chief-inspector", name="HM Chief Inspector of Education, Children's Services and Skills"),
    Addressee(id="secretary-of-state", name="the Secretary of State for Education"),
)

_SOURCE = "made up for a simulation"
_POSTS: dict[str, tuple[Role, ...]] = {
    DIRECTOR: ("improvement-lead",),
    IMPROVEMENT: ("improvement-lead",),
    CLERK: ("governance-officer",),
    MONITORING: ("monitoring-officer",),
    "chief-executive": ("head-of-paid-service",),
    "leader-of-the-council": ("cabinet",),
    "cabinet-member-for-childrens-services": ("cabinet",),
    "improvement-board-chair": ("board",),
    "overview-and-scrutiny-chair": ("scrutiny",),
    **dict.fromkeys(OWNERS, ("action-owner",)),
    "internal-auditor": ("auditor",),
}


def register(inspections: Iterable[Inspection]) -> Register:
    """The terms of every authority that was inspected, by id."""
    return {inspection.slug: terms(inspection) for inspection in inspections}


def terms(inspection: Inspection) -> Authority:
    """The terms of the authority that was inspected."""
    return Authority(
        id=inspection.slug,
        name=inspection.authority,
        version="simulated-1",
        sources=(f"{_SOURCE[0].upper()}{_SOURCE[1:]}; no constitution was read",),
        posts=_POSTS,
        cabinet=Cabinet(quorum=QUORUM, quorum_source=_SOURCE),
        call_in=CallIn(working_days=CALL_IN, source=_SOURCE),
        chasing=Chasing(remind=CLERK, remind_every=REMIND_EVERY, escalate_to=MONITORING, escalate_after=ESCALATE_AFTER),
        deadlines_warn=DIRECTOR,
        submitted_by=DIRECTOR,
        addressees=ADDRESSEES,
    )
