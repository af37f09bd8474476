"""The logs of real size, made when first asked for: copied from one that `minutebook simulate` made."""

from pathlib import Path

from benchmarks.children import Told, python
from benchmarks.figures import Log
from benchmarks.places import Places

ALONE = 1_000
"""How many of one plan's lines make up a log of their own."""


class Logs:
    """Addresses of logs, and what was told when they were made. `source`: a ledger's file that is there already."""

    def __init__(self, places: Places, lines: int, source: Path | None) -> None:
        self._places = places
        self._lines = lines
        self._source = source
        self._made: dict[str, tuple[str, Told]] = {}

    def place(self, log: Log) -> str:
        """Its address. Raises Failed, or Missing."""
        return self._get(log)[0]

    def told(self, log: Log) -> Told:
        """What was found when it was made. Raises Failed, or Missing."""
        return self._get(log)[1]

    def _get(self, log: Log) -> tuple[str, Told]:
        if log not in self._made:
            size, _, kind = log.rpartition(" ")
            given = {"lines": self._lines // 10 if size.startswith("small") else self._lines}
            source = self._simulated() if log == "log file" else self.place("log file")
            place = self._places.kept(kind)
            program = "log:copied"
            if size == "one plan":
                program, given = "log:alone", {"lines": ALONE}
            self._made[log] = place, python(program, given | {"place": place, "source": source})
        return self._made[log]

    def _simulated(self) -> str:
        if self._source is None:
            folder = self._places.folder / "simulated"
            python("log:simulate", {"place": str(folder), "lines": self._lines})
            self._source = folder / "ledger.db"
        return str(self._source)
