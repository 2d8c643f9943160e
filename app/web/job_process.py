"""The process of one job: waits for its turn, works, tells how far it is and its end.

What it is to do stands in the job's folder; `jobs.py` says how it is begun.
"""

import fcntl
import json
import logging
import os
import secrets
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from app import activity
from app.clock import now
from app.settings import Settings
from app.web import jobs
from ledger.database import Connection, Engine, open_books, writing
from ledger.errors import Refused
from ledger.people import Act
from ledger.stages import Told

WAITING = "等候其他作业"
TOLD_EACH_SECONDS = 0.2
NICER = 5
"""Whoever sits at a desk goes before."""
_LOG = logging.getLogger("bangfu.jobs")


class Stopped(Exception):  # noqa: N818 - it is an answer, not an accident
    """The owner asked the job to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the function of a job is handed."""

    engine: Engine
    settings: Settings
    act: Act
    unit: str
    typed: Mapping[str, str]
    folder: Path
    tell: Told

    @contextmanager
    def writing(self, key: str, subject: str) -> Iterator[Connection]:
        """Change the books in one transaction, and log it there."""
        with writing(self.engine) as connection:
            yield connection
            activity.log(connection, self.act, key, unit=self.unit, subject=subject)

    def log(self, key: str, subject: str) -> None:
        """Log what came of it."""
        with self.writing(key, subject):
            pass


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: files to hand out, and what else there is to say."""

    files: tuple[str, ...] = ()
    said: str = ""
    led: str = ""
    """The page of what it made, where that could not be known when it was begun."""


Worker = Callable[[Work], Made]


def main() -> None:  # pragma: no cover - runs in a process of its own
    """Do the job that standard input names."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    os.nice(NICER)
    # Whoever ends the server by the keyboard ends what it works at.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    given = json.loads(sys.stdin.buffer.read())
    folder = Path(given["folder"])
    (folder / "pid").write_text(str(os.getpid()), "utf-8")
    run(jobs.settings_of(given["settings"]), folder)


def run(settings: Settings, folder: Path) -> None:
    """Do a job and tell its end, whatever it is."""
    tell = teller(folder)
    try:
        with _turn(folder, tell):
            made = _work(settings, folder, tell)
        jobs.end(folder, jobs.State.DONE, made.said, made.files, led=made.led)
    except Stopped:
        jobs.end(folder, jobs.State.STOPPED)
    except Refused as refusal:
        jobs.end(folder, jobs.State.REFUSED, str(refusal))
    except Exception as error:  # noqa: BLE001 - see below
        # The last line of defence: without it the job would seem broken off, and no
        # fault of the program has a name that could be caught here. Its message may
        # hold what was typed: its type and places are enough for the log, and the
        # owner is told a number.
        number = secrets.token_hex(4)
        trace = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno}"
            for frame in reversed(traceback.extract_tb(error.__traceback__))
        )
        _LOG.error("fault %s in a job: %s at %s", number, type(error).__name__, trace)
        said = f"程序出错，没有完成。请把编号 {number} 告诉管理员。"
        jobs.end(folder, jobs.State.FAULT, said)


def _work(settings: Settings, folder: Path, tell: Told) -> Made:
    kept = json.loads((folder / "job.json").read_text("utf-8"))
    asked = kept["asked"]
    module, _, function = asked["work"].partition(":")
    worker: Worker = getattr(import_module(f"app.web.{module}"), function)
    engine = open_books(settings.database)
    work = Work(
        engine=engine,
        settings=settings,
        act=Act(kept["person"], now()),
        unit=asked["unit"],
        typed=asked["typed"],
        folder=folder,
        tell=tell,
    )
    try:
        return worker(work)
    except Refused:
        with writing(engine) as connection:
            activity.log(
                connection,
                work.act,
                asked["act"],
                unit=work.unit,
                outcome=activity.REFUSED,
            )
        raise
    finally:
        engine.dispose()


@contextmanager
def _turn(folder: Path, tell: Told) -> Iterator[None]:
    """Wait until one of the places for running jobs is free, and hold it."""
    while True:
        for path in jobs.slots(folder.parent):
            with path.open("a") as slot:
                try:
                    fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        tell(WAITING, 0, 0)
        time.sleep(TOLD_EACH_SECONDS)


def teller(folder: Path) -> Told:
    """Write down how far the work is, a few times in a second; stop where asked.

    A stage that begins or ends is always told.
    """
    stage, last = "", 0.0

    def tell(told: str, done: int, whole: int) -> None:
        nonlocal stage, last
        at = time.monotonic()
        if told == stage and done < whole and at - last < TOLD_EACH_SECONDS:
            return
        stage, last = told, at
        if jobs.is_to_stop(folder):
            raise Stopped
        progress = {"stage": told, "done": done, "whole": whole}
        jobs.write_whole(folder / "progress.json", progress)

    return tell
