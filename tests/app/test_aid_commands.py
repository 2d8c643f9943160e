"""The standards of aid, at the desk: without books, and as a unit's books keep them."""

import csv
import io
from pathlib import Path

import pytest

from app.cli.aid import SHOWN
from ledger.database import open_books
from tests.app.commands import Desk
from tests.budgets import sitting
from tests.building import Books

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


def test_a_unit_goes_by_what_its_books_keep(desk: Desk) -> None:
    """Figures, a set and a choice, registered; then what holds with nothing typed."""
    engine = open_books(desk.database)
    sitting.found_body(Books(engine, desk.database))
    sitting.resolve(Books(engine, desk.database))
    engine.dispose()
    (desk.folder / "minimum_living.csv").write_text(LOCAL, "utf-8")
    group, unit = ("aid", "standards"), ("--unit", "U1", "--as", "张三")
    bringing = (*group, "import", "minimum_living.csv", *unit)
    assert "新登记当地标准 1 项，更正 0 项" in desk.ok(*bringing).out
    assert "已登记过 1 项" in desk.ok(*bringing).out
    raised = LOCAL.replace(",800,", ",810,")
    (desk.folder / "minimum_living.csv").write_text(raised, "utf-8")
    assert "更正原因（--reason）" in desk.refused(*bringing)
    assert "更正 1 项" in desk.ok(*bringing, "--reason", "抄错").out

    by = (*unit, "--since", "2026-01-12", "--resolution", "2026-1")
    told = desk.ok(*group, "adopt", "hubei", *by).out
    assert "U1 自 2026-01-12 起采用《困难职工补助标准（湖北）》" in told
    told = desk.ok(*group, "decide", "medical_reading", "marginal_from_zero", *by).out
    assert "医疗救助算法：从0元起分段累计" in told
    again = desk.ok(*group, "decide", "medical_reading", "从0元起分段累计", *by).out
    assert "（此前已登记）" in again
    beyond = desk.refused(*group, "decide", "medical_fixed_sum", "7000", *by)
    assert "不能低于 8,000.00 元" in beyond
    missing = desk.refused(*group, "adopt", "hubei", *by[:-1], "2026-9")
    assert "2026-9" in missing

    rows = desk.rows(*group, "--on", "2026-02-01", *unit)
    found = {row["key"]: row for row in rows}
    assert found["medical_reading"]["value"] == "marginal_from_zero"
    assert found["medical_reading"]["clause"] == "决议 2026-1"
    assert "湖北困难职工补助标准" in {row["document"] for row in rows}
    assert "minimum_living" not in found
    figures = desk.rows(*group, "--on", "2025-06-01", *unit)
    assert {row["key"]: row["value"] for row in figures}["minimum_living"] == "810.00"
    before = desk.rows(*group, "--on", "2025-06-01", *unit, "--known-on", "2025-01-01")
    assert "minimum_living" not in {row["key"] for row in before}
    mixed = desk.refused(*group, *unit, "--adopt", "hubei", code=2)
    assert "按账册中登记的标准" in mixed
    assert "选项写在子命令之后" in desk.refused(*group, *unit, "import", "x", code=2)
