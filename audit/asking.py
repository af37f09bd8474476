"""What an auditor asks a bundle for: all of a plan, or what concerns one finding or one decision."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.approval.events import ApprovalAsked
from domain.authority.events import TermsAdopted
from domain.correction.events import FactCorrected
from domain.drafting.events import VersionCut
from domain.inspection.events import PlanOpened
from domain.reading import Misfit
from domain.working_days.events import CalendarRevised
from ledger.record import Record

SETTING = (PlanOpened, TermsAdopted, CalendarRevised)
"""What the lines after them rest on: the terms and the calendar of the plan."""


def of_finding(records: Sequence[Record], finding: str) -> list[Record]:
    """The lines about a finding: itself, the actions on it, their measures and evidence. Raises Misfit for none."""
    concerned: dict[str, set[str]] = {"finding": {finding}, "action": set(), "measure": set(), "evidence": set()}
    found: list[Record] = []
    for record in records:
        event = record.event.fact if isinstance(record.event, FactCorrected) else record.event
        names = {what: _named(event, what) for what in concerned}
        if any(names[what] & known for what, known in concerned.items()):
            found.append(record)
            for what in ("action", "measure", "evidence"):
                if names["finding"] & concerned["finding"] or names["action"] & concerned["action"]:
                    concerned[what] |= names[what]
    return _with_setting(records, found, f"a finding {finding}")


def of_decision(records: Sequence[Record], round_: int) -> list[Record]:
    """The lines about one round of asking for approval: the version, the notices before, the answer, and what followed.

    Raises Misfit where nothing was asked in that round.
    """
    asked = next((r for r in records if isinstance(r.event, ApprovalAsked) and r.event.round == round_), None)
    version = asked.event.version if asked and isinstance(asked.event, ApprovalAsked) else None
    found = [
        record
        for record in records
        if getattr(record.event, "round", None) == round_
        or (version is not None and getattr(record.event, "version", None) == version)
        or (isinstance(record.event, VersionCut) and record.event.number == version)
    ]
    return _with_setting(records, found, f"a decision of round {round_}")


def _named(event: Any, what: str) -> set[str]:
    one, several = getattr(event, what, None), getattr(event, f"{what}s", ())
    return ({one} if isinstance(one, str) else set()) | {each for each in several or () if isinstance(each, str)}


def _with_setting(records: Iterable[Record], found: list[Record], what: str) -> list[Record]:
    if not found:
        raise Misfit(f"Nothing is recorded of {what}.")
    chosen = {record.position for record in found}
    last = max(chosen)
    return [r for r in records if r.position in chosen or (isinstance(r.event, SETTING) and r.position < last)]
