"""Tables of banks, CSV and XLSX, by a mapping; order, balances and ends."""

import datetime as dt
import io
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import Money
from tests.treasury.banking import BANK, COLUMNS, HEADINGS, fens, table
from treasury.errors import StatementFaulty, StatementRefused
from treasury.statements.mapping import ColumnMapping
from treasury.statements.parts import Movement, Statement
from treasury.statements.reading import Asked, read

SIGNED = ColumnMapping(date="日期", amount="金额", balance="余额", text="摘要+用途")
SIDED = ColumnMapping(date="日期", amount="金额", side="借贷", text="摘要", code="摘要")


def taken(
    content: bytes | str, mapping: ColumnMapping = COLUMNS, **more: Any
) -> Statement:
    """The statement of a table."""
    raw = content.encode() if isinstance(content, str) else content
    return read("a.csv", raw, Asked(mapping=mapping, **more))


def refused(content: bytes | str, mapping: ColumnMapping = COLUMNS, **more: Any) -> str:
    """Why a table is refused."""
    with pytest.raises(StatementRefused) as why:
        taken(content, mapping, **more)
    return str(why.value)


JANUARY = (
    ("2026-01-05", 10_00, "甲"),
    ("2026-01-05", -3_00, "乙"),
    ("2026-01-08", 1, "丙"),
)


def test_a_table_is_read_whole() -> None:
    told = taken(table(0, *JANUARY))

    assert (told.form, told.account, told.currency) == ("csv", "", "CNY")
    assert (told.since, told.until) == (dt.date(2026, 1, 5), dt.date(2026, 1, 8))
    assert (told.opening, told.closing) == (Money(0), Money(7_01))
    assert told.rows[1] == Movement(
        dt.date(2026, 1, 5),
        Money(-3_00),
        Money(7_00),
        "L002",
        "某某公司",
        "990001",
        "乙",
        "",
        3,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = table(0, *JANUARY).decode().replace(",", delimiter).replace("\n", "\r\n")

    assert fens(taken(text.encode(encoding)).rows) == [10_00, -3_00, 1]


def test_what_begins_like_a_formula_is_text() -> None:
    for sign in "=+-@":
        (one,) = taken(table(0, ("2026-01-05", 1, f"{sign}1+1"))).rows
        assert one.text == f"{sign}1+1"


def test_signed_amounts_and_texts_of_two_columns() -> None:
    told = taken(
        '日期,金额,余额,摘要,用途\n20260105,"￥1,000.00","1,000.00",转账,捐赠\n'
        "2026年1月6日,-30,970,转账,转账\n2026/1/7 09:30:00,+5.5元,975.5,,\n",
        SIGNED,
    )

    assert fens(told.rows) == [1_000_00, -30_00, 5_50]
    assert [row.text for row in told.rows] == ["转账 捐赠", "转账", ""]


def test_a_side_beside_the_amount() -> None:
    told = taken(
        "日期,金额,借贷,摘要\n2026-01-05,10,贷,结息\n2026-01-06,4,借,手续费\n"
        "2026-01-07,1,DR,转账\n2026-01-08,2,收入,退汇\n",
        SIDED,
        opening=Money(0),
    )

    assert [(r.amount.fen, r.kind) for r in told.rows] == [
        (10_00, "interest"),
        (-4_00, "fee"),
        (-1_00, ""),
        (2_00, "return"),
    ]


@pytest.mark.parametrize(
    ("fen", "party", "code", "kind"),
    [
        (-9_000_00, "李某,6222", "转账含手续费", ""),
        (-900_00, "某某物业公司,6222", "物业管理费", ""),
        (-900_00, ",", "物业管理费", ""),
        (-900_00, ",6222", "手续费", ""),
        (90_00, "李某,", "还款利息", ""),
        (-9_00, ",", "账户管理费", "fee"),
        (-9_00, ",-", "手续费", "fee"),
        (-9_00, "某某银行,0001", "短信服务费", "fee"),
        (9_00, "某某银行南京路支行,", "结息", "interest"),
        (-9_00, "他某银行,", "手续费", ""),
        (90_00, "李某,6222", "退汇", "return"),
    ],
)
def test_words_tell_a_fee_or_interest_where_nobody_else_is_named(
    fen: int, party: str, code: str, kind: str
) -> None:
    heading, line, _ = table(0, ("2026-01-05", fen, "摘要")).decode().split("\n")
    told = line.replace("某某公司,990001", party) + code

    (row,) = taken(f"{heading}\n{told}\n", bank=BANK).rows

    assert row.kind == kind


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-01-05,10,平,x", "2: side: 认不出收付方向"),
        ("2026-01-05,-10,借,x", "2: amount: 有借贷标志，金额又为负"),
        ("2026-01-05,,借,x", "2: amount: 没有金额"),
        ("2026-01-05,十,借,x", "2: amount: 不是金额"),
        ("1月5日,10,借,x", "2: date: 日期应写作"),
        ("1989-01-05,10,借,x", "年份应在 1990 与 2199 之间"),
    ],
)
def test_a_row_that_is_wrong_is_told(line: str, why: str) -> None:
    assert why in refused(f"日期,金额,借贷,摘要\n{line}\n", SIDED, opening=Money(0))


@pytest.mark.parametrize(
    ("came", "went", "why"),
    [("1", "1", "都有金额"), ("", "", "都没有金额"), ("--", "—", "都没有金额")],
)
def test_in_or_out_but_one(came: str, went: str, why: str) -> None:
    assert why in refused(f"{HEADINGS}\n2026-01-05,{came},{went},0,,,,,\n")


def test_all_faults_are_told_and_nobody_is_named() -> None:
    content = (
        f"{HEADINGS}\n某某公司,1,,1,,,,,\n2026-01-05,990001234567,,,,,,,\n"
        "2026-01-06,张三的钱,,,,,,,\n2026-01-07,1.234,,,,,,,\n"
    )
    told = refused(content)

    assert "某某公司" not in told
    assert "张三" not in told
    assert "发现：4 个字符，内容不显示" in told
    assert "发现：1.234" in told
    assert told.count("a.csv:") == 3


def test_a_preamble_totals_and_blank_rows_are_no_movements() -> None:
    body = table(0, *JANUARY).decode()
    content = (
        f"某某银行,对账单\n账号,,,\n\n{body}\n,,,,,,,\n合计,10.01,3.00\n注,,,打印\n"
    )
    mapping = ColumnMapping(
        header_row=2, date="交易日期", money_in="收入", money_out="支出", balance="余额"
    )

    assert len(taken(content, mapping).rows) == 3


def test_headings_that_are_not_there_are_told() -> None:
    told = refused(table(0, *JANUARY).replace("余额".encode(), b"x"))

    assert "a.csv:1: 余额: 表头中没有这一列" in told
    twice = table(0).replace("类型".encode(), "摘要".encode())
    assert "表头中没有这一列" in refused(twice)
    plain = ColumnMapping(date="交易日期", amount="收入", text="摘要")
    assert "同一列出现两次" in refused(twice, plain)
    assert "表头中没有这一列" in refused("x\n" * 40)
    assert "没有列对应" not in told


def test_a_table_without_a_mapping_is_refused() -> None:
    with pytest.raises(StatementRefused, match="mapping save"):
        read("a.csv", table(0))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"date": " "}, "没有指明日期列"),
        ({}, "二者择一"),
        ({"amount": "a", "money_in": "b", "money_out": "c"}, "二者择一"),
        ({"money_in": "b"}, "二者择一"),
        ({"money_in": "b", "money_out": "c", "side": "d"}, "要与金额列同用"),
        ({"amount": "d"}, "“d”对应了两项"),
        ({"amount": "a", "header_row": 0}, "表头行号"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(StatementRefused, match=why):
        ColumnMapping(**({"date": "d"} | fields))


def test_rows_newest_first_are_put_in_order() -> None:
    lines = table(0, *JANUARY).decode().split("\n")
    falling = "\n".join([lines[0], *reversed(lines[1:-1])])

    told = taken(falling)

    assert fens(told.rows) == [10_00, -3_00, 1]
    bare = falling.replace("余额", "栏").replace("支出,栏", "支出,其他")
    mapping = ColumnMapping(date="交易日期", money_in="收入", money_out="支出")
    assert fens(taken(bare, mapping, opening=Money(0)).rows) == [10_00, -3_00, 1]


def test_rows_out_of_order_are_put_in_order_if_balances_allow() -> None:
    """The balances are those of the file's order: the order of the days breaks them."""
    late = ("2026-01-08", 10_00, "甲"), ("2026-01-05", -3_00, "乙")

    assert fens(taken(table(0, *late)).rows) == [10_00, -3_00]
    mapping = ColumnMapping(date="交易日期", money_in="收入", money_out="支出")
    assert fens(taken(table(0, *late), mapping, closing=Money(7_00)).rows) == [
        -3_00,
        10_00,
    ]


def test_every_break_of_the_balance_is_told() -> None:
    content = table(0, *JANUARY).replace(b"7.00,L", b"8.00,L")
    told = refused(content)

    assert "a.csv:3: balance: 余额不连续：应为 7.00 元，文件为 8.00 元" in told
    assert "a.csv:4: balance: 余额不连续：应为 8.01 元" in told


def test_what_moves_nothing_is_left_out_and_counted() -> None:
    nothing = "2026-01-09,0.00,,7.01,,,,,\n"

    told = taken(table(0, *JANUARY) + nothing.encode())

    assert len(told.rows) == 3
    assert told.notes == ("另有 1 行金额为零，没有导入",)


def test_a_file_without_movements() -> None:
    ends = {"opening": Money(5), "closing": Money(5)}

    assert "没有流水，也没有日期" in refused(table(0), **ends)


def test_more_rows_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treasury.statements.tabular.ROWS_MAX", 2)
    assert "流水超过 2 笔" in refused(table(0, *JANUARY))
    monkeypatch.setattr("treasury.statements.arithmetic.ROWS_MAX", 1)
    assert "流水超过 1 笔" in refused(table(0, *JANUARY[:2]))


def test_ends_that_agree_with_the_file_may_be_told_too() -> None:
    told = taken(table(0, *JANUARY), opening=Money(0), closing=Money(7_01))

    assert told.closing == Money(7_01)
    assert "相差 0.01 元" in refused(table(0, *JANUARY), closing=Money(7_02))


def test_own_accounts_in_a_column_are_told_apart() -> None:
    mapping = ColumnMapping(date="d", amount="a", account="own", currency="c")
    content = "d,a,own,c\n2026-01-05,1,330001,CNY\n2026-01-06,2,440001,人民币\n"

    told = taken(content, mapping, account="440001", opening=Money(0))

    assert fens(told.rows) == [2_00]
    assert "不符" in refused(content, mapping, account="550001", opening=Money(0))
    foreign = content.replace("人民币", "USD")
    assert "只接收人民币" in refused(foreign, mapping, account="440001")


def workbook(*rows: tuple[object, ...], before: int = 0) -> bytes:
    """A workbook with an empty sheet before the one with these rows."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("空")
        sheet = book.add_worksheet("流水")
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in enumerate(rows, before):
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(
                        number, column, dt.datetime.combine(cell, dt.time()), days
                    )
                else:
                    sheet.write(number, column, cell)
    return stream.getvalue()


def test_a_workbook_is_read_by_the_same_mapping() -> None:
    content = workbook(
        tuple(HEADINGS.split(",")),
        (dt.date(2026, 1, 5), 1000.1, "", 1000.1, "L1", "某某公司", "990001", "'=x"),
        ("2026/1/6", "", 0.1, "1,000.00", "L2"),
        before=2,
    )

    told = taken(content)

    assert told.form == "xlsx"
    assert fens(told.rows) == [1_000_10, -10]
    assert [row.place for row in told.rows] == [4, 5]
    assert (told.rows[0].text, told.closing) == ("'=x", Money(1_000_00))


def test_an_empty_workbook_is_refused() -> None:
    assert "工作簿是空的" in refused(workbook())


@given(
    st.integers(-(10**9), 10**9),
    st.lists(
        st.tuples(st.integers(1, 28), st.integers(-(10**7), 10**7).filter(bool)),
        min_size=1,
        max_size=30,
    ),
)
def test_opening_and_movements_are_the_closing(
    opening: int, moves: list[tuple[int, int]]
) -> None:
    rows = [(f"2026-01-{day:02}", fen, f"第{n}") for n, (day, fen) in enumerate(moves)]

    told = taken(table(opening, *rows))

    assert (told.opening.fen, told.closing.fen) == (
        opening,
        opening + sum(fen for _, fen in moves),
    )
    assert sorted(fens(told.rows)) == sorted(fen for _, fen in moves)


@given(st.integers(-(10**6), 10**6).filter(bool), st.integers(1, 10**6))
def test_a_closing_that_is_off_is_never_taken(fen: int, off: int) -> None:
    content = table(0, ("2026-01-05", fen, "x"))

    with pytest.raises(StatementFaulty):
        taken(content, opening=Money(off))
    with pytest.raises(StatementFaulty):
        taken(content, closing=Money(fen + off))
