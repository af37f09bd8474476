"""Who reads over HTTP what is exempt or embargoed is on record before it is shown."""

from collections.abc import Iterable
from datetime import datetime

from api.asking import Seen
from api.tokens import Holder
from domain.book.events import is_plan
from domain.disclosure.commands import RecordAccess
from domain.disclosure.events import Reading
from domain.disclosure.state import GUARDED, classification_on
from ledger.ledger import Ledger
from ledger.record import Record

AS_IT_STANDS = Seen(None, None)


def on_record(ledger: Ledger, holder: Holder, plan: str, reading: Reading, seen: Seen = AS_IT_STANDS) -> None:
    """Record the reading where the plan, as it was at that moment, holds something guarded; once a day, in London.

    Raises Busy and Unavailable where it cannot be recorded: then nothing is to be shown.
    """
    today = ledger.day_of()
    read = ledger.plan(plan, seen.as_at)
    latest = read if seen.as_at is None else ledger.plan(plan)
    if read is None or latest is None or read.classification(today) not in GUARDED:
        return
    if latest.accesses.told(holder.person, reading, today, earlier=seen != AS_IT_STANDS):
        return
    upto = ledger.head_at(seen.as_at) if isinstance(seen.as_at, datetime) else seen.as_at
    command = RecordAccess(reader=holder.person, posts=holder.posts, reading=reading, upto=upto, true_at=seen.true_at)
    ledger.record_as_minutebook(plan, command)


def fed(ledger: Ledger, holder: Holder, lines: Iterable[Record]) -> None:
    """The same of each plan of which the feed gives a line that is guarded itself."""
    today = ledger.day_of()
    guarded = (r.stream for r in lines if classification_on(today, r.event, r.classification) in GUARDED)
    for plan in dict.fromkeys(filter(is_plan, guarded)):
        on_record(ledger, holder, plan, "events")
