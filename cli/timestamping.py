"""`minutebook audit timestamp`: the word of a timestamp authority that a checkpoint existed by a moment (RFC 3161)."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from audit.stamping import Authority, stamped
from cli.audit import signed_note
from cli.paper import existing_office
from domain.calendar import LONDON
from domain.reading import Misfit
from ledger.seal.note import Checkpoint
from papers import read_timestamping

FILE = "timestamp.yaml"


def timestamp(
    *,
    checkpoint: Annotated[Path | None, Parameter(help="a checkpoint you keep; else the book's, as of now")] = None,
    output: Annotated[Path | None, Parameter(name=("-o", "--output"), help="also write the answer (DER) here")] = None,
) -> None:
    """Have a checkpoint stamped by the authority of timestamp.yaml; bundles at that checkpoint carry the answer."""
    office = existing_office()
    authority = _authority(office.settings.folder)
    keeper = office.keeper()
    note = signed_note(checkpoint, keeper.known_keys()) if checkpoint else keeper.checkpoint()
    stamp = stamped(note, authority)
    keeper.seal.keep_timestamp(note, stamp.answer)
    if output:
        output.write_bytes(stamp.answer)
    print(f"The checkpoint over {Checkpoint.read(note.text).size} lines existed by {_said(stamp.at)}: {authority.url}.")


def _authority(folder: Path) -> Authority:
    """Raises Misfit where none is configured, or its certificates cannot be read."""
    said = read_timestamping(folder)
    if said is None:
        raise Misfit(f"No timestamp authority is configured: write {folder / FILE} (docs/running.md).")
    path = folder / said.certificates
    try:
        return Authority(said.url, path.read_bytes())
    except OSError as error:
        raise Misfit(f"The certificates {path} of {folder / FILE} cannot be read: {error.strerror}.") from error


def _said(at: datetime) -> str:
    return at.astimezone(LONDON).isoformat(timespec="seconds")
