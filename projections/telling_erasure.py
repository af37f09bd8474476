"""What is said of texts that are erased, as the predicate of a sentence."""

from typing import assert_never

from domain.erasure import events as was
from domain.erasure.events import ErasureEvent
from projections.wording import quoted


def tell_erasure(event: ErasureEvent) -> str:
    which = f"the text {event.text} of line {event.line}"
    match event:
        case was.ErasureAsked(erasure=number, decision=decision, because=because):
            return f"asked for the erasure of {which} under decision {decision} (erasure {number}): {quoted(because)}"
        case was.TextErased(erasure=number, decision=decision):
            return (
                f"approved the erasure of {which} under decision {decision} (erasure {number}), whose key is destroyed"
            )
        case _:
            assert_never(event)
