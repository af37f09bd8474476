"""bring-forward: everything that falls due in a plan's life, on its day. What that is the rules know, and it asks."""

from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.diary import Bringing, Diary, Look, Matter
    from activities.ports import Message
    from domain.value import Moment, Slug, Value
    from workflows.steps import ONE_TRY, PATIENT, record_and_tell
    from workflows.timing import Timed, Timing, Watch

NAME = "bring-forward"
MOVED = "moved"
ENDED = "ended"
ENOUGH = 500
"""After so many looks it continues as new, however short the server finds its history."""


class Kept(Timed):
    """The plan whose diary is kept."""

    plan: Slug


class Moved(Value):
    """A line recorded at `at` may have moved what falls due, or when."""

    at: Moment
    cause: int | None = None


class Ended(Value):
    """The plan has ended, in a line recorded at `at`."""

    at: Moment


@workflow.defn(name=NAME)
class BringForward:
    @workflow.init
    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._watch = Watch(kept)
        self._moved = False
        self._ended = False

    @workflow.run
    async def run(self, kept: Kept) -> None:
        """What was missed while everything stood still is asked for together, so that only the latest is told."""
        done: tuple[str, ...] = ()
        for _ in range(ENOUGH):
            self._moved = False
            diary = await self._look(done)
            for matter in diary.come:
                await self._bring(matter)
            done = (*done, *(matter.due.key for matter in diary.come))
            if not diary.come:
                await self._wait(diary.next_at)
                done = ()
            if self._ended:
                return
            if workflow.info().is_continue_as_new_suggested():
                break
        workflow.continue_as_new(Kept(plan=kept.plan, cause=self._watch.cause, **self._watch.timed))

    @workflow.signal(name=MOVED)
    def moved(self, moved: Moved) -> None:
        """However many come before it looks, it looks once."""
        self._watch.heard(moved.at, moved.cause)
        self._moved = True

    @workflow.signal(name=ENDED)
    def ended(self, ended: Ended) -> None:
        self._watch.heard(ended.at)
        self._ended = True

    @workflow.query(name="timing")
    def timing(self) -> Timing:
        return self._watch.timing

    def _woken(self) -> bool:
        return self._moved or self._ended

    @property
    def _now(self) -> datetime:
        """The workflow's own time, which after a standstill is later than what it last knew."""
        return max(self._watch.moment, self._watch.as_of + (workflow.now() - self._watch.begun))

    async def _look(self, done: tuple[str, ...]) -> Diary:
        return await workflow.execute_activity_method(
            Bringing.look,
            Look(plan=self._kept.plan, at=self._now, done=done),
            start_to_close_timeout=ONE_TRY,
            retry_policy=PATIENT,
        )

    async def _wait(self, next_at: datetime | None) -> None:
        if next_at:
            await self._watch.until(next_at, self._woken)
        else:
            await workflow.wait_condition(self._woken)

    async def _bring(self, matter: Matter) -> None:
        """What the rules refuse for good holds up nothing else, and is asked again when the diary has moved."""
        self._watch.heard(matter.at)
        due = matter.due
        message = Message(
            key=f"{self._kept.plan}/{NAME}/{due.key}",
            to=due.to,
            plan=self._kept.plan,
            subject=f"{due.title}: {self._kept.plan}",
            body=due.body,
            at=self._watch.moment,
        )
        try:
            await record_and_tell(due.command, message, self._watch.cause)
        except ActivityError as error:
            if not isinstance(error.cause, ApplicationError) or not error.cause.non_retryable:
                raise
            workflow.logger.warning("not brought forward: %s", error.cause)
