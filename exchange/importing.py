"""A file becomes entries for the book: each row decided on the plan as it would stand, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from domain.reading import Misfit
from domain.value import Refused
from exchange.files import open_tables
from exchange.mapping import ImportMapping
from exchange.rows import Problem, Row, read_rows
from ledger.ledger import Ledger
from ledger.record import Entry, Signed


@dataclass(frozen=True)
class Import:
    """How many `rows` a file has; of those the new ones, as `entries`; how many are `standing` already; and why the
    others are not taken."""

    rows: int
    entries: tuple[Entry, ...]
    standing: int
    problems: tuple[Problem, ...]

    @property
    def bad(self) -> int:
        """How many rows are not taken."""
        return self.rows - len(self.entries) - self.standing


def prepare(ledger: Ledger, path: Path, mapping: ImportMapping, signed: Signed) -> Import:
    """Read the file, and rehearse its rows in turn. Nothing is written. Raises Misfit for a fault of the whole."""
    if ledger.plan(signed.plan) is None:
        raise Misfit(f"There is no plan {signed.plan}; `minutebook plan list` lists the plans.")
    tables = open_tables(path, mapping.csv)
    rows: list[Row] = []
    for each in mapping.tables:
        rows += read_rows(each, tables.table(each.sheet, each.table))
    firsts = _firsts(rows)
    asked = {n: _entry(rows[n], tables.digest, signed) for n, first in enumerate(firsts) if n == first}
    answers = dict(zip(asked, ledger.rehearse(asked.values()), strict=True))
    entries: list[Entry] = []
    problems: list[Problem] = []
    standing = 0
    for n, (row, first) in enumerate(zip(rows, firsts, strict=True)):
        if first is None:
            problems += row.problems
        elif row.command != rows[first].command:
            problems.append(row.problem(f"It stands at {rows[first].place()} already, in other words: {_TWICE}."))
        elif isinstance(answer := answers[first], Refused):
            problems.append(row.problem(str(answer), _ABOUT.get(answer.rule)))
        elif n == first and answer and not answer[0].position:
            entries.append(asked[n])
        else:
            standing += 1
    return Import(len(rows), tuple(entries), standing, tuple(problems))


_TWICE = "give each its own id"
_ABOUT = {"owner-is-a-post": "owner", "finding-is-known": "findings", "source-is-known": "source"}
"""Which field a refusal is about, where it is not that of the id."""


def _firsts(rows: Sequence[Row]) -> list[int | None]:
    """For each row that could be read, which row is the first about the same finding or action."""
    known: dict[tuple[str, str], int] = {}
    return [
        None
        if row.command is None
        else known.setdefault((row.command.name, str(getattr(row.command, row.id_field))), n)
        for n, row in enumerate(rows)
    ]


def _entry(row: Row, file: str, signed: Signed) -> Entry:
    """Its id is made of the file's digest, the row, and what is asked by whom: the same again does no more."""
    assert row.command is not None
    asked = f"{signed.plan} {signed.by} {row.command.name} {row.command.model_dump_json()}"
    mark = sha256(asked.encode()).hexdigest()[:16]
    id_ = f"import/{file[:16]}/{row.grid.number}/{row.row + 1}/{mark}"
    return Entry.model_validate(signed.model_dump() | {"command": row.command, "id": id_})
