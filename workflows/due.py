"""The moments for which a workflow may wait, as the ledger says: to see whether a running one waits for another."""

from datetime import datetime

from workflows.approval import Answer, Moved, Question
from workflows.clock import Deadline
from workflows.routes import Open


def moments(opened: Open) -> frozenset[datetime]:
    """Every moment at which something follows in it, given what it was started with and has heard since."""
    match opened.start.given:
        case Deadline() as deadline:
            return frozenset({deadline.missed_at, *(warning.at for warning in deadline.warnings)})
        case Question() as question:
            return _of_a_question(question, [wake.given for wake in opened.wakes])
        case _:
            return frozenset()


def _of_a_question(question: Question, heard: list[object]) -> frozenset[datetime]:
    """Once cabinet has said yes, the moment from which the decision may be implemented: the last that was heard."""
    moments = [each.implementable_at for each in heard if isinstance(each, Answer | Moved) and each.implementable_at]
    moved = [each.steps for each in heard if isinstance(each, Moved) and each.steps]
    return frozenset(moments[-1:] or (step.at for step in (moved[-1] if moved else question.steps)))
