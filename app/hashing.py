"""Secrets as argon2id hashes: slow on purpose, and in nobody's way.

Each hash takes a processor for a good tenth of a second. They are made one after the
other, in a thread that lets every other one go first: pages are served as before while
many people sign in at once.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

Given = TypeVar("Given")

BEHIND = 5
"""How far behind others the thread stands; a quarter of a busy processor is left it."""


def hashed(secret: str) -> str:
    """The hash of a secret, with a salt of its own."""
    # argon2 is imported where a secret is set or checked: few commands do.
    from argon2 import PasswordHasher  # noqa: PLC0415

    return _in_turn(lambda: PasswordHasher().hash(secret))


def fits(kept: str, secret: str) -> bool:
    """Whether a secret is the one behind a hash.

    Raises:
        ValueError: what is kept is no hash.
    """
    from argon2 import PasswordHasher, exceptions  # noqa: PLC0415 - as above

    try:
        return _in_turn(lambda: PasswordHasher().verify(kept, secret))
    except exceptions.VerifyMismatchError:
        return False
    except (exceptions.InvalidHashError, exceptions.VerificationError) as error:
        raise ValueError(type(error).__name__) from None


def _in_turn(work: Callable[[], Given]) -> Given:
    return _turns().submit(work).result()


@lru_cache(maxsize=1)
def _turns() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "hashing", _stand_behind)


def _stand_behind() -> None:
    """Let others go first, where the system knows threads apart."""
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        me = os.PRIO_PROCESS, threading.get_native_id()
        os.setpriority(*me, os.getpriority(*me) + BEHIND)
