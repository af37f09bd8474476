"""Of every lawful history: rebuilt, followed and folded from scratch are the same, however it is cut into steps."""

from contextlib import suppress
from itertools import count

import pytest
import samples as s
from histories import book, enter
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as st
from samples import COMMAND_SAMPLES
from shelved import everything, folded

from domain.value import Refused
from ledger.ledger import Ledger
from projections import folding, following, rebuilding
from projections.shelf import open_shelf

pytest_plugins = ["places"]

Step = tuple[int, str | None]
"""The number of a plan, and the command asked of it: one by name, or, None, the next on the way to Ofsted."""

steps = st.tuples(st.integers(1, 4), st.none() | st.none() | st.none() | st.sampled_from(sorted(COMMAND_SAMPLES)))
histories = st.lists(steps, max_size=60)


def live(ledger: Ledger, lived: list[Step]) -> None:
    """Ask; what the rules refuse is on record too."""
    on_the_way = {number: iter(s.submitted) for number in range(1, 5)}
    numbers = count(1)
    for number, name in lived:
        command = COMMAND_SAMPLES[name] if name else next(on_the_way[number], None)
        if command is None:
            command = s.report_to_the_board.model_copy(update={"summary": f"Report {next(numbers)}."})
        with suppress(Refused, AssertionError):  # a digest is asked for where nothing was cut
            enter(ledger, [command], f"plan-{number}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@for_any(histories, histories, st.integers(1, 30), st.integers(1, 3))
def test_rebuilt_followed_and_folded_from_scratch_are_the_same(
    target: str, monkeypatch: pytest.MonkeyPatch, first: list[Step], then: list[Step], limit: int, held: int
) -> None:
    monkeypatch.setattr(folding, "CAPACITY", held)
    monkeypatch.setattr(following, "PAGE", max(limit // 2, 1))
    monkeypatch.setattr(rebuilding, "BATCH", limit + 1)
    ledger = book()
    live(ledger, first)
    shelf = open_shelf(target, ledger)
    try:
        shelf.catch_up(limit)  # by the views of the history before, which is of another book
        assert everything(shelf) == folded(ledger)
        live(ledger, then)
        shelf.catch_up(limit)
        followed = everything(shelf)
        assert followed == folded(ledger)
        assert {each.differing for each in shelf.rebuild()} == {0}
        assert everything(shelf) == followed
        shelf.back("trail")
        assert shelf.check() == []
        assert shelf.parked() == []
    finally:
        shelf.close()
