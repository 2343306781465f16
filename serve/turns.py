"""Places that are given in turns: a client after the other, so that who asks much waits behind his own questions."""

import asyncio
from collections import deque
from contextvars import ContextVar

from serve.errors import BusyError

CLIENT: ContextVar[str] = ContextVar("client", default="")
"""Who asks: the address of the client whose request is being answered."""


class Turns:
    """So many places, and those who wait for one."""

    def __init__(self, places: int, queue: int) -> None:
        self.free = places
        self.queue = queue
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """By client, whose turn is next first."""

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    async def take(self, wait_s: float) -> None:
        """Wait for a place. Raises BusyError where too many wait already, or after so many seconds."""
        if self.free > 0:
            self.free -= 1
            return
        client = CLIENT.get()
        self._make_room(client)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            async with asyncio.timeout(wait_s):
                await turn
        except BaseException as error:
            self._forget(client, turn)
            if isinstance(error, TimeoutError):
                raise BusyError(f"no place became free within {wait_s:g} s; ask again later") from None
            raise

    def give(self) -> None:
        """Give a place back: to the client whose turn it is."""
        while self._waiting:
            client, turns = next(iter(self._waiting.items()))
            turn = turns.popleft()
            del self._waiting[client]
            if turns:
                self._waiting[client] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1

    def _make_room(self, client: str) -> None:
        """Have one more wait: where all waiting places are taken, in place of the last of who has the most."""
        waiting = self.waiting
        if waiting < self.queue:
            return
        refusal = BusyError(f"{waiting} queries wait already; ask again in a moment")
        most = max(self._waiting, key=lambda other: len(self._waiting[other]), default=client)
        if len(self._waiting.get(most, ())) <= len(self._waiting.get(client, ())) + 1:
            raise refusal
        last = self._waiting[most].pop()
        if not last.done():
            last.set_exception(refusal)

    def _forget(self, client: str, turn: "asyncio.Future[None]") -> None:
        """Wait no more; a place that was given in the same moment goes on to the next."""
        if turn.done() and not turn.cancelled() and turn.exception() is None:
            self.give()
        elif turn in (turns := self._waiting.get(client, deque())):
            turns.remove(turn)
            if not turns:
                del self._waiting[client]
