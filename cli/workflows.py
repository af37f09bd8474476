"""`minutebook doctor --workflows`: whether what runs on Temporal is what the ledger says, and how it was mended."""

import asyncio

from cli.endings import BROKEN, OK
from cli.paper import put
from running.checkup import Drift
from running.engine import beside
from wiring import Office


def compared(office: Office, repair: bool, json: bool) -> int:
    """Say each workflow that differs; with `repair`, what was done to it."""
    found, done = asyncio.run(_looked(office, repair))
    mended = dict(zip((drift.workflow for drift in found), done, strict=False))
    if json:
        put({"drift": [{**drift.model_dump(), "done": mended.get(drift.workflow)} for drift in found]})
    else:
        for drift in found:
            print(f"{drift.workflow}: {drift.what}{f'; {mended[drift.workflow]}' if mended else ''}.")
        if not found:
            print("What runs on Temporal is what the ledger says.")
    return BROKEN if found and not repair else OK


async def _looked(office: Office, repair: bool) -> tuple[list[Drift], list[str]]:
    async with beside(office) as checkup:
        found = await checkup.look()
        return found, await checkup.mend(found) if repair else []
