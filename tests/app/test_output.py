"""Rows as they are shown: written as they come, and a table that ends somewhere."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.output import TABLE_ROWS, Format, show
from ledger.formulas import STARTS
from ledger.money import Money
from tests.app.commands import Desk
from tests.ledger.folders import cr, dr, rows, write

COLUMNS = (("key", "标签"), ("other", "另一"))


@pytest.mark.parametrize("how", [Format.JSON, Format.CSV])
def test_rows_are_written_as_they_come(
    how: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = []

    def coming() -> Iterator[tuple[object, ...]]:
        yield "first", 1
        yield "second", 2
        seen.append(capsys.readouterr().out)

    show(COLUMNS, coming(), how)
    assert "first" in seen[0]
    assert "second" in seen[0]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_as_if_written_whole(
    count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [{"key": f"行\n{n}", "other": [n, {"a": None}]} for n in range(count)]
    show(COLUMNS, [tuple(row.values()) for row in told], Format.JSON)
    whole = json.dumps(told, ensure_ascii=False, indent=1)
    assert capsys.readouterr().out == f"{whole}\n"


def test_a_table_says_how_many_rows_it_leaves_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for count in (TABLE_ROWS, TABLE_ROWS + 7):
        show(COLUMNS, ((f"行{n}。", n) for n in range(count)), Format.TABLE)
    whole, cut = capsys.readouterr().out.split(f"行{TABLE_ROWS - 1}。")[::2]
    assert "未列出" not in whole
    assert "另有 7 行未列出；加 --format csv 或 --format json 可得全部" in cut


@pytest.mark.slow
def test_a_ledger_is_cut_as_a_table_and_whole_as_csv_and_json(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "账套"
    folder.mkdir()
    lines = [dr("102", "1") for _ in range(TABLE_ROWS)]
    write(folder / "vouchers.csv", rows("many", *lines, cr("408", f"{TABLE_ROWS}")))
    desk.ok("books", "import", str(folder))
    asked = ("books", "ledger", "--unit", "U1", "--account", "102")
    asked += ("--until", "2025-12-31")
    found = desk.rows(*asked)
    assert found[0]["summary"] == "期初余额"
    assert len(found) > TABLE_ROWS
    assert len(desk.ok(*asked, "--format", "csv").out.splitlines()) == len(found) + 1
    told = f"另有 {len(found) - TABLE_ROWS} 行未列出"
    assert told in desk.ok(*asked).out


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
    ),
    st.booleans(),
)
def test_no_text_of_a_csv_is_run(text: str, begins: bool) -> None:  # noqa: FBT001
    """Whatever begins as a formula is led by an apostrophe; the text itself stays."""
    for start in STARTS if begins else ("",):
        told = f"{start}{text}"
        with redirect_stdout(StringIO(newline="")) as out:
            show(COLUMNS, [(told, Money(-1))], Format.CSV)
        (_, (cell, amount)) = csv.reader(StringIO(out.getvalue(), newline=""))
        assert amount == "-0.01"
        plain = told.replace("\r\n", "\n").replace("\r", "\n")
        assert cell in {plain, f"'{plain}"}
        assert not cell.startswith(STARTS) or re.fullmatch(r"[+-][0-9.]+%?", cell)
