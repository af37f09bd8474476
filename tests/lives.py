"""Plans' lives made up at random, for whatever is to hold whatever is asked, in whatever order, by whomever.

A step of a life is either anything at all, by any post, or the next sensible thing, so that many a plan is approved and
sent, and some more than once, while others do their worst. No command is an exception to any law.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache

from given import AUTHORITY_STREAM, REGISTER, STREAM, TERMS, day, usual_act
from hypothesis import settings
from hypothesis import strategies as st
from invariants import as_line
from pydantic import TypeAdapter, ValidationError
from samples import (
    COMMAND_SAMPLES,
    choose_cabinet_then_council,
    delegate_the_finalisation,
    open_the_plan,
    open_under_the_template,
    record_late_strategy_meetings,
)

from domain.approval import commands as approval
from domain.approval.events import ApprovalAsked, CabinetApproved, CabinetRefused, SentBack
from domain.approval.state import Approved, Asked
from domain.authority import council as councils
from domain.authority.commands import AuthorityCommand
from domain.authority.council import Council
from domain.authority.roles import ENGINE
from domain.call_in.commands import WithdrawCallIn
from domain.decider import AnyCommand, PlanCommand, decide
from domain.drafting import commands as drafting
from domain.drafting.events import ActionAmended, DraftingEvent, VersionCut
from domain.finalisation.commands import FinalisePlan, RevokeDelegation
from domain.finalisation.events import Consulted, FinalisedUnderDelegation, ImmaterialChangeAdopted
from domain.inspection.commands import OpenPlan
from domain.notice.commands import AgreeSpecialUrgency
from domain.plan import Plan, evolve
from domain.plan_events import PlanEvent
from domain.retracing import retraced
from domain.route.commands import RecordDecision
from domain.route.events import DecisionMade
from domain.submission import commands as submission
from domain.submission.events import SubmissionAcknowledged, SubmittedToOfsted
from domain.value import Act, Refused
from ledger.record import Record


def examples(few: int) -> settings:
    """So many examples; ten times as many with --hypothesis-profile=thorough."""
    thorough = settings.default is not None and settings.default.max_examples > 100
    return settings(max_examples=few * (10 if thorough else 1), deadline=None)


URGENT = AgreeSpecialUrgency(
    agreed_by="overview-and-scrutiny-chair", because="It is urgent.", agreed_on=day("2022-06-14")
)
MEMBERS = ("cab-01", "cab-02", "cab-03", "cab-04")
PEOPLE = ("dso-01", "dcs-01", "hoi-01", "mo-01", "qam-01", "workflow", *MEMBERS)

people = st.sampled_from(PEOPLE)
posts = st.sampled_from([*TERMS.posts, ENGINE, "head-of-highways"])
days = st.sampled_from([day("2022-04-01"), day("2022-06-14"), day("2022-06-22"), day("2022-07-01"), day("2022-09-30")])
moments = st.sampled_from([datetime(2022, 6, 22, 12, tzinfo=UTC), datetime(2022, 10, 3, 10, tzinfo=UTC)])
few = st.integers(1, 3)
finding_ids = st.sampled_from(["R1", "R2", "R3", "W1", "R9"])
action_ids = st.sampled_from(["A1", "A2", "A9"])
evidence_ids = st.sampled_from(["E1", "E2"])
owners = st.sampled_from(["head-of-safeguarding", "head-of-digital-services", "head-of-highways"])
measure_ids = st.sampled_from(["M1", "M2"])
words = st.sampled_from(["One thing.", "Another."])
deciders = st.lists(people, min_size=1, max_size=6).map(tuple)
versions_of_the_fields: dict[str, st.SearchStrategy[object]] = {
    "finding": finding_ids,
    "findings": st.lists(finding_ids, max_size=3).map(tuple),
    "sort": st.sampled_from(["recommendation", "weakness"]),
    "source": st.sampled_from(["inspection", "visit-8"]),
    "type": st.sampled_from(["ilacs-standard", "focused-visit", "jtai", "area-send"]),
    "priority_action": st.booleans(),
    "repeats": st.none() | finding_ids,
    "principal_authority": st.none() | st.just("gloucestershire"),
    "action": action_ids,
    "evidence": evidence_ids,
    "rests_on": st.lists(evidence_ids, max_size=2).map(tuple),
    "rating": st.sampled_from(["early-signs", "clear", "red", "excellent"]),
    "approved_by": posts,
    "approver": people,
    "owner": owners,
    "version": few,
    "round": few,
    "number": few,
    "adoption": few,
    "duty": st.sampled_from(["statement", "report", "draft-plan"]),
    "basis": st.sampled_from(["computed", "stated", "extended"]),
    "decided_by": deciders,
    "digest": st.none(),
    "addressee": st.sampled_from(["hm-chief-inspector", "secretary-of-state", "the-gazette"]),
    "status": st.sampled_from(["in-progress", "complete"]),
    "title": st.sampled_from(["A plan", "Another plan"]),
    "because": words,
    "measure": measure_ids,
    "actions": st.lists(action_ids, max_size=2).map(tuple),
    "value": st.sampled_from(["78", "81.5"]),
    "corrects": st.none() | days,
    "no_baseline_because": st.none() | words,
    "text": words,
    "no_call_in_because": st.none() | words,
    "is_key": st.booleans(),
    "confirmed_by": posts,
    "recommendation": st.sampled_from(["S1", "S2"]),
    "answer": st.sampled_from(["accepted", "rejected"]),
    "finalisation_delegated": st.booleans(),
    "may_change": st.sampled_from([("texts",), ("actions", "reasons", "findings")]),
    "pounds": st.sampled_from([0, 600_000]),
    "divisions": st.sampled_from([1, 3]),
    "paper": st.sampled_from(["item-8", "item-9"]),
    "signatories": deciders,
    "ground": st.sampled_from(["breach-of-procedure", "dislike"]),
    "judged_by": st.sampled_from(["chief-executive", "monitoring-officer"]),
    "reaffirmed_by": st.sampled_from(["scrutiny", "cabinet"]),
    "document": st.sampled_from(["Report", "Letter of the trust, file 943 476 5919"]),
    "what": st.sampled_from(["nhs-number", "card-number"]),
    "command": st.sampled_from(["record-finding", "record-judgement", "cut-version"]),
    "post": st.sampled_from(["democratic-services-officer", "internal-auditor"]),
    "holder": people,
    "delegate": people,
    "delegation": st.sampled_from(["D1", "D2"]),
    "acting_up": st.booleans(),
    "vacancy": few,
    "route": st.sampled_from(["cabinet_then_council", "submit_then_note"]),
    "stage": st.sampled_from(["cabinet", "council", "sign-off"]),
    "rung": st.sampled_from([-10, 0, 1, 10]),
    "papers_of": st.sampled_from(["public-meeting", "private-meeting", "officer-decision"]),
    "line": st.integers(2, 8),
    "countersigned_by": people,
    **dict.fromkeys(
        (
            *("deferred_on", "to_meeting_on", "received_on", "published_on", "due", "endorsed_on"),
            *("answer_by", "asked_on", "decided_on", "sent_on", "as_of", "reported_on", "judged_on"),
            *("withdrawn_on", "agreed_on", "referred_on", "reaffirmed_on", "assessed_on", "notified_on"),
            *("corrected_on", "delegated_on", "finalised_on", "confirmed_on", "considered_on", "answered_on"),
            *("challenged_on", "reconstituted_on", "changed_on", "closed_on", "reopened_on", "keep_until"),
            *("until", "started_on", "ended_on", "shared_on", "issued_on", "held_on", "lifted_on"),
            *("appointed_on", "revoked_on", "since", "in_force_from", "complete_on", "review_by"),
            *("superseded_on", "meeting_on", "moved_to", "decision_on", "opened_on", "required_on", "report_by"),
            "respond_by",
        ),
        days,
    ),
}


@dataclass(frozen=True)
class Whatever:
    """Anything at all, by anybody: the sample of a command with some of its parts changed."""

    name: str
    change: dict[str, object]
    said: dict[str, object]

    def command(self, plan: Plan | None) -> AnyCommand:
        change = dict(self.change)
        standing = plan.approval.standing if plan else None
        if self.name == "acknowledge-submission":
            change["digest"] = standing.digest if isinstance(standing, Asked) else "0" * 64
            if plan and isinstance(standing, Approved):
                _, change["digest"] = plan.finalisation.content(standing)
        sample = COMMAND_SAMPLES[self.name]
        change = {name: value for name, value in change.items() if _carries(type(sample), name, value)}
        command: AnyCommand = sample.model_copy(update=change)
        return command


def _carries(command: type[AnyCommand], name: str, value: object) -> bool:
    """Whether such a value gets through the doors at all: what does not is never asked of the rules."""
    try:
        _part(command, name).validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def _part(command: type[AnyCommand], name: str) -> TypeAdapter[object]:
    return TypeAdapter(command.model_fields[name].rebuild_annotation())


@dataclass(frozen=True)
class NextThing:
    """The next sensible thing on the way to Ofsted and, after that, to a second version; with a slip, not quite."""

    said: dict[str, object]
    slip: str = ""

    def command(self, plan: Plan | None) -> PlanCommand:
        if plan is None:
            return open_under_the_template if self.slip else open_the_plan
        if not plan.inspection.recommendations:
            return record_late_strategy_meetings
        standing, latest = plan.approval.standing, plan.draft.latest
        if isinstance(standing, Asked):
            first = plan.notices.key_decision_from
            if plan.notices.assessed and (first is None or first > standing.answer_by):
                return URGENT
            return self._with_cabinet(standing, plan)
        if isinstance(standing, Approved) and not plan.submitted:
            held_by = plan.call_in(standing.round).held_by
            if held_by:
                return WithdrawCallIn(notice=held_by[0], withdrawn_on=day("2022-09-30"))
            if plan.finalisation.awaited(standing):
                return self._to_finalise(standing, plan)
            return _receipt(standing, plan, early=self.slip == "early")
        if plan.unanswered:
            return drafting.ReasonNoAction(finding=plan.unanswered[0].id, because="Nothing can be done.")
        if latest is None or plan.draft.moved_on(plan.id, latest, plan.inspection.findings):
            return drafting.CutVersion()
        if isinstance(standing, Approved) and standing.version == latest.number:
            return drafting.ReasonNoAction(finding="R1", because=f"Thought over after version {latest.number}.")
        if plan.terms.routes and plan.route.route is None:
            return choose_cabinet_then_council
        return approval.AskApproval(version=latest.number, answer_by=day("2022-06-22"), asked_on=day("2022-06-14"))

    def _to_finalise(self, approved: Approved, plan: Plan) -> PlanCommand:
        given, latest = plan.finalisation.in_force(approved), plan.draft.latest
        assert latest is not None
        if given is None:
            return delegate_the_finalisation.model_copy(update={"version": approved.version})
        if self.slip:
            return RevokeDelegation(version=approved.version, revoked_on=given.until, because="It takes too long.")
        if plan.draft.moved_on(plan.id, latest, plan.inspection.findings):
            return drafting.CutVersion()
        consulted = tuple(Consulted(post=post, consulted_on=given.until) for post in given.consulting)
        return FinalisePlan(version=latest.number, finalised_on=given.until, consulted=consulted)

    def _with_cabinet(self, asked: Asked, plan: Plan) -> PlanCommand:
        if self.slip == "one more recommendation":
            return _one_more_recommendation(plan)
        if plan.unanswered and self.slip != "a yes all the same":
            return approval.WithdrawApproval(because="One more recommendation came.")
        if asked.taken.of_body("full-council") and "cabinet" in asked.answers:
            return RecordDecision(
                stage="council",
                version=asked.version,
                verb="agreed",
                decided_on=asked.answer_by,
                resolution="Agreed.",
                decided_by=MEMBERS if self.slip == "one member twice" else (*MEMBERS, "cab-05"),
            )
        return approval.RecordCabinetApproval(
            version=asked.version,
            verb="agreed",
            decided_on=asked.answer_by,
            resolution="Agreed.",
            decided_by=(*MEMBERS[:3], "cab-01") if self.slip == "one member twice" else MEMBERS,
        )


def _one_more_recommendation(plan: Plan) -> PlanCommand:
    return record_late_strategy_meetings.model_copy(update={"finding": f"R{len(plan.inspection.findings) + 10}"})


def _receipt(approved: Approved, plan: Plan, *, early: bool) -> PlanCommand:
    given = plan.submission.receipts if plan.submission.round == approved.round else {}
    missing = next(a.id for a in TERMS.addressees if a.id not in given)
    return submission.AcknowledgeSubmission(
        digest=plan.finalisation.content(approved)[1],
        addressee=missing,
        receipt="Received.",
        sent_on=approved.decided_on if early else _implementable_from(approved, plan),
    )


def _implementable_from(approved: Approved | CabinetApproved | DecisionMade, plan: Plan) -> date:
    if isinstance(approved, DecisionMade):
        return approved.decided_on
    return plan.call_in(approved.round).implementable_from(approved.implementable_from)


def _whatever(name: str) -> st.SearchStrategy[Whatever]:
    parts = {f: v for f, v in versions_of_the_fields.items() if f in type(COMMAND_SAMPLES[name]).model_fields}
    change = st.fixed_dictionaries({}, optional=parts)
    anybody = st.fixed_dictionaries({"by": people, "acting_as": posts, "at": moments})
    return st.builds(Whatever, st.just(name), change, st.just({}) | st.just({}) | anybody)


somebody_else = st.sampled_from(
    [
        {},
        {"on_behalf_of": "hoi-01"},
        {"by": "hoi-01", "acting_as": "head-of-improvement"},
        {"by": "cab-01", "acting_as": "director-of-childrens-services"},
    ]
)
slips = st.sampled_from(
    ["", "", "", "one more recommendation", "a yes all the same", "one member twice", "early", "early"]
)
next_things = st.builds(NextThing, st.just({}) | st.just({}) | somebody_else, slips)
whatever = st.sampled_from(sorted(COMMAND_SAMPLES)).flatmap(_whatever)
steps = st.sampled_from([next_things, next_things, next_things, whatever]).flatmap(lambda each: each)
lives = st.lists(steps, min_size=20, max_size=40)


@dataclass
class Life:
    """A plan as it was lived: its lines so far, and what they add up to."""

    plan: Plan | None = None
    lines: list[tuple[PlanEvent, Act]] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    council: Council | None = None

    def ask(self, command: AnyCommand, act: Act) -> None:
        """Ask, and check what must hold of whatever follows."""
        try:
            if isinstance(command, AuthorityCommand):
                self._ask_the_authority(command, act)
                return
            events = decide(command, self.plan, act, STREAM, REGISTER, self._of(command))
        except Refused as refused:
            self.refusals[refused.rule] += 1
            return
        if events:
            again = retraced(events[0])
            assert again is not None, f"{command.name} is not found again"
            assert decide(again, self.plan, act, STREAM, REGISTER, self._of(command)) == events, f"{again} is another"
        for event in events:
            self._check(event)
            before = self.plan.approval.standing if self.plan else None
            act = act.but(number=len(self.lines) + 1)
            self.plan = evolve(self.plan, event, act, STREAM)
            if isinstance(self.plan.approval.standing, Approved) and not isinstance(before, Approved):
                assert isinstance(event, CabinetApproved | DecisionMade), "only an answer approves"
            self.lines.append((event, act))
        assert decide(command, self.plan, act, STREAM, REGISTER, self._of(command)) == [], f"{command.name} asked twice"

    def _of(self, command: AnyCommand) -> Council | None:
        """What the plan's own authority has recorded; a life records of one alone."""
        authority = command.authority if isinstance(command, OpenPlan) else self.plan.terms.id if self.plan else None
        return self.council if authority == TERMS.id else None

    def _ask_the_authority(self, command: AuthorityCommand, act: Act) -> None:
        for event in decide(command, None, act, AUTHORITY_STREAM, REGISTER, self.council):
            self.council = councils.evolve(self.council, event, TERMS.id)
        assert decide(command, None, act, AUTHORITY_STREAM, REGISTER, self.council) == [], f"{command.name} asked twice"

    def _check(self, event: PlanEvent) -> None:
        match event:
            case CabinetApproved():
                self._nothing_is_unanswered()
                self._those_who_decided_are_free(event)
            case DecisionMade():
                self._those_who_decided_are_free(event)
            case CabinetRefused() | SentBack():
                self._those_who_decided_are_free(event)
            case ActionAmended():
                assert self.plan is not None
                assert not self.plan.in_delivery or event.due == self.plan.draft.actions[event.action].due
            case SubmissionAcknowledged():
                approved = self._approved(event.round)
                assert event.digest == self._final(approved)
                assert self.plan is not None
                assert event.sent_on >= _implementable_from(approved, self.plan)
                assert not self.plan.call_in(event.round).held_by
                before = [e for e, _ in self.lines if isinstance(e, SubmissionAcknowledged) and e.round == event.round]
                assert event.addressee not in {e.addressee for e in before}
            case SubmittedToOfsted():
                approved = self._approved(event.round)
                assert event.digest == self._final(approved)
                assert self.plan is not None
                assert event.submitted_on >= _implementable_from(approved, self.plan)
                assert {r.addressee for r in event.receipts} == {a.id for a in TERMS.addressees}
            case _:
                pass

    def _nothing_is_unanswered(self) -> None:
        assert self.plan is not None
        assert self.plan.unanswered == ()

    def _those_who_decided_are_free(self, event: CabinetApproved | DecisionMade | CabinetRefused | SentBack) -> None:
        """By the lines, none of them drafted that version or asked about it in that round; and they are enough."""
        tied: set[str] = set()
        cut = [isinstance(e, VersionCut) and e.number == event.version for e, _ in self.lines].index(True)
        for n, (before, act) in enumerate(self.lines):
            drafted = isinstance(before, DraftingEvent) and n <= cut
            asked = isinstance(before, ApprovalAsked) and before.round == event.round
            if drafted or asked:
                tied |= act.people
        assert not tied & set(event.decided_by)
        assert self.plan is not None
        body = event.body if isinstance(event, DecisionMade) else "cabinet"
        assert len(set(event.decided_by)) >= self.plan.terms.body(body).quorum

    def _approved(self, round_: int) -> CabinetApproved | DecisionMade:
        """The answer that approved: of those of the round the one after which nobody was awaited."""
        answers = [e for e, _ in self.lines if isinstance(e, CabinetApproved | DecisionMade) and e.round == round_]
        (approved,) = [e for e in answers if not e.awaited]
        return approved

    def _final(self, approved: CabinetApproved | DecisionMade) -> str:
        """By the lines, the digest of what was finalised or adopted last after that decision, else approved."""
        final = approved.digest
        for event, _ in self.lines:
            match event:
                case FinalisedUnderDelegation(round=approved.round, final_digest=digest):
                    final = digest
                case ImmaterialChangeAdopted(round=approved.round, adopted_digest=digest):
                    final = digest
                case _:
                    pass
        return final

    @property
    def records(self) -> list[Record]:
        """The lines as the ledger would have written them."""
        return [as_line(event, act, n, STREAM) for n, (event, act) in enumerate(self.lines, start=1)]

    def count(self, kind: type[PlanEvent]) -> int:
        return sum(isinstance(event, kind) for event, _ in self.lines)


def live(steps: list[Whatever | NextThing]) -> Life:
    life = Life()
    for step in steps:
        command = step.command(life.plan)
        life.ask(command, usual_act(command, **step.said))
    return life
