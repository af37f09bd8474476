"""A store in memory, for tests and for trying things out: it ends with the process."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from threading import Condition, Lock

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder

from domain.retention.events import PlanDropped
from ledger.stores import Behind, Checkpoint, Conflict, Copied, NewRow, Row, TextKey, already_claimed, instants, utc


class MemoryStore(POPOApplicationRecorder):
    """A Store over the library's recorder, which keeps the events; this adds instants, commands and waiting."""

    def __init__(self) -> None:
        super().__init__()
        self._moved = Condition(self._database_lock)
        self._commands: dict[str, list[int]] = {}
        self._ats: list[datetime] = []
        self._checkpoints: dict[str, dict[int, Checkpoint]] = {}
        self._gone: set[int] = set()
        self._text_keys: dict[str, dict[tuple[str, str], TextKey]] = {}
        self._closed = False
        self._claim = Lock()

    def append(self, rows: Sequence[NewRow], keys: Sequence[TextKey] = ()) -> list[int]:
        ats = instants(rows)
        if not rows:
            return []
        with self._moved:
            if self._ats and ats[0] < self._ats[-1]:
                raise Behind(self._ats[-1])
            if any(row.command in self._commands for row in rows):
                raise Conflict("Someone has used this command id first.")
            try:
                positions = self.insert_events([StoredEvent(r.stream, r.number, r.kind, r.line) for r in rows])
            except IntegrityError as error:
                raise Conflict("Someone wrote this number of the stream first.") from error
            assert positions is not None
            self._ats += ats
            for key in keys:
                self._text_keys.setdefault(key.stream, {})[key.key, key.text] = key
            for row, position in zip(rows, positions, strict=True):
                if row.command is not None:
                    self._commands.setdefault(row.command, []).append(position)
            self._moved.notify_all()
            return list(positions)

    @contextmanager
    def alone(self) -> Iterator[datetime | None]:
        with self._moved:
            yield self._ats[-1] if self._ats else None

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Row]:
        with self._database_lock:
            places = self._stored_events_index.get(stream, {})
            return [self._row(i + 1) for n, i in sorted(places.items()) if n > after and (upto is None or n <= upto)]

    def after(
        self,
        position: int,
        limit: int,
        kinds: Sequence[str] = (),
        streams: Sequence[str] = (),
        stop: int | None = None,
    ) -> list[Row]:
        with self._database_lock:
            head = self.head()
            wanted = range(max(position, 0) + 1, (head if stop is None else min(stop, head)) + 1)
            rows = (self._row(at) for at in wanted if at not in self._gone)
            fit = (row for row in rows if (not kinds or row.kind in kinds) and (not streams or row.stream in streams))
            return list(islice(fit, limit))

    def copied(self, position: int, stop: int) -> dict[int, Copied]:
        with self._database_lock:
            commands = {at: command for command, positions in self._commands.items() for at in positions}
            within = range(max(position, 0) + 1, min(stop, self.head()) + 1)
            return {n: (commands.get(n), self._ats[n - 1]) for n in within if n not in self._gone}

    def seconds(self, at: object) -> float | None:
        return at.timestamp() if isinstance(at, datetime) else None

    def length(self, stream: str) -> int:
        with self._database_lock:
            return max(self._stored_events_index.get(stream, {}), default=0)

    def by_command(self, command: str) -> list[Row]:
        with self._database_lock:
            return [self._row(at) for at in self._commands.get(command, ()) if at not in self._gone]

    def streams(self) -> list[str]:
        with self._database_lock:
            return sorted(stream for stream, places in self._stored_events_index.items() if places)

    def head(self) -> int:
        return self.max_notification_id() or 0

    def head_at(self, at: datetime) -> int:
        with self._database_lock:
            return bisect_right(self._ats, utc(at))

    def checkpoint(self, stream: str, upto: int, shape: str) -> Checkpoint | None:
        with self._database_lock:
            kept = self._checkpoints.get(stream, {}).values()
            fit = (each for each in kept if each.position <= upto and each.shape == shape)
            return max(fit, key=lambda each: each.number, default=None)

    def keep(self, checkpoint: Checkpoint) -> None:
        with self._database_lock:
            self._checkpoints.setdefault(checkpoint.stream, {})[checkpoint.number] = checkpoint

    def drop(self, stream: str) -> None:
        with self._database_lock:
            places = self._stored_events_index.get(stream, {})
            last = max(places, default=0)
            if last and self._stored_events[places[last]].topic == PlanDropped.kind:
                self._gone |= {i + 1 for n, i in places.items() if n < last}
                for number in [n for n in places if n < last]:
                    self._stored_events[places.pop(number)] = StoredEvent(stream, number, "", b"")
                self._checkpoints.pop(stream, None)
                self._text_keys.pop(stream, None)

    def text_keys(self, stream: str) -> list[TextKey]:
        with self._database_lock:
            return list(self._text_keys.get(stream, {}).values())

    def rekey(self, keys: Sequence[TextKey]) -> None:
        with self._database_lock:
            for key in keys:
                known = self._text_keys.setdefault(key.stream, {})
                if key.secret is None:
                    known[key.key, key.text] = key
                else:
                    known.setdefault((key.key, key.text), key)
                self._checkpoints.pop(key.stream, None)

    def wait(self, position: int, timeout: float) -> bool:
        with self._moved:
            self._moved.wait_for(lambda: self._closed or self.head() > position, timeout)
            return self.head() > position

    @contextmanager
    def claimed(self) -> Iterator[None]:
        if not self._claim.acquire(blocking=False):
            raise already_claimed("this ledger")
        try:
            yield
        finally:
            self._claim.release()

    def close(self) -> None:
        with self._moved:
            self._closed = True
            self._moved.notify_all()

    def _row(self, position: int) -> Row:
        event = self._stored_events[position - 1]
        return Row(position, str(event.originator_id), event.originator_version, event.topic, event.state)
