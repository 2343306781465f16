"""Places are given in turns: nobody waits behind another's many questions."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from serve.errors import BusyError
from serve.turns import CLIENT, Turns


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Asked:
    """Who waits at some turns, and in which order they got a place."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.order = turns, list[str]()

    def ask(self, client: str, wait_s: float = 5) -> "asyncio.Task[None]":
        async def one() -> None:
            CLIENT.set(client)
            await self.turns.take(wait_s)
            self.order.append(client)

        return asyncio.create_task(one())


def run(story: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(10):
            await story()

    asyncio.run(whole())


def test_clients_take_turns_and_one_alone_is_served_in_order() -> None:
    async def story() -> None:
        asked = Asked(Turns(1, 10))
        await asked.turns.take(1)
        for client in "aaab":
            asked.ask(client)
            await settled()
        asked.ask("c")
        await settled()
        for _ in range(5):
            asked.turns.give()
            await settled()
        assert "".join(asked.order) == "abcaa"

    run(story)


def test_who_waits_too_long_is_sent_away_and_takes_no_place() -> None:
    async def story() -> None:
        asked = Asked(Turns(1, 10))
        await asked.turns.take(1)
        with pytest.raises(BusyError, match="within"):
            await asked.ask("a", 0.01)
        assert asked.turns.waiting == 0
        asked.turns.give()
        assert asked.turns.free == 1

    run(story)


def test_where_no_more_may_wait_the_last_of_who_has_the_most_makes_room() -> None:
    async def story() -> None:
        asked = Asked(Turns(1, 3))
        await asked.turns.take(1)
        many = [asked.ask("a") for _ in range(3)]
        await settled()
        with pytest.raises(BusyError, match="wait already"):
            await asked.ask("a")
        asked.ask("b")
        await settled()
        assert [task.done() for task in many] == [False, False, True]
        with pytest.raises(BusyError):
            await many[2]
        asked.turns.give()
        await settled()
        asked.turns.give()
        await settled()
        assert asked.order == ["a", "b"]

    run(story)


def test_a_place_given_to_who_just_left_goes_on_to_the_next() -> None:
    async def story() -> None:
        asked = Asked(Turns(1, 10))
        await asked.turns.take(1)
        gone = asked.ask("a")
        asked.ask("b")
        await settled()
        asked.turns.give()
        gone.cancel()
        await settled()
        assert asked.order == ["b"]
        asked.turns.give()
        assert asked.turns.free == 1

    run(story)
