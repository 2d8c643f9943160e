"""One-day campaigns: the file agrees with what is told of it, or nothing happens."""

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import integrity
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from ledger.fund_registration import register_funds
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from tests.audit.sealed import unguard
from tests.building import Books
from tests.treasury.giving import CLERK, MARCH, VAULT, post_all
from treasury import bill_check, campaign_sheet, campaigns, donations, donors
from treasury.campaigns import Campaign, NewCampaign
from treasury.donation_store import line_rows
from treasury.errors import DonationRefused

HEAD = "序号,姓名,单位名称,统一社会信用代码,部门,金额（元）,限定用途,资金,备注"
ROWS = (
    "1,张三丰,,,教育局,100.00,,,",
    "2,李小龙,,,教育局,50.5,,,",
    "3,,某某机械有限公司,91110000600037341L,,2000,,,",
    "4,,,,卫生局,300,,,",
    "5,王五一,,,,10,,,",
    "6,,某某药业有限公司,,,500,医疗救助、子女助学,,",
)
TOTAL = Money(2_960_50)

DAISHAN = (
    ("慈善一日捐", "个人", "220.85"),
    ("两家企业定向捐赠", "单位", "357.15"),
    ("乡镇分会", "单位", "132.34"),
    ("上级慈善总会定向", "单位", "188.01"),
    ("企业和个人日常", "单位", "148.68"),
    ("投资收益", "单位", "105.67"),
    ("银台基金会", "单位", "80.00"),
    ("县财政", "单位", "130.00"),
)
"""岱山县慈善总会 2021 年收入，万元（公报）：共 1,362.70."""


def told(total: Money = TOTAL, count: int = 6, **more: Any) -> NewCampaign:
    given: dict[str, Any] = {
        "title": "2025年一日捐",
        "received_on": MARCH,
        "total": total,
        "count": count,
        "fund": "F1",
    }
    return NewCampaign(**given | more)


def file(folder: Path, *rows: str, head: str = HEAD, name: str = "名册.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((head, *(rows or ROWS))) + "\n", encoding="utf-8")
    return path


def workbook(folder: Path, *sheets: tuple[str, tuple[str, ...]]) -> Path:
    path = folder / "名册.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, text in enumerate(row.split(",")):
                    sheet.write(at, column, text)
    return path


def take(books: Books, path: Path, given: NewCampaign | None = None) -> Campaign:
    with writing(books.engine) as connection:
        return campaigns.take_in(
            connection, "U1", path, given or told(), vault=VAULT, act=CLERK
        )


def test_a_file_becomes_gifts_and_vouchers(books: Books, tmp_path: Path) -> None:
    done = take(books, file(tmp_path))
    assert (done.number, done.lines, done.total, done.gifts) == (1, 6, TOTAL, 5)
    assert post_all(books) == 5
    with reading(books.engine) as connection:
        found = donations.gifts(connection, "U1")
        known = {one.number: one for one in donors.donors(connection, "U1")}
        lines = campaigns.names(connection, "U1", 1, VAULT)
    assert sum((one.amount for one in found), Money(0)) == TOTAL
    by_name = {known[one.donor].name: one for one in found}
    assert by_name["教育局职工"].amount == Money(150_50)
    assert by_name["某某机械有限公司"].fund == "F1"
    assert by_name["某某药业有限公司"].fund == "捐赠2025-5"
    assert "2025年一日捐零星捐款" in by_name
    assert [line[3] for line in lines][:2] == ["张三丰", "李小龙"]
    assert lines[3][2:] == ("卫生局", "", Money(300_00))
    everything = books.rows("SELECT content FROM records")
    assert not any("三丰" in text for (text,) in everything)
    assert books.one("SELECT SUM(credit_fen) FROM postings") == TOTAL.fen


def test_the_same_campaign_in_another_file_is_told(
    books: Books, tmp_path: Path
) -> None:
    take(books, file(tmp_path))
    other = file(tmp_path, *reversed(ROWS), name="另存.csv")
    with pytest.raises(DonationRefused, match=r"与已导入的 1 号相同.*--again"):
        take(books, other)
    take(books, other, told(title="2025年二日捐"))
    third = file(tmp_path, *ROWS[1:], ROWS[0], name="再存.csv")
    assert take(books, third, told(again=True)).number == 3


@pytest.mark.parametrize(
    "more",
    [
        {"title": "2025年二日捐"},
        {"received_on": MARCH - dt.timedelta(days=1)},
        {"fund": "F3"},
    ],
)
def test_the_same_file_told_otherwise_is_another_campaign(
    books: Books, tmp_path: Path, more: dict[str, Any]
) -> None:
    path, other = file(tmp_path), Fund("F3", "捐赠二", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        register_funds(connection, "U1", [other], CLERK)
    take(books, path)
    with pytest.raises(DonationRefused, match=r"已导入.* 1 号.*确属另一次.*--again"):
        take(books, path, told(**more))
    second = take(books, path, told(**more, again=True))
    assert (second.number, second.already, second.gifts) == (2, False, 5)
    assert books.one("SELECT COUNT(*) FROM gifts") == 10
    again = take(books, path, told(**more))
    assert (again.number, again.already) == (2, True)
    assert take(books, path).number == 1
    assert take(books, path, told(again=True)).number == 3
    with reading(books.engine) as connection:
        assert campaigns.altered(connection, 1) == ()


@pytest.mark.parametrize(
    "row", ["合计,,,,,2960.50,,,", ",总 计,,,,2960.50,,,", ",,,,合计：,2960.50,,,"]
)
def test_a_row_of_totals_is_nobody(tmp_path: Path, row: str) -> None:
    with pytest.raises(FolderFaulty, match="合计行请删去"):
        campaign_sheet.read(file(tmp_path, *ROWS, row))


def test_the_same_file_twice_changes_nothing(books: Books, tmp_path: Path) -> None:
    path = file(tmp_path)
    take(books, path)
    again = take(books, path, told(Money(1)))
    assert (again.already, again.number) == (True, 1)
    assert books.one("SELECT COUNT(*) FROM gifts") == 5


@pytest.mark.parametrize("off", [1, -1, 100, -2_960_50])
def test_a_total_that_is_off_by_a_fen_is_refused(
    books: Books, tmp_path: Path, off: int
) -> None:
    path = file(tmp_path)
    with pytest.raises(DonationRefused, match="控制总额"):
        take(books, path, told(Money(TOTAL.fen + off)))
    for table in ("gifts", "donors", "campaigns", "campaign_lines", "desk_drafts"):
        assert books.one(f"SELECT COUNT(*) FROM {table}") == 0


def test_a_count_that_differs_and_a_missing_title_are_told_together(
    books: Books, tmp_path: Path
) -> None:
    with pytest.raises(
        DonationRefused, match=r"没有写明活动名称；名册 6 行，控制笔数 7"
    ):
        take(books, file(tmp_path), told(count=7, title=" "))


def test_rows_that_repeat_are_refused_unless_said_to_differ(
    books: Books, tmp_path: Path
) -> None:
    path = file(tmp_path, *ROWS, "7,张三丰,,,教育局,100.00,,,")
    more = told(Money(TOTAL.fen + 100_00), 7)
    with pytest.raises(DonationRefused, match=r"第 2、8 行") as refusal:
        take(books, path, more)
    assert "张三丰" not in str(refusal.value)
    assert take(books, path, replace(more, repeats=True)).lines == 7


def test_a_published_year_goes_through_the_import(books: Books, tmp_path: Path) -> None:
    head = "类别,姓名或单位名称,部门,金额（万元）"
    rows = [f"{kind},{name},{name},{amount}" for name, kind, amount in DAISHAN]
    path = workbook(tmp_path, ("一日捐", (head, *rows)), ("说明", ("见公报",)))
    total = Money.parse("13,627,000.00")
    with pytest.raises(DonationRefused, match=r"相差 -0\.01 元"):
        take(books, path, told(Money(total.fen + 1), 8))
    done = take(books, path, told(total, 8))
    assert (done.total, done.gifts) == (total, 8)
    assert post_all(books) == 8
    income = "SELECT SUM(credit_fen) FROM postings p JOIN accounts a"
    income += " ON a.id = p.account_id WHERE a.code = '408'"
    assert books.one(income) == total.fen
    with reading(books.engine) as connection:
        assert len(bill_check.check(connection, "U1")) == 8


def test_lines_that_were_altered_are_found(books: Books, tmp_path: Path) -> None:
    take(books, file(tmp_path))
    with reading(books.engine) as connection:
        assert campaigns.altered(connection, 1) == ()
        rows = line_rows(connection, 1, 1)
        assert len(rows) == 6
    with books.raw() as raw:
        unguard(raw, "campaign_lines")
        raw.run('UPDATE campaign_lines SET amount_fen = 1 WHERE "row" = 5')
        raw.commit()
    with reading(books.engine) as connection:
        assert campaigns.altered(connection, 1) == (1,)
        told = [one.what for one in integrity.verify(connection, ["U1"]).differences]
    assert "名册内容与导入时的摘要不符" in told
    with reading(books.engine) as connection:
        (one,) = campaigns.campaigns(connection, "U1")
        assert one.title == "2025年一日捐"


@pytest.mark.parametrize(
    ("row", "head", "match"),
    [
        ("1,张三丰,,,教育局,0,,,", HEAD, "金额应大于零"),
        ("1,张三丰,,,教育局,-5,,,", HEAD, "金额"),
        ("1,张三丰,,,教育局,1.005,,,", HEAD, "金额"),
        ("1,张三丰,,,教育局,,,,", HEAD, "没有写明金额"),
        ("1,,,,,5,,,", HEAD, "姓名、单位名称和部门都是空的"),
        ("1,张三丰,某公司,,,5,,,", HEAD, "姓名与单位名称只填一项"),
        ("1,张三丰,,91110000600037341L,,5,,,", HEAD, "只有单位填写统一社会信用代码"),
        ("1,张三丰,,,,5,,,13912345678", HEAD, "手机号码"),
        ("某人,甲,5", "类别,姓名或单位名称,金额", "不认识这个值（发现：某人）"),
        (",甲,5", "类别,姓名或单位名称,金额", "写明类别：单位、个人"),
        ("部门合计,甲,5", "类别,姓名或单位名称,金额", "部门合计不填姓名"),
        ("单位,甲,5", "类别,姓名,金额", "类别与填写的列不符"),
        ("甲,5,5", "姓名,金额（元）,金额（万元）", "金额只填一列"),
        ("甲,5.1234567", "姓名,金额（万元）", "至多六位小数"),
    ],
)
def test_a_row_that_cannot_be_is_told_by_its_place(
    books: Books, tmp_path: Path, row: str, head: str, match: str
) -> None:
    with pytest.raises(FolderFaulty, match=match) as refusal:
        take(books, file(tmp_path, row, head=head), told(Money(5_00), 1))
    assert "张三丰" not in str(refusal.value)


def test_a_file_without_rows_or_of_no_kind_is_refused(
    books: Books, tmp_path: Path
) -> None:
    with pytest.raises(FolderFaulty, match="文件中没有捐赠"):
        take(books, file(tmp_path, "", head=HEAD))
    with pytest.raises(DonationRefused, match="文件无法打开"):
        take(books, tmp_path / "没有.csv")
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(DonationRefused, match="不是有效的 XLSX"):
        take(books, broken)
    with zipfile.ZipFile(tmp_path / "空.xlsx", "w") as empty:
        empty.writestr("a.txt", "no workbook")
    with pytest.raises(FolderFaulty, match="不是有效的 XLSX"):
        take(books, tmp_path / "空.xlsx")
    two = workbook(tmp_path, ("甲", (HEAD, ROWS[0])), ("乙", (HEAD, ROWS[1])))
    with pytest.raises(FolderFaulty, match="工作表不止一个"):
        take(books, two)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(
    books: Books, tmp_path: Path
) -> None:
    bomb = tmp_path / "炸.xlsx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    with pytest.raises(DonationRefused, match="解压后超过 256 MB"):
        take(books, bomb)
    large = tmp_path / "大.csv"
    with large.open("wb") as stream:
        stream.truncate(campaign_sheet.FILE_MOST + 1)
    with pytest.raises(DonationRefused, match="文件过大"):
        take(books, large)


def test_text_that_a_spreadsheet_would_run_is_text(
    books: Books, tmp_path: Path
) -> None:
    path = workbook(tmp_path, ("一日捐", ("单位名称,金额", "=1+1公司,5", "@甲,6")))
    take(books, path, told(Money(11_00), 2))
    with reading(books.engine) as connection:
        names = [one.name for one in donors.donors(connection, "U1")]
    assert names == ["=1+1公司", "@甲"]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20))
def test_what_is_read_is_what_was_written(tmp_path: Path, amounts: list[int]) -> None:
    rows = [f"{n},人{n},,,甲,{Money(fen)},,," for n, fen in enumerate(amounts, 1)]
    sheet = campaign_sheet.read(file(tmp_path, *rows))
    assert [line.amount.fen for line in sheet.lines] == amounts
    assert sheet.total == Money(sum(amounts))
    assert dt.date(2025, 3, 10) == MARCH
