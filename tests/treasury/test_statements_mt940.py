"""MT940 as banks write it: continuation lines, marks, pages, and what is no MT940."""

import datetime as dt

import pytest

from ledger.money import Money
from tests.treasury.banking import fens
from treasury.errors import StatementFaulty
from treasury.statements.parts import Movement, Statement
from treasury.statements.reading import Asked, read


def mt940(*fields: str, opening: str = "C260101CNY1000,00", closing: str) -> bytes:
    """One statement with these fields between opening and closing."""
    head = ":20:STMT", ":25:102290001234", ":28C:1/1", f":60F:{opening}"
    return "\r\n".join([*head, *fields, f":62F:{closing}", "-", ""]).encode()


def one(line: str, closing: str, *more: str) -> Movement:
    """The single movement of a statement."""
    (row,) = read("a.sta", mt940(f":61:{line}", *more, closing=closing)).rows
    return row


def refused(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(StatementFaulty) as why:
        read("a.sta", content)
    return str(why.value)


def test_a_statement_is_read_whole() -> None:
    content = mt940(
        ":61:2601050105C250,5NTRFNONREF//BANKREF1",
        ":86:166?00转账?20捐赠款?21第一批?30BANKCN?31990001?32某某公司?33二厂",
        ":61:260107D50,00NCHGNONREF",
        ":86:手续费",
        closing="C260107CNY1200,50",
    )
    read_in = read("a.sta", content)

    assert isinstance(read_in, Statement)
    assert (read_in.form, read_in.account, read_in.currency) == (
        "mt940",
        "102290001234",
        "CNY",
    )
    assert (read_in.since, read_in.until) == (
        dt.date(2026, 1, 2),
        dt.date(2026, 1, 7),
    )
    assert (read_in.opening, read_in.closing) == (Money(1_000_00), Money(1_200_50))
    first, second = read_in.rows
    assert first == Movement(
        dt.date(2026, 1, 5),
        Money(250_50),
        reference="BANKREF1",
        counterparty="某某公司二厂",
        counterparty_account="990001",
        text="转账 捐赠款第一批",
        place=5,
    )
    assert (second.amount, second.kind, second.text, second.reference) == (
        Money(-50_00),
        "fee",
        "手续费",
        "",
    )


@pytest.mark.parametrize(
    ("opened", "since"),
    [
        ("260104", "2026-01-05"),
        ("260103", "2026-01-04"),
        ("260105", "2026-01-05"),
        ("251201", "2026-01-05"),
        ("000000", "2026-01-05"),
    ],
)
def test_nothing_moved_since_the_day_of_the_opening(opened: str, since: str) -> None:
    """Days between it and the first row are covered; what is far off tells nothing."""
    fields = ":61:260105C1,NTRFNONREF"
    opening = f"C{opened}CNY1,00"
    content = mt940(fields, opening=opening, closing="C260105CNY2,00")

    assert read("a.sta", content).since == dt.date.fromisoformat(since)


@pytest.mark.parametrize(
    ("line", "closing", "day", "fen", "kind"),
    [
        ("260105C1,NMSCREF", "C260105CNY1001,", "2026-01-05", 100, ""),
        ("260105CR1,NMSCREF", "C260105CNY1001,", "2026-01-05", 100, ""),
        ("2512310102D0,01NTRFREF", "C260102CNY999,99", "2026-01-02", -1, ""),
        ("2601021231D1,NTRFREF", "C260102CNY999,", "2025-12-31", -100, ""),
        ("260105RC1,NTRFREF", "C260105CNY999,", "2026-01-05", -100, "return"),
        ("260105RD1,NTRFREF", "C260105CNY1001,", "2026-01-05", 100, "return"),
        ("260105    D1,NTRFREF", "C260105CNY999,", "2026-01-05", -100, ""),
        ("260105C1,5NINTREF", "C260105CNY1001,5", "2026-01-05", 150, "interest"),
        ("260105C1,NRTIREF", "C260105CNY1001,", "2026-01-05", 100, "return"),
        ("260105D1,S103REF//B", "C260105CNY999,", "2026-01-05", -100, ""),
        ("260105C1,", "C260105CNY1001,", "2026-01-05", 100, ""),
    ],
)
def test_lines_as_banks_write_them(
    line: str, closing: str, day: str, fen: int, kind: str
) -> None:
    row = one(line, closing)

    assert (str(row.booked_on), row.amount.fen, row.kind) == (day, fen, kind)


def test_what_goes_on_over_lines_belongs_to_its_field() -> None:
    row = one(
        "260105C1,NTRFREF//B1",
        "C260105CNY1001,",
        "第二行",
        ":86:一笔款项",
        ":12: 不是字段",
        "再一行",
        ":86:又一段",
    )

    assert row.text == "第二行 一笔款项 :12: 不是字段 再一行 又一段"


def test_words_in_capitals_name_fields_too() -> None:
    row = one(
        "260105D1,NTRFREF",
        "C260105CNY999,",
        ":86:/TRTP/转账/IBAN/990002/NAME/某某商店/REMI/购物",
        " 券款/EREF/E-1",
    )

    assert (row.counterparty, row.counterparty_account) == ("某某商店", "990002")
    assert row.text == "转账 购物 券款 E-1"


def test_a_counterparty_in_one_field() -> None:
    row = one(
        "260105D1,NTRFREF",
        "C260105CNY999,",
        ":86:/CNTP/990003/BANKCN2A/某某学校//REMI/USTD//学费/",
    )

    assert (row.counterparty, row.counterparty_account) == ("某某学校", "990003")


def test_fields_parted_by_another_sign() -> None:
    row = one("260105D1,NTRFREF", "C260105CNY999,", ":86:808<00收费<20一月")

    assert (row.text, row.kind) == ("收费 一月", "fee")


def test_what_follows_the_closing_speaks_of_no_movement() -> None:
    content = mt940(":61:260105C1,NTRFA", closing="C260105CNY1001,\r\n:86:结束语")

    assert read("a.sta", content).rows[0].text == ""


def test_pages_and_days_are_one_statement() -> None:
    first = mt940(":61:260105C1,NTRFA", closing="X").replace(
        b"62F:X", b"62M:C260105CNY1001,"
    )
    second = (
        mt940(":61:260106C2,NTRFB", opening="X", closing="D260106CNY0,")
        .replace(b"60F:X", b"60M:C260105CNY1001,")
        .replace(b"D260106CNY0", b"C260106CNY1003")
    )

    whole = read("a.sta", first + second)

    assert (whole.opening, whole.closing, fens(whole.rows)) == (
        Money(1_000_00),
        Money(1_003_00),
        [100, 200],
    )
    assert "相差 -1.00 元" in refused(first + second.replace(b"CNY1001,", b"CNY1000,"))


def test_a_space_at_the_end_of_a_line_parts_words() -> None:
    row = one(
        "260105C1,NTRFREF",
        "C260105CNY1001,",
        ":86:166?20收到",
        " 的 ",
        "?21款项 ",
        "?22完",
    )

    assert row.text == "收到 的 款项 完"


def test_the_day_of_an_opening_may_be_nothing() -> None:
    content = mt940(
        ":61:260105C1,NTRFA", opening="C000000CNY1,", closing="C260105CNY2,"
    )

    assert read("a.sta", content).opening == Money(1_00)


def test_days_that_follow_each_other_backwards_are_put_in_order() -> None:
    first = mt940(":61:260105C1,NTRFA", closing="C260105CNY1001,")
    second = mt940(
        ":61:260106C2,NTRFB", opening="C260105CNY1001,", closing="C260106CNY1003,"
    )

    assert fens(read("a.sta", second + first).rows) == [100, 200]


def test_balances_may_be_below_zero() -> None:
    content = mt940(
        ":61:260105D3,NTRFA", opening="D260101CNY1,", closing="D260105CNY4,"
    )

    assert read("a.sta", content).closing == Money(-4_00)


def test_the_envelope_of_the_network_is_put_aside() -> None:
    body = mt940(":61:260105C1,NTRFA", closing="C260105CNY1001,").rstrip(b"\r\n-")
    content = (
        b"{1:F01BANKCNXX}{2:I940X}{3:{108:1}}{4:\r\n" + body + b"\r\n-}{5:{CHK:1}}"
    )

    assert read("a.sta", content).closing == Money(1_001_00)


def test_lines_of_a_bank_before_the_statement_are_none_of_it() -> None:
    body = mt940(":61:260105C1,NTRFA", closing="C260105CNY1001,")

    assert len(read("a.sta", b"BANKCN2A\n940\nBANKCN2A\n" + body).rows) == 1


def test_the_account_asked_for_is_read() -> None:
    first = mt940(":61:260105C1,NTRFA", closing="C260105CNY1001,")
    other = (
        first.replace(b"102290001234", b"BANKCN/999900001111")
        .replace(b"C1,NTRFA", b"C2,NTRFA")
        .replace(b"1001", b"1002")
    )

    told = read("a.sta", first + other, Asked(account="9999 0000 1111"))

    assert fens(told.rows) == [200]
    assert "文件中有 2 个账户的对账单" in refused(first + other)


@pytest.mark.parametrize(
    ("field", "why"),
    [
        (":61:garbage", ":61:: 流水行的写法不对"),
        (":61:261305C1,NTRFA", "没有这一天"),
        (":61:2601050230C1,NTRFA", "没有这一天"),
        (":61:260105C1,234NTRFA", "金额至多两位小数"),
        (":61:260105C,NTRFA", "不是金额"),
        (":61:260105C1,1,1NTRFA", "不是金额"),
        (":60F:C260101CNY1,", "有两个期初余额"),
        (":62F:C260101CNY1,", "有两个期末余额"),
        (":62M:rubbish", "余额的写法不对"),
        (":62M:C269901CNY1,", "没有这一天"),
        (":62M:C260101USD1,", "币种不同"),
    ],
)
def test_a_field_that_is_wrong_is_told(field: str, why: str) -> None:
    told = refused(mt940(field, closing="C260105CNY1000,"))

    assert why in told
    assert "a.sta:5:" in told or "a.sta:6:" in told


def test_a_file_without_a_balance_is_refused() -> None:
    content = mt940(":61:260105C1,NTRFA", closing="C260105CNY1001,")

    assert ":60F:: 缺少期初余额" in refused(content.replace(b":60F:", b":13:"))
    assert ":62F:: 缺少期末余额" in refused(content.replace(b":62F:", b":64:"))
    assert "流水之前没有" in refused(b":25:1\n:61:260105C1,NTRFA\n")


def test_a_wrong_closing_tells_both_and_the_difference() -> None:
    told = refused(mt940(":61:260105C1,NTRFA", closing="C260105CNY1001,01"))

    assert (
        "期初余额 1,000.00 元加流水得 1,001.00 元，期末余额为 1,001.01 元，相差 0.01 元"
        in told
    )


def test_other_encodings_are_read() -> None:
    content = mt940(
        ":61:260105C1,NTRFA", ":86:捐赠", closing="C260105CNY1001,"
    ).decode()

    assert read("a", content.encode("gb18030")).rows[0].text == "捐赠"
    assert read("a", b"\xef\xbb\xbf" + content.encode()).rows[0].text == "捐赠"
    western = content.replace("捐赠", "Gebühr ÿ").encode("cp1252")
    assert read("a", western).rows[0].text.startswith("Geb")
