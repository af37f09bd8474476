"""`minutebook up`: everything on this machine until Ctrl-C."""

import asyncio
import signal
import sys
from typing import Annotated

from cyclopts import Parameter

from api.app import create_app
from api.serve import serve
from domain.reading import Misfit
from running.engine import Engine
from running.up import up as run_all
from wiring import Settings, open_office

PORT = 8700


def up(
    *,
    port: Annotated[int, Parameter(help="of the HTTP door, on loopback")] = PORT,
) -> None:
    """Run Temporal, the worker, the followers and the HTTP door until Ctrl-C, and say where things are."""
    office = open_office(Settings.from_environment())
    if office.nature != "real":
        raise Misfit(f"{office.settings.place} plays a case: `up` runs real books (choose another MINUTEBOOK_DATA).")

    def say(running: Engine) -> None:
        lines = (
            f"Minutebook is up. Data: {office.settings.folder}",
            f"HTTP: http://127.0.0.1:{port} (openapi.json; a token: minutebook token add)",
            f"Temporal: {running.address}{', embedded' if running.own_server else ''}",
            f"Messages: {office.settings.folder / 'outbox'}. Submissions: {office.settings.folder / 'out-tray'}",
            "Stop with Ctrl-C.",
        )
        print("\n".join(lines), file=sys.stderr, flush=True)

    async def all_of_it() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, stop.set)
        app = create_app(office)
        await run_all(office, stop, lambda until: serve(app, "127.0.0.1", port, until), say)

    asyncio.run(all_of_it())
