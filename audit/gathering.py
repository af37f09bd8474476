"""What goes into the bundle of a plan: the lines asked for, what they rest on, and the story that they tell."""

from collections.abc import Sequence

from audit.bundle import Bundle
from audit.handing_over import of_the_book
from audit.story import Story, as_document, as_page, story
from domain.authority.events import ConstitutionAdopted, DelegationEnded, DelegationGiven
from domain.authority.state import Authority
from domain.book.events import stream_of
from domain.calendar import Calendar
from domain.erasure.events import TextErased
from domain.evidence.events import EvidenceAttached
from domain.plan import Plan, evolve
from ledger.ledger import Ledger
from ledger.record import Record, authority_event, plan_event
from ledger.seal.note import Checkpoint


def gather(ledger: Ledger, records: Sequence[Record], chosen: Sequence[Record], what: str, at: Checkpoint) -> Bundle:
    """The bundle of the `chosen` among all the lines of a plan up to a checkpoint."""
    numbers, positions = {record.number for record in chosen}, {record.position for record in chosen}
    erased = [each for each in records if isinstance(each.event, TextErased) and each.event.line in numbers]
    chosen = [*chosen, *(each for each in erased if each.position not in positions)]  # where a text went, by whom
    chosen.sort(key=lambda record: record.position)
    plan, terms, calendars = _in_force(records, chosen)
    behind = _behind(ledger, plan.terms.id, chosen)
    attached = [record.event for record in chosen if isinstance(record.event, EvidenceAttached)]
    told = _told(plan, what, at, chosen, behind)
    files = {"story.html": as_page(told), "story.pdf": as_document(told)}
    files |= {f"terms-{each.version}-{digest[:12]}.json": _readable(each, unset=True) for digest, each in terms.items()}
    files |= {f"calendar-{label.replace('/', '-')}.json": _readable(each) for label, each in calendars.items()}
    if attached:
        files["attachments.txt"] = "".join(f"{each.digest}  {each.evidence}\n" for each in attached).encode()
    positions = {record.position for record in (*chosen, *behind)}
    streams = [ledger.store.stream(stream) for stream in (plan.id, stream_of(plan.terms.id))]
    rows = [row for stream in streams for row in stream if row.position in positions]
    return Bundle(request=what, rows=tuple(sorted([*of_the_book(ledger.store, at.size), *rows])), files=files)


def _in_force(
    records: Sequence[Record], chosen: Sequence[Record]
) -> tuple[Plan, dict[str, Authority], dict[str, Calendar]]:
    """The plan at the last line that was chosen; the terms by digest and the calendars by label that held at each."""
    positions = {record.position for record in chosen}
    terms, calendars = dict[str, Authority](), dict[str, Calendar]()
    plan: Plan | None = None
    for record in records:
        if record.position > chosen[-1].position:
            break
        plan = evolve(plan, plan_event(record), record, record.stream)
        if record.position in positions:
            terms[plan.constitution] = plan.terms
            calendars[plan.calendar.label] = plan.calendar
    assert plan is not None, "the first line of a plan opens it"
    return plan, terms, calendars


def _behind(ledger: Ledger, authority: str, chosen: Sequence[Record]) -> list[Record]:
    """The authority's lines that these rest on: its constitutions, and who held, left and lent the posts that act."""
    posts = {record.acting_as for record in chosen}
    delegations = set[str]()
    found: list[Record] = []
    for record in ledger.lines(stream_of(authority), as_at=chosen[-1].position):
        event = authority_event(record)
        if isinstance(event, DelegationGiven) and event.post in posts:
            delegations.add(event.delegation)
        ended = isinstance(event, DelegationEnded) and event.delegation in delegations
        if isinstance(event, ConstitutionAdopted) or ended or getattr(event, "post", None) in posts:
            found.append(record)
    return found


def _told(plan: Plan, what: str, at: Checkpoint, chosen: Sequence[Record], behind: Sequence[Record]) -> Story:
    known = (
        f"Asked for: {what}. Plan {plan.id} of {plan.terms.name}.",
        f"As it stood when the book {at.origin} had {at.size} lines. Each line is named by its position in the book.",
    )
    parts = {"What happened, in the order in which it was recorded": chosen, "Who could act, and under what": behind}
    return story(plan.title, known, parts)


def _readable(document: Authority | Calendar, *, unset: bool = False) -> bytes:
    """JSON for people. `unset`: without what was not said, so that the digest is that of the document."""
    return document.model_dump_json(indent=2, exclude_unset=unset).encode() + b"\n"
