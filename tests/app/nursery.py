"""Processes that have the libraries loaded before they are told their command.

A `bangfu` started anew spends four fifths of its time on importing SQLAlchemy, typer
and the like, the same for every command. The nursery is started once a worker as the
program is, imports those and nothing of our own, and forks for each command. What a
test then talks to is a process of its own, with its own arguments, environment,
folder, pipes and end, that imports every module of ours for itself: a command that
lacks an import fails here as it would at a desk. What such a process cannot show -
how a program starts, what it loads, terminals, signals - is tested on processes
started anew (`Desk.anew`, `test_cli.py`, `test_desk.py`).
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

FOREIGN = (
    "alembic.command",
    "argon2",
    "cryptography.hazmat.primitives.ciphers.aead",
    "jinja2",
    "psycopg",
    "python_calamine",
    "rich.console",
    "rich.table",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    "typer.main",
)
UTF8 = {"PYTHONUTF8": "1"}
TOLD = 1 << 20
"""Bytes that a command and its environment may have."""
SECONDS = 120
"""No command takes longer."""


# -- in the nursery -----------------------------------------------------------------


def be_told(number: int) -> None:
    """Return once for every command that is asked for, each time in a new process."""
    asked = socket.socket(fileno=number)
    for name in FOREIGN:
        import_module(name)
    _compile_once()
    gc.freeze()
    while True:
        told, pipes, _, _ = socket.recv_fds(asked, TOLD, 3)
        if not told:
            sys.exit()
        child = os.fork()
        if not child:
            asked.close()
            _become(json.loads(told), pipes)
            return
        for pipe in pipes:
            os.close(pipe)
        _, status = os.waitpid(child, 0)
        asked.send(str(os.waitstatus_to_exitcode(status)).encode())


def _compile_once() -> None:
    """Keep compiled modules of ours for the run, where Python is told to keep none."""
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(Path(tempfile.gettempdir()) / "compiled")


def _become(told: dict[str, Any], pipes: Sequence[int]) -> None:
    for standard, pipe in enumerate(pipes):
        os.dup2(pipe, standard)
        os.close(pipe)
    os.environ.clear()
    os.environ.update(told["environment"])
    time.tzset()
    tempfile.tempdir = None
    os.chdir(told["folder"])
    sys.argv[1:] = told["words"]
    signal.alarm(SECONDS)


# -- beside it ----------------------------------------------------------------------


def run(
    program: str,
    words: Sequence[str],
    folder: Path,
    environment: dict[str, str],
    given: str,
) -> subprocess.CompletedProcess[str]:
    """What `subprocess.run` would do with a program started anew."""
    asked, _ = _nursery(program)
    told = {"words": words, "folder": str(folder), "environment": environment}
    (stdin, feed), (out, stdout), (err, stderr) = os.pipe(), os.pipe(), os.pipe()
    theirs = (stdin, stdout, stderr)
    socket.send_fds(asked, [json.dumps(told).encode()], theirs)
    for pipe in theirs:
        os.close(pipe)
    with ThreadPoolExecutor(2) as others:
        others.submit(_feed, feed, given)
        complaint = others.submit(_read, err)
        shown = _read(out)
    code = asked.recv(16)
    assert code, "the nursery has ended"
    return subprocess.CompletedProcess(words, int(code), shown, complaint.result())


def close() -> None:
    """Let the nursery of this worker end, if one was needed."""
    for asked, nursery in _started:
        asked.close()
        nursery.communicate(timeout=SECONDS)


_started: list[tuple[socket.socket, subprocess.Popen[bytes]]] = []


@cache
def _nursery(program: str) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    wait = f"from tests.app.nursery import be_told; be_told({theirs.fileno()})"
    nursery = subprocess.Popen(
        [sys.executable, "-c", f"{wait}\n{program}"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])} | UTF8,
        # Pipes, as commands have them: Python looks once what the standard files are.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    _started.append((ours, nursery))
    return _started[-1]


def _feed(pipe: int, given: str) -> None:
    try:
        with os.fdopen(pipe, "w", encoding="utf-8") as feed:
            feed.write(given)
    except BrokenPipeError:
        pass  # The command has read enough.


def _read(pipe: int) -> str:
    with os.fdopen(pipe, encoding="utf-8") as shown:
        return shown.read()
