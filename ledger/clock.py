"""The one port through which time enters."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The ledger's time."""

    def now(self) -> datetime:
        """An aware instant in UTC."""
        ...


class WallClock:
    """The world's time: the clock of every real book."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class CaseClock:
    """A case's time: it stands where it was last put, and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def put(self, at: datetime) -> None:
        """Move to `at`, unless that is earlier."""
        self._now = max(self._now, at.astimezone(UTC))
