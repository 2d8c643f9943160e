"""Stages of long work (进度), told to whoever watches: a terminal, or nobody."""

from collections.abc import Callable

Told = Callable[[str, int, int], None]
"""Told a stage, how much of it is done, and how much there is (0: not known)."""

STEP = 1_000
"""After how many rows one who watches is told again."""


def silent(_stage: str, _done: int, _whole: int) -> None:
    """Tell nobody."""
