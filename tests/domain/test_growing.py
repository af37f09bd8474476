"""A growing sequence is as immutable as a tuple, and what was grown from one is not seen in another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.growing import Growing


@given(st.lists(st.tuples(st.integers(0, 9), st.integers()), max_size=30))
def test_whichever_is_grown_each_holds_its_own(steps: list[tuple[int, int]]) -> None:
    grown: list[Growing[int]] = [Growing()]
    plain: list[tuple[int, ...]] = [()]
    for which, item in steps:
        n = which % len(grown)
        grown.append(grown[n].and_(item))
        plain.append((*plain[n], item))
    assert [tuple(each) for each in grown] == plain
    assert grown == plain
    assert [each[1:-1] for each in grown] == [each[1:-1] for each in plain]
    assert [each[-1] for each in grown if each] == [each[-1] for each in plain if each]


def test_what_it_does_not_hold_it_does_not_give() -> None:
    one = Growing((1,))
    two = one.and_(2)
    for at in (1, -2):
        with pytest.raises(IndexError):
            one[at]
    assert (one, two[-1]) == (Growing((1,)), 2)
    assert one != two
    assert hash(two) == hash((1, 2))


def test_it_is_written_and_read_as_an_array() -> None:
    adapter = TypeAdapter(Growing[int])
    assert adapter.dump_json(Growing((1,)).and_(2)) == b"[1,2]"
    assert adapter.validate_json("[1, 2]") == Growing((1, 2))
