"""Two at once: a hand-out is issued once, and the last quilts go to one of two."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aid.handing import Centre, line, opened
from tests.server import Shelf

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture
def centre(shelf: Shelf, dialect: str) -> Iterator[Centre]:
    """Ten files, twenty quilts, forty shopping vouchers."""
    yield from opened(shelf, dialect)


def issued_at_once(centre: Centre, *keys: str) -> list[str]:
    """What processes say that issue hand-outs at the same moment."""
    words = [sys.executable, "-m", "tests.aid.hander", centre.books.url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [
        subprocess.Popen([*words, key], cwd=ROOT, encoding="utf-8", **pipes)
        for key in keys
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(process.communicate()[0].strip() for process in started)


def test_two_processes_issue_a_hand_out_once(centre: Centre) -> None:
    key = centre.plan("春1").handout.key
    centre.approve(key)
    assert issued_at_once(centre, key, key) == ["already", "issued"]
    assert centre.books.one("SELECT COUNT(*) FROM goods_moves WHERE kind='issue'") == 2
    steps = "SELECT COUNT(*) FROM aid_handout_steps WHERE act = 'issue'"
    assert centre.books.one(steps) == 1


def test_the_last_quilts_go_to_one_of_two(centre: Centre) -> None:
    """Both ask for twelve of twenty."""
    keys = []
    for ref, code in (("春1", "A-1"), ("春2", "A-3")):
        keys.append(centre.plan(ref, line(code, 12)).handout.key)
        centre.approve(keys[-1])
    said = issued_at_once(centre, *keys)
    assert said[0] == "issued"
    assert "可发 8 条，缺 4 条（另有已交单未入账的发出 12）" in said[1]
