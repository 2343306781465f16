"""Query processes kept warm: each query runs in one of them and can be ended without touching another.

At most ``limits.processes`` queries run at once; the others wait, and clients take turns. A query that has had
``SLOW_S`` of a processor gives its place away and runs on beside the others at a lower priority; where ``limits.slow``
of such run already it is stopped until one of them ends. So no place is held for long, whatever is asked. A process
that was ended, or ran a slow query, is replaced in the background.

When the store is switched the processes of the new one are started before the old ones go, and queries that run finish
on the store that they began on.
"""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from serve.errors import BusyError, OutOfTimeError, QueryError, UnavailableError
from serve.generation import Generation
from serve.limits import LASTING_S, LOOK_S, SLOW_S, Limits
from serve.process import QueryProcess
from serve.protocol import JSON, Wanted, request
from serve.source import Source
from serve.turns import Turns

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


class Pool:
    """The processes in use and the queries that wait; an asynchronous context, within which queries can be asked."""

    def __init__(self, source: Source, limits: Limits, prefixes: Mapping[str, str] = MappingProxyType({})) -> None:
        self.source = source
        self.limits = limits
        self.prefixes = prefixes
        self.running = 0
        self._turns = Turns(limits.processes, limits.queue)
        self._slow = Turns(limits.slow, limits.slow)
        self._aside = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._folder = tempfile.TemporaryDirectory(prefix="xiangtu-answers-")
        self._files = 0

    @property
    def ready(self) -> int:
        """Processes that are free."""
        return self.generation.idle.qsize()

    @property
    def waiting(self) -> int:
        """Queries that wait for a place."""
        return self._turns.waiting

    @property
    def slow(self) -> int:
        """Slow queries that run beside the others."""
        return self.limits.slow - self._slow.free

    @property
    def stopped(self) -> int:
        """Slow queries that wait to run on."""
        return self._slow.waiting

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
        async with self._place() as place:
            head, body = await self._within_limits(place, asked, query)
            return Answer(head["form"], body, file if head["in_file"] else None, head["packed"], place.store)

    async def _within_limits(
        self, place: "Place", asked: Mapping[str, Any], query: str
    ) -> tuple[dict[str, Any], bytes]:
        """What a process answers; a slow query steps aside for others. Raises QueryError."""
        work = asyncio.ensure_future(place.process.ask(asked, query))
        left, took = self.limits.timeout_s, place.process.processor_s()
        try:
            while left > 0:
                step = min(LOOK_S, left)
                done, _ = await asyncio.wait({work}, timeout=step)
                if done:
                    return work.result()
                left -= step
                lasts = self.limits.timeout_s - left
                if not place.is_aside and (place.process.processor_s() - took >= SLOW_S or lasts >= LASTING_S):
                    await self._step_aside(place)
        finally:
            work.cancel()
        raise OutOfTimeError(f"no answer within {self.limits.timeout_s:g} s; narrow the query")

    @asynccontextmanager
    async def _place(self) -> AsyncIterator["Place"]:
        """A process for one query, once there is a place for it. Raises BusyError."""
        await self._turns.take(self.limits.wait_s)
        turns: Turns | None = self._turns
        try:
            place = Place(*await self._take(), turns)
            self.running += 1
            try:
                yield place
            except BaseException as error:
                if not isinstance(error, QueryError) or isinstance(error, OutOfTimeError | BusyError):
                    await asyncio.shield(place.process.end())
                raise
            finally:
                turns = place.turns
                self.running -= 1
                self._aside -= place.is_aside
                self._do(self._after(place))
        finally:
            if turns:
                turns.give()

    async def _step_aside(self, place: "Place") -> None:
        """Let others go before a slow query: at a lower priority from now on, and stopped while too many of such run.

        Raises BusyError.
        """
        place.process.slow_down()
        place.is_slow = True
        if not self.limits.slow:
            return
        if not self._slow.free and self._slow.waiting >= self.limits.slow:
            raise BusyError(f"{self.slow} slow queries run and as many wait; ask again later, or narrow the query")
        place.is_aside = True
        self._aside += 1
        self._turns.give()
        place.turns = None
        self._do(self.grow(self.generation))
        if not self._slow.free:
            place.process.pause()
        await self._slow.take(self.limits.wait_s)
        place.turns = self._slow
        place.process.go_on()

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

    async def _after(self, place: "Place") -> None:
        if place.process.is_alive and not place.is_slow:
            await place.generation.give_back(place.process)
        else:
            await self._replace(place.generation, place.process)

    async def _replace(self, generation: Generation, process: QueryProcess) -> None:
        await generation.drop(process)
        while not generation.is_left and len(generation.processes) < self.limits.processes + self._aside:
            await self.grow(generation)

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


@dataclass(slots=True)
class Place:
    """A process that runs a query, and the turn that it has."""

    generation: Generation
    process: QueryProcess
    turns: Turns | None
    """Where its turn is to be given back; None while it has none."""
    is_slow: bool = False
    """Whether it was slowed down, so that its process is of no further use."""
    is_aside: bool = False
    """Whether it runs, or waits, beside those that have a place."""

    @property
    def store(self) -> str:
        """The name of the store that it asks."""
        return self.generation.store.name
