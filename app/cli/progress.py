"""A progress bar for whatever takes longer than a second, on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from ledger.stages import Told, silent

PATIENCE_SECONDS = 1.0


@contextmanager
def stages() -> Iterator[Told]:
    """A teller of stages: name, how much is done, how much there is (0: unknown).

    Nothing is drawn where nobody looks, nor before a second has passed.
    """
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 - only terminals need it
    from rich.progress import Progress, TaskID  # noqa: PLC0415 - as above

    bar = Progress(console=Console(stderr=True), transient=True)
    tasks: dict[str, TaskID] = {}
    # Work that says nothing for a while is shown to go on all the same.
    waiting = Timer(PATIENCE_SECONDS, bar.start)
    waiting.daemon = True

    def tell(stage: str, done: int, whole: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=whole or None)
        bar.update(tasks[stage], completed=done, total=whole or None)

    waiting.start()
    try:
        yield tell
    finally:
        waiting.cancel()
        waiting.join()
        bar.stop()
