"""Parked plans tried again: folded anew up to where their view is, and off the list, or on it with the new error."""

from collections.abc import Sequence

from domain.value import Text, Value
from ledger.ledger import Ledger
from ledger.stores import Unavailable
from projections.folding import line_row, plan_rows
from projections.parking import Parked, kept, park, parked, release, said
from projections.projection import PerLine, PerPlan
from projections.side import Hand, Laid
from projections.views import View, Views


class Retried(Value):
    """What came of one parked plan: followed again where `error` is None."""

    view: Text
    plan: Text
    error: Text | None


def retry(hand: Hand, ledger: Ledger, views: Views, names: Sequence[str], plan: str | None) -> list[Retried]:
    """Try everything that is parked in the views of these names, of one plan or of all. Raises Unavailable."""
    return [
        _again(hand, ledger, views, view, each)
        for view in views.live(hand.ask)
        if view.name in names
        for each in kept(hand.ask, view)
        if plan in (None, each.plan)
    ]


def _again(hand: Hand, ledger: Ledger, views: Views, view: View, each: Parked) -> Retried:
    projection = views.projections[view.name]
    if isinstance(projection, PerPlan):
        still = _plan_again(hand, ledger, projection, view, each)
    else:
        still = _lines_again(hand, ledger, projection, view, each)
    if still:
        park(hand, view, still)
    else:
        release(hand, view, each.plan)
    return Retried(view=view.name, plan=each.plan, error=still.error if still else None)


def _plan_again(hand: Hand, ledger: Ledger, projection: PerPlan[Value], view: View, each: Parked) -> Parked | None:
    try:
        plan = ledger.plan(each.plan, as_at=view.position)
        rows = plan_rows(projection, each.plan, plan) if plan else []
    except Unavailable:
        raise
    except Exception as error:
        return each.model_copy(update={"error": said(error)})
    gone = {row.key for row in hand.of_plans({view.table: [each.plan]})[view.table]} - {row.key for row in rows}
    hand.drop(view.table, sorted(gone))
    hand.put(view.table, rows)
    return None


def _lines_again(hand: Hand, ledger: Ledger, projection: PerLine[Value], view: View, each: Parked) -> Parked | None:
    """Every line that can be told is, up to the next that cannot."""
    laid: list[Laid] = []
    still: Parked | None = None
    for row in ledger.store.stream(each.plan, after=each.number - 1):
        if row.position > view.position:
            break
        try:
            laid.append(line_row(projection, ledger.texts.record(row)))
        except Exception as error:
            still = parked(view, row, error)
            break
    hand.lay(view.table, laid)
    return still
