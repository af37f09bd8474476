"""Destroys the keys of the texts that a plan's lines say were erased: what stops half-way is finished the next time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from domain.authority.events import AuthorityEvent
from domain.calendar import london_day
from domain.decider import AnyCommand
from domain.erasure import rules
from domain.erasure.commands import AskErasure
from domain.erasure.events import ErasureAsked, TextErased
from domain.plan import Plan
from domain.plan_events import PlanEvent
from ledger.cache import PlanCache
from ledger.codec import Damaged
from ledger.record import Record
from ledger.stores import Row, Store, TextKey, Unavailable
from ledger.texts import Sealed, Texts, sealed_in, secret_of

PAGE = 500
"""How many lines are read at a time."""


def looked_up(command: AnyCommand, plan: str, store: Store, texts: Texts) -> AnyCommand:
    """The command with what only the lines know: which action a text to be erased is about."""
    if not isinstance(command, AskErasure):
        return command
    row = _line(store, plan, command.line)
    return command.but(action=getattr(texts.record(row).event, "action", None) if row else None)


def may_be_erased(
    events: Sequence[PlanEvent | AuthorityEvent], plan: Plan | None, store: Store, texts: Texts, at: datetime
) -> None:
    """Refuse where the line that an event names holds no such text, or may not lose it yet: only the lines know that.

    `plan` is what they were decided on.
    """
    for event in events:
        if plan and isinstance(event, ErasureAsked | TextErased):
            row = _line(store, plan.id, event.line)
            said = texts.record(row).event if row else None
            sealed = row is not None and event.text in {each.text for each in sealed_in(row)}
            rules.may_be_erased(event, said, sealed, plan, london_day(at))


def _line(store: Store, plan: str, number: int) -> Row | None:
    return next(iter(store.stream(plan, after=number - 1, upto=number)), None)


def erased(store: Store, plans: PlanCache, written: Iterable[Record]) -> None:
    """What is left to do once lines have been written, where one says that a text was erased."""
    found = [record for record in written if type(record.event) is TextErased]
    for record in found:
        plans.texts.heed(record)
        plans.forget(record.stream)  # which holds the text
    if found:
        with suppress(Unavailable):  # the line stands: who opens the book next finishes it
            destroy_keys(store, plans.texts)


def destroy_keys(store: Store, texts: Texts) -> int:
    """Destroy the key of every text whose erasure was approved, where it is there still; how many there were.

    With the key go the checkpoints of the plan. Raises Unavailable, among others where the database does not let this
    role alter keys: then nothing is lost, and a role that may finishes it.
    """
    return sum(_destroy(store, texts, record) for record in _erasures(store, texts))


def _erasures(store: Store, texts: Texts) -> Iterator[Record]:
    position = 0
    while rows := store.after(position, PAGE, [TextErased.kind]):
        for row in rows:
            with suppress(Damaged):  # whoever verifies finds it in its place
                record = texts.record(row)
                if isinstance(record.event, TextErased):
                    yield record
        position = rows[-1].position


def _destroy(store: Store, texts: Texts, record: Record) -> bool:
    event, stream = record.event, record.stream
    assert isinstance(event, TextErased)
    wanted = _find(store.stream(stream, after=event.line - 1, upto=event.line), event.text)
    if wanted is None:
        return False  # somebody altered the line or removed it: whoever verifies finds it
    kept = {(key.key, key.text): key for key in store.text_keys(stream)}
    alone = kept.get((wanted.key, _alone(wanted)))
    if alone is not None and alone.erased is not None:
        return False
    gone = [TextKey(stream, wanted.key, _alone(wanted), None, event.decision)]
    subject = kept.get((wanted.key, ""))
    if subject is not None and subject.secret is not None:
        # The other texts of the subject stay readable: each gets its own secret, and the key of them all goes too.
        gone += [
            TextKey(stream, each.key, _alone(each), secret_of(subject.secret, stream, each.number, each.text), None)
            for row in store.stream(stream)
            for each in sealed_in(row)
            if each.key == wanted.key and _alone(each) != _alone(wanted)
        ]
        gone.append(TextKey(stream, wanted.key, "", None, None))
    store.rekey(gone)
    texts.forget(stream)
    return True


def _find(rows: list[Row], text: str) -> Sealed | None:
    return next((each for row in rows for each in sealed_in(row) if each.text == text), None)


def _alone(each: Sealed) -> str:
    """Under what name the text's own secret is kept, once its subject has no key any more."""
    return f"{each.number}/{each.text}"
