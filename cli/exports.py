"""What every command that gives lines out asks for, and the entry that records it."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from domain.disclosure.commands import AtCheckpoint, RecordExport
from domain.disclosure.events import Form
from domain.disclosure.state import DEGREES, classification_on
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
    on: date,
    *,
    by: str,
    acting_as: str,
    to: str,
    reason: str | None,
) -> Entry:
    """The export of a file made of these lines, as it is to be recorded on that day before it is written.

    Raises Misfit.
    """
    try:
        command = RecordExport(
            form=form,
            request=request,
            classification=classification(lines, on),
            to=to,
            digest=sha256(file).hexdigest(),
            checkpoint=at and AtCheckpoint(size=at.size, root=at.root.hex()),
        )
        return Entry(plan=plan, command=command, by=by, acting_as=acting_as, reason=reason)
    except ValidationError as error:
        raise Misfit(fault(error)) from error


def classification(lines: Sequence[Record], on: date) -> Classification:
    """That of what is guarded most in these lines that day: a line, a paper that it registers, an embargoed report."""
    of_each = (classification_on(on, record.event, record.classification) for record in lines)
    return max(of_each, key=DEGREES.index, default="official")
