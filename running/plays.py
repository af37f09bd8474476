"""Plays a case file into a book: on a simulated clock, or as a council's past brought into a real one."""

from collections.abc import Callable

from temporalio.service import RPCError

from domain.reading import Misfit
from domain.value import Refused
from ledger.record import Record
from papers import Case
from running.cluster import NoEngine
from running.engine import Engine, engine
from running.player import Heard, Player, entry
from wiring import Office, Settings, open_office


def new_book(settings: Settings, case: Case) -> Office:
    """A simulated book that begins with the case. Raises Misfit where there is a book already."""
    office = open_office(settings, begins=case.begins)
    if office.ledger.head() > 1:
        raise Misfit(f"There is a book at {settings.place} already: play a case into a new folder (MINUTEBOOK_DATA).")
    return office


async def play_simulated(case: Case, office: Office, heard: Heard) -> None:
    """Play the case with its clock skipped. Raises Refused where the rules refuse an act, and NoEngine."""
    async with engine(office) as running:
        player = Player(office.ledger, running.client, running.dispatcher, heard)
        try:
            await player.play(case)
        except RPCError as error:
            if "Time-Skipping" not in str(error):
                raise
            raise NoEngine(
                f"The Temporal server at {running.address} cannot skip time: start it with "
                "--dynamic-config-value frontend.WorkflowTimeSkippingEnabled=true, or unset TEMPORAL_ADDRESS."
            ) from error
        finally:
            if not running.own_server:
                await _leave_nothing_open(running)


def bring_in(case: Case, office: Office, heard: Callable[[list[Record]], None]) -> None:
    """Enter a council's past in a real book: every act is recorded now, keeps its own day, and is marked as brought in.

    Safe to repeat after an interruption. Raises Refused, with the act's place, where the rules refuse one.
    """
    if office.nature != "real":
        raise Misfit(f"{office.settings.place} is a simulated book: bring a past into a real one (MINUTEBOOK_DATA).")
    for n, act in enumerate(case.acts, start=1):
        try:
            heard(office.ledger.record(entry(case, n, brought_in=True)))
        except Refused as refused:
            raise Refused(refused.rule, f"Act {n} ({act.do} on {act.plan}): {refused.because}") from refused


async def _leave_nothing_open(running: Engine) -> None:
    """A played book's workflows are of no more use on a server that others use too."""
    for id_ in sorted(running.dispatcher.open):
        try:
            await running.client.get_workflow_handle(running.dispatcher.prefix + id_).terminate(
                "the case has been played"
            )
        except RPCError:
            continue
