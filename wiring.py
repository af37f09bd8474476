"""The composition root: settings in, an Office out."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from activities.gateways.folders import Outbox, OutTray
from activities.ports import Notifier, Postbox
from domain.book.events import BookOpened
from domain.decider import AnyCommand
from domain.plan import Plan
from domain.reading import Misfit
from ledger.clock import CaseClock, WallClock
from ledger.codec import Damaged
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.seal.keeping import Keeper
from ledger.seal.keys import key_in
from ledger.seal.note import WITNESS, Key
from ledger.seal.witness import Witness
from ledger.stores import Store, Unavailable
from papers import read_authorities, read_witnessing
from projections.shelf import Shelf, open_shelf

Nature = Literal["real", "simulated"]


@dataclass(frozen=True)
class Settings:
    """Where things are. `folder`: MINUTEBOOK_DATA. `database`: MINUTEBOOK_DATABASE_URL, or a file in the folder.

    `retention`: MINUTEBOOK_RETENTION_URL, the same database as whoever may remove what was dropped reaches it.
    """

    folder: Path
    database: str | None = None
    retention: str | None = None

    @classmethod
    def from_environment(cls, folder: Path | None = None) -> "Settings":
        given = os.environ.get("MINUTEBOOK_DATA") or "var"
        database, retention = map(_address, ("MINUTEBOOK_DATABASE_URL", "MINUTEBOOK_RETENTION_URL"))
        return cls((folder or Path(given)).absolute(), database, retention)

    @property
    def ledger(self) -> str:
        return self.database or str(self.folder / "ledger.db")

    @property
    def place(self) -> str:
        """Where the ledger is, fit to be shown: an address may hold a password."""
        return "the database of MINUTEBOOK_DATABASE_URL" if self.database else self.ledger

    @property
    def views(self) -> str:
        return self.database or str(self.folder / "views.db")


def _address(setting: str) -> str | None:
    address = os.environ.get(setting) or None
    if address and not address.startswith(("postgresql://", "postgres://")):
        raise Misfit(f"{setting} is no address of PostgreSQL: write postgresql://user@host/database.")
    return address


class Desk:
    """The ledger as workflows may use it (activities.ports.Book)."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def time(self, own: datetime) -> datetime:
        if isinstance(self._ledger.clock, CaseClock):
            self._ledger.clock.put(own)
        return self._ledger.clock.now()

    def enter(
        self,
        plan: str,
        command: AnyCommand,
        at: datetime,
        id: str | None = None,  # noqa: A002
        cause: int | None = None,
    ) -> bool:
        self.time(at)
        return bool(self._ledger.record_as_minutebook(plan, command, id, cause))

    def plan(self, plan: str) -> Plan | None:
        return self._ledger.plan(plan)


@dataclass(frozen=True)
class Office:
    """What the doors need, put together once."""

    settings: Settings
    nature: Nature
    book: str
    ledger: Ledger
    desk: Desk
    notifier: Notifier
    postbox: Postbox

    def keeper(self) -> Keeper:
        """The book's seal; opened when first wanted."""
        return Keeper(self.ledger, self.book, self.settings.folder)

    def witness(self) -> Witness | None:
        """Who signs other books' checkpoints here, where `witness.yaml` says so. Raises Misfit and Unsealed."""
        said, folder = read_witnessing(self.settings.folder), self.settings.folder
        if said is None:
            return None
        signer = key_in(folder / "witness.key", said.name, WITNESS)
        return Witness(folder, signer, [Key.read(log) for log in said.logs])

    @contextmanager
    def removing(self) -> Iterator[Store]:
        """The ledger as whoever may remove what was dropped reaches it. Raises Misfit and Unavailable.

        A file has no roles: there it is the ledger itself.
        """
        if not self.settings.database:
            yield self.ledger.store
            return
        if not self.settings.retention:
            raise Misfit(
                "Lines are removed by a role of its own: set MINUTEBOOK_RETENTION_URL to the database's address for a "
                "login that is a member of minutebook_retention (docs/running.md)."
            )
        with closing(open_store(self.settings.retention)) as store:
            yield store

    def shelf(self) -> Shelf:
        """The read models; opened when first wanted."""
        return open_shelf(self.settings.views, self.ledger)


def make_folder(folder: Path) -> None:
    """The data folder, for its owner's eyes alone. Raises Unavailable."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"The data folder {folder} cannot be made or used ({error.strerror}): see to it.") from error


def emptied(settings: Settings) -> Unavailable:
    """What to tell of a ledger that is there and has no line."""
    return Unavailable(f"The ledger {settings.ledger} is empty, which no ledger is: restore it from a backup.")


_UNKNOWN = BookOpened(clock="real", book="unknown")
"""Of a book whose first line cannot be read."""


def open_office(
    settings: Settings, begins: datetime | None = None, *, existing: bool = False, examined: bool = False
) -> Office:
    """Open the book where the settings say. A new one is simulated from `begins` on where that is given, else real.

    One that must be `existing` already is not begun. One that is `examined` is opened however damaged it is, and
    nothing is written to it.

    Raises Unavailable, Damaged, or Misfit where a real book is asked to play a case.
    """
    make_folder(settings.folder)
    clock = CaseClock(begins) if begins else WallClock()
    ledger = Ledger(open_store(settings.ledger), read_authorities(settings.folder), clock)
    if existing and not examined and ledger.head() == 0:
        raise emptied(settings)
    found = (ledger.opening() or _UNKNOWN) if examined else None
    opened = found or ledger.open_book("simulated" if begins else "real")
    nature = opened.clock
    if nature == "simulated" and not begins:
        with suppress(*(Damaged,) if examined else ()):
            ledger.clock = CaseClock(ledger.last_at())
    if nature == "real" and begins:
        raise Misfit(f"{settings.place} is a real book: play a case into a new folder (MINUTEBOOK_DATA).")
    return Office(
        settings=settings,
        nature=nature,
        book=opened.book,
        ledger=ledger,
        desk=Desk(ledger),
        notifier=Outbox(settings.folder / "outbox"),
        postbox=OutTray(settings.folder / "out-tray"),
    )
