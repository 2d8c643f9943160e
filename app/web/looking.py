"""Looks are served a few at a time, in the order in which they came.

1. Threads of a process take turns at one interpreter: ten pages at once each take ten
   times as long, and the turns cost time too. Two keep it busy while one waits for the
   database.
2. A look that takes long lets the next one in, so that nobody waits behind a large
   file for longer than that.
3. What writes is not held up here: it may have to wait for another who writes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

AT_ONCE = 2
LONG_SECONDS = 0.25

_LIMITER: RunVar[CapacityLimiter] = RunVar("bangfu.looks")
"""Of each event loop its own: what waits is woken in the loop it waits in."""


@asynccontextmanager
async def in_turn() -> AsyncIterator[None]:
    """Wait for a turn to look, and hold it until the look is over or long (1, 2)."""
    limiter = _limiter()
    async with limiter:
        let_in = False

        def let_next_in() -> None:
            nonlocal let_in
            let_in = True
            limiter.total_tokens += 1

        long = asyncio.get_running_loop().call_later(LONG_SECONDS, let_next_in)
        try:
            yield
        finally:
            long.cancel()
            if let_in:
                limiter.total_tokens -= 1


def _limiter() -> CapacityLimiter:
    try:
        return _LIMITER.get()
    except LookupError:
        _LIMITER.set(made := CapacityLimiter(AT_ONCE))
        return made
