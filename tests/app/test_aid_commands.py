"""The standards of aid, at the desk: no books are needed."""

import csv
import io
from pathlib import Path

import pytest

from app.cli.aid import SHOWN
from tests.app.commands import Desk

pytestmark = pytest.mark.slow

LOCAL = """\
place,year,since,minimum_living,average_supplement,urban_recipients,decided_by,paper
130102,2025,,800,420.5,12345,某市人民政府,某政〔2025〕1号
"""


def test_standards_are_printed_with_why_they_hold(tmp_path: Path) -> None:
    """What holds, whose money it binds, what a set adds, and a place's own figures."""
    desk = Desk(tmp_path, f"sqlite:///{tmp_path}/none.db")
    (tmp_path / "minimum_living.csv").write_text(LOCAL, "utf-8")
    on = ("aid", "standards", "--on", "2025-03-01")
    place = ("--place", "130102", "--local", "minimum_living.csv")

    rows = desk.rows(*on, *place)
    found = {row["key"]: row for row in rows}

    assert list(rows[0]) == [key for key, _ in SHOWN["standards"]]
    assert found["medical_fixed_sum"]["value"] == "8000.00"
    assert found["publication_workdays"]["cited"] == "意见第2条 公示"
    assert found["living_months_most"]["binding"] == "只约束所列来源的资金"
    assert (found["minimum_living"]["value"], found["minimum_living"]["until"]) == (
        "800.00",
        "2026-01-01",
    )
    told = desk.ok(*on, "--origin", "社会捐赠", "--adopt", "hubei", "--format", "csv")
    documents = {row["document"] for row in csv.DictReader(io.StringIO(told.out))}
    assert documents == {"意见", "湖北困难职工补助标准"}
    table = desk.ok("aid", "sets").out
    assert "总工发〔2015〕20号" in table
    assert "中央财政" in table
    missing = desk.refused(*on, "--place", "130104", "--local", "minimum_living.csv")
    assert "登记 130104 2025 年的城镇居民最低生活保障标准" in missing
    assert not (tmp_path / "none.db").exists()
