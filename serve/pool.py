"""Query processes kept warm: each query runs in one of them and can be ended without touching another.

At most ``limits.processes`` queries run at once, and the others wait in the order in which they came. A query that has
run for ``SLOW_S`` gives its place away and runs on beside the others at a lower priority, while there are fewer than
``limits.slow`` of such. A process that was ended, or ran a slow query, is replaced in the background.

When the store is switched the processes of the new one are started before the old ones go, and queries that run finish
on the store that they began on.
"""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from serve.errors import BusyError, OutOfTimeError, QueryError, UnavailableError
from serve.limits import SLOW_S, Limits
from serve.process import QueryProcess
from serve.protocol import JSON, Wanted, request
from serve.source import Source

log = logging.getLogger("xiangtu.serve")

WATCH_S = 1.0
"""How often the pool looks for a new store."""
REST_S = 1.0
"""A pause after a process that did not start."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its form (``json``, ``csv``, ``ttl`` …) and its bytes, or the file that holds them."""

    form: str
    body: bytes
    file: Path | None = None
    """To be removed by who takes the answer."""
    packed: bool = False
    """Whether the bytes are gzip's."""
    store: str = ""
    """The name of the store that it came from."""

    def content(self) -> bytes:
        """The bytes; a file is read and removed."""
        if self.file is None:
            return self.body
        try:
            return self.file.read_bytes()
        finally:
            self.file.unlink()


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


class Pool:
    """The processes in use and the queries that wait; an asynchronous context, within which queries can be asked."""

    def __init__(self, source: Source, limits: Limits, prefixes: Mapping[str, str] = MappingProxyType({})) -> None:
        self.source = source
        self.limits = limits
        self.prefixes = prefixes
        self.running = 0
        self.slow = 0
        self.waiting = 0
        self._places = asyncio.Semaphore(limits.processes)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._folder = tempfile.TemporaryDirectory(prefix="xiangtu-answers-")
        self._files = 0

    @property
    def ready(self) -> int:
        """Processes that are free."""
        return self.generation.idle.qsize()

    async def __aenter__(self) -> Self:
        self.generation = Generation(self.source, self.limits.memory_mb)
        try:
            await asyncio.gather(*(self.generation.grow() for _ in range(self.limits.processes)))
        except BaseException:
            await self.generation.leave(at_once=True)
            raise
        self._do(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in list(self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.generation.leave(at_once=True)
        self._folder.cleanup()

    def _do(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self) -> None:
        """Move to each new store as it comes."""
        while True:
            await asyncio.sleep(WATCH_S)
            if self.source.newest() in (None, self.generation.store):
                continue
            try:
                new = Generation(self.source, self.limits.memory_mb)
                await asyncio.gather(*(new.grow() for _ in range(self.limits.processes)))
            except (QueryError, OSError, RuntimeError) as error:
                log.warning("the new store can't be served, the one before still is: %s", error)
                continue
            old, self.generation = self.generation, new
            log.info("now serving %s", new.store)
            await old.leave()

    async def ask(self, query: str, wanted: Wanted = JSON) -> Answer:
        """The answer of any SPARQL, checked and run in a process of its own; cancelling ends the query.

        Raises QueryError.
        """
        self._files += 1
        file = Path(self._folder.name) / str(self._files)
        asked = request(self.limits, self.prefixes, wanted, file)
        async with self._place() as (generation, process):
            head, body = await self._within_time(process, asked, query)
        return Answer(head["form"], body, file if head["in_file"] else None, head["packed"], generation.store.name)

    async def _within_time(
        self, process: QueryProcess, asked: Mapping[str, Any], query: str
    ) -> tuple[dict[str, Any], bytes]:
        try:
            async with asyncio.timeout(self.limits.timeout_s):
                return await process.ask(asked, query)
        except TimeoutError:
            limit = self.limits.timeout_s
            raise OutOfTimeError(f"no answer within {limit:g} s; narrow the query") from None

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[tuple[Generation, QueryProcess]]:
        """A process for one query, once there is a place for it. Raises BusyError."""
        await self._wait()
        place = Place(self)
        try:
            generation, process = await self._take()
            place.process = process
            try:
                self.running += 1
                yield generation, process
            except BaseException as error:
                if not isinstance(error, QueryError) or isinstance(error, OutOfTimeError):
                    await asyncio.shield(process.end())
                raise
            finally:
                self.running -= 1
                self._do(self._after(generation, process, was_slow=place.is_slow))
        finally:
            place.leave()

    async def _wait(self) -> None:
        if self._places.locked() and self.waiting >= self.limits.queue:
            raise BusyError(f"{self.waiting} queries wait already; ask again in a moment")
        self.waiting += 1
        try:
            async with asyncio.timeout(self.limits.wait_s):
                await self._places.acquire()
        except TimeoutError:
            raise BusyError(f"no place became free within {self.limits.wait_s:g} s; ask again later") from None
        finally:
            self.waiting -= 1

    async def _take(self) -> tuple[Generation, QueryProcess]:
        """A process of the newest store, which may still be starting. Raises UnavailableError."""
        try:
            async with asyncio.timeout(self.limits.wait_s):
                while True:
                    generation = self.generation
                    process = await generation.idle.get()
                    if process is None:
                        generation.idle.put_nowait(None)
                    elif process.is_alive:
                        return generation, process
                    else:
                        self._do(self._replace(generation, process))
        except TimeoutError:
            raise UnavailableError("no process to run the query could be started; see the server's log") from None

    async def _after(self, generation: Generation, process: QueryProcess, *, was_slow: bool) -> None:
        if process.is_alive and not was_slow:
            await generation.give_back(process)
        else:
            await self._replace(generation, process)

    async def _replace(self, generation: Generation, process: QueryProcess) -> None:
        await generation.drop(process)
        while not generation.is_left and len(generation.processes) < self.limits.processes + self.slow:
            await self.grow(generation)

    def let_beside(self) -> bool:
        """Give the place of a slow query to another, where there is room for one more beside."""
        if self.slow >= self.limits.slow:
            return False
        self.slow += 1
        self._places.release()
        self._do(self.grow(self.generation))
        return True

    def left(self, *, was_beside: bool) -> None:
        """A query is over."""
        if was_beside:
            self.slow -= 1
        else:
            self._places.release()

    async def grow(self, generation: Generation) -> None:
        """One more process, tried until there is one or the store is left."""
        while not generation.is_left:
            try:
                await generation.grow()
            except (QueryError, OSError) as error:
                log.warning("a query process did not start: %s", error)
                await asyncio.sleep(REST_S)
            else:
                return


class Place:
    """A place among the queries that run; given away when the query turns out to be a slow one."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.process: QueryProcess | None = None
        self.is_slow = False
        self.is_beside = False
        self._timer = asyncio.get_running_loop().call_later(SLOW_S, self._slow_down)

    def _slow_down(self) -> None:
        if self.process is None:
            return
        self.is_slow = True
        self.process.slow_down()
        self.is_beside = self.pool.let_beside()

    def leave(self) -> None:
        """The query is over."""
        self._timer.cancel()
        self.pool.left(was_beside=self.is_beside)
