"""Files of payments for the bank: the same bytes, to the fen, and no formula."""

import csv
import dataclasses
import io
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from aid.bank_cards import BankCard
from aid.bank_files import PayLine, line_of, reference, rendered
from aid.bank_formats import BankFormat, Encoding, built_in
from aid.bank_results import (
    Asked,
    Expected,
    Outcome,
    ResultFile,
    Sent,
    bare_card,
    matched,
    read_results,
)
from aid.errors import BankFileRefused
from ledger.errors import FolderFaulty
from ledger.money import ZERO, Money
from tests.aid.filing import CARD, NAME, VAULT

(FORM,) = built_in()
BY_CARD = dataclasses.replace(FORM, line="", result_line="", bank="某银行")
RARE = "𠮷田㐂·䶮"
"""Characters outside the basic plane and in extension A, as names have them."""


def card(place: int) -> str:
    body = f"6228480{place:011d}"
    return body + luhn.calc_check_digit(body)


def line(place: int, fen: int = 100_00, **more: Any) -> PayLine:
    usual = {"holder": f"某{place}", "card": BankCard(card(place)), "memo": "生活救助"}
    usual |= {"code": f"A-{place}", "bank": "某银行某支行"}
    return PayLine(line=place, amount=Money(fen), **usual | more)


def rows_of(content: bytes, form: BankFormat = FORM) -> list[dict[str, str]]:
    """What a spreadsheet or the bank reads of a file."""
    text = content.decode(form.encoding.codec)
    keys = {heading: key for key, heading in form.columns}
    return [
        {keys[heading]: cell.removeprefix("'") for heading, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


holders = st.text(
    st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(lambda text: not text.startswith("'"))
payments = st.lists(
    st.tuples(holders, st.integers(1, 10**11), st.integers(0, 10**9)),
    min_size=1,
    max_size=30,
)


@given(payments, st.sampled_from(Encoding))
def test_a_file_says_what_was_told_and_is_the_same_again(
    told: list[tuple[str, int, int]], encoding: Encoding
) -> None:
    lines = [
        line(place, fen, holder=holder, card=BankCard(card(number)))
        for place, (holder, fen, number) in enumerate(told, 1)
    ]
    form = dataclasses.replace(FORM, encoding=encoding)
    file = rendered("B2026-1", 1, lines, form)

    assert rendered("B2026-1", 1, lines, form) == file
    found = rows_of(file.content, form)
    assert [
        (row["line"], row["holder"], row["card"], Money.parse(row["amount"]))
        for row in found
    ] == [
        (reference("B2026-1", 1, one.line), one.holder, one.card.number, one.amount)
        for one in lines
    ]
    assert file.total == sum((one.amount for one in lines), ZERO)
    assert (file.lines, len(file.sha256)) == (len(lines), 64)


def test_ten_thousand_lines_add_up_to_the_fen() -> None:
    lines = [line(place, 33_33 + place) for place in range(1, 10_001)]
    file = rendered("B2026-1", 1, lines, FORM)

    written = sum((Money.parse(row["amount"]) for row in rows_of(file.content)), ZERO)
    assert written == file.total == Money(sum(33_33 + n for n in range(1, 10_001)))


def test_no_cell_is_run_and_rare_characters_stand() -> None:
    lines = [line(1, holder="=1+1"), line(2, holder=f"＝{RARE}"), line(3, memo="@x")]
    form = dataclasses.replace(FORM, encoding=Encoding.GB18030)
    content = rendered("B2026-1", 1, lines, form).content

    cells = list(csv.reader(io.StringIO(content.decode("gb18030"))))
    assert [row[1] for row in cells[1:]] == ["'=1+1", f"'＝{RARE}", "某3"]
    assert cells[3][5] == "'@x"
    assert b"\xef\xbb\xbf" not in content
    assert rendered("B2026-1", 1, lines, FORM).content.startswith(b"\xef\xbb\xbf")


def test_nothing_shows_who_is_paid() -> None:
    one = line(1, holder=NAME, card=BankCard(CARD))
    file = rendered("B2026-1", 1, [one], FORM)

    told = repr(one) + repr(file) + str(one)
    assert NAME not in told
    assert CARD not in told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], "没有要付的行"),
        ([line(1), line(1)], "第 1 行出现两次"),
        ([line(1, 0)], "第 1 行的金额应大于零"),
        ([line(1, holder=" ")], "第 1 行没有户名"),
        ([line(1, holder="某\u200b甲")], "第 1 行的文字中有控制字符或看不见的字符"),
        ([line(1, memo="a\nb")], "第 1 行的文字中有控制字符"),
        ([line(0)], "行号 0 应从 1 起"),
    ],
)
def test_what_cannot_be_paid_is_told_by_line(lines: list[PayLine], told: str) -> None:
    with pytest.raises(BankFileRefused, match=told) as refusal:
        rendered("B2026-1", 1, lines, FORM)
    assert card(1) not in str(refusal.value)


def test_a_reference_is_of_one_batch_and_file() -> None:
    told = reference("B2026-1", 2, 30)

    assert line_of(told, "B2026-1", 2) == 30
    assert line_of(told, "B2026-1", 1) is None
    assert line_of(told, "B2026-11", 2) is None
    assert line_of("某某", "B2026-1", 2) is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"card": ""}, "没有指明“卡号”列"),
        ({"result_line": "", "result_card": ""}, "至少有一列"),
        ({"line": ""}, "付款文件也要有"),
        ({"holder": "金额"}, "“金额”对应了两项"),
        ({"memo": "=1"}, "列名不能以"),
        ({"success": "；"}, "成功和失败都要写明状态词"),
        ({"failed": "成 功;退回"}, "“成功”既是成功又是失败"),
        ({"header_row": 0}, "表头行号应在"),
    ],
)
def test_a_form_says_enough_and_nothing_twice(
    changed: dict[str, Any], told: str
) -> None:
    with pytest.raises(BankFileRefused, match=told):
        dataclasses.replace(FORM, **changed)


# -- what the bank says -------------------------------------------------------------

HEAD = "序号,收款账号,金额,处理状态,失败原因"
SENT = [line(1), line(2, 50_01), line(3, 50_01, card=BankCard(card(2))), line(4)]


def blind(number: str) -> bytes:
    return VAULT.blind(bare_card(number), "recipient_revisions.card")


def asked(*decided: int, lines: Sequence[PayLine] = SENT) -> Asked:
    sent = tuple(Sent(o.line, o.amount, blind(o.card.number)) for o in lines)
    return Asked("B2026-1", 1, sent, dict.fromkeys(decided, True))


def told(
    place: int, amount: str, state: str = "成功", why: str = "", **more: str
) -> str:
    ref = more.get("ref", f"B2026-1-1-{place}")
    return f"{ref},{more.get('card', card(place))},{amount},{state},{why}"


GOOD = (
    told(1, "100.00"),
    told(2, "50.01", "失败", f"户名不符{NAME}"),
    told(3, "50.01", card=card(2)),
)


def content(*rows: str, head: str = HEAD, codec: str = "gb18030") -> bytes:
    return ("\r\n".join((head, *rows)) + "\r\n").encode(codec)


def read(*rows: str, form: BankFormat = FORM, **more: str) -> ResultFile:
    return read_results("回盘.csv", content(*rows, **more), [form])


def outcomes(
    *rows: str, form: BankFormat = FORM, expected: Expected | None = None
) -> tuple[Outcome, ...]:
    return matched(read(*rows, form=form), asked(), blind, expected)


def refused(*rows: str, form: BankFormat = FORM, decided: int = 0) -> str:
    with pytest.raises(FolderFaulty) as refusal:
        matched(read(*rows, form=form), asked(decided), blind)
    text = str(refusal.value)
    for secret in (NAME, card(1), card(2), card(9)):
        assert secret not in text
    return text


def test_what_became_of_each_line_is_told() -> None:
    """Line 4 is still at the bank. Totals of the file and beside it hold."""
    ending = "合计,,200.02,,"
    found = outcomes(*GOOD, ending, expected=Expected(count=3, total=Money(200_02)))

    assert [(one.line, one.amount.fen, one.is_paid) for one in found] == [
        (1, 100_00, True),
        (2, 50_01, False),
        (3, 50_01, True),
    ]
    assert [one.reason for one in found] == ["", f"户名不符{NAME}", ""]
    assert NAME not in repr(found)


def test_lines_are_found_by_card_and_amount_in_the_order_they_were_sent() -> None:
    """Full-width digits, spaces and a preamble are how banks write."""
    wide = "".join(chr(ord(c) + 0xFEE0) for c in card(2))
    rows = (
        f",{wide},５０.０１,成功,",
        f",{card(2)[:4]} {card(2)[4:]},50.01,失败,",
        f",{card(1)},100.00,交易成功,",
    )
    result = read_results(
        "回盘.csv", content("", HEAD, *rows, head="某银行代发结果"), [BY_CARD]
    )

    found = matched(result, asked(), blind)
    assert [(one.line, one.is_paid) for one in found] == [
        (1, True),
        (2, True),
        (3, False),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (told(1, "100.01"), "付款第 1 行的金额 100.01 元，与付款文件不符"),
        (told(1, "100.00", card=card(9)), "付款第 1 行的卡号与付款文件不符"),
        (told(9, "100.00"), "付款文件中没有付款第 9 行"),
        (told(2, "50.01"), "付款第 2 行在回盘第 2 行已有结果"),
        (told(4, "100.00", "失败"), "付款第 4 行此前已有结果：已付；付后银行又退回的"),
        (told(1, "100.00", ref="B2026-2-1-1"), "参考号属于另一批次或另一付款文件"),
        (told(1, "100.00", ref="B2026-1-2-1"), "参考号属于另一批次或另一付款文件"),
    ],
)
def test_what_contradicts_the_payment_file_is_refused(row: str, why: str) -> None:
    assert why in refused(GOOD[1], row, decided=4)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (f",{card(9)},100.00,成功,", "付款文件中没有这个卡号"),
        (f",{card(1)},100.01,成功,", "这个卡号的金额与付款文件不符"),
        (",6228****1234,100.00,成功,", "认不出是哪一行"),
        (f",{card(2)},50.01,成功,", "已有结果"),
    ],
)
def test_by_card_too(row: str, why: str) -> None:
    twice = f",{card(2)},50.01,成功,"
    assert why in refused(twice, twice, row, form=BY_CARD)


def test_the_result_of_another_batch_is_told_in_one_sentence() -> None:
    rows = [told(n, "100.00", ref=f"B2026-9-1-{n}") for n in (1, 4)]

    assert refused(*rows).startswith(
        "回盘.csv: 这不是批次 B2026-1 第 1 号付款文件的回盘"
    )
    strangers = [f",{card(n)},100.00,成功," for n in (8, 9)]
    assert "这不是批次 B2026-1" in refused(*strangers, form=BY_CARD)


def test_totals_that_do_not_hold_are_refused() -> None:
    assert "合计 200.03 元，各行之和 200.02 元" in refused(*GOOD, "合计,,200.03,,")
    result = read(*GOOD)
    with pytest.raises(FolderFaulty, match="文件有 3 笔，所报 4 笔"):
        matched(result, asked(), blind, Expected(count=4))
    with pytest.raises(FolderFaulty, match=r"文件合计 200\.02 元，所报 200\.01 元"):
        matched(result, asked(), blind, Expected(total=Money(200_01)))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((told(1, "100.00", "处理中"),), "回盘.csv:2: 处理状态: 处理状态既不是成功"),
        ((told(1, "一百"),), "回盘.csv:2: 金额: 不是金额"),
        ((told(1, "0"),), "回盘.csv:2: 金额: 金额应大于零"),
        ((), "文件中没有回盘结果"),
    ],
)
def test_what_cannot_be_read_is_told_by_row(rows: tuple[str, ...], why: str) -> None:
    with pytest.raises(FolderFaulty) as refusal:
        read(*rows)
    assert why in str(refusal.value)


def test_a_file_is_read_by_the_form_whose_headings_it_has() -> None:
    newer = dataclasses.replace(FORM, result_state="结果", revision=2, bank="某银行")
    found = read_results("回盘.csv", content(*GOOD, codec="utf-8"), [newer, FORM])
    assert len(found.rows) == 3
    with pytest.raises(FolderFaulty, match="表头中没有这些列：结果"):
        read_results("回盘.csv", content(*GOOD), [newer])
    for bad, why in ((b"a\0b", "空字符"), (b"PK\x03\x04", "不是有效的 XLSX")):
        with pytest.raises(FolderFaulty, match=why):
            read_results("回盘.csv", bad, [FORM])


def test_a_workbook_of_the_bank_is_read() -> None:
    import xlsxwriter  # noqa: PLC0415 - one use

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate((HEAD, *GOOD)):
            for column, cell in enumerate(row.split(",")):
                sheet.write_string(number, column, cell)
        sheet.write_number(1, 2, 100)
    result = read_results("回盘.xlsx", stream.getvalue(), [FORM])

    assert matched(result, asked(), blind) == outcomes(*GOOD)


def test_every_subset_of_results_is_told_once() -> None:
    """A result in two files: the second tells only what the first did not."""
    first = matched(read(GOOD[0]), asked(), blind)
    done = {one.line for one in first}
    rest = matched(read(*GOOD[1:]), asked(*done), blind)

    assert {one.line for one in rest} | done == {1, 2, 3}


def test_a_file_that_grows_tells_again_what_is_known() -> None:
    found = matched(read(*GOOD), asked(1), blind)
    assert [(one.line, one.is_known) for one in found] == [
        (1, True),
        (2, False),
        (3, False),
    ]


def test_ten_thousand_results_are_held_against_what_was_sent() -> None:
    lines = [line(place) for place in range(1, 10_001)]
    rows = [told(one.line, "100.00", card=one.card.number) for one in lines]
    found = matched(read(*rows), asked(lines=lines), blind)

    assert sum((one.amount for one in found), ZERO) == Money(1_000_000_00)
