"""`minutebook audit bundle`, `absence` and `exports`: what is given out with its proof, and who gave it to whom."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast

from cyclopts import Parameter

from audit.absence import absence as shown_absent
from audit.asking import of_decision, of_finding
from audit.bundle import Bundle, pack, vouched
from audit.gathering import gather
from audit.verify import goes_for
from cli.audit import Json, signed_note
from cli.endings import BROKEN, OK
from cli.exports import ActingAs, By, For, Reason, exported
from cli.paper import existing_office, gone_or, put, table
from domain.allowance.rules import admit
from domain.authority.duties import MAY
from domain.book.events import BOOK, AbsenceShown, is_plan
from domain.calendar import dated, london_day
from domain.catalogue import EVENTS
from domain.disclosure.commands import RecordExport
from domain.disclosure.events import Exported, Sealed
from domain.reading import Misfit
from domain.value import Event, erasable, refuse
from ledger.book_lines import enter
from ledger.record import Entry, Record, Signed
from ledger.seal.note import Checkpoint, Key, Note, Unsealed
from wiring import Office

Zip = Annotated[Path, Parameter(name=("-o", "--output"), help="the ZIP file to write")]
Witnesses = Annotated[
    list[str] | None,
    Parameter(name="--witness", negative="", help="the key of a witness whose signature the checkpoint bears"),
]


NAMES = frozenset({"kind", "post"}) | {name for event in EVENTS.values() for name in event.model_fields}
"""What lines may be asked for by."""

SEALED_FIELDS = frozenset(name for event in EVENTS.values() for name in erasable(event))
"""What holds words that may be erased: no line is asked for by them, since what was asked is on record for good."""


def bundle(
    plan: str,
    /,
    *,
    output: Zip,
    by: By,
    acting_as: ActingAs,
    recipient: For,
    reason: Reason = None,
    finding: Annotated[str | None, Parameter(help="only what concerns this finding")] = None,
    decision: Annotated[int | None, Parameter(help="only what concerns this round of approval")] = None,
    everything: Annotated[bool, Parameter(name="--all", negative="", help="all of the plan, as without these")] = False,
    size: Annotated[int | None, Parameter(help="at the checkpoint over so many lines; else one of now")] = None,
    witness: Witnesses = None,
) -> None:
    """Lines of a plan with all that proves them, checked anywhere by the verify.py inside; the export is recorded."""
    if (finding is not None) + (decision is not None) + everything > 1:
        raise Misfit("--finding, --decision and --all are different bundles: ask for one of them.")
    office = existing_office()
    note = _note(office, None if size is None else str(size))
    at = Checkpoint.read(note.text)
    records = list(office.ledger.lines(plan, as_at=at.size))
    if not records or office.ledger.plan(plan, as_at=at.size) is None:
        raise gone_or(office, plan, f"There was no plan {plan} by then; `minutebook plan list` lists the plans.")
    chosen, what = records, f"all of {plan}"
    if finding is not None:
        chosen, what = of_finding(records, finding), f"finding {finding} of {plan}"
    elif decision is not None:
        chosen, what = of_decision(records, decision), f"decision {decision} of {plan}"
    packed = _packed(office, gather(office.ledger, records, chosen, what, at), note, witness or ())
    today = office.ledger.day_of()
    entry = exported(
        plan, "bundle", what, chosen, packed, at, today, by=by, acting_as=acting_as, to=recipient, reason=reason
    )
    _folder_of(output)
    office.ledger.record(entry)
    output.write_bytes(packed)
    count = f"{len(chosen)} line" if len(chosen) == 1 else f"{len(chosen)} lines"
    print(f"{output}: {count} of {plan}, at the checkpoint over {at.size} lines. Check: python3 -I verify.py")


def absence(
    plan: str,
    /,
    *,
    output: Zip,
    by: By,
    acting_as: ActingAs,
    recipient: For,
    reason: Reason = None,
    of: Annotated[
        list[str] | None, Parameter(negative="", help="what no line touches, such as action=12 or kind=plan.closed")
    ] = None,
    by_post: Annotated[str | None, Parameter(help="a post that entered no line, and that none names")] = None,
    since: Annotated[
        str | None,
        Parameter(name="--from", help="the earlier checkpoint, by its size or as a file; else the beginning"),
    ] = None,
    until: Annotated[str | None, Parameter(name="--to", help="the later one; else one of now")] = None,
    witness: Witnesses = None,
) -> int:
    """All lines of a plan between two checkpoints, to show that none touches what is asked; exit code 3 if some do."""
    if not is_plan(plan):
        raise Misfit(f"{plan} is no plan's id: absence is shown of plans.")
    asked = _asked(of or (), by_post)
    office = existing_office()
    keeper = office.keeper()
    later = _note(office, until)
    earlier = vouched(_note(office, since), keeper.signer) if since else None
    at = Checkpoint.read(later.text)
    if earlier and Checkpoint.read(earlier.text).size > at.size:
        raise Misfit("The checkpoint of --from is later than that of --to: the earlier one comes first.")
    made, touching = shown_absent(plan, asked, keeper.seal, office.ledger.store, earlier, at)
    packed = _packed(office, made, later, witness or ())
    _folder_of(output)
    lines = office.ledger.texts.records(row for row in made.rows if row.stream == plan)
    today = office.ledger.day_of()
    entry = exported(
        plan, "absence", made.request, lines, packed, at, today, by=by, acting_as=acting_as, to=recipient, reason=reason
    )
    if plan in made.streams:
        office.ledger.record(entry)
    else:
        _record_absence(office, entry, at)
    output.write_bytes(packed)
    positions = ", ".join(str(record.position) for record in touching)
    shown = made.request if made.request.endswith(".") else f"{made.request}."
    print(f"{output}: it does not hold, see position {positions}." if touching else f"{output}: {shown}")
    return BROKEN if touching else OK


def exports(plan: str | None = None, /, *, json: Json = False) -> None:
    """Who gave out what, for whom and why: of one plan, or of all; and who showed that there was no such plan."""
    ledger = existing_office().ledger
    kinds, streams = [Exported.kind, AbsenceShown.kind], [plan, BOOK] if plan else []
    found = [
        record
        for record in ledger.after(0, ledger.head() or 1, kinds, streams)
        if plan in {None, getattr(record.event, "plan", record.stream)}
    ]
    if json:
        put([record.published() for record in found])
        return
    table(["plan", "export", "recorded", "by", "as", "for", "what"], [_row(record) for record in found])


def _row(record: Record) -> tuple[object, ...]:
    signed = (dated(london_day(record.at)), record.by, record.acting_as)
    match record.event:
        case Exported(number=number, to=to, request=request):
            return (record.stream, number, *signed, to, request)
        case AbsenceShown(plan=plan, to=to):
            return (plan, None, *signed, to, f"no stream {plan}")
        case _:
            raise AssertionError(f"{record.kind} is no export")


def _record_absence(office: Office, entry: Entry, at: Checkpoint) -> None:
    """Record in the book's own stream that it was shown to have no such plan, which has no stream for the `entry`.

    Whoever may export some authority's plans may do this. Nothing where the same person has given the same bytes to the
    same recipient before. Raises Refused.
    """
    command = cast("RecordExport", entry.command)
    if not any(MAY[command.name] & terms.roles(entry.acting_as) for terms in office.ledger.register.values()):
        refuse("post-may-do-it", f"The post {entry.acting_as} may not {command.name} in any authority.")
    admit(command, entry.act(at=office.ledger.clock.now()), None)
    sealed = Sealed(size=at.size, root=at.root.hex())
    event = AbsenceShown(plan=entry.plan, to=command.to, digest=command.digest, checkpoint=sealed)
    signed = Signed(plan=BOOK, by=entry.by, acting_as=entry.acting_as, reason=entry.reason)
    enter(office.ledger, signed, lambda before: None if (entry.by, event) in _shown(before) else event)


def _shown(before: Sequence[Record]) -> list[tuple[str, Event]]:
    return [(record.by, record.event) for record in before]


def _folder_of(output: Path) -> None:
    if not output.parent.is_dir():
        raise Misfit(f"There is no folder {output.parent} to write the bundle into.")


def _asked(of: Sequence[str], by_post: str | None) -> dict[str, str]:
    """What a line is asked for, by name. Raises Misfit."""
    asked = {"post": by_post} if by_post else {}
    for each in of:
        what, equals, value = each.partition("=")
        if not (what and equals and value):
            raise Misfit(f"{each} does not say what no line touches: write name=value, such as action=12.")
        if what == "kind" and value not in EVENTS:
            raise Misfit(f"There is no kind of event {value}; `minutebook kinds` lists them.")
        if what not in NAMES:
            raise Misfit(f"No event has a field {what}: lines are asked for by kind, post or a field, such as action.")
        if any(goes_for(name, what) for name in SEALED_FIELDS):  # type: ignore[no-untyped-call]
            raise Misfit(
                f"{what} holds words that may be erased, and what was asked stays on record: ask by kind, post or the "
                "id of something, such as action."
            )
        if not value.isprintable():
            raise Misfit(
                f"What is asked for by {what} has a line break or another sign that nobody sees: leave it out."
            )
        if value in {"True", "False"}:
            raise Misfit(f"Write {what}={value.lower()}: a line says it so.")
        if what in asked:
            raise Misfit(f"{what} is asked for twice, and no line could touch both: ask for each by itself.")
        asked[what] = value
    return asked


def _note(office: Office, which: str | None) -> Note:
    """The checkpoint of this size, or in this file; one of now where none is named. Raises Misfit."""
    keeper = office.keeper()
    if which is None:
        return keeper.checkpoint()
    kept = None if which.isdecimal() else signed_note(Path(which), keeper.known_keys())
    size = Checkpoint.read(kept.text).size if kept else int(which)
    note = keeper.seal.checkpoint(size)
    if note is None:
        raise Misfit(f"No checkpoint over {size} lines was signed.")
    if kept and kept.text != note.text:
        raise Unsealed(f"{which} is another checkpoint over {size} lines than the one of seal.db: a tree was forked.")
    return note


def _packed(office: Office, made: Bundle, note: Note, witnesses: Sequence[str]) -> bytes:
    keeper = office.keeper()
    keys = [*keeper.known_keys()[-1:], *map(Key.read, witnesses)]
    if unsigned := [key.name for key in keys[1:] if not note.signed_by([key])]:
        raise Misfit(
            f"The checkpoint bears no signature of {', '.join(unsigned)}: `minutebook audit witness` gets one."
        )
    return pack(made, note, keys, keeper.seal, office.ledger.store, keeper.signer)
