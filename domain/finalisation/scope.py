"""What a delegation lets change, and which version goes out."""

from datetime import date

from domain.approval.state import Approved
from domain.calendar import london_day
from domain.drafting.difference import Difference
from domain.drafting.state import Version
from domain.finalisation.events import AuthorityDelegated
from domain.plan import Plan
from domain.value import Act, require

_FIELDS: dict[str, frozenset[str]] = {
    "links": frozenset({"findings", "origin"}),
    "texts": frozenset({"text", "theme"}),
    "dates": frozenset({"due", "start", "milestones"}),
    "owners": frozenset({"owner", "lead", "partner"}),
    "measures": frozenset({"measure", "outcome"}),
}
"""The fields of an action under the word that a delegation uses for them. Milestones are dates, words and all."""

_PARTS = {"title": "title", "finding": "findings", "reason": "reasons"}


def within(difference: Difference, delegation: AuthorityDelegated) -> bool:
    """Whether the delegation lets this change."""
    may = delegation.may_change
    if difference.part != "action":
        return _PARTS[difference.part] in may
    if delegation.of_actions and difference.id not in delegation.of_actions:
        return False
    return "actions" in may or any(difference.field in _FIELDS.get(part, ()) for part in may)


def binding(standing: Approved, plan: Plan, act: Act, happened: date | None = None) -> AuthorityDelegated | None:
    """The delegation in force that has not run out by the day of recording; of what is brought in from papers, by the
    day on which it `happened` or that the act gives."""
    on = london_day(act.at)
    if act.brought_in:
        on = happened or act.effective or on
    given = plan.finalisation.in_force(standing)
    return given if given and on <= given.until else None


def going_out(standing: Approved, plan: Plan) -> Version:
    """The version that goes out on this decision. Raises Refused where it is still to be finalised."""
    number, _ = plan.finalisation.content(standing)
    require(
        not plan.finalisation.awaited(standing),
        "finalised-before-submitted",
        f"Cabinet delegated the finalisation of version {standing.version}: it is finalised before anything goes out.",
    )
    version = plan.version(number)
    assert version is not None
    return version


def on_its_way(standing: Approved, plan: Plan) -> bool:
    """Whether what goes out may have been sent by now, in part at least, so that nothing of it may change."""
    sent = plan.submission.round == standing.round
    return sent or (standing.call_in_over and not plan.finalisation.awaited(standing))
