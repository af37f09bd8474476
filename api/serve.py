"""Serves the API on this machine alone, until told to stop."""

import asyncio
import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI

GRACE = 2
"""Seconds at most in which requests under way may finish once the server is told to stop. Streams end at once."""


class CannotServe(Exception):
    """The server cannot begin; the message is one sentence that says why and what to do."""


class NotLoopback(CannotServe):
    """The host is not this machine alone."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} can be reached from other machines: serve on 127.0.0.1, behind your own web server.")
        self.host = host


class PortTaken(CannotServe):
    """Something else listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is in use: stop what uses it, or choose another port.")
        self.port = port


class _Server(uvicorn.Server):
    """Uvicorn without its signal handlers: stopping is the caller's to say."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: FastAPI, host: str, port: int, stop: asyncio.Event) -> None:
    """Serve `app` (api.app.create_app) until `stop` is set. Raises NotLoopback, PortTaken or CannotServe."""
    listening = _bound(host, port)
    settings = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(settings)
    stopped = asyncio.create_task(stop.wait())
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.wait({stopped, serving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        app.state.bell.end()
        server.should_exit = True
        try:
            await serving
        finally:
            listening.close()


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket, so that a port in use is known before anything begins."""
    address = "127.0.0.1" if host == "localhost" else host
    with suppress(ValueError):
        if ip_address(address).is_loopback:
            return _listening(address, port)
    raise NotLoopback(host)


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise PortTaken(port) from error
        raise CannotServe(f"Port {port} of {address} cannot be used: choose another port.") from error
    return listening
