"""The `bangfu` command in a process of its own, as a desk or a program runs it.

`tests/app/nursery.py` tells how such a process comes to be.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.cli.document import shown
from tests.app import nursery

ROOT = Path(__file__).parents[2]
PROGRAM = "from app.cli.main import main; main()"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What it showed as JSON."""
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder to work in, and the books that `BANGFU_DATABASE` names."""

    folder: Path
    database: str
    secret: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    anew: bool = False
    """Whether commands start with nothing loaded, as they do outside of tests."""

    def run(self, *words: str, given: str = "") -> Done:
        """Run a command."""
        environment = os.environ | {
            "BANGFU_DATABASE": self.database,
            "BANGFU_SECRET": self.secret,
            "LOGNAME": "clerk",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            **self.environment,
        }
        start = _start if self.anew else nursery.run
        done = start(PROGRAM, words, self.folder, environment, given)
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def ok(self, *words: str, given: str = "") -> Done:
        """Run a command that is done."""
        done = self.run(*words, given=given)
        assert (done.code, done.err) == (0, "")
        return done

    def rows(self, *words: str) -> list[dict[str, Any]]:
        """Run a command for its JSON, whose keys are those that its page tells."""
        rows = self.ok(*words, "--format", "json").rows
        told = ""
        for name in shown():
            said, _, option = name.removeprefix("bangfu ").partition(" --")
            typed = said.split() == list(words[: len(said.split())])
            if typed and (not option or f"--{option}" in words):
                told = max(told, name, key=len)
        # A balance shows what is asked for.
        if told and rows and words[:2] != ("books", "balance"):
            assert list(rows[0]) == [key for key, _ in shown()[told]], words
        return rows

    def refused(self, *words: str, given: str = "", code: int = 1) -> str:
        """Run a command that is refused: nothing but a sentence on standard error."""
        done = self.run(*words, given=given)
        assert (done.code, done.out) == (code, "")
        return done.err

    def with_secret(self, secret: str) -> "Desk":
        """The same desk with a secret in its environment."""
        return Desk(self.folder, self.database, secret)


def _start(
    program: str,
    words: Sequence[str],
    folder: Path,
    environment: dict[str, str],
    given: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=nursery.SECONDS,
        check=False,
    )
