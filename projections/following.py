"""Following the ledger: many lines become rows, and the position moves, in one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ledger.collector import seldom_collected
from ledger.ledger import Ledger
from projections.folding import Fold, Plans
from projections.parking import plans_of
from projections.side import Ask, Hand, Side
from projections.views import Marks, Standing, View, Views

BATCH = 40_000
"""How many lines are folded in one transaction, where so many wait: the rows that follow from a plan are worked out
once in each."""

PAGE = 2_000
"""How many lines are read at once."""


class Step(NamedTuple):
    """How many lines were folded, and up to which position the hindmost view goes now."""

    lines: int
    position: int


class Follower:
    """Folds the ledger into the views that stand alike, all in one pass. For one thread at a time."""

    def __init__(self, side: Side, ledger: Ledger, views: Views, standing: Standing = "live") -> None:
        self._side = side
        self._ledger = ledger
        self._views = views
        self._standing = standing
        self._marks = Marks(ledger)
        self._plans = Plans()
        self._left: dict[str, int] = {}

    def follow(self, limit: int = BATCH) -> Step:
        """Take the views that are furthest behind further, by at most `limit` lines. All of it or nothing."""
        # Whoever builds a view is alone with it, and must not keep the followers of the others waiting.
        building = self._standing == "building"
        with self.careful(), self._side.transaction(alone=not building) as hand:
            ask: Ask = self._side.read if building else hand.ask
            return self.step(hand, self.views(ask), limit, ask=ask)

    def views(self, ask: Ask) -> list[View]:
        """The views to be followed. Raises Superseded."""
        return self._views.live(ask) if self._standing == "live" else self._views.listed(ask, self._standing)

    def step(
        self, hand: Hand, views: Sequence[View], limit: int, upto: int | None = None, ask: Ask | None = None
    ) -> Step:
        """The same for these views, not above `upto`, in the caller's transaction, which is `careful`."""
        low = min(view.position for view in views)
        here = [view for view in views if view.position == low]
        # Those which are ahead are reached first; from there on they share the pass.
        ahead = [view.position for view in views if view.position > low] + ([] if upto is None else [upto])
        stop = min(ahead, default=None)
        for view in here:
            if self._left.get(view.table) != view.position:
                self._plans.forget_rows(view.table)
        projections = [(view, self._views.projections[view.name]) for view in here]
        fold = Fold(hand, self._ledger, self._plans, projections, plans_of(ask or hand.ask, here))
        done, last = 0, None
        with seldom_collected():
            while done < limit and not fold.full:
                page = min(PAGE, limit - done)
                rows = self._ledger.store.after(last.position if last else low, page, stop=stop)
                if rows:
                    fold.take(rows)
                    done, last = done + len(rows), rows[-1]
                if len(rows) < page:
                    break
        if not last:
            return Step(0, low)
        fold.finish()
        self._views.move(hand, here, last.position, self._marks.of(last))
        self._left |= {view.table: last.position for view in here}
        return Step(done, last.position)

    @contextmanager
    def careful(self) -> Iterator[None]:
        """Around every transaction: where it fails, what is held in memory never happened."""
        try:
            yield
        except BaseException:
            self._plans.clear()
            self._left.clear()
            raise
