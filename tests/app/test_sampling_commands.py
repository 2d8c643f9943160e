"""Populations sealed and samples drawn, worked and judged at the desk."""

import csv
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import server
from tests.app.commands import Desk
from tests.audit import sampling

pytestmark = pytest.mark.slow

UNIT = ("--unit", "U1")
LEADER, MEMBER = ("--as", "经甲"), ("--as", "经乙")
SEED = ("--seed", sampling.SEED, "--seed-source", sampling.SOURCE)
PLAN = ("--purpose", "核对签收单", "--risk", "10%", "--tolerable", "20%")


@pytest.fixture
def office(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """A county whose year is audited by 经甲, 经乙 and 经丙."""
    for books in sampling.filled(shelf, "sqlite"):
        yield Desk(tmp_path, books.url)


def figures(office: Desk, *words: str) -> dict[str, object]:
    return {row["figure"]: row["value"] for row in office.rows(*words)}


def test_a_sample_is_planned_without_books(office: Desk) -> None:
    plan = ("audit", "sample", "plan")
    of_items = figures(office, *plan, "--tolerable", "5%", "--expected", "1%")
    assert (of_items["样本量"], of_items["预期偏差数"]) == ("93", 1)
    assert (of_items["模型"], of_items["置信水平"]) == ("二项分布", "95.00%")

    money = ("--units", "money", "--sum", "2500000", "--tolerable", "125000")
    of_money = figures(office, *plan, *money, "--expected", "25000")
    assert (of_money["样本量"], of_money["可信系数"]) == ("93", "4.63")

    small = ("--tolerable", "5%", "--model", "hypergeometric", "--count", "40")
    assert figures(office, *plan, *small)["样本量"] == "31"
    everything = figures(office, *plan, "--tolerable", "5%", "--count", "12")
    assert everything["样本量"] == "12（即全部总体）"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tolerable", "五"), "比率写作"),
        (("--tolerable", "5%", "--units", "fen"), "不认识"),
        (("--tolerable", "5%", "--model", "hypergeometric"), "总体项目数"),
        (("--tolerable", "5", "--units", "money"), "--sum"),
    ],
)
def test_wrong_usage_is_told(office: Desk, words: tuple[str, ...], told: str) -> None:
    assert told in office.refused("audit", "sample", "plan", *words, code=2)


def test_a_population_is_sealed_and_its_file_has_the_sealed_digest(
    office: Desk,
) -> None:
    seal = ("audit", "seal", "J2026-1", *UNIT, "--of", "payments")
    done = office.ok(*seal, "--to", "总体.csv", *LEADER)
    assert "总体 J2026-1/1 帮扶支出：42 项，9,160.20 元" in done.out
    text = (office.folder / "总体.csv").read_bytes()
    (row,) = office.rows("audit", "sample", "populations", "J2026-1", *UNIT)
    assert row["digest"] == hashlib.sha256(text).hexdigest()
    assert (row["count"], row["sum"], row["position"]) == (42, "9160.20", 48)

    export = ("audit", "sample", "export", "J2026-1/1", *UNIT, "--to", "again.csv")
    office.ok(*export, *LEADER)
    assert (office.folder / "again.csv").read_bytes() == text
    assert "audit.seal" in office.ok("log", "--format", "json").out

    for other in ("孙七", "张三"):
        assert "没有“审计”权限" in office.refused(*seal, "--as", other)
    since = (*seal, "--from", "2025-01-01")
    assert "截止日期" in office.refused(*since, *LEADER, code=2)


def test_a_sample_is_drawn_redrawn_enlarged_worked_and_judged(office: Desk) -> None:
    seal = ("audit", "seal", "J2026-1", *UNIT, "--of", "payments", "--to", "总体.csv")
    office.ok(*seal, *LEADER)
    draw = ("audit", "sample", "draw", "J2026-1/1", *UNIT, *SEED, *PLAN)
    done = office.ok(*draw, *LEADER)
    assert "样本 J2026-1/1-1：项目（属性抽样），抽签（散列票），计划 11" in done.out

    one = ("J2026-1/1-1", *UNIT)
    items = [row["item"] for row in office.rows("audit", "sample", "show", *one)]
    office.ok("audit", "sample", "script", *one, "--to", "重抽.py")
    assert "hashlib" in office.ok("audit", "sample", "script", *one).out
    again = subprocess.run(
        [sys.executable, "-IXutf8", "重抽.py", "总体.csv"],
        cwd=office.folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert [line.split()[1] for line in again.stdout.splitlines()[1:]] == items

    larger = ("audit", "sample", "enlarge", *one, "--size", "13", *MEMBER)
    office.ok(*larger, "--reason", "首批发现一处")
    now = [row["item"] for row in office.rows("audit", "sample", "show", *one)]
    assert now[:11] == items
    judge = ("audit", "evaluate", *one)
    assert "还有 13 个项目没有检查结果" in office.refused(*judge)

    sheet = office.folder / "结果.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["项目", "结果", "正确金额", "发现的情况"])
        writer.writerow([now[0], "偏差", "", "没有签收单"])
        writer.writerow([now[1], "错报", "0", "重复支付"])
    result = ("audit", "sample", "result", *one)
    told = office.ok(*result, "--file", "结果.csv", *LEADER).out
    assert "登记 2 项，还有 11 项未检查" in told
    office.ok(*result, "--rest-right", *LEADER)
    revised = (*result, "--item", now[0], "--reason", "补来签收单", *MEMBER)
    office.ok(*revised)

    found = figures(office, *judge)
    assert found["偏差和错报"] == 1
    assert found["偏差率上限"] == "26.79%"
    assert str(found["结论"]).startswith("不能接受")
    (row,) = office.rows("audit", "sample", "list", "J2026-1", *UNIT)
    assert (row["size"], row["open"], row["found"]) == (13, 0, 1)
    assert (row["seed"], row["confidence"]) == (sampling.SEED, "90.00%")


def test_faults_of_a_sheet_of_results_are_told_at_once(office: Desk) -> None:
    office.ok("audit", "seal", "J2026-1", *UNIT, "--of", "payments", *LEADER)
    draw = ("audit", "sample", "draw", "J2026-1/1", *UNIT, *SEED, *PLAN)
    office.ok(*draw, *LEADER)
    sheet = "item,outcome,right\nP5.1,好,\nP6.1,error,1.234\n,right,\n"
    (office.folder / "结果.csv").write_text(sheet, encoding="utf-8")

    result = ("audit", "sample", "result", "J2026-1/1-1", *UNIT, "--file", "结果.csv")
    refused = office.refused(*result, *LEADER)

    for told in ("结果.csv:2: outcome", "结果.csv:3: right", "结果.csv:4: item"):
        assert told in refused


def test_money_units_are_drawn_and_judged(office: Desk) -> None:
    office.ok("audit", "seal", "J2026-1", *UNIT, "--of", "lines", *LEADER)
    draw = ("audit", "sample", "draw", "J2026-1/1", *UNIT, *SEED, "--units", "money")
    told = ("--purpose", "核对原始凭证", "--tolerable", "60000")
    done = office.ok(*draw, *told, *LEADER)
    assert "负数项目另列，不抽" in done.out
    assert "达到间隔、全部检查" in done.out
    one = ("J2026-1/1-1", *UNIT)
    office.ok("audit", "sample", "result", *one, "--rest-right", *LEADER)

    found = figures(office, "audit", "evaluate", *one)

    assert str(found["结论"]).startswith("可以接受")
    assert found["多记·最可能错报"] == "0.00"
    assert "零和负数项目（未抽）" in found


def test_a_mark_of_another_shape_is_wrong_usage(office: Desk) -> None:
    show = ("audit", "sample", "show", "J2026-1/1", *UNIT)
    assert "J2026-1/1-1" in office.refused(*show, code=2)
