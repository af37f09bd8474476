"""cabinet-approval: ask, remind, escalate, hear what each stage answers, and wait out the call-in. The rules are the
decider's."""

from datetime import datetime
from functools import partial
from typing import Literal

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.ports import Message
    from domain.approval.commands import ConfirmImplementable, Escalate, RecordReminder
    from domain.authority.roles import titled
    from domain.calendar import dated
    from domain.value import Day, Moment, Slug, Text, Value
    from workflows.steps import record, record_and_tell, tell
    from workflows.timing import Timed, Timing, Watch

NAME = "cabinet-approval"
ANSWERED = "answered"
MOVED = "moved"
PASSED = "passed"

NOT_YET = frozenset({"call-in-is-resolved", "call-in-is-over"})
"""The rules that refuse to implement while members call the decision in, or once the time for that has moved."""


class Step(Value):
    """Something to do while there is no answer: the reminder of that number, or the escalation (None)."""

    at: Moment
    reminder: int | None


class Answer(Value):
    """What became of the question.

    `implementable_at` is set for a yes that is still to take effect. Of one brought in from papers nobody is told.
    """

    at: Moment
    cause: int | None = None
    how: Literal["approved", "refused", "sent-back", "withdrawn"]
    words: Text
    implementable_at: Moment | None = None
    brought_in: bool = False


class Moved(Value):
    """A line recorded at `at` says from when the decision may be implemented; or cabinet sent the version back after
    all, and `sent_back` is what it said; or the days of the steps moved before cabinet answered."""

    at: Moment
    cause: int | None = None
    implementable_at: Moment | None = None
    sent_back: Text | None = None
    steps: tuple[Step, ...] | None = None


class Words(Value):
    """How those who are asked now are spoken of: on a route they are others than cabinet."""

    asked: Text = "Cabinet is asked"
    put: Text = "was put to cabinet"
    whose: Text = "Cabinet's answer"
    silent: Text = "Cabinet has not answered yet"
    due: Text = "Cabinet was to answer"


class Passed(Value):
    """A stage of the route has answered, in a line recorded at `at`; `words` speak of those who are asked now."""

    at: Moment
    cause: int | None = None
    stage: Slug
    said: Text
    words: Words
    brought_in: bool = False


class Question(Timed):
    """One round of asking cabinet, or those on a route, with every moment at which something follows."""

    plan: Slug
    round: int
    version: int
    answer_by: Day
    answer_to: Slug
    remind: Slug
    escalate_to: Slug
    steps: tuple[Step, ...]
    answer: Answer | None = None
    asked: bool = False
    words: Words = Words()

    @property
    def to_do(self) -> list[Step]:
        """The steps in order. Of the reminders whose time had passed at the start only the last is made up for."""
        past = [s for s in self.steps if s.at <= self.as_of and s.reminder]
        return [s for s in self.steps if s not in past[:-1]]


@workflow.defn(name=NAME)
class CabinetApproval:
    @workflow.init
    def __init__(self, question: Question) -> None:
        self._question = question
        self._watch = Watch(question)
        self._answer = question.answer
        self._moved: Moved | None = None
        self._words = question.words
        self._passed: list[Passed] = []
        self._rescheduled: Moved | None = None
        if question.answer:
            self._watch.heard(question.answer.at, question.answer.cause)

    @workflow.run
    async def run(self, question: Question) -> None:
        if not question.asked and not self._answered():
            await tell(self._message(question.remind, "asked", self._words.asked, self._asking()))
        await self._chase()
        while not self._answered():
            await workflow.wait_condition(self._woken)
            await self._tell_what_comes_next()
        assert self._answer is not None
        answer = self._answer
        if not answer.brought_in:
            await tell(self._message(question.answer_to, answer.how, self._words.whose, answer.words))
        if answer.implementable_at is None:
            return
        await self._wait_out_call_in(answer.implementable_at)

    @workflow.signal(name=ANSWERED)
    def answered(self, answer: Answer) -> None:
        if self._answer is None:
            self._watch.heard(answer.at, answer.cause)
            self._answer = answer

    @workflow.signal(name=PASSED)
    def passed(self, passed: Passed) -> None:
        self._watch.heard(passed.at, passed.cause)
        self._words = passed.words
        self._passed.append(passed)

    @workflow.signal(name=MOVED)
    def moved(self, moved: Moved) -> None:
        known = self._rescheduled if moved.steps else self._moved
        if known and (moved.at, moved.cause or 0) <= (known.at, known.cause or 0):
            return
        self._watch.heard(moved.at, moved.cause)
        if moved.steps:
            self._rescheduled = moved
        else:
            self._moved = moved

    @workflow.query(name="timing")
    def timing(self) -> Timing:
        return self._watch.timing

    def _answered(self) -> bool:
        return self._answer is not None

    def _woken(self) -> bool:
        return self._answered() or bool(self._passed)

    async def _tell_what_comes_next(self) -> None:
        while self._passed:
            passed = self._passed.pop(0)
            if not passed.brought_in:
                await tell(
                    self._message(self._question.remind, f"after-{passed.stage}", "What comes next", passed.said)
                )

    async def _wait_out_call_in(self, implementable_at: datetime) -> None:
        """Until the decision may be implemented, or no longer stands. While a call-in holds it, a line must wake us."""
        while True:
            known = self._moved
            if known and known.sent_back:
                to = self._question.answer_to
                await tell(self._message(to, "sent-back", "Cabinet's answer", known.sent_back))
                return
            due = known.implementable_at if known and known.implementable_at else implementable_at
            woken = partial(self._moved_since, known)
            if await self._watch.until(due, woken) and await self._confirmed():
                return
            await workflow.wait_condition(woken)

    def _moved_since(self, known: Moved | None) -> bool:
        return self._moved is not known

    async def _confirmed(self) -> bool:
        """Whether the rules let the decision be implemented: not while a call-in holds it."""
        question = self._question
        command = ConfirmImplementable(round=question.round)
        try:
            await record(question.plan, command, self._watch.moment, cause=self._watch.cause)
        except ActivityError as error:
            if isinstance(error.cause, ApplicationError) and error.cause.type in NOT_YET:
                return False
            raise
        return True

    async def _chase(self) -> None:
        """Remind, and once escalate, until there is an answer. Where the days move, those to come count."""
        steps, known = self._question.to_do, None
        while steps:
            await self._tell_what_comes_next()
            if self._answered():
                return
            if self._rescheduled and self._rescheduled is not known:
                known = self._rescheduled
                steps = [step for step in known.steps or () if step.at > known.at]
                continue
            step, *later = steps
            if not await self._watch.until(step.at, partial(self._woken_or_rescheduled_since, known)):
                continue
            if step.reminder is None:
                await self._escalate()
            elif not any(each.reminder and self._watch.passed(each.at) for each in later):
                await self._remind(step.reminder)
            steps = later
            if workflow.info().is_continue_as_new_suggested():
                await self._tell_what_comes_next()
                self._continue(steps)

    def _woken_or_rescheduled_since(self, known: Moved | None) -> bool:
        return self._woken() or self._rescheduled is not known

    async def _remind(self, number: int) -> None:
        question = self._question
        body = f"{self._words.silent} on version {question.version} of plan {question.plan}. {self._due()}"
        message = self._message(question.remind, f"reminder-{number}", f"{self._words.whose} is awaited", body)
        await record_and_tell(RecordReminder(round=question.round, number=number), message, self._watch.cause)

    async def _escalate(self) -> None:
        question = self._question
        body = (
            f"{self._words.due} on version {question.version} of plan {question.plan} by "
            f"{dated(question.answer_by)} and has not. The {titled(question.remind)} was reminded."
        )
        message = self._message(question.escalate_to, "escalated", f"{self._words.whose} is overdue", body)
        await record_and_tell(Escalate(round=question.round), message, self._watch.cause)

    def _asking(self) -> str:
        question = self._question
        return f"Version {question.version} of plan {question.plan} {self._words.put}. {self._due()}"

    def _due(self) -> str:
        return f"An answer is due by {dated(self._question.answer_by)}."

    def _message(self, to: str, what: str, subject: str, body: str) -> Message:
        question = self._question
        return Message(
            key=f"{question.plan}/approval/{question.round}/{what}",
            to=to,
            plan=question.plan,
            subject=f"{subject}: {question.plan}",
            body=body,
            at=self._watch.moment,
        )

    def _continue(self, left: list[Step]) -> None:
        carried = {
            "steps": tuple(left),
            "asked": True,
            "answer": self._answer,
            "words": self._words,
            **self._watch.timed,
        }
        workflow.continue_as_new(self._question.model_copy(update=carried))
