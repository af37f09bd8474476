"""`minutebook rebuild`, `verify` and `doctor`: the upkeep of a book."""

import sys
from importlib.metadata import version
from typing import Annotated, Any

from cyclopts import Parameter

from cli.endings import BROKEN, OK, UNAVAILABLE
from cli.paper import existing_office, progress, put
from ledger.verify import verify as breaks
from wiring import Office, Settings

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]


def rebuild(
    *,
    check: Annotated[bool, Parameter(negative="", help="build beside the live views and compare row by row")] = False,
    json: Json = False,
) -> int:
    """Build the views again from the first line on; exit code 3 where --check finds a difference."""
    shelf = existing_office().shelf()
    if not check:
        with progress("Building the views") as bar:
            position = shelf.rebuild(bar)
        _say(json, {"position": position}, f"The views are built anew, up to position {position}.")
        return OK
    shelf.catch_up()
    with progress("Comparing the views") as bar:
        found = shelf.check(bar)
    said = "\n".join(f"{d.projection} {d.key}: {d.what}" for d in found) or "Every row is as the ledger says."
    _say(json, {"differences": [d.model_dump() for d in found]}, said)
    return BROKEN if found else OK


def verify(*, json: Json = False) -> int:
    """Read the whole ledger and check that it is whole; exit code 3 names what is not."""
    with progress("Reading the ledger") as bar:
        found = list(breaks(existing_office().ledger, bar))
    said = "\n".join(b.why for b in found) or "The trail is whole."
    _say(json, {"whole": not found, "breaks": [b.model_dump() for b in found]}, said)
    return BROKEN if found else OK


def doctor(*, json: Json = False) -> int:
    """Versions, where the data is, whether Temporal answers, and how far the followers are."""
    settings = Settings.from_environment()
    found: dict[str, Any] = {
        "minutebook": version("minutebook"),
        "python": sys.version.split()[0],
        "temporalio": version("temporalio"),
        "eventsourcing": version("eventsourcing"),
        "data": str(settings.folder),
        "store": settings.place,
    }
    office = existing_office()
    shelf = office.shelf()
    head = office.ledger.head()
    found |= {
        "book": office.nature,
        "authorities": sorted(office.ledger.register),
        "lines": head,
        "views behind by": head - shelf.position(),
        "calendar": _calendar(),
        "temporal": _temporal(office),
    }
    _say(json, found, "\n".join(f"{name}: {value}" for name, value in found.items()))
    return UNAVAILABLE if str(found["temporal"]).startswith("not ") else OK


def _say(json: bool, document: dict[str, Any], sentence: str) -> None:
    if json:
        put(document)
    else:
        print(sentence)


def _calendar() -> str:
    from domain.calendar import ENGLAND_AND_WALES as CALENDAR  # noqa: PLC0415

    return f"{CALENDAR.label}, to {CALENDAR.last}"


def _temporal(office: Office) -> str:
    """Whether the cluster that is named answers, or the embedded server runs."""
    import asyncio  # noqa: PLC0415

    from running.cluster import NoEngine, from_environment  # noqa: PLC0415
    from running.server import running_on  # noqa: PLC0415

    try:
        client = asyncio.run(from_environment())
    except NoEngine as error:
        return f"not reachable: {error}"
    if client:
        return f"answers at {client.service_client.config.target_host}"
    return "embedded, running" if running_on(office.settings.folder) else "embedded, starts with `minutebook up`"
