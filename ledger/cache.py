"""Folded plans kept at hand, bounded in number; and checkpoints, so that none is ever folded from its first line."""

import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from time import monotonic
from typing import NamedTuple

from pydantic import ValidationError

from domain.authority import council
from domain.authority.council import Council
from domain.book.events import RESERVED, authority_of, is_plan, stream_of
from domain.erasure.events import TextErased
from domain.plan import Plan
from domain.retention.events import PlanDropped
from ledger.dropped import folded
from ledger.record import Record, authority_event
from ledger.stores import LAST, Checkpoint, Store, Unavailable
from ledger.texts import Texts

CAPACITY = 512
"""How many plans are kept folded: more than a book of all authorities has. One of 3,000 lines takes half a megabyte."""

EVERY = 200
"""After how many lines of a stream a checkpoint is kept: about so many are folded at most for any day."""

PART = 20
"""A long stream's checkpoints are a twentieth of it apart: what is kept may grow with it, and so it costs each line the
same."""


FRESH = 1.0
"""For how many seconds what was read of an authority is gone by, before other processes' lines are looked for."""


class Held(NamedTuple):
    """What a stream adds up to, and the number of the last line of it; None and 0 before its first.

    A plan's stream has a `plan`, until it is `dropped`; an authority's a `council`, and the others neither.
    """

    plan: Plan | None
    number: int
    council: Council | None = None
    dropped: PlanDropped | None = None


def grown(held: Held, record: Record) -> Held:
    """What is held, with one more line of its stream."""
    if is_plan(record.stream):
        gone = record.event if isinstance(record.event, PlanDropped) else None
        return Held(folded(held.plan, record), record.number, dropped=gone)
    if authority := authority_of(record.stream):
        return Held(None, record.number, council.evolve(held.council, authority_event(record), authority))
    return Held(None, record.number)


class PlanCache:
    """Plans as of the last look. `held` may be behind what another process has written; `latest` never is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.texts = Texts(store)
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._councils: dict[str, Held] = {}
        self._looked: dict[str, float] = {}
        self._guard = threading.Lock()

    def held(self, stream: str) -> Held | None:
        """What is at hand, without asking the store: who writes by it is told of a conflict if it is behind."""
        with self._guard:
            return self._held.get(stream) or self._councils.get(stream)

    def latest(self, stream: str) -> Held:
        """What the stream adds up to; nothing for those that are neither plans' nor authorities'."""
        if stream in RESERVED:
            return Held(None, self._store.length(stream))
        held = self.held(stream) or self._checkpoint(stream, LAST)
        return self.hold(stream, held, map(self.texts.record, self._store.stream(stream, after=held.number)))

    def council(self, authority: str) -> Council | None:
        """What the authority's stream adds up to: with all that this process wrote, and what others wrote until FRESH
        seconds ago."""
        stream, now = stream_of(authority), monotonic()
        held = self._councils.get(stream)
        if held is None or now - self._looked.get(stream, -FRESH) > FRESH:
            held = self.latest(stream)
            self._looked[stream] = now
        return held.council

    def as_at(self, stream: str, position: int) -> Held:
        """The plan as it stood after the line at `position`, whatever stream that is in."""
        start = self._checkpoint(stream, position)
        held = start
        number = start.number
        while rows := self._store.stream(stream, after=number, upto=number + EVERY):
            records = [self.texts.record(row) for row in rows if row.position <= position]
            held = self._add(stream, held, records)
            number = rows[-1].number
            if len(records) < len(rows):
                break
        return held

    def hold(self, stream: str, held: Held, records: Iterable[Record]) -> Held:
        """What `held` adds up to with the lines that follow it, from now on at hand."""
        held = self._add(stream, held, records)
        self._put(stream, held)
        return held

    def settle(self, stream: str, held: Held, position: int) -> None:
        """What was folded before it was written has been written: its last line is at `position`."""
        before = self.held(stream)
        if held.plan is not None and _is_kept(before.number if before else 0, held.number):
            self._keep(stream, held.number, position, held.plan)
        self._put(stream, held)

    def forget(self, stream: str) -> None:
        """Let go what is at hand of a stream."""
        with self._guard:
            self._held.pop(stream, None)

    def _put(self, stream: str, held: Held) -> None:
        with self._guard:
            if not is_plan(stream):
                if (known := self._councils.get(stream)) is None or held.number >= known.number:
                    self._councils[stream] = held
                return
            if (before := self._held.get(stream)) is None or held.number >= before.number:
                self._held[stream] = held
                self._held.move_to_end(stream)
            while len(self._held) > CAPACITY:
                self._held.popitem(last=False)

    def _add(self, stream: str, held: Held, records: Iterable[Record]) -> Held:
        erased = False
        for record in records:
            before, held = held.number, grown(held, record)
            erased = erased or type(record.event) is TextErased
            if not erased and held.plan is not None and _is_kept(before, held.number):
                self._keep(stream, held.number, record.position, held.plan)
        return self._anew(stream, held) if erased else held

    def _anew(self, stream: str, held: Held) -> Held:
        """The same from its first line: what was folded before may hold a text that has been erased since."""
        again = Held(None, 0)
        while again.number < held.number:
            rows = self._store.stream(stream, after=again.number, upto=min(again.number + EVERY, held.number))
            for record in self.texts.records(rows):
                again = grown(again, record)
        return again

    def _checkpoint(self, stream: str, upto: int) -> Held:
        self.texts.forget(stream)  # what is read from here on is read by the keys that are there now
        kept = None if self.texts.pending(stream) else self._store.checkpoint(stream, upto, shape())
        if kept is not None:
            with suppress(ValidationError, zlib.error):  # damaged: the lines know better
                return Held(Plan.model_validate_json(zlib.decompress(kept.state)), kept.number)
        return Held(None, 0)

    def _keep(self, stream: str, number: int, position: int, plan: Plan) -> None:
        state = zlib.compress(plan.__pydantic_serializer__.to_json(plan), level=1)
        with suppress(Unavailable):  # nothing is lost but time; and an auditor may only read
            self._store.keep(Checkpoint(stream, number, position, shape(), state))


def _is_kept(before: int, number: int) -> bool:
    """Whether a checkpoint is due after the line of this number, or was due since the one of the number before."""
    apart = max(EVERY, number // PART // EVERY * EVERY)
    return number // apart > before // apart


@cache
def shape() -> str:
    """What says by which code a plan was folded: the digest of all of the domain's, and of what brings older lines to
    its shape. Other code folds from the lines."""
    digest = sha256()
    upcasts = ("upcasts", files("ledger").joinpath("upcasts.py").read_bytes())
    for name, source in (*sorted(_sources(files("domain"))), upcasts):
        digest.update(name.encode() + b"\0" + source)
    return digest.hexdigest()


def _sources(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from ((f"{entry.name}/{name}", source) for name, source in _sources(entry))
        elif entry.name.endswith((".py", ".json")):
            yield entry.name, entry.read_bytes()
