"""Every kind of event there is, by its published name. A name that is not here is not read."""

from domain.book.events import BookOpened, CommandRefused
from domain.plan import PLAN_EVENTS
from domain.value import Event

EVENTS: dict[str, type[Event]] = {e.kind: e for e in (*PLAN_EVENTS, BookOpened, CommandRefused)}
