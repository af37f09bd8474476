"""What commands share: the office, moments as people write them, and output for people and for programs."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from domain.reading import Misfit, read_day, read_moment
from domain.value import Value
from ledger.dropped import dropped
from projections.telling_retention import what_became_of
from wiring import Office, Settings, emptied, open_office

Out = Value | Mapping[str, Any] | Sequence[Any] | str | int | None


def examined_office() -> Office:
    """The same to see whether it is whole: opened however damaged it is, and nothing is written to it."""
    return existing_office(examined=True)


def existing_office(*, examined: bool = False) -> Office:
    """The book where the environment says. Raises Misfit where there is none, rather than begin one."""
    settings = Settings.from_environment()
    if not settings.database and not Path(settings.ledger).exists():
        raise Misfit(
            f"There is no book at {settings.place}: open a plan with `minutebook do open-plan`, "
            "play a case, or set MINUTEBOOK_DATA."
        )
    if not settings.database and Path(settings.ledger).stat().st_size == 0:
        raise emptied(settings)
    return open_office(settings, existing=not settings.database, examined=examined)


def gone_or(office: Office, plan: str, otherwise: str) -> Misfit:
    """What to say where there is no such plan: what became of it where it was dropped, `otherwise` where it was not."""
    return Misfit(next(map(what_became_of, dropped(office.ledger.store, plan)), otherwise))


def moment(written: str | None) -> datetime | int | None:
    """A position, a moment with its offset, or a day, which stands for its end in London. Raises Misfit."""
    return None if written is None else read_moment(written)


def day(written: str | None, what: str) -> date | None:
    """A day of law. Raises Misfit, which names `what` it is for."""
    try:
        return None if written is None else read_day(written)
    except Misfit as misfit:
        raise Misfit(f"{what}: {misfit}") from misfit


def put(document: Out) -> None:
    """One JSON document on stdout."""
    print(json.dumps(plain(document), ensure_ascii=False, indent=2))


def plain(document: Out) -> Any:
    """The document in JSON's own kinds; dates as ISO 8601."""
    if isinstance(document, Value):
        return document.model_dump(mode="json")
    if isinstance(document, Mapping):
        return {key: plain(value) for key, value in document.items()}
    if isinstance(document, date):
        return document.isoformat()
    if isinstance(document, Sequence) and not isinstance(document, str):
        return [plain(each) for each in document]
    return document


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows for people; wide texts fold, nothing is cut."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    shown = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 160).print(shown)


@contextmanager
def progress(what: str) -> Iterator[Any]:
    """A bar on stderr, with rate and time left, when a person watches; yields `(done, total) -> None`."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text("" if task.speed is None else f"{task.speed:,.0f} a second")

    class Far(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text("" if task.total is None else f"{task.completed:,.0f} of {task.total:,.0f}")

    parts = (TextColumn("{task.description}"), BarColumn(), Far(), Rate(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=max(total, 1))
