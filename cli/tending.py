"""`minutebook rebuild`, `retry`, `verify` and `doctor`: the upkeep of a book."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any

from cyclopts import Parameter

from cli.endings import BROKEN, OK, UNAVAILABLE
from cli.paper import examined_office, existing_office, progress, put
from domain.reading import Misfit
from ledger.dropped import dropped
from ledger.seal.keeping import SEAL_FILE
from ledger.stores import Unavailable
from ledger.verify import verify as breaks
from projections.comparing import Difference
from projections.rebuilding import Rebuilt
from projections.telling_retention import what_became_of
from wiring import Office, Settings

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]


Which = Annotated[str | None, Parameter(help="a view; all of them where none is named")]


def rebuild(
    name: Which = None,
    /,
    *,
    check: Annotated[bool, Parameter(negative="", help="build beside the live views and compare row by row")] = False,
    back: Annotated[bool, Parameter(negative="", help="use what the last rebuild replaced")] = False,
    processes: Annotated[int, Parameter(help="how many build at once; more than one on PostgreSQL only")] = 1,
    json: Json = False,
) -> int:
    """Build views again from the first line on, while work goes on; exit code 3 where --check finds a difference."""
    if check and back:
        raise Misfit("--check compares and --back switches: ask for one of them.")
    if back and processes != 1:
        raise Misfit("--back builds nothing: leave --processes out.")
    shelf = existing_office().shelf()
    if back:
        with _known():
            done = shelf.back(name)
        _say(json, {"back": done}, f"In use again: {', '.join(done)}.")
        return OK
    with progress("Comparing the views" if check else "Building the views") as bar, _known():
        if check:
            return _compared(json, shelf.check(name, bar, processes))
        built = shelf.rebuild(name, bar, processes)
    digests = {each.view: shelf.digest(each.view) for each in built}
    _say(
        json,
        {"views": [each.model_dump() | {"digest": digests[each.view]} for each in built]},
        "\n".join(f"{_rebuilt(each)} Digest {digests[each.view]}." for each in built),
    )
    return OK


def retry(
    name: Which = None,
    /,
    *,
    plan: Annotated[str | None, Parameter(help="one plan; all that are parked where none is named")] = None,
    json: Json = False,
) -> int:
    """Try again what is parked; exit code 3 where something still fails."""
    with _known():
        tried = existing_office().shelf().retry(name, plan)
    said = [f"{each.view} {each.plan}: {each.error or 'followed again.'}" for each in tried]
    _say(json, {"retried": [each.model_dump() for each in tried]}, "\n".join(said) or "Nothing is parked.")
    return BROKEN if any(each.error for each in tried) else OK


def verify(*, json: Json = False) -> int:
    """Read the whole ledger and check that it is whole; exit code 3 names what is not."""
    ledger = examined_office().ledger
    with progress("Reading the ledger") as bar:
        found = list(breaks(ledger, bar))
    gone = [what_became_of(drop) for drop in dropped(ledger.store)]
    said = "\n".join((*(b.why for b in found), *gone, *(() if found else ("The trail is whole.",))))
    _say(json, {"whole": not found, "gone": gone, "breaks": [b.model_dump() for b in found]}, said)
    return BROKEN if found else OK


def doctor(
    *,
    workflows: Annotated[bool, Parameter(negative="", help="compare Temporal's workflows with the ledger")] = False,
    repair: Annotated[bool, Parameter(negative="", help="with --workflows: start, tell again or end them")] = False,
    json: Json = False,
) -> int:
    """Versions, where the data is, whether Temporal answers, and how far the followers are.

    With --workflows instead whether what runs on Temporal is what the ledger says; exit code 3 where it is not.
    """
    if repair and not workflows:
        raise Misfit("--repair is of workflows: say --workflows --repair.")
    if workflows:
        from cli.workflows import compared  # noqa: PLC0415

        return compared(existing_office(), repair, json)
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
        "parked": [each.sentence for each in shelf.parked()] or "nothing",
        "seal": _seal(office),
        "calendar": _calendar(),
        "temporal": _temporal(office),
    }
    _say(json, found, "\n".join(f"{name}: {value}" for name, value in found.items()))
    return UNAVAILABLE if str(found["temporal"]).startswith("not ") else OK


def _seal(office: Office) -> str:
    """How far the book is sealed and by which key; or why nothing more is."""
    if not (office.settings.folder / SEAL_FILE).exists():
        return "the book is not sealed"
    keeper = office.keeper()
    try:
        by = f" by {keeper.signer.key.short}" if keeper.known_keys() else ""
        return f"{keeper.seal.size} lines are sealed{by}"
    except Unavailable as unavailable:
        return str(unavailable)


def _compared(json: bool, found: list[Difference]) -> int:
    said = "\n".join(f"{d.projection} {d.key}: {d.what}" for d in found) or "Every row is as the ledger says."
    _say(json, {"differences": [d.model_dump() for d in found]}, said)
    return BROKEN if found else OK


def _rebuilt(each: Rebuilt) -> str:
    built = f"{each.view} is built anew, up to position {each.position}"
    if each.differing is None:
        return f"{built}; what was there before is not to be compared with it."
    rows = "1 row was" if each.differing == 1 else f"{each.differing or 'no'} rows were"
    return f"{built}; {rows} otherwise before."


@contextmanager
def _known() -> Iterator[None]:
    """A view that there is not is the person's slip."""
    try:
        yield
    except LookupError as error:
        raise Misfit(str(error)) from error


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
