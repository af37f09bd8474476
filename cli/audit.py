"""`minutebook audit`: checkpoints of the seal, proofs, and bundles that prove themselves."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from pydantic import ValidationError

from audit.bundle import proof
from audit.cosigning import cosigned
from cli.endings import BROKEN, EXCEPTIONS, OK
from cli.paper import examined_office, existing_office, moment, progress, put
from cli.replaying import Asking
from domain.book.events import BOOK
from domain.reading import Misfit, fault
from ledger.dropped import Gone, dropped
from ledger.record import Signed
from ledger.seal.auditing import audited, audited_since
from ledger.seal.note import Checkpoint, Key, Note
from projections.telling_retention import what_became_of
from wiring import Office

audit = App(name="audit", help="Prove what the book says: checkpoints, proofs, bundles.")
for elsewhere, said in {
    "timestamping:timestamp": "Have a timestamp authority say that a checkpoint existed by now (RFC 3161).",
    "disclosing:bundle": "Lines of a plan with all that proves them, checked anywhere by the verify.py inside.",
    "disclosing:absence": "All lines of a plan between two checkpoints, to show that none touches what is asked.",
    "disclosing:exports": "Who gave out what, for whom and why: of one plan, or of all.",
}.items():
    audit.command(f"cli.{elsewhere}", help=said)  # their modules are loaded only when they are called

_MAY_ROTATE = frozenset({"monitoring-officer", "head-of-paid-service"})

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]
Output = Annotated[Path | None, Parameter(name=("-o", "--output"), help="the file to write; else it is printed")]


@audit.command
def checkpoint(*, output: Output = None) -> None:
    """Seal all that is written now and sign it; give the checkpoint to somebody who does not answer to you."""
    _write(output, str(existing_office().keeper().checkpoint()))


@audit.command
def key(
    *,
    rotate: Annotated[bool, Parameter(negative="", help="from now on seal with a new key")] = False,
    lost: Annotated[
        bool, Parameter(negative="", help="the same where the key in use is lost, and cannot sign that it hands over")
    ] = False,
    by: Annotated[str | None, Parameter(help="your person id")] = None,
    acting_as: Annotated[str | None, Parameter(name="--as", help="the post you act in")] = None,
    reason: str | None = None,
    json: Json = False,
) -> None:
    """The keys that the book was sealed with, as verifier keys; the one in use last."""
    office = existing_office()
    keeper = office.keeper()
    if rotate and lost:
        raise Misfit("Either the key in use hands over (--rotate) or it is lost (--lost): ask for one of them.")
    if rotate or lost:
        if not (by and acting_as and reason):
            raise Misfit("A new key is adopted by somebody and for a reason: give --by, --as and --reason.")
        try:
            signed = Signed(plan=BOOK, by=by, acting_as=acting_as)
        except ValidationError as error:
            raise Misfit(fault(error)) from error
        if not any(_MAY_ROTATE & terms.roles(acting_as) for terms in office.ledger.register.values()):
            raise Misfit(
                f"A new key is adopted by a monitoring officer or the head of paid service, not by {acting_as}."
            )
        (keeper.replace_lost if lost else keeper.rotate)(signed, reason)
    keys = [str(each) for each in keeper.known_keys()]
    if json:
        put({"keys": keys})
    else:
        print("\n".join(keys) or "The book is not sealed yet: `minutebook audit checkpoint` does it.")


@audit.command
def prove(position: int, /, *, output: Output = None) -> None:
    """The proof that a line is in the sealed tree, in the form of c2sp.org/tlog-proof; its leaf is the line's bytes."""
    office = existing_office()
    keeper = office.keeper()
    note = keeper.checkpoint()
    if not 1 <= position <= Checkpoint.read(note.text).size:
        raise Misfit(f"There is no line at position {position}: the book has {office.ledger.head()}.")
    [row] = office.ledger.store.after(position - 1, 1)
    if row.position != position:
        raise Misfit(_gone(office, position))
    _write(output, proof(row, note, keeper.seal))


@audit.command
def verify(
    *,
    checkpoint: Annotated[Path | None, Parameter(help="a checkpoint you keep; else the book's latest")] = None,
    since: Annotated[Path | None, Parameter(help="an earlier checkpoint: check only the lines after it")] = None,
    certificate: Annotated[Path | None, Parameter(help="compare the views too; write what was found here")] = None,
    earlier_rules: Annotated[
        str | None, Parameter(help="what was recorded by then, an earlier release decided (a date, moment or position)")
    ] = None,
    lines_only: Annotated[
        bool, Parameter(negative="", help="ask no decision again, which takes most of the time")
    ] = False,
    json: Json = False,
) -> int:
    """Check that the lines are those that were sealed, hold together and are what the rules give.

    Exit code 3 names what is not as it was sealed, or broken; 7 names the exceptions: what the rules, asked again as
    things stood then, would not have given. With --since neither the whole is read nor anything asked again.
    """
    if certificate and (since or lines_only):
        raise Misfit("A certificate is of the whole book, asked again: leave --since and --lines-only out.")
    office = examined_office()
    by_then = _position(office, earlier_rules)
    keeper = office.keeper()
    keys = keeper.trusted_keys()
    latest = keeper.seal.checkpoint()
    if latest is None and checkpoint is None:
        lost = "No checkpoint is kept here: give one with --checkpoint."
        raise Misfit(lost if keys else "The book is not sealed yet: `minutebook audit checkpoint` seals it.")
    trusted = _checkpoint(checkpoint, keys) if checkpoint else Checkpoint.read(latest.text) if latest else None
    assert trusted is not None
    earlier = _checkpoint(since, keys) if since else None
    if earlier and checkpoint and earlier.size > trusted.size:
        raise Misfit(
            f"--since is the earlier checkpoint and --checkpoint the later one: {since} is over {earlier.size} lines "
            f"and {checkpoint} over {trusted.size}, so exchange them."
        )
    asking = None if since or lines_only else Asking(office, certificate is not None)
    with progress("Reading the ledger") as bar:
        if earlier:
            found = audited_since(office.ledger.store, keeper.seal, trusted, earlier, bar)
        else:
            place, processors = office.settings.ledger, os.cpu_count() or 1
            found = audited(office.ledger, place, keeper.seal, trusted, processors, bar, asking)
    replay = asking.replay(by_then) if asking and not found else None
    if replay and replay.certificate and certificate:
        certificate.write_bytes(replay.certificate.written())
        _write(certificate.with_name(f"{certificate.name}.note"), str(replay.certificate.signed(keeper.signer)))
    gone = [what_became_of(drop) for drop in dropped(office.ledger.store)]
    lines = f"{trusted.size - earlier.size} lines since that checkpoint" if earlier else f"{trusted.size} lines"
    whole = f"All {lines} are those that were sealed, and whole."
    if gone:
        whole = f"All that is left of the {lines} is as it was sealed, and whole."
    if json:
        said = {"whole": not found, "size": trusted.size, "gone": gone, "breaks": [each.model_dump() for each in found]}
        put(said | (replay.document if replay else {}))
    else:
        broken = [each.why for each in found]
        print("\n".join([*(broken or [whole]), *gone, *(replay.sentences if replay else ())]))
    return BROKEN if found else EXCEPTIONS if replay and replay.failed else OK


@audit.command
def witness(
    url: Annotated[str | None, Parameter(help="where the witness is, such as https://audit.example/witness")] = None,
    /,
    *,
    key: Annotated[str | None, Parameter(help="the witness's verifier key, from somebody you trust")] = None,
) -> None:
    """Have the book's checkpoint signed by a witness; without an address, this installation's own key as a witness."""
    office = existing_office()
    if url is None:
        own = office.witness()
        print(own.key if own else "This installation witnesses nobody: write witness.yaml (docs/running.md).")
        return
    if key is None:
        raise Misfit("Give the witness's key with --key: without it anybody could answer in its name.")
    note = cosigned(office.keeper(), url, Key.read(key))
    print(note, end="")


def _gone(office: Office, position: int) -> str:
    """What became of a line that is missing."""
    drops = (drop for drop in dropped(office.ledger.store) if Gone([drop]).has(position))
    return next(
        map(what_became_of, drops), f"The line at position {position} is missing: `minutebook verify` says more."
    )


def _position(office: Office, written: str | None) -> int:
    """The last position that was known at that moment; 0 where none is given. Raises Misfit."""
    when = moment(written)
    return office.ledger.head_at(when) if isinstance(when, datetime) else when or 0


def _checkpoint(path: Path, keys: list[Key]) -> Checkpoint:
    return Checkpoint.read(signed_note(path, keys).text)


def signed_note(path: Path, keys: list[Key]) -> Note:
    """The checkpoint in a file, which one of the book's keys must have signed. Raises Misfit and Unsealed."""
    try:
        note = Note.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Misfit(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}.") from error
    if not note.signed_by(keys):
        raise Misfit(f"{path} is signed by none of the book's keys: it is another book's.")
    return note


def _write(output: Path | None, text: str) -> None:
    if output is None:
        print(text, end="")
    else:
        output.write_text(text, encoding="utf-8")
