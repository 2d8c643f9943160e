"""The demonstration, built once for all tests of a run; nobody changes it."""

import fcntl
import os
from pathlib import Path

from app import demo
from tests import server


def built() -> tuple[Path, list[str]]:
    """Its folder, to be read or copied, and what it said while it was built."""
    run = Path(os.environ[server.FOLDER])
    folder, said = run / "demonstration", run / "demonstration.txt"
    with (run / "demonstration.lock").open("w") as lock:
        # Whoever comes second waits until the first has built it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            lines: list[str] = []
            demo.build(folder, lines.append)
            said.write_text("\0".join(lines), "utf-8")
    return folder, said.read_text("utf-8").split("\0")
