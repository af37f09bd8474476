"""What follows when a text is to be erased; the text itself is in a line, which only the ledger can look up."""

from datetime import date
from typing import assert_never

from domain.erasure import commands as do
from domain.erasure import events as was
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, Event, refuse, require


def decide(command: do.ErasureCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    match command:
        case do.AskErasure(line=line, text=text):
            if plan.erasures.asked_of(line, text):
                return []
            return [was.ErasureAsked(erasure=len(plan.erasures.asked) + 1, **command.model_dump())]
        case do.EraseText():
            return _erase(command, plan, act)
        case _:
            assert_never(command)


def _erase(command: do.EraseText, plan: Plan, act: Act) -> list[PlanEvent]:
    number = command.erasure
    asked = plan.erasures.asked.get(number)
    if asked is None:
        refuse("erasure-was-asked", f"Nobody has asked for erasure {number} of {plan.id}: ask for it first.")
    if number in plan.erasures.approved:
        return []
    require(
        act.people.isdisjoint(asked.by),
        "another-approves-the-erasure",
        f"Erasure {number} was asked for by {' and '.join(asked.by)}, who cannot approve it too: let somebody else.",
    )
    held = " and ".join(hold.reference for hold in plan.keeping.held_by)
    require(
        not held,
        "held-plans-are-kept",
        f"Plan {plan.id} is held for {held}: no text of it is erased until the hold is released.",
    )
    what = asked.what
    return [was.TextErased(erasure=number, line=what.line, text=what.text, decision=what.decision, action=what.action)]


def may_be_erased(
    erased: was.ErasureAsked | was.TextErased, said: Event | None, sealed: bool, plan: Plan, on: date
) -> None:
    """Refuse where the text cannot be erased, or may not be yet.

    `said` is the event of the line, None where the plan has no such line; `sealed` whether the line holds that text
    under a key.
    """
    line, text = erased.line, erased.text
    if said is None:
        refuse("text-can-be-erased", f"Plan {plan.id} has no line {line}: give the number that the trail shows.")
    require(
        sealed,
        "text-can-be-erased",
        f"Line {line} of {plan.id} holds no text {text} that can be erased: what was approved, published or sent to "
        "Ofsted stays, and so does what was written before texts were sealed.",
    )
    item = plan.evidence.items.get(getattr(said, "evidence", ""))
    require(
        item is None or item.attached.keep_until < on,
        "evidence-is-kept-until-its-day",
        f"Line {line} of {plan.id} is about evidence that is kept until {item.attached.keep_until if item else on}: "
        "it may be erased from the day after.",
    )
