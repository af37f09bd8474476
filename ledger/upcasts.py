"""How a line of an older shape is read: one function a step, from version n to n + 1. Stored bytes never change."""

from collections.abc import Callable
from typing import Any

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: dict[tuple[str, int], Upcast] = {}
"""(kind, version it reads) → what makes the next version's fields of that one's. Empty: every kind is at its first."""


def reads(kind: str, version: int, to: int, steps: dict[tuple[str, int], Upcast]) -> bool:
    """Whether there is a way from `version` to version `to`: a version ahead of it is a newer program's."""
    return version <= to and all((kind, step) in steps for step in range(version, to))


def upcast(
    kind: str, version: int, to: int, event: dict[str, Any], steps: dict[tuple[str, int], Upcast]
) -> dict[str, Any]:
    """The event's fields in the shape of version `to`, which these steps read."""
    while version < to:
        event = steps[kind, version](event)
        version += 1
    return event
