"""`minutebook events`: the feed, one JSON line an event, in order, without gaps."""

import json as codec
import threading
from typing import Annotated

from cyclopts import Parameter

from cli.paper import existing_office
from domain.catalogue import EVENTS
from domain.reading import Misfit
from ledger.record import Record


def events(
    *,
    after: Annotated[int, Parameter(help="only what comes after this position")] = 0,
    kind: Annotated[tuple[str, ...], Parameter(help="only this kind (may be repeated)", negative="")] = (),
    plan: Annotated[tuple[str, ...], Parameter(help="only this plan (may be repeated)", negative="")] = (),
    follow: Annotated[bool, Parameter(negative="", help="go on as events are written, until Ctrl-C")] = False,
    json: Annotated[bool, Parameter(name="--json", negative="", help="as without it: JSON lines")] = False,
) -> None:
    """Every event after a position. Keep the last position you have seen, and nothing is missed."""
    if not 0 <= after < 2**63:
        raise Misfit(f"--after {after} is not a position: give the last one you have seen, or 0.")
    unknown = [k for k in kind if k not in EVENTS]
    if unknown:
        raise Misfit(f"There is no kind {unknown[0]}; `minutebook kinds` lists them.")
    ledger = existing_office().ledger
    if follow:
        for record in ledger.follow(after, threading.Event(), kind, plan):
            _print(record)
        return
    while page := ledger.after(after, kinds=kind, plans=plan):
        for record in page:
            _print(record)
        after = page[-1].position


def _print(record: Record) -> None:
    print(codec.dumps(record.published(), ensure_ascii=False), flush=True)
