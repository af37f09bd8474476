"""The wire files: one stored line of each kind and version, byte for byte as some released version wrote it.

    PYTHONPATH=.:tests python tests/ledger/golden_lines.py [KIND …]

writes the files that are missing; it never touches one that is there, since what was written once must be read for
ever. Only a line that no release has written yet may be written afresh: name its kind. Tests only read.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from samples import EVENT_SAMPLES, no_notice_was_given_in_time, plan_was_opened

from domain.authority.routes import Route, Stage
from domain.authority.state import Authority
from domain.book.events import BOOK, REFUSALS, AbsenceShown, BookOpened, CommandRefused, SealKeyAdopted
from domain.catalogue import EVENTS
from domain.inspection.events import PlanOpened
from domain.meeting.events import BecameInfeasible
from domain.route.events import ApprovalRouteChosen
from domain.value import Event
from ledger.codec import encode
from ledger.record import Record, Signed, line
from ledger.stores import Row

GOLDEN = Path(__file__).parent / "golden"

_ANYTOWN = Authority.model_validate(
    {
        "id": "anytown",
        "name": "Anytown Council",
        "version": "2022-05",
        "sources": ["Constitution of May 2022"],
        "posts": {
            "director-of-childrens-services": ["improvement-lead"],
            "democratic-services-officer": ["governance-officer"],
            "monitoring-officer": ["monitoring-officer"],
        },
        "cabinet": {"quorum": 4, "quorum_source": "cabinet procedure rule 5"},
        "call_in": {"working_days": 5, "source": "call-in rule 4"},
        "chasing": {
            "remind": "democratic-services-officer",
            "remind_every": 3,
            "escalate_to": "monitoring-officer",
            "escalate_after": 1,
        },
        "deadlines_warn": "director-of-childrens-services",
        "submitted_by": "director-of-childrens-services",
        "addressees": [{"id": "hm-chief-inspector", "name": "His Majesty’s Chief Inspector"}],
    }
)
_OPENED = plan_was_opened.model_copy(
    update={"authority": _ANYTOWN.id, "constitution": _ANYTOWN.digest, "terms": _ANYTOWN}
)
_CHOSEN = ApprovalRouteChosen(
    route=Route(
        id="committee_then_council",
        name="The committee recommends, full council decides",
        source="Constitution of May 2022",
        stages=(
            Stage(id="committee", body="childrens-committee", does="recommends"),
            Stage(id="scrutiny", body="scrutiny", does="considers", optional=True),
            Stage(id="council", body="full-council", does="decides", after=("committee",)),
        ),
    ),
    governance="committees",
)
_INFEASIBLE = no_notice_was_given_in_time.model_copy(
    update={"because": "It was to be done by 24 May 2022, and it is not on record."}
)
EVENTS_WRITTEN: dict[str, Event] = {
    **EVENT_SAMPLES,
    PlanOpened.kind: _OPENED,
    ApprovalRouteChosen.kind: _CHOSEN,
    BecameInfeasible.kind: _INFEASIBLE,
}
"""The samples, but for the terms and the route of a plan: no change to an authority's file may move a line. And but for
a reason in words that the rules gave once."""

_STREAMS: dict[str, str] = {
    BookOpened.kind: BOOK,
    SealKeyAdopted.kind: BOOK,
    AbsenceShown.kind: BOOK,
    CommandRefused.kind: REFUSALS,
}


def written(kind: str) -> Record:
    """The sample of the kind as a line with everything filled in that a signature may say; its position is 0."""
    signed = Signed(
        plan=_STREAMS.get(kind, "glos-2022"),
        by="dso-01",
        acting_as="democratic-services-officer",
        id="7c1f6f1e-0001",
        on_behalf_of="dcs-01",
        authority="Scheme of delegation, paragraph 4.2",
        reason="Cabinet’s meeting was brought forward.",
        cause=3,
        classification="public",
        brought_in=True,
        invented=True,
    )
    at = datetime(2022, 10, 3, 10, 0, 0, 250_000, tzinfo=UTC)
    return line(signed, EVENTS_WRITTEN[kind], 7, at, date(2022, 10, 1), "0123456789abcdef" * 4)


def file_of(kind: str, version: int) -> Path:
    return GOLDEN / f"{kind}.v{version}.json"


def row_of(kind: str, stored: bytes, position: int = 12) -> Row:
    """The row that would hold these bytes."""
    record = written(kind)
    return Row(position, record.stream, record.number, kind, stored)


def write_golden(*afresh: str) -> list[Path]:
    """Write the files that are missing, and those of the kinds to be written afresh; the paths written."""
    paths = {kind: file_of(kind, event.shape) for kind, event in EVENTS.items()}
    new = {kind: path for kind, path in paths.items() if kind in afresh or not path.exists()}
    for kind, path in new.items():
        path.write_bytes(encode(written(kind)))
    return list(new.values())


if __name__ == "__main__":
    for path in write_golden(*sys.argv[1:]):
        print(path.name)
