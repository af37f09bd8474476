"""Views built anew beside those in use, compared with them, and put in their place at once; and taken back."""

from collections.abc import Callable, Iterable, Sequence

from domain.value import Text, Value
from ledger.ledger import Ledger
from projections.comparing import Difference, differences, differing, digest
from projections.following import BATCH, Follower
from projections.parting import Parted, begin, fold, join, places, take_back
from projections.side import Ask, Hand, Side
from projections.views import Marks, View, Views

Progress = Callable[[int, int], None]
"""Told how far it is, and how far it goes, as positions."""


class Rebuilt(Value):
    """A view that was built anew up to `position`. `differing`: how many rows were otherwise in the one that was in use
    before, at the same position; None where that was made by other code or from another book."""

    view: Text
    position: int
    differing: int | None


class Compared(Value):
    """A view beside the same made anew, at one `position`. `digest`, of what was made anew: see `comparing.digest`."""

    view: Text
    version: int
    position: int
    digest: Text
    differences: tuple[Difference, ...]


class Rebuilder:
    """For one at a time: its caller has the side `claimed`. Every method may raise Unavailable.

    What is interrupted, however roughly, leaves a view in building, which the next rebuild goes on with.
    """

    def __init__(self, side: Side, ledger: Ledger, views: Views) -> None:
        self._side = side
        self._ledger = ledger
        self._views = views
        self._marks = Marks(ledger)

    def sound(self, view: View) -> bool:
        """Whether this code made the view, and from this book."""
        return view.edition == self._views.editions[view.name] and view.mark == self._marks.at(view.position)

    def build(self, names: Sequence[str], progress: Progress | None = None, processes: int = 1) -> Follower:
        """Build a view of each name up to the head of the ledger; one that was begun is gone on with, by as many.

        Raises Misfit where there cannot be so many processes.
        """
        meet = places(self._side, self._ledger, processes)
        with self._side.transaction(alone=False) as hand:
            left = take_back(self._side, hand)
            begun: dict[str, Parted | None] = {}
            for view in self._views.listed(hand.ask, "building"):
                parted = left.get(view.table)
                if view.name in names and view.name not in begun and self.sound(view) and self._fits(parted, processes):
                    begun[view.name] = parted
                else:
                    self._views.remove(hand, view)
            for name in names:
                if name not in begun:
                    self._views.add(hand, name, "building")
            building = self._views.listed(hand.ask, "building")
            run = meet and begin(hand, self._ledger, meet, processes, building, begun)
        if run:
            fold(run, list(self._views.projections.values()), BATCH, progress)
            with self._side.transaction(alone=False) as hand:
                join(hand, self._views, run)
        builder = Follower(self._side, self._ledger, self._views, "building")
        head = self._ledger.head()
        while (step := builder.follow(BATCH)).lines:
            if progress:
                progress(step.position, max(head, step.position))
        with self._side.transaction(alone=False) as hand:
            for view in self._views.listed(hand.ask, "building"):
                self._views.index(hand, view)
        return builder

    def switch(self, names: Sequence[str], live: Follower, builder: Follower) -> list[Rebuilt]:
        """Put what was built in the place of what is in use, which stands by as `before`: all of it or nothing."""
        with live.careful(), builder.careful(), self._side.transaction(alone=True) as hand:
            return [self._switch(hand, new, old) for new, old in self._level(hand, names, live, builder)]

    def compare(self, names: Sequence[str], live: Follower, builder: Follower) -> list[Compared]:
        """Compare what was built with what is in use, row by row, at the same position; drop what was built."""
        with live.careful(), builder.careful(), self._side.transaction(alone=True) as hand:
            found: list[Compared] = []
            for new, old in self._level(hand, names, live, builder):
                projection = self._views.projections[new.name]
                one = Compared(
                    view=new.name,
                    version=projection.version,
                    position=new.position,
                    digest=digest(hand.ask, projection, new.table),
                    differences=tuple(
                        differences(self._side, hand.ask, projection, old.table, new.table) if old else ()
                    ),
                )
                found.append(one)
                self._views.remove(hand, new)
            return found

    def forget(self, names: Sequence[str]) -> None:
        """Drop the views of these names that stand by: there is no way back to them."""
        with self._side.transaction(alone=True) as hand:
            for view in self._of(hand.ask, names):
                if view.standing == "before":
                    self._views.remove(hand, view)

    def back(self, names: Iterable[str]) -> list[str]:
        """Use the views of these names that were in use before the last rebuild; which of them there were.

        What this code did not make, or not from this book, is left alone.
        """
        with self._side.transaction(alone=True) as hand:
            views = self._of(hand.ask, list(names))
            former = {view.name: view for view in views if view.standing == "before" and self.sound(view)}
            for view in views:
                if view.name in former and view.standing == "live":
                    self._views.stand(hand, view, "before")
            for view in former.values():
                self._views.stand(hand, view, "live")
            return list(former)

    def _fits(self, parted: Parted | None, processes: int) -> bool:
        """Whether so many processes can go on with what was left in these parts, which are this book's."""
        return parted is None or (parted.of == processes and parted.mark == self._marks.at(parted.target))

    def _level(
        self, hand: Hand, names: Sequence[str], live: Follower, builder: Follower
    ) -> list[tuple[View, View | None]]:
        """Bring the new views and those in use to one position, within the transaction: pairs of a new and an old."""
        while True:
            new = [view for view in self._of(hand.ask, names) if view.standing == "building"]
            old = [view for view in self._of(hand.ask, names) if view.standing == "live" and self.sound(view)]
            head = max(view.position for view in [*new, *old])
            for follower, views in ((builder, new), (live, old)):
                if any(view.position < head for view in views):
                    follower.step(hand, views, BATCH, upto=head)
                    break
            else:
                by_name = {view.name: view for view in old}
                return [(view, by_name.get(view.name)) for view in new]

    def _switch(self, hand: Hand, new: View, old: View | None) -> Rebuilt:
        projection = self._views.projections[new.name]
        found = differing(self._side, hand.ask, projection, old.table, new.table) if old else None
        for view in self._of(hand.ask, [new.name]):
            if view.standing == "live":
                self._views.stand(hand, view, "before")
        self._views.stand(hand, new, "live")
        return Rebuilt(view=new.name, position=new.position, differing=found)

    def _of(self, ask: Ask, names: Sequence[str]) -> list[View]:
        return [view for view in self._views.listed(ask) if view.name in names]
