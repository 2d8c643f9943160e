"""Looks take turns: a few at once, first come first served, a long one beside them."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from app.web.looking import AT_ONCE, LONG_SECONDS, in_turn

Told = TypeVar("Told")
PATIENCE = 30
"""Seconds after which whoever still waits will wait for ever."""


def run(work: Callable[[], Coroutine[Any, Any, Told]]) -> Told:
    """What it tells, run in a thread that has no loop of a browser yet."""
    with ThreadPoolExecutor(1) as thread:
        waited = asyncio.wait_for
        return thread.submit(lambda: asyncio.run(waited(work(), PATIENCE))).result()


def test_no_more_look_at_once_than_there_are_turns_for() -> None:
    """Those who came first are served first."""
    began: list[int] = []
    inside, most = 0, 0

    async def look(number: int) -> None:
        nonlocal inside, most
        async with in_turn():
            began.append(number)
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1

    async def all_of_them() -> None:
        await asyncio.gather(*map(look, range(10 * AT_ONCE)))

    run(all_of_them)
    assert most == AT_ONCE
    assert began == sorted(began)


def test_nobody_waits_to_the_end_of_a_long_look() -> None:
    """Afterwards there are as many turns as before."""

    async def served() -> int:
        """How many of those who came later were served beside as many long ones."""
        ended = asyncio.Event()
        count = 0

        async def long() -> None:
            async with in_turn():
                await ended.wait()

        async def quick() -> None:
            nonlocal count
            async with in_turn():
                count += 1

        waits = [asyncio.create_task(long()) for _ in range(AT_ONCE)]
        later = [asyncio.create_task(quick()) for _ in range(5)]
        await asyncio.sleep(LONG_SECONDS / 2)
        assert not count
        await asyncio.wait(later, timeout=20 * LONG_SECONDS)
        found = count
        ended.set()
        await asyncio.gather(*waits, *later)
        return found

    async def twice() -> list[int]:
        return [await served(), await served()]

    assert run(twice) == [5, 5]
