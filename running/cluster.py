"""The Temporal cluster that Temporal's own settings name, where they name one."""

import asyncio
from typing import Any

from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.service import RPCError

REACHING = 5.0
"""Seconds at most for a cluster to answer."""
SDK_LETS_GO = 0.1
"""Seconds after its last call until the SDK's threads let go; Python may crash if it ends before."""


class NoEngine(Exception):
    """There is no Temporal to work with; the message is one sentence that says why and what to do."""


class Unreachable(NoEngine):
    """The settings name a cluster that does not answer, or they cannot be read."""


async def from_environment(**connect: Any) -> Client | None:
    """A client of the cluster that Temporal's own settings name (TEMPORAL_ADDRESS, its TOML file), or None.

    `connect` goes to Client.connect, such as a data converter. Unreachable if settings are wrong or nobody answers.
    """
    try:
        settings = ClientConfig.load_client_connect_config(config_file_strict=True)
    except (RuntimeError, OSError) as error:
        *_, fault = str(error).strip().splitlines()
        raise Unreachable(f"Temporal's settings cannot be read: {fault.removesuffix('.')}.") from error
    if not settings:
        return None
    address = settings.get("target_host")
    if address is None:
        raise Unreachable("Temporal's settings name no address: set TEMPORAL_ADDRESS, or remove the other settings.")
    try:
        async with asyncio.timeout(REACHING):
            return await Client.connect(**{**settings, **connect})
    except (RuntimeError, ValueError, RPCError, TimeoutError) as error:
        await asyncio.sleep(SDK_LETS_GO)
        raise Unreachable(
            f"Temporal cannot be reached at {address}: see that it runs there and lets us in, "
            "or take the address out of its settings to use the embedded one."
        ) from error
