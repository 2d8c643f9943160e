"""Lists of payees: read whole or not at all, totals to the fen, nobody told."""

import csv
import secrets
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from aid.claims import Project
from aid.payment_sheet import PAYEES, PaymentList, read_payments
from ledger.errors import FolderFaulty
from ledger.money import Money
from tests.aid.filing import CARD, NAME, PHONE, VAULT, number

HEAD = "档案号,身份证号,救助项目,成员,年度,期间,金额,资金,用途,救助申请号,备注"
LIVING = "A-1,,生活救助,,2026,,1200.00,F1,生活救助,A2026-1,一季度"
MEDICAL = f",{number(2)},medical,2,2025,,３０００.5,,,,"
MONTHLY = "A-3,,生活救助,本人,,2026-3,100,,,,"


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "payees.csv"
    path.write_text("\n".join((head, *lines)) + "\n", "utf-8")
    return path


def faults(path: Path, total: Money | None = None) -> list[tuple[int, str, str]]:
    with pytest.raises(FolderFaulty) as refusal:
        read_payments(path, total)
    told = str(refusal.value)
    for secret in (NAME, PHONE, CARD, number(1), number(1)[:-1]):
        assert secret not in told
    return [(one.row, one.column, one.problem.what) for one in refusal.value.faults]


def test_a_list_says_who_is_paid_what(tmp_path: Path) -> None:
    found = read_payments(written(tmp_path, LIVING, MEDICAL, MONTHLY))
    living, medical, monthly = found.rows

    assert (living.payee.code, living.member, living.period) == ("A-1", 1, "2026")
    assert (living.case_key, living.fund, living.memo) == ("A2026-1", "F1", "一季度")
    assert medical.payee.identity is not None
    assert medical.payee.identity.number == number(2)
    assert (medical.project, medical.member) == (Project.MEDICAL, 2)
    assert medical.amount == Money(3_000_50)
    assert (monthly.year, monthly.period) == (2026, "2026-03")
    assert found.total == Money(4_300_50)
    assert number(2) not in repr(found)


def test_no_two_columns_share_a_heading() -> None:
    told = [text for one in PAYEES.columns for text in (one.key, one.label)]
    assert len({*told}) == len(told)


def test_a_total_at_the_end_and_one_told_are_equal_to_the_fen(tmp_path: Path) -> None:
    rows = (LIVING, MEDICAL)
    good = written(tmp_path, *rows, "合 计,,,,,,4200.50,,,,")
    assert read_payments(good, Money(4_200_50)).total == Money(4_200_50)
    assert faults(good, Money(4_200_51)) == [
        (0, "amount", "各行之和 4,200.50 元，所报合计 4,200.51 元")
    ]
    bad = written(tmp_path, *rows, ",,合计：,,,,4200.51,,,,")
    assert faults(bad) == [(4, "amount", "合计与各行之和 4,200.50 元不符")]
    early = written(tmp_path, LIVING, "合计,,,,,,4200.50,,,,", MEDICAL)
    assert [one[:2] for one in faults(early)] == [(4, "")]
    twice = written(tmp_path, LIVING, *["合计,,,,,,1200,,,,"] * 2)
    assert (4, "amount", "第 3 行已是合计") in faults(twice)
    assert faults(written(tmp_path, "合计,,,,,,0,,,,")) == [(0, "", "文件中没有付款")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (LIVING.replace("A-1", ""), (2, "file", "没有写明是谁")),
        (LIVING.replace("A-1", number(1)), (2, "file", "档案号中有个人号码")),
        (MEDICAL.replace(number(2), number(1)[:-1]), (2, "identity", "身份证号码不对")),
        (LIVING.replace(",生活救助,,", f",{NAME},,"), (2, "project", "不认识")),
        (LIVING.replace("救助,,2026", f"救助,{NAME},2026"), (2, "member", "成员应为")),
        (LIVING.replace("2026,,", ",,"), (2, "year", "没有写明年度或期间")),
        (LIVING.replace("2026,,", "2026年度,,"), (2, "year", "年度应写作")),
        (LIVING.replace("2026,,", "2026,2026-13,"), (2, "period", "期间应写作")),
        (LIVING.replace("1200.00", "1200.001"), (2, "amount", "金额至多两位小数")),
        (LIVING.replace("1200.00", "0"), (2, "amount", "金额应大于零")),
        (LIVING.replace("1200.00", "-5"), (2, "amount", "金额应大于零")),
        (LIVING.replace("1200.00", ""), (2, "amount", "不能为空")),
        (LIVING.replace("1200.00", number(1)[:-1]), (2, "amount", "金额超过")),
        (LIVING.replace("一季度", PHONE), (2, "memo", "摘要等文字中不能有")),
    ],
)
def test_every_fault_is_told_by_row_and_column(
    tmp_path: Path, line: str, told: tuple[int, str, str]
) -> None:
    ((row, column, what),) = faults(written(tmp_path, line))

    assert (row, column) == told[:2]
    assert what.startswith(told[2])


def test_what_was_found_is_told_where_it_is_nobodys(tmp_path: Path) -> None:
    line = LIVING.replace("1200.00", "12,00")
    with pytest.raises(FolderFaulty, match="发现：12,00") as refusal:
        read_payments(
            written(
                tmp_path,
                f'"{line}"'.replace(",", '","').replace('"12","00"', '"12,00"'),
            )
        )
    assert "payees.csv:2: amount" in str(refusal.value)


def test_a_list_without_headings_tells_nobody(tmp_path: Path) -> None:
    found = faults(written(tmp_path, LIVING, head=f"{NAME},{number(1)},{PHONE}"))

    assert (1, "", "有 3 列的列名不认识") in found


def test_one_bad_row_among_ten_thousand_is_told(tmp_path: Path) -> None:
    path = tmp_path / "payees.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "project", "year", "amount"])
        writer.writerows(
            [f"A-{place}", "生活救助", "2026", "0.01"] for place in range(9_999)
        )
        writer.writerow(["A-x", "生活救助", "2026", "一百"])

    assert faults(path) == [(10_001, "amount", "不是金额；应写作 1234.5 或 1,234.50")]


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("发放名单")
        for row, line in enumerate((HEAD, LIVING, "合计,,,,,,,,,,")):
            for column, cell in enumerate(line.split(",")):
                sheet.write_string(row, column, cell)
        sheet.write_number(2, 6, 1200)

    found = read_payments(path)
    assert found.rows == read_payments(written(tmp_path, LIVING)).rows


# -- known again --------------------------------------------------------------------


@given(st.permutations([LIVING, MEDICAL, MONTHLY, MONTHLY]))
def test_a_list_is_known_in_whatever_order(lines: list[str]) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - one use

    with TemporaryDirectory(prefix=secrets.token_hex(4)) as folder:
        found = read_payments(written(Path(folder), *lines))
        first = read_payments(written(Path(folder), LIVING, MEDICAL, MONTHLY, MONTHLY))

    assert found.digest(VAULT) == first.digest(VAULT)
    shorter = PaymentList(found.name, found.rows[1:])
    assert shorter.digest(VAULT) != first.digest(VAULT)
