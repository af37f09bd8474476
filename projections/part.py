"""One process's part of a rebuild by several: the lines of its share of the streams, folded into the common tables."""

import os
import signal
import threading
from collections.abc import Sequence
from contextlib import closing
from multiprocessing import parent_process
from multiprocessing.connection import Connection

from ledger.clock import WallClock
from ledger.ledger import Ledger
from ledger.postgres_share import PostgresShare, Share
from ledger.stores import Unavailable
from projections.following import Follower
from projections.parting import PARTS, Run
from projections.postgres_side import PostgresSide
from projections.projection import Projection
from projections.side import Hand, Side, already_rebuilding
from projections.views import AND_PARKED, LIST, View, Views


class _Part(Views):
    """The views in building as far as one part of them goes."""

    def __init__(self, side: Side, projections: Sequence[Projection], run: Run, part: int) -> None:
        super().__init__(side, projections)
        self._run = run.id
        self._part = part

    def held(self, hand: Hand) -> list[View]:
        """The views at this part's positions, which nobody else moves meanwhile. Raises Unavailable without a leave."""
        mine = hand.ask(
            f"SELECT v.view, v.name, v.edition, v.standing, p.position, v.mark, {AND_PARKED} FROM {PARTS} p"  # noqa: S608
            f" JOIN {LIST} v USING (view) WHERE p.run = ? AND p.part = ? ORDER BY view FOR UPDATE OF p",
            self._run,
            self._part,
        )
        if not mine:
            raise already_rebuilding()
        return [View(*row) for row in mine]

    def move(self, hand: Hand, views: Sequence[View], position: int, mark: str) -> None:
        """This part of these views goes as far as the line at this position: its mark is kept of the target alone."""
        tables = ", ".join("?" for _ in views)
        move = f"UPDATE {PARTS} SET position = ? WHERE part = ? AND view IN ({tables})"  # noqa: S608
        hand.do(move, position, self._part, *(view.table for view in views))


def fold_part(run: Run, part: int, projections: Sequence[Projection], limit: int, told: Connection) -> None:
    """Fold a part up to the target; tell its position whenever that was committed, or what is in the way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one, and ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with (
            closing(PostgresShare(run.places.ledger, Share(part, run.of, run.seed))) as store,
            closing(PostgresSide(run.places.views)) as side,
        ):
            views = _Part(side, projections, run, part)
            follower = Follower(side, Ledger(store, {}, WallClock()), views, "building")
            going = True
            while going:
                with follower.careful(), side.transaction(alone=False) as hand:
                    going = _further(hand, views, follower, run.target, limit, told)
    except Unavailable as unavailable:
        told.send(str(unavailable))


def _further(hand: Hand, views: _Part, follower: Follower, target: int, limit: int, told: Connection) -> bool:
    """One transaction's worth of lines, if there is any left to do."""
    held = views.held(hand)
    low = min(view.position for view in held)
    told.send(low)
    if low == target:
        return False
    if not follower.step(hand, held, limit, upto=target).lines:
        # The lines from here up to the next view's position, or up to the target, are all of other shares.
        here = [view for view in held if view.position == low]
        views.move(hand, here, min((view.position for view in held if view.position > low), default=target), "")
    return True


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent, "a process that was spawned has one"
    parent.join()
    os._exit(1)
