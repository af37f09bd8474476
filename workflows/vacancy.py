"""vacancy: tell another post when nobody has held one that something waits for, for as long as the terms allow."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.ports import Message
    from domain.authority.commands import EscalateVacancy
    from domain.authority.roles import titled
    from domain.book.events import StreamId
    from domain.calendar import dated
    from domain.value import Day, Moment, Slug, Value
    from workflows.steps import record_and_tell
    from workflows.timing import Timed, Timing, Watch

NAME = "vacancy"
FILLED = "filled"


class Vacant(Timed):
    """A post that nobody holds since a day. `plan` is the authority's stream."""

    plan: StreamId
    post: Slug
    vacancy: int
    since: Day
    escalate_at: Moment
    escalate_to: Slug


class Filled(Value):
    """Somebody holds the post again, by a line recorded at `at`."""

    at: Moment


@workflow.defn(name=NAME)
class Vacancy:
    @workflow.init
    def __init__(self, vacant: Vacant) -> None:
        self._watch = Watch(vacant)
        self._filled = False

    @workflow.run
    async def run(self, vacant: Vacant) -> None:
        if await self._watch.until(vacant.escalate_at, lambda: self._filled):
            await record_and_tell(EscalateVacancy(vacancy=vacant.vacancy), self._message(vacant), self._watch.cause)

    @workflow.signal(name=FILLED)
    def filled(self, filled: Filled) -> None:
        self._watch.heard(filled.at)
        self._filled = True

    @workflow.query(name="timing")
    def timing(self) -> Timing:
        return self._watch.timing

    def _message(self, vacant: Vacant) -> Message:
        post = titled(vacant.post)
        body = (
            f"Nobody has held the post of {post} since {dated(vacant.since)}. Questions, warnings or actions wait for "
            "it: record who holds it, or who acts up."
        )
        return Message(
            key=f"{vacant.plan}/vacancy/{vacant.vacancy}/escalated",
            to=vacant.escalate_to,
            plan=vacant.plan,
            subject=f"Post vacant: {post}",
            body=body,
            at=self._watch.moment,
        )
