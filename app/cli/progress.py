"""A progress bar for whatever takes longer than a second, on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.clock import now

PATIENCE_SECONDS = 1.0


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """A teller of stages: name, how much is done, how much there is (0: unknown).

    Nothing is drawn where nobody looks, nor before a second has passed.
    """
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _whole: None
        return
    from rich.console import Console  # noqa: PLC0415 - only terminals need it
    from rich.progress import Progress, TaskID  # noqa: PLC0415 - as above

    bar = Progress(console=Console(stderr=True), transient=True)
    tasks: dict[str, TaskID] = {}
    started = now()

    def tell(stage: str, done: int, whole: int) -> None:
        if (now() - started).total_seconds() < PATIENCE_SECONDS:
            return
        if not tasks:
            bar.start()
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=whole or None)
        bar.update(tasks[stage], completed=done, total=whole or None)

    try:
        yield tell
    finally:
        bar.stop()
