"""A bar is drawn on a terminal, of what takes its time, and nowhere else."""

import os
import pty
import subprocess
import sys

import pytest

WORK = """
import time
from app.cli import progress
progress.PATIENCE_SECONDS = {patience}
with progress.stages() as tell:
    tell("重算凭证", 3_000, 10_000)
    time.sleep({work})
print("完成")
"""


def drawn(work: str, *, on_terminal: bool = True) -> str:
    """What stands on standard error after some work; the answer is all its output."""
    watching, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", work],
            stdout=subprocess.PIPE,
            stderr=terminal if on_terminal else subprocess.PIPE,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "80", "PYTHONUTF8": "1"},
            check=True,
            timeout=60,
        )
        assert done.stdout.decode() == "完成\n"
        if not on_terminal:
            return str(done.stderr.decode())
        os.set_blocking(watching, False)
        try:
            return os.read(watching, 65_536).decode()
        except BlockingIOError:
            return ""
    finally:
        os.close(terminal)
        os.close(watching)


def test_work_that_says_nothing_for_a_while_is_shown_to_go_on() -> None:
    shown = drawn(WORK.format(patience=0.05, work=0.6))
    assert "重算凭证" in shown
    assert "30%" in shown


@pytest.mark.parametrize("on_terminal", [True, False])
def test_nothing_is_drawn_of_what_is_quick_or_where_nobody_looks(
    *, on_terminal: bool
) -> None:
    patience = 30 if on_terminal else 0.05
    work = WORK.format(patience=patience, work=0.3)
    assert not drawn(work, on_terminal=on_terminal)
