"""Every kind of event there is, by its published name. A name that is not here is not read."""

from typing import get_args

from domain.authority.events import AuthorityEvent
from domain.book.events import BookEvent
from domain.plan_events import PLAN_EVENTS
from domain.value import Event

EVENTS: dict[str, type[Event]] = {e.kind: e for e in (*PLAN_EVENTS, *get_args(AuthorityEvent), *get_args(BookEvent))}
