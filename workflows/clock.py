"""statutory-clock: warn as a due date draws near, and record it if it is missed."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.ports import Message
    from domain.calendar import dated
    from domain.deadline.commands import MissDeadline, WarnOfDeadline
    from domain.deadline.events import Duty
    from domain.value import Day, Moment, Slug, Value
    from workflows.steps import record_and_tell
    from workflows.timing import Timed, Timing, Watch

NAME = "statutory-clock"
MOVED = "moved"
DONE = "done"

DUTIES = {
    "statement": "send its written statement to Ofsted",
    "report": "publish Ofsted's report",
    "draft-plan": "share its draft plan with Ofsted",
}


class Warned(Value):
    """A warning, and when it goes out."""

    at: Moment
    working_days_left: int


class Deadline(Timed):
    """One duty's due date, with every moment at which something follows. `missed_at`: the first of the next day."""

    plan: Slug
    duty: Duty
    adoption: int
    due: Day
    warn: Slug
    warnings: tuple[Warned, ...]
    missed_at: Moment

    @property
    def to_give(self) -> list[Warned]:
        """The warnings in order. Of those whose time had passed at the start only the nearest is given, and none once
        the due date itself has passed."""
        if self.as_of >= self.missed_at:
            return []
        past = [w for w in self.warnings if w.at <= self.as_of]
        return past[-1:] + [w for w in self.warnings if w.at > self.as_of]


class Done(Value):
    """The duty was done, in a line recorded at `at`."""

    at: Moment


@workflow.defn(name=NAME)
class StatutoryClock:
    @workflow.init
    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._watch = Watch(deadline)
        self._done = False

    @workflow.run
    async def run(self, deadline: Deadline) -> None:
        """Another date adopted meanwhile is another countdown, in the same workflow."""
        while not self._done:
            counted = self._deadline
            if await self._count_down(counted):
                return

    @workflow.signal(name=MOVED)
    def moved(self, deadline: Deadline) -> None:
        """Another due date was adopted. `as_of` is when; the workflow's own reckoning of time goes on."""
        self._watch.heard(deadline.as_of, deadline.cause)
        if deadline.adoption > self._deadline.adoption:
            self._deadline = deadline

    @workflow.signal(name=DONE)
    def done(self, done: Done) -> None:
        self._watch.heard(done.at)
        self._done = True

    @workflow.query(name="timing")
    def timing(self) -> Timing:
        return self._watch.timing

    async def _count_down(self, counted: Deadline) -> bool:
        """True when the due date passed with the duty undone; False when something else came first."""

        def woken() -> bool:
            return self._done or self._deadline is not counted

        for n, warning in enumerate(warnings := counted.to_give, start=1):
            if not await self._watch.until(warning.at, woken):
                return False
            if not any(self._watch.passed(later.at) for later in warnings[n:]):
                await self._warn(counted, warning)
        if not await self._watch.until(counted.missed_at, woken):
            return False
        await self._miss(counted)
        return not woken()

    async def _warn(self, deadline: Deadline, warning: Warned) -> None:
        left = warning.working_days_left
        late = self._watch.moment > warning.at
        days = f"{'fewer than ' if late else ''}{left} working {'day' if left == 1 else 'days'}"
        body = (
            f"The council has to {DUTIES[deadline.duty]} for plan {deadline.plan} by {dated(deadline.due)}: "
            f"{'less than a working day is' if late and left == 1 else days + (' is' if left == 1 else ' are')} left."
        )
        command = WarnOfDeadline(duty=deadline.duty, adoption=deadline.adoption, warning=left)
        await record_and_tell(
            command,
            self._message(deadline, f"warning-{left}", "Statutory deadline draws near", body),
            self._watch.cause,
        )

    async def _miss(self, deadline: Deadline) -> None:
        body = (
            f"The due date {dated(deadline.due)} has passed, and the council has not recorded that it did "
            f"{DUTIES[deadline.duty]} for plan {deadline.plan}."
        )
        command = MissDeadline(duty=deadline.duty, adoption=deadline.adoption)
        message = self._message(deadline, "missed", "Statutory deadline missed", body)
        await record_and_tell(command, message, self._watch.cause)

    def _message(self, deadline: Deadline, what: str, subject: str, body: str) -> Message:
        return Message(
            key=f"{deadline.plan}/clock/{deadline.duty}/{deadline.adoption}/{what}",
            to=deadline.warn,
            plan=deadline.plan,
            subject=f"{subject}: {deadline.plan}",
            body=body,
            at=self._watch.moment,
        )
