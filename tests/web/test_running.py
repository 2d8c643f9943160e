"""The application as a process: started, asked how it is, and ended with grace."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.web import running
from ledger.errors import DatabaseUnfit
from tests.web.office import Office

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_it_says_whether_it_is_well(office: Office) -> None:
    browser = office.browser("张三")
    assert browser.get("/health") == (200, "ok\n")
    assert browser.get("/ready") == (200, "ready\n")
    status, figures = browser.get("/metrics")
    assert status == 200
    assert 'bangfu_requests_total{act="session.begin",status="303"}' in figures
    assert "张三" not in figures


def test_a_log_line_tells_nothing_of_a_person(
    lite: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    browser = lite.browser("张三")
    browser.get("/units/U1/vouchers?period=2025-01")
    browser.get("/units/U1/vouchers/秘密")
    told = [one.getMessage() for one in caplog.records if "bangfu" in one.name]
    line = json.loads(told[-1])
    assert set(line) == {"at", "act", "method", "status", "ms", "process"}
    text = "".join(told)
    assert not any(word in text for word in ("张三", "秘密", "2025-01", "春暖"))


def test_books_that_are_not_there_are_told_before_it_begins(tmp_path: Path) -> None:
    asked = running.Asked(
        database=f"sqlite:///{tmp_path / 'none.db'}",
        host="127.0.0.1",
        port=0,
        workers=1,
        behind_proxy=False,
    )
    with pytest.raises(DatabaseUnfit):
        running.check(asked)


@pytest.mark.parametrize("workers", [1, 2])
def test_it_serves_and_ends_with_grace(lite: Office, workers: int) -> None:
    port = free_port()
    words = ["serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(
        [sys.executable, "-c", "from app.cli.main import main; main()", *words],
        cwd=ROOT,
        env={**os.environ, "BANGFU_DATABASE": lite.settings.database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert answered(f"http://127.0.0.1:{port}/ready") == b"ready\n"
        assert b"bangfu_requests_total" in answered(f"http://127.0.0.1:{port}/metrics")
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert process.returncode in {0, -signal.SIGTERM}, said.decode()
    assert b"Traceback" not in said


def answered(url: str) -> bytes:
    """What an address answers, as soon as it does."""
    for _ in range(300):
        try:
            with urlopen(url) as answer:  # noqa: S310 - our own address
                return bytes(answer.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(url)
