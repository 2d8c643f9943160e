"""Local figures: by place and year, never beyond; out of a file, fault by fault."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from aid.errors import StandardMissing, StandardRefused
from aid.local_sheet import read_local, read_rows
from aid.local_standards import LocalStandard, LocalStandards
from ledger.errors import FolderFaulty
from ledger.money import Money

HEAD = (
    "place,year,since,minimum_living,average_supplement,urban_recipients,"
    "decided_by,paper\n"
)


def row(place: str = "130102", since: str = "2025-01-01", **told: Any) -> LocalStandard:
    """The figures of a place."""
    usual: dict[str, Any] = {
        "minimum_living": Money(80_000),
        "decided_by": "某市人民政府",
        "paper": "某政〔2025〕1号",
    }
    return LocalStandard(
        place=place, since=dt.date.fromisoformat(since), **usual | told
    )


def day(text: str) -> dt.date:
    """A day."""
    return dt.date.fromisoformat(text)


def faults(tmp_path: Path, text: str) -> list[str]:
    """What is told of a file, without the closing line."""
    path = tmp_path / "minimum_living.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(FolderFaulty) as refused:
        read_rows(path)
    return str(refused.value).splitlines()[:-1]


def test_a_figure_holds_until_the_next_of_its_year_and_never_beyond_it() -> None:
    raised = row(since="2025-07-01", minimum_living=Money(83_000))
    known = LocalStandards([raised, row()])

    held = [
        known.on("130102", day(text)).minimum_living.fen
        for text in ("2025-01-01", "2025-06-30", "2025-07-01", "2025-12-31")
    ]
    assert held == [80_000, 80_000, 83_000, 83_000]
    assert known.until(row()) == day("2025-07-01")
    assert known.until(raised) == day("2026-01-01")


@pytest.mark.parametrize(
    ("place", "on"),
    [
        ("130102", "2024-12-31"),
        ("130102", "2026-01-01"),
        ("130100", "2025-06-01"),
        ("130104", "2025-06-01"),
    ],
)
def test_what_is_missing_is_refused_with_what_to_enter(place: str, on: str) -> None:
    with pytest.raises(StandardMissing) as refused:
        LocalStandards([row()]).on(place, day(on))

    assert str(refused.value) == (
        f"{place} {on} 没有当地的“城镇居民最低生活保障标准（每人每月）”。"
        f"原因：{on[:4]} 年的数没有登记，不用别的年度或别的地区代替。"
        f"办法：登记 {place} {on[:4]} 年的城镇居民最低生活保障标准（每人每月）："
        "bangfu aid standards import minimum_living.csv --unit 单位"
    )


def test_a_year_that_begins_later_has_no_figure_before() -> None:
    with pytest.raises(StandardMissing):
        LocalStandards([row(since="2025-07-01")]).on("130102", day("2025-06-30"))


def test_figures_that_were_left_out_are_asked_for_one_by_one() -> None:
    known = LocalStandards([row()])

    with pytest.raises(StandardMissing, match="登记 130102 2025 年的城镇低保平均补差"):
        known.average_supplement("130102", day("2025-06-01"))
    with pytest.raises(StandardMissing, match="登记 130102 2025 年的享受城镇低保的总"):
        known.urban_recipients("130102", day("2025-06-01"))
    fuller = LocalStandards([row(average_supplement=Money(40_000), urban_recipients=7)])
    assert fuller.average_supplement("130102", day("2025-06-01")) == Money(40_000)
    assert fuller.urban_recipients("130102", day("2025-06-01")) == 7


def test_a_place_that_is_none_is_not_repeated() -> None:
    with pytest.raises(StandardMissing, match=r"^所写地区 2025-06-01 没有当地的"):
        LocalStandards().on("某人 110105194912310021", day("2025-06-01"))


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({"place": "13010"}, "六位行政区划代码"),
        ({"place": "030102"}, "六位行政区划代码"),
        ({"minimum_living": Money(0)}, "低保标准应大于零"),
        ({"average_supplement": Money(0)}, "平均补差标准应大于零"),
        ({"urban_recipients": -1}, "低保人数不能为负"),
    ],
)
def test_figures_that_cannot_be_are_refused(spoilt: dict[str, Any], told: str) -> None:
    with pytest.raises(StandardRefused, match=told):
        row(**spoilt)


def test_two_figures_of_one_day_are_refused() -> None:
    with pytest.raises(StandardRefused, match="130102 自 2025-01-01 起的当地标准重复"):
        LocalStandards([row(), row()])


# -- files --------------------------------------------------------------------------


def test_a_file_names_figures_by_key_or_label(tmp_path: Path) -> None:
    path = tmp_path / "当地标准.csv"
    path.write_text(
        "地区代码,年度,起始日期,低保标准,平均补差,低保人数,制定机关,文号\n"
        '130102,2025年,,"1,800",420.5,"12,345人",某市人民政府,某政〔2025〕1号\n'
        "130102,2025,2025/7/1,830.00,,,某市人民政府,某政〔2025〕9号\n",
        "gb18030",
    )

    first, second = read_rows(path)

    assert first == row(
        minimum_living=Money(180_000),
        average_supplement=Money(42_050),
        urban_recipients=12_345,
    )
    assert second.since == day("2025-07-01")
    assert read_local(path).on("130102", day("2025-08-01")) == second
    assert [figure[0] for figure in first.figures] == [
        "minimum_living",
        "average_supplement",
        "urban_recipients",
    ]
    assert [figure[0] for figure in second.figures] == ["minimum_living"]


def test_a_sheet_of_a_workbook_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "标准.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("minimum_living")
        sheet.write_row(0, 0, HEAD.strip().split(","))
        given = ["130102", "2025", "", 800, "", "", "某市人民政府", "某政〔2025〕1号"]
        sheet.write_row(1, 0, given)

    assert read_rows(path) == (row(),)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        HEAD + "1301,2025,,800,,,某市,某号\n"
        "130102,25,,800,,,某市,某号\n"
        "130102,2025,2024-07-01,800,,,某市,某号\n"
        "130102,2025,,0,-1,1.5,某市,某号\n"
        "130102,2025,,800元,,,某市,某号\n"
        "130102,2025,,800,,,,\n"
        "130103,2025,,800,,,某市,13800138000\n"
        "130104,2025,,800,,,某市,某号\n"
        "130104,2025,2025-01-01,810,,,某市,某号\n"
        "130105,2025,某日,810,,,某市,某号\n",
    )

    places = [line.split("：")[0].split("；")[0].split("（")[0] for line in told]
    assert places == [
        "minimum_living.csv:2: place: 地区代码应为六位行政区划代码",
        "minimum_living.csv:3: year: 年度应写作 2025",
        "minimum_living.csv:4: since: 起始日期不在所写年度",
        "minimum_living.csv:5: minimum_living: 应大于零",
        "minimum_living.csv:5: average_supplement: 应大于零",
        "minimum_living.csv:5: urban_recipients: 应为整数人数",
        "minimum_living.csv:6: minimum_living: 不是金额",
        "minimum_living.csv:7: decided_by: 不能为空",
        "minimum_living.csv:7: paper: 不能为空",
        "minimum_living.csv:8: paper: 摘要等文字中不能有个人号码",
        "minimum_living.csv:10: since: 同一地区同一天的标准重复",
        "minimum_living.csv:11: since: 日期应写作 2025-03-09 或 2025/3/9",
    ]
    assert not any("13800138000" in line for line in told)


def test_a_file_without_rows_or_columns_says_so(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD)[0].startswith(
        "minimum_living.csv: 文件中没有当地标准"
    )
    assert "place" in faults(tmp_path, "year,minimum_living\n2025,800\n")[0]


def test_a_workbook_without_the_sheet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "标准.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("别的")

    with pytest.raises(FolderFaulty, match=r"标准\.xlsx"):
        read_rows(path)
