"""A store that is being asked, and the warm processes that have it open."""

import asyncio
from contextlib import ExitStack

from serve.process import QueryProcess
from serve.source import Source


class Generation:
    """A store that is held, and the processes that have it open."""

    def __init__(self, source: Source, memory_mb: int) -> None:
        self._held = ExitStack()
        self.store = self._held.enter_context(source.hold())
        self.memory_mb = memory_mb
        self.idle: asyncio.Queue[QueryProcess | None] = asyncio.Queue()
        """Processes that are free; None once the store is left."""
        self.processes: set[QueryProcess] = set()
        self.is_left = False

    async def grow(self) -> None:
        """One more process. Raises UnavailableError."""
        process = await QueryProcess.start(self.store, self.memory_mb)
        self.processes.add(process)
        await self.give_back(process)

    async def give_back(self, process: QueryProcess) -> None:
        """A process that is free again, or dead."""
        if process.is_alive and not self.is_left:
            self.idle.put_nowait(process)
        else:
            await self.drop(process)

    async def drop(self, process: QueryProcess) -> None:
        """End a process; the last one of a store that was left gives the store free."""
        await process.end()
        self.processes.discard(process)
        if self.is_left and not self.processes:
            self._held.close()

    async def leave(self, *, at_once: bool = False) -> None:
        """Take no more queries; those that run finish."""
        self.is_left = True
        idle = [self.idle.get_nowait() for _ in range(self.idle.qsize())]
        self.idle.put_nowait(None)
        for process in list(self.processes) if at_once else idle:
            if process:
                await self.drop(process)
        if not self.processes:
            self._held.close()
