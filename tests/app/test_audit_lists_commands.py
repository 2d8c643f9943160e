"""Lists from outside at the desk: taken in, told, held against those who were paid."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import server
from tests.aid import batching, filing
from tests.aid.filing import NAME, number
from tests.app.commands import Desk

pytestmark = pytest.mark.slow

U1, OF = ("--unit", "U1"), ("--source", "县财政局", "--as-of", "2026-02-28")
RUN = "audit", "run", *U1, "--period", "2026", "--check"


@pytest.fixture
def paid(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """U1 paid P-1 to P-3, whose files are in no special hardship."""
    for books in batching.filled(shelf, "sqlite"):
        batching.paid(books)
        keys = tmp_path / "bangfu.keys"
        keys.write_text(f"1 {filing.KEY.hex()}\n")
        keys.chmod(0o600)
        books.engine.dispose()
        yield Desk(tmp_path, books.url, environment={"BANGFU_KEYS": str(keys)})


def test_a_list_is_taken_in_and_met_by_whoever_was_paid(paid: Desk) -> None:
    head = "身份证号,姓名,类别"
    lines = head, f"{number(2)},{NAME},事业编制", f"{number(2)[:-1]},{NAME},"
    (paid.folder / "payroll.csv").write_text("\n".join((*lines, "")), "utf-8")
    taking = "audit", "lists", "import", "payroll", "payroll.csv", *U1, *OF

    (before,) = paid.rows(*RUN, "T06")
    assert "财政供养人员名册（没有导入）" in str(before["reason"])
    refused = paid.run(*taking)
    assert refused.code == 1
    assert "payroll.csv:3: identity" in refused.err
    assert NAME not in refused.err
    told = "U1 第 1 号财政供养人员名册：1 行，跳过 1 行"
    assert told in paid.ok(*taking, "--skip").out
    assert "没有变化" in paid.ok(*taking, "--skip").out
    (row,) = paid.rows("audit", "lists", "list", *U1)
    assert (row["kind"], row["people"], row["skipped"]) == ("财政供养人员名册", 1, 1)
    (found,) = paid.rows(*RUN, "T06", "--findings")
    assert found["lead"] == "是"
    assert "P-2" in str(found["condition"])
    assert paid.run("audit", "lists", "import", "dreams", "x.csv", *U1, *OF).code == 2


def test_files_are_opened_where_it_is_asked_for_and_it_is_logged(paid: Desk) -> None:
    (before,) = paid.rows(*RUN, "T07")
    assert before["performed"] == "否"
    assert "没有用密钥打开" in str(before["reason"])

    (opened,) = paid.rows(*RUN, "T07", "--open")
    assert (opened["performed"], opened["count"], opened["findings"]) == ("是", 3, 3)
    acts = [row["act"] for row in paid.rows("log")]
    assert "audit.run.open" in acts
