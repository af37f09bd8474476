"""What `minutebook audit verify` asks again: every decision; and every view, where a certificate is wanted."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from audit.certificate import Certificate, certificate
from audit.retesting import Objection, Retest, Said, State
from cli.paper import progress
from ledger.seal.note import Checkpoint
from ledger.verify import Listening
from projections.comparing import Difference
from wiring import Office


@dataclass(frozen=True)
class Replay:
    """What came of it; `certificate` where one was wanted."""

    objections: list[Objection]
    differences: list[Difference]
    certificate: Certificate | None

    @property
    def failed(self) -> bool:
        """What was decided elsewhere, or by other rules, is listed and nothing more."""
        return bool(self.differences) or any(each.sort in {"refused", "otherwise"} for each in self.objections)

    @property
    def document(self) -> dict[str, Any]:
        said = self.certificate
        return {
            "exceptions": [each.model_dump() for each in self.objections],
            "differences": [each.model_dump() for each in self.differences],
            "certificate": said.model_dump(mode="json") if said else None,
        }

    @property
    def sentences(self) -> list[str]:
        """The exceptions in order of position, then the views."""
        return [
            *([each.sentence for each in self.objections] or ["Every line is what the rules, asked again, give."]),
            *(f"The view {each.projection} differs at {each.key}: {each.what}" for each in self.differences),
            *(self.certificate.sentences if self.certificate else ()),
        ]


class Asking:
    """Every decision of the first `upto` lines asked again while they are read (`ledger.seal.auditing.audited`).

    If `certified`, up to a checkpoint of now, and with the views compared.
    """

    def __init__(self, office: Office, certified: bool) -> None:
        self._office = office
        self._sealed = Checkpoint.read(office.keeper().checkpoint().text) if certified else None
        self.upto = self._sealed.size if self._sealed else office.ledger.head()
        self.listening: Listening = partial(Retest, office.ledger.register, certified)
        self._objections: list[Objection] = []
        self._states: dict[str, State] = {}

    def heard(self, said: Said) -> None:
        self._objections += said.found
        self._states |= said.states

    def replay(self, earlier: int) -> Replay:
        """What came of it, of a book that is whole. Up to the position `earlier` an earlier release decided."""
        judged = (_of_its_sort(each, earlier) for each in self._objections)
        objections = sorted(judged, key=lambda each: each.position)
        if self._sealed is None:
            return Replay(objections, [], None)
        with progress("Comparing the views") as bar:
            views = self._office.shelf().compared(progress=bar)
        differences = [each for view in views for each in view.differences]
        now = self._office.ledger.clock.now()
        return Replay(objections, differences, certificate(now, self._sealed, self._states, views, objections))


def _of_its_sort(objection: Objection, earlier: int) -> Objection:
    by_others = objection.position <= earlier and objection.sort != "brought-in"
    return objection.but(sort="earlier-rules") if by_others else objection
