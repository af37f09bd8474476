"""What `minutebook audit verify` asks again: every decision; and every view, where a certificate is wanted."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from audit.certificate import Certificate, certificate
from audit.retesting import Objection, Page, State, retest, retest_part
from cli.paper import progress
from ledger.seal.auditing import LONG
from ledger.seal.note import Checkpoint
from ledger.verify_parts import in_parts
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


def replayed(office: Office, certified: bool, earlier: int = 0) -> Replay:
    """Every decision asked again; if `certified`, up to a checkpoint of now, and with the views compared.

    Up to the position `earlier` an earlier release decided.
    """
    ledger = office.ledger
    sealed = Checkpoint.read(office.keeper().checkpoint().text) if certified else None
    total = sealed.size if sealed else ledger.head()
    objections, states = list[Objection](), dict[str, State]()
    with progress("Asking the rules again") as bar:
        for page in _pages(office, total):
            objections += page.found
            states |= page.states
            bar(page.position, total)
    objections = sorted((_of_its_sort(each, earlier) for each in objections), key=lambda each: each.position)
    if sealed is None:
        return Replay(objections, [], None)
    with progress("Comparing the views") as bar:
        views = office.shelf().compared(progress=bar)
    differences = [each for view in views for each in view.differences]
    return Replay(objections, differences, certificate(ledger.clock.now(), sealed, states, views, objections))


def _of_its_sort(objection: Objection, earlier: int) -> Objection:
    by_others = objection.position <= earlier and objection.sort != "brought-in"
    return objection.but(sort="earlier-rules") if by_others else objection


def _pages(office: Office, total: int) -> Iterator[Page]:
    """By all processors where the book is long enough for them to be worth starting."""
    ledger, processors = office.ledger, os.cpu_count() or 1
    if total < LONG or processors == 1:
        yield from retest(ledger.store, ledger.register, total)
        return
    for pages in in_parts(retest_part, (office.settings.ledger, ledger.register, total), processors):
        yield from pages
