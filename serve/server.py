"""The application on a socket, guarded against clients that only hold on.

A connection has ``request_s`` for a whole request, head and body. Where there are ``connections`` of them already, the
one that has waited longest without a whole request makes room for a new one, so that slow clients displace each other
and nobody else.
"""

import asyncio
import gc
import resource
import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from serve.limits import ConnectionLimits

HEAD_BYTES = 32_768
"""Room for a request's head beside the query in its address."""
RESERVED_FILES = 200
"""Open files that are no connections."""
BACKLOG = 100
"""Connections that are taken in one go, before any of them can make room for another: fewer than ``RESERVED_FILES``."""
KEEP_ALIVE_S = 15
LATE = b"the request did not arrive in time\n"
LATE_ANSWER = (
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\n\r\n%s" % (len(LATE), LATE)
)


def run(app: Starlette, listener: socket.socket, query_bytes: int, limits: ConnectionLimits) -> None:
    """Serve until a signal ends it."""
    settle()
    server(app, query_bytes, limits).run(sockets=[listener])


def settle() -> None:
    """Take all that is loaded out of the garbage collector's sight: it stays to the end, and to go through it again and
    again made a page of 30 ms one of 60 now and then."""
    gc.collect()
    gc.freeze()


def server(app: Starlette, query_bytes: int, limits: ConnectionLimits) -> uvicorn.Server:
    """The server, for who runs it otherwise."""
    config = uvicorn.Config(
        app,
        http=guarded(limits),
        ws="none",
        lifespan="on",
        backlog=BACKLOG,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        h11_max_incomplete_event_size=4 * query_bytes + HEAD_BYTES,
    )
    return uvicorn.Server(config)


def guarded(limits: ConnectionLimits) -> type[H11Protocol]:
    """The protocol of a connection under these limits."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    most = max(1, min(limits.connections, files - RESERVED_FILES))
    waiting: dict[Guarded, None] = {}
    return type("Guarded", (Guarded,), {"most": most, "request_s": limits.request_s, "waiting": waiting})


class Guarded(H11Protocol):
    """A connection that is closed where its request does not arrive, or where it must make room."""

    most: int
    request_s: float
    waiting: "dict[Guarded, None]"
    """Connections without a whole request, the oldest first."""
    timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Take a new connection, in the place of another where there are too many."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.most:
            next(iter(self.waiting)).turn_away()

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is whole stops the clock."""
        super().data_received(data)
        if self.cycle and not self.cycle.more_body and not self.cycle.response_complete:
            self._stop_waiting()
        elif self not in self.waiting:
            self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request; it must make room where it is needed, but has its own time to keep alive."""
        super().on_response_complete()
        self.waiting[self] = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self.waiting[self] = None
        self.timer = self.loop.call_later(self.request_s, self.turn_away)

    def _stop_waiting(self) -> None:
        self.waiting.pop(self, None)
        if self.timer:
            self.timer.cancel()

    def turn_away(self) -> None:
        """Close it, with a word where none was said."""
        self._stop_waiting()
        if self.cycle is None or not (self.cycle.response_started or self.cycle.response_complete):
            self.transport.write(LATE_ANSWER)
        self.transport.close()
