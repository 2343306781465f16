"""One query process as seen by who started it."""

import asyncio
import os
import signal
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from json import loads
from pathlib import Path
from typing import Any

from serve.errors import OutOfMemoryError, QueryError, RefusedQueryError, UnavailableError, error_of
from serve.protocol import HEAD, frame

SLOW_PRIORITY = 15
TICKS = os.sysconf("SC_CLK_TCK")
ENDED_BY_DEPTH = {-signal.SIGSEGV, -signal.SIGBUS}


class QueryProcess:
    """A process with a store open; it answers one query at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(cls, store: Path, memory_mb: int) -> "QueryProcess":
        """A process that has opened the store. Raises UnavailableError."""
        command = [sys.executable, "-m", "serve.worker", str(store), str(memory_mb)]
        pipe = asyncio.subprocess.PIPE
        home = Path(__file__).parents[1]
        started = cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=home))
        try:
            head, _ = await started.read()
        except BaseException:
            await started.end()
            raise
        if not head.get("ready"):
            await started.end()
            raise UnavailableError(head["message"])
        return started

    async def ask(self, request: Mapping[str, Any], query: str) -> tuple[dict[str, Any], bytes]:
        """The head and body of an answer. Raises QueryError; where the process died of it, ``is_alive`` tells."""
        assert self.process.stdin
        with suppress(ConnectionError):
            self.process.stdin.write(frame(request, query.encode("utf-8", "surrogatepass")))
            await self.process.stdin.drain()
        head, body = await self.read()
        if "reason" in head:
            raise error_of(head["reason"], head["message"])
        return head, body

    async def read(self) -> tuple[dict[str, Any], bytes]:
        """The next frame. Raises what its death means."""
        assert self.process.stdout
        try:
            head, body = HEAD.unpack(await self.process.stdout.readexactly(HEAD.size))
            return loads(await self.process.stdout.readexactly(head)), await self.process.stdout.readexactly(body)
        except (asyncio.IncompleteReadError, struct.error):
            raise await self._death() from None

    async def _death(self) -> QueryError:
        code = await self.process.wait()
        if code in ENDED_BY_DEPTH:
            return RefusedQueryError("the query is nested too deeply")
        said = (await self.process.stderr.read()).decode("utf-8", "replace") if self.process.stderr else ""
        if "memory" in said or code == -signal.SIGKILL:
            return OutOfMemoryError("the query needs more memory than one may take; narrow it")
        return QueryError(f"the query's process ended with {code}: {said.strip().rpartition(chr(10))[2]}")

    def slow_down(self) -> None:
        """Let others go first from now on."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, SLOW_PRIORITY)

    def pause(self) -> None:
        """Stop it until it may go on."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let a stopped one go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    def processor_s(self) -> float:
        """Seconds of a processor that it has had so far; 0 where the system does not tell."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return 0.0
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICKS

    @property
    def is_alive(self) -> bool:
        """Whether it still runs and can be heard."""
        return self.process.returncode is None and self.process.stdout is not None and not self.process.stdout.at_eof()

    async def end(self) -> None:
        """End it at once, whatever it does."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
