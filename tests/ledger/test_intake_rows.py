"""Rows of vouchers as files bring them: what is read, and each fault at its place."""

from pathlib import Path

import pytest

from ledger import closing
from ledger.database import writing
from tests.building import ACT, Books
from tests.ledger.folders import Folder, Row, cr, dr, payment, receipt, rows

IDENTITY = "110101199003074514"
CARD = "6222021234567890128"
MOBILE = "13800138000"


@pytest.fixture
def folder(sqlite_books: Books, tmp_path: Path) -> Folder:
    """An empty folder beside the books of U1, whose F1 and F2 hold 100 yuan each."""
    folder = Folder(tmp_path / "账套", sqlite_books)
    folder.vouchers(receipt("r1", "100"), receipt("r2", "100", "F2")).bring()
    return folder


def places(folder: Folder) -> list[tuple[str, int, str]]:
    """File, row and column of every fault."""
    return [(fault.file, fault.row, fault.column) for fault in folder.faults()]


# -- amounts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("１２３", 12300),
        ("1,234.5", 123450),
        (" 7.00 ", 700),
        ("0.01", 1),
        ("90000000000000", 9 * 10**15),
        ("１，２３４．５６", 123456),
    ],
)
def test_an_amount_is_read_to_the_fen(folder: Folder, text: str, fen: int) -> None:
    folder.vouchers(receipt("v", text)).bring()
    query = "SELECT p.debit_fen FROM postings p JOIN vouchers v USING (position)"
    assert folder.books.one(f"{query} WHERE v.ref = 'v' AND p.line = 1") == fen


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.234", "金额至多两位小数"),
        ("1e5", "不是金额"),
        ("293,549,90", "千分位逗号的位置不对"),
        ("90000000000000.01", "金额超过"),
        ("abc", "不是金额"),
        ("￥5", "不是金额"),
        ("=1+1", "不是金额"),
        ("NaN", "不是金额"),
        ("--5", "不是金额"),
    ],
)
def test_what_is_no_amount_is_told_once_where_it_stands(
    folder: Folder, text: str, why: str
) -> None:
    folder.vouchers(rows("v", dr("102", text), cr("408", "5")))
    (told,) = folder.told()
    assert told.startswith(f"vouchers.csv:2: debit: {why}")
    assert f"发现：{text}" in told


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ([dr("102", "0"), cr("408", "5")], "两边都没有金额"),
        ([dr("102", ""), cr("408", "5")], "两边都没有金额"),
        ([dr("102", "5", credit="5"), cr("408", "5")], "两边都有金额"),
        ([dr("102", "-5"), cr("408", "-5")], "负数金额"),
    ],
)
def test_a_row_has_one_positive_side(
    folder: Folder, lines: list[Row], what: str
) -> None:
    told = folder.vouchers(rows("v", *lines)).told()
    assert "vouchers.csv:2: debit: " in told[-1] + told[0]
    assert any(what in one for one in told)


def test_an_unbalanced_voucher_is_told_with_its_gap(folder: Folder) -> None:
    told = folder.vouchers(rows("v", dr("102", "5"), cr("408", "4.99"))).told()
    assert told == [
        "vouchers.csv:2: 借贷不平（发现：借方减贷方 0.01 元）；核对各行金额"
    ]


def test_a_voucher_balances_within_each_fund(folder: Folder) -> None:
    (told,) = folder.vouchers(rows("v", dr("102", "5"), cr("408", "5", "F2"))).told()
    assert told.startswith("vouchers.csv:2: 凭证总额平衡，但各资金内部借贷不平")


# -- what rows name -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        (dr("99999", "5"), "account", "科目表中没有这个科目（发现：99999）"),
        (dr("504", "5"), "account", "不是末级科目（发现：504）"),
        (dr("102", "5", "F9"), "fund", "本单位没有这项资金（发现：F9）"),
    ],
)
def test_an_unknown_account_or_fund_is_told_in_its_row(
    folder: Folder, line: Row, column: str, what: str
) -> None:
    fault = folder.vouchers(rows("v", cr("408", "5"), line)).told()[0]
    assert fault.startswith(f"vouchers.csv:3: {column}: {what}；")


def test_an_unknown_unit_is_told_once_a_voucher(folder: Folder) -> None:
    folder.vouchers(receipt("v", "5", unit="U9"), receipt("w", "5", unit="U9"))
    told = folder.told()
    assert [t.split("（")[0] for t in told] == [
        "vouchers.csv:2: unit: 不认识这个单位",
        "vouchers.csv:4: unit: 不认识这个单位",
    ]


def test_only_people_of_the_list_may_act_where_there_is_one(folder: Folder) -> None:
    folder.write("people", {"person": "张三"}, {"person": "李四"})
    folder.vouchers(receipt("v", "5", reviewer="路人", cashier="过客"))
    assert places(folder) == [
        ("vouchers.csv", 2, "cashier"),
        ("vouchers.csv", 2, "reviewer"),
    ]


def test_without_a_list_people_are_met(folder: Folder) -> None:
    folder.vouchers(receipt("v", "5", reviewer="新人")).bring()
    assert folder.books.one("SELECT COUNT(*) FROM people WHERE code = '新人'") == 1


@pytest.mark.parametrize(
    "persons",
    [
        {"reviewer": "张三"},
        {"reviewer": "zhangsan"},
        {"preparer": "zhangsan", "reviewer": "张三"},
        {"cashier": "李四"},
        {"cashier": "zhangsan"},
    ],
)
def test_each_office_is_another_person_whatever_the_log_in(
    folder: Folder, persons: Row
) -> None:
    (told,) = folder.vouchers(receipt("v", "5", **persons)).told()
    assert "是同一人；换由另一人办理" in told


def test_log_ins_of_the_same_folder_make_one_person(folder: Folder) -> None:
    folder.write(
        "people",
        {"person": "甲", "logins": "jia;jia2"},
        {"person": "乙", "logins": ""},
    )
    folder.vouchers(receipt("v", "5", preparer="jia", reviewer="jia2", cashier="乙"))
    (told,) = folder.told()
    assert told.startswith("vouchers.csv:2: reviewer: 制单人与审核人是同一人")


# -- days ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "what"),
    [
        ("2025-02-30", "没有这一天"),
        ("2025-13-01", "没有这一天"),
        ("20250101", "日期应写作"),
        ("2025-01/02", "日期应写作"),
        ("1889-01-01", "年份应在"),
        ("昨天", "日期应写作"),
    ],
)
def test_a_day_that_is_none_is_told_in_each_row(
    folder: Folder, day: str, what: str
) -> None:
    folder.vouchers(receipt("v", "5", date=day))
    told = folder.told()
    assert len(told) == 2
    assert all(f"date: {what}" in one for one in told)


@pytest.mark.parametrize("day", ["2025/3/9", "2025.3.9", "２０２５-０３-０９"])
def test_a_day_is_read_as_people_write_it(folder: Folder, day: str) -> None:
    folder.vouchers(receipt("v", "5", date=day)).bring()
    query = "SELECT dated_on FROM vouchers WHERE ref = 'v'"
    assert str(folder.books.one(query)) == "2025-03-09"


def test_a_day_before_the_books_began_is_refused(folder: Folder) -> None:
    told = folder.vouchers(receipt("v", "5", date="2024-12-31")).told()
    assert told[0] == (
        "vouchers.csv:2: date: 日期早于单位建账日（发现：2024-12-31）；"
        "建账日为 2025-01-01"
    )


def test_a_day_in_a_closed_month_is_refused(folder: Folder) -> None:
    with writing(folder.books.engine) as connection:
        closing.close(connection, "U1", 202501, ACT)
    (told,) = folder.vouchers(receipt("v", "5")).told()
    assert told.startswith("vouchers.csv:2: date: 会计期间已结账（发现：2025-01-15）")


# -- money and purposes -------------------------------------------------------------


def test_money_that_a_fund_has_not_is_not_paid(folder: Folder) -> None:
    (told,) = folder.vouchers(payment("v", "100.01")).told()
    assert told.startswith("vouchers.csv:2: fund: 资金 F1 的货币资金不足（量入为出）")
    assert "缺 0.01 元" in told


def test_money_of_the_day_comes_in_before_it_goes_out(folder: Folder) -> None:
    folder.vouchers(payment("out", "150"), receipt("in", "50")).bring()
    query = "SELECT ref FROM vouchers WHERE position > 2 ORDER BY position"
    assert folder.books.rows(query) == [("in",), ("out",)]


def test_a_purpose_that_the_source_does_not_allow_is_refused(folder: Folder) -> None:
    lines = dr("50404", "5", "F2", purpose="购买办公用品"), cr("102", "5", "F2")
    (told,) = folder.vouchers(rows("v", *lines)).told()
    assert told.startswith("vouchers.csv:2: purpose: 该资金不允许这一用途（专款专用）")


def test_a_limited_fund_is_not_spent_without_a_purpose(folder: Folder) -> None:
    lines = dr("50404", "5", "F2"), cr("102", "5", "F2")
    (told,) = folder.vouchers(rows("v", *lines)).told()
    assert told.startswith("vouchers.csv:2: purpose: 限定用途的资金支出时必须注明用途")


def test_a_purpose_by_another_name_is_entered_under_the_standard_one(
    folder: Folder,
) -> None:
    lines = dr("50404", "5", "F2", purpose="助学救助"), cr("102", "5", "F2")
    folder.vouchers(rows("v", *lines)).bring()
    query = "SELECT purpose FROM postings WHERE position = 3 AND line = 1"
    assert folder.books.one(query) == "子女助学"


# -- texts --------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["summary", "party", "recipient", "memo", "item"])
@pytest.mark.parametrize("number", [IDENTITY, CARD, MOBILE])
def test_a_personal_number_is_refused_and_shown_masked(
    folder: Folder, column: str, number: str
) -> None:
    told = folder.vouchers(receipt("v", "5", **{column: f"付{number}款"})).told()
    assert len(told) >= 1
    assert all(
        f"vouchers.csv:{row}: {column}: " in one for row, one in enumerate(told, 2)
    )
    assert all(number not in one for one in told)
    assert number[:2] in told[0]
    assert "*" in told[0]


def test_a_personal_number_in_the_wrong_column_is_not_repeated(folder: Folder) -> None:
    folder.vouchers(rows("v", dr("102", IDENTITY), cr(IDENTITY, "5", IDENTITY)))
    told = "\n".join(folder.told())
    assert IDENTITY not in told
    assert "11**************14" in told


def test_a_reference_may_look_like_any_number(folder: Folder) -> None:
    assert folder.vouchers(receipt(IDENTITY, "5")).bring().vouchers == 1


@pytest.mark.parametrize(
    "text", ["两\n行", "\x1b[31m红", "表\t格", "空\x00字", "行\u2028尾"]
)
def test_a_control_character_is_refused_and_not_repeated(
    folder: Folder, text: str
) -> None:
    told = folder.vouchers(receipt("v", "5", summary=text)).told()
    assert all("summary: 文字中有控制字符" in one for one in told)
    assert all(one.isprintable() for one in told)


@pytest.mark.parametrize("ref", ["r\u200b1", "r\u00a01", "ｒ1", "r１"])
def test_a_reference_that_looks_like_one_that_stands_is_refused(
    folder: Folder, ref: str
) -> None:
    folder.vouchers(receipt("v", "5"), receipt(ref, "5"))
    assert places(folder) == [
        ("vouchers.csv", 4, "voucher"),
        ("vouchers.csv", 5, "voucher"),
    ]


def test_spaces_round_a_reference_make_no_other_reference(folder: Folder) -> None:
    folder.vouchers(receipt(" r1\u3000", "100")).bring()
    assert folder.books.one("SELECT COUNT(*) FROM vouchers WHERE ref = 'r1'") == 1
    assert folder.books.one("SELECT COUNT(*) FROM vouchers") == 2


def test_a_formula_is_text(folder: Folder) -> None:
    folder.vouchers(receipt("v", "5", summary="=1+1", memo="@SUM(A1)")).bring()
    query = "SELECT summary FROM vouchers WHERE ref = 'v'"
    assert folder.books.one(query) == "=1+1"


@pytest.mark.parametrize(
    ("column", "text", "what"),
    [
        ("attachments", "10000", "附件张数至多 9999"),
        ("attachments", "-1", "应为不带小数的非负整数"),
        ("persons", "1.5", "应为不带小数的非负整数"),
        ("quantity", "1.2345", "数量应为数字，至多三位小数"),
        ("kind", "乱", "不认识这个凭证字"),
        ("kind", "期初", "不认识这个凭证字"),
        ("correction", "涂改", "不认识这个更正方式"),
    ],
)
def test_what_a_column_cannot_hold_is_told(
    folder: Folder, column: str, text: str, what: str
) -> None:
    told = folder.vouchers(receipt("v", "5", **{column: text})).told()
    assert any(f"{column}: {what}" in one for one in told)


def test_persons_are_taken_back_only_in_red(folder: Folder) -> None:
    lines = dr("50404", "5", purpose="生活救助", persons="-1"), cr("102", "5")
    (told,) = folder.vouchers(rows("v", *lines)).told()
    assert told.startswith("vouchers.csv:2: persons: 人数只能在红字行为负")


@pytest.mark.parametrize(
    "column", ["voucher", "unit", "summary", "preparer", "reviewer"]
)
def test_what_a_voucher_needs_may_not_be_blank(folder: Folder, column: str) -> None:
    told = folder.vouchers(receipt("v", "5", **{column: " "})).told()
    assert told[0] == f"vouchers.csv:2: {column}: 不能为空；填写内容"


# -- rows of one voucher ------------------------------------------------------------


def test_rows_of_a_voucher_need_not_stand_together(folder: Folder) -> None:
    first, second = receipt("v", "5"), receipt("w", "6")
    folder.vouchers(first[0], second[0], first[1], second[1])
    assert folder.bring().vouchers == 2


def test_a_fault_in_a_scattered_voucher_names_its_own_row(folder: Folder) -> None:
    first, second = receipt("v", "5"), receipt("w", "6")
    bad = first[1] | {"account": "99999"}
    (fault,) = folder.vouchers(first[0], second[0], second[1], bad).faults()
    assert (fault.row, fault.column) == (5, "account")


def test_what_belongs_to_the_voucher_may_be_left_out_after_its_first_row(
    folder: Folder,
) -> None:
    first, second = receipt("v", "5", cashier="赵六", attachments="3")
    blanks = dict.fromkeys(["date", "summary", "preparer", "reviewer", "cashier"], "")
    assert folder.vouchers(first, second | blanks | {"attachments": ""}).bring()
    query = "SELECT attachments FROM vouchers WHERE ref = 'v'"
    assert folder.books.one(query) == 3


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("date", "2025-01-16"),
        ("preparer", "赵六"),
        ("kind", "收"),
        ("attachments", "2"),
        ("corrects", "r1"),
    ],
)
def test_what_belongs_to_the_voucher_agrees_in_all_its_rows(
    folder: Folder, column: str, text: str
) -> None:
    first, second = receipt("v", "5")
    (told,) = folder.vouchers(first, second | {column: text}).told()
    assert told.startswith(f"vouchers.csv:3: {column}: 同一凭证各行的内容不一致")


def test_a_summary_of_a_row_of_its_own_goes_into_its_memo(folder: Folder) -> None:
    first, second = receipt("v", "5", memo="备注")
    folder.vouchers(first, second | {"summary": "另一摘要"}).bring()
    query = "SELECT memo FROM postings WHERE position = 3 ORDER BY line"
    assert folder.books.rows(query) == [("备注",), ("另一摘要；备注",)]


def test_one_line_is_no_voucher(folder: Folder) -> None:
    told = folder.vouchers(rows("v", dr("102", "5"))).told()
    assert any("凭证至少要有两行分录" in one for one in told)
