"""What every command that gives lines out asks for, and the entry that records it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from domain.disclosure.commands import AtCheckpoint, RecordExport
from domain.disclosure.events import Form
from domain.disclosure.state import DEGREES
from domain.disclosure.state import classification as of_line
from domain.reading import Misfit, fault
from domain.value import Classification
from ledger.record import Entry, Record
from ledger.seal.note import Checkpoint

By = Annotated[str, Parameter(help="your person id")]
ActingAs = Annotated[str, Parameter(name="--as", help="the post you act in")]
For = Annotated[str, Parameter(name="--for", help="for whom it is made, such as Ofsted or internal audit")]
Reason = Annotated[str | None, Parameter(help="why it is given out")]


def exported(
    plan: str,
    form: Form,
    request: str,
    lines: Sequence[Record],
    file: bytes,
    at: Checkpoint | None,
    *,
    by: str,
    acting_as: str,
    to: str,
    reason: str | None,
) -> Entry:
    """The export of a file made of these lines, as it is to be recorded before it is written. Raises Misfit."""
    try:
        command = RecordExport(
            form=form,
            request=request,
            classification=classification(lines),
            to=to,
            digest=sha256(file).hexdigest(),
            checkpoint=at and AtCheckpoint(size=at.size, root=at.root.hex()),
        )
        return Entry(plan=plan, command=command, by=by, acting_as=acting_as, reason=reason)
    except ValidationError as error:
        raise Misfit(fault(error)) from error


def classification(lines: Sequence[Record]) -> Classification:
    """That of what is guarded most in these lines: of a line, or of a paper that it registers."""
    return max((of_line(r.event, r.classification) for r in lines), key=DEGREES.index, default="official")
