"""Running the application: one process or several, ended with grace.

Each process opens the books for itself; what they share is the database. The settings
travel by the environment, which is where they came from.
"""

import gc
import logging
import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI

from app.settings import Settings, demand_folders, read_settings
from app.wiring import demand_current
from ledger.database import open_books
from reports.look import PLAIN
from reports.render.letterhead import as_svg

GRACE_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the application is to run."""

    database: str
    host: str
    port: int
    workers: int
    behind_proxy: bool


def demand_papers(settings: Settings) -> None:
    """Look at what papers are made with before anyone waits for one.

    Raises:
        FolderMissing: a folder of the office is not where it says.
        LetterheadUnusable: its letterhead is no picture.
    """
    demand_folders(settings)
    if (letterhead := PLAIN.of_office(settings.templates).letterhead) is not None:
        as_svg(letterhead)


def check(asked: Asked) -> None:
    """Look at the books before any process begins.

    Raises:
        DatabaseUnfit: there are none, or they are not at this program's revision.
    """
    engine = open_books(asked.database)
    try:
        demand_current(engine)
    finally:
        engine.dispose()


def run(asked: Asked) -> None:
    """Serve until the process is told to end; what is under way is finished first."""
    os.environ["BANGFU_DATABASE"] = asked.database
    with ExitStack() as stack:
        if asked.workers > 1:
            # The figures of all processes are added up from one folder.
            folder = stack.enter_context(TemporaryDirectory(prefix="bangfu-figures-"))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        _serve(asked)


def _serve(asked: Asked) -> None:
    uvicorn.run(
        "app.web.running:application",
        factory=True,
        host=asked.host,
        port=asked.port,
        workers=asked.workers,
        proxy_headers=asked.behind_proxy,
        forwarded_allow_ips="127.0.0.1" if asked.behind_proxy else None,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def application() -> FastAPI:
    """The application of one process."""
    # Loaded in each process, after the folder of the figures is known.
    from app.web import rendering  # noqa: PLC0415
    from app.web.application import create  # noqa: PLC0415

    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    settings = read_settings()
    made = create(replace(settings, database=os.environ["BANGFU_DATABASE"]))
    rendering.load()
    # What stands from here on is never rubbish: it is not looked through again.
    gc.collect()
    gc.freeze()
    return made
