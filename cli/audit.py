"""`minutebook audit`: checkpoints of the seal, proofs, and bundles that prove themselves."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from pydantic import ValidationError

from audit.asking import of_decision, of_finding
from audit.bundle import Bundle, pack, proof
from audit.cosigning import cosigned
from audit.story import as_document, as_page, story
from cli.endings import BROKEN, OK
from cli.paper import existing_office, progress, put
from domain.book.events import BOOK
from domain.calendar import ENGLAND_AND_WALES
from domain.plan import Plan
from domain.reading import Misfit, fault
from ledger.record import Record, Signed
from ledger.seal.auditing import audited, audited_since
from ledger.seal.note import Checkpoint, Key, Note
from wiring import Office

audit = App(name="audit", help="Prove what the book says: checkpoints, proofs, bundles.")

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]
Output = Annotated[Path | None, Parameter(name=("-o", "--output"), help="the file to write; else it is printed")]


audit.command("cli.timestamping:timestamp")


@audit.command
def checkpoint(*, output: Output = None) -> None:
    """Seal all that is written now and sign it; give the checkpoint to somebody who does not answer to you."""
    _write(output, str(existing_office().keeper().checkpoint()))


@audit.command
def key(
    *,
    rotate: Annotated[bool, Parameter(negative="", help="from now on seal with a new key")] = False,
    by: Annotated[str | None, Parameter(help="your person id")] = None,
    acting_as: Annotated[str | None, Parameter(name="--as", help="the post you act in")] = None,
    reason: str | None = None,
    json: Json = False,
) -> None:
    """The keys that the book was sealed with, as verifier keys; the one in use last."""
    keeper = existing_office().keeper()
    if rotate:
        if not (by and acting_as and reason):
            raise Misfit("A new key is adopted by somebody and for a reason: give --by, --as and --reason.")
        try:
            signed = Signed(plan=BOOK, by=by, acting_as=acting_as)
        except ValidationError as error:
            raise Misfit(fault(error)) from error
        keeper.rotate(signed, reason)
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
    _write(output, proof(row, note, keeper.seal))


@audit.command
def verify(
    *,
    checkpoint: Annotated[Path | None, Parameter(help="a checkpoint you keep; else the book's latest")] = None,
    since: Annotated[Path | None, Parameter(help="an earlier checkpoint: check only the lines after it")] = None,
    json: Json = False,
) -> int:
    """Check that the lines are those that were sealed and that they hold together; exit code 3 names what does not."""
    office = existing_office()
    keeper = office.keeper()
    keys = keeper.known_keys()
    latest = keeper.seal.checkpoint()
    if latest is None and checkpoint is None:
        lost = "No checkpoint is kept here: give one with --checkpoint."
        raise Misfit(lost if keys else "The book is not sealed yet: `minutebook audit checkpoint` seals it.")
    trusted = _checkpoint(checkpoint, keys) if checkpoint else Checkpoint.read(latest.text) if latest else None
    assert trusted is not None
    earlier = _checkpoint(since, keys) if since else None
    with progress("Reading the ledger") as bar:
        if earlier:
            found = audited_since(office.ledger.store, keeper.seal, trusted, earlier, bar)
        else:
            place, processors = office.settings.ledger, os.cpu_count() or 1
            found = audited(office.ledger, place, keeper.seal, trusted, processors, bar)
    lines = f"{trusted.size - earlier.size} lines since that checkpoint" if earlier else f"{trusted.size} lines"
    said = "\n".join(each.why for each in found) or f"All {lines} are those that were sealed, and whole."
    if json:
        put({"whole": not found, "size": trusted.size, "breaks": [each.model_dump() for each in found]})
    else:
        print(said)
    return BROKEN if found else OK


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


@audit.command
def bundle(
    plan: str,
    /,
    *,
    output: Annotated[Path, Parameter(name=("-o", "--output"), help="the ZIP file to write")],
    finding: Annotated[str | None, Parameter(help="only what concerns this finding")] = None,
    decision: Annotated[int | None, Parameter(help="only what concerns this round of approval")] = None,
    size: Annotated[int | None, Parameter(help="at the checkpoint over so many lines; else one of now")] = None,
) -> None:
    """Lines of a plan with all that proves them, checked anywhere by the verify.py inside."""
    if finding and decision:
        raise Misfit("--finding and --decision are two bundles: ask for one of them.")
    office = existing_office()
    keeper = office.keeper()
    note = keeper.seal.checkpoint(size) if size else keeper.checkpoint()
    if note is None:
        raise Misfit(f"No checkpoint over {size} lines was signed.")
    upto = Checkpoint.read(note.text).size
    records = list(office.ledger.lines(plan, as_at=upto))
    if not records or office.ledger.plan(plan, as_at=upto) is None:
        raise Misfit(f"There was no plan {plan} by then; `minutebook plan list` lists the plans.")
    chosen = of_finding(records, finding) if finding else of_decision(records, decision) if decision else records
    what = f"finding {finding} of {plan}" if finding else f"decision {decision} of {plan}" if decision else plan
    packed = _packed(office, note, chosen, what, upto)
    output.write_bytes(packed)
    print(
        f"{output}: {len(chosen)} lines of {plan}, at the checkpoint over {upto} lines. Check it: python3 -I verify.py"
    )


def _packed(office: Office, note: Note, chosen: list[Record], what: str, upto: int) -> bytes:
    keeper = office.keeper()
    plan = office.ledger.plan(chosen[0].stream, as_at=upto)
    assert plan is not None
    book = office.ledger.store.stream(BOOK)
    rows = [row for row in (*book, *office.ledger.store.stream(plan.id)) if row.position <= upto]
    positions = {record.position for record in chosen} | {row.position for row in book}
    told = story(f"{plan.title}: {what}", _known(plan, note, keeper.origin), chosen)
    files = {
        "story.html": as_page(told),
        "story.pdf": as_document(told),
        "terms.json": plan.terms.model_dump_json(indent=2).encode(),
        "calendar.json": ENGLAND_AND_WALES.model_dump_json(indent=2).encode(),
    }
    asked = Bundle(request=what, rows=tuple(sorted(r for r in rows if r.position in positions)), files=files)
    return pack(asked, note, keeper.known_keys()[-1:], keeper.seal, office.ledger.store, keeper.signer)


def _known(plan: Plan, note: Note, origin: str) -> list[str]:
    size = Checkpoint.read(note.text).size
    return [
        f"Plan {plan.id} of {plan.terms.name}, under its terms of {plan.terms.version}.",
        f"As it stood when the book {origin} had {size} lines. The positions are those of the lines in the book.",
    ]


def _checkpoint(path: Path, keys: list[Key]) -> Checkpoint:
    return Checkpoint.read(note_in(path, keys).text)


def note_in(path: Path, keys: list[Key]) -> Note:
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
