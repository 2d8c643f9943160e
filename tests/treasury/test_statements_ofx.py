"""OFX without closing tags and as XML, and what banks make of it."""

import datetime as dt

import pytest

from ledger.money import Money
from tests.treasury.banking import fens
from treasury.errors import StatementFaulty
from treasury.statements.reading import Asked, read

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"


def row(amount: str = "-25.00", day: str = "20260105", *, more: str = "") -> str:
    """A movement without closing tags."""
    return (
        f"<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>{day}\n<TRNAMT>{amount}\n"
        f"<FITID>F1\n<NAME>某某商店\n{more}</STMTTRN>\n"
    )


def ofx(*rows: str, closing: str = "100.00", as_of: str = "20260131") -> str:
    """A statement of January 2026."""
    return (
        f"{HEADER}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</STATUS></SONRS>"
        "</SIGNONMSGSRSV1>\n<BANKMSGSRSV1><STMTTRNRS><TRNUID>1\n<STMTRS>\n"
        "<CURDEF>CNY\n<BANKACCTFROM>\n<BANKID>102\n<ACCTID>330001\n"
        "<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n<DTSTART>20260101\n"
        f"<DTEND>20260131\n{''.join(rows)}</BANKTRANLIST>\n"
        f"<LEDGERBAL>\n<BALAMT>{closing}\n<DTASOF>{as_of}\n</LEDGERBAL>\n"
        "<AVAILBAL><BALAMT>5.00<DTASOF>20260131</AVAILBAL>\n"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def refused(text: str) -> str:
    """Why a file is refused."""
    with pytest.raises(StatementFaulty) as why:
        read("a.ofx", text.encode())
    return str(why.value)


def test_a_statement_is_read_from_its_closing_balance() -> None:
    told = read("a.ofx", ofx(row(), row("1,000.00", "20260107")).encode())

    assert (told.form, told.account, told.currency) == ("ofx", "330001", "CNY")
    assert (told.since, told.until) == (dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert (told.opening, told.closing) == (Money(-875_00), Money(100_00))
    assert fens(told.rows) == [-25_00, 1_000_00]
    assert told.rows[0].counterparty == "某某商店"
    assert told.notes == ("文件没有期初余额，由期末余额减流水得出",)


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        ("-25.00", -25_00),
        ("-25,5", -25_50),
        ("+1.234,56", 1_234_56),
        ("1,234.56", 1_234_56),
        ("1,234,567", 1_234_567_00),
        ("-.5", -50),
        ("25.0000", 25_00),
        ("1234", 1_234_00),
    ],
)
def test_amounts_as_banks_write_them(amount: str, fen: int) -> None:
    assert fens(read("a.ofx", ofx(row(amount)).encode()).rows) == [fen]


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("1,234", "逗号是小数点还是千分位"),
        ("1.001", "金额至多两位小数"),
        ("abc", "不是金额"),
        ("", "不是金额"),
        ("99999999999999999", "上限"),
    ],
)
def test_an_amount_that_is_none_is_told(amount: str, why: str) -> None:
    assert why in refused(ofx(row(amount)))


@pytest.mark.parametrize(
    "day",
    [
        "20260105",
        "20260105120000",
        "20260105120000.000[-5:EST]",
        "20260105235959[+8:CST]",
        "20260105120000 [-5:EST]",
        "20260105120000:014",
        "2026-01-05",
    ],
)
def test_days_as_banks_write_them(day: str) -> None:
    (one,) = read("a.ofx", ofx(row(day=day)).encode()).rows

    assert one.booked_on == dt.date(2026, 1, 5)


def test_a_day_that_is_not_posted_is_when_the_user_did_it() -> None:
    (one,) = read("a.ofx", ofx(row(day="", more="<DTUSER>20260106\n")).encode()).rows

    assert one.booked_on == dt.date(2026, 1, 6)
    assert "日期应写作" in refused(ofx(row(day="")))
    assert "没有这一天" in refused(ofx(row(day="20260231")))


def test_kinds_parties_and_texts() -> None:
    more = (
        "<PAYEE><NAME>收款人<ADDR1>路</PAYEE><BANKACCTTO><BANKID>9<ACCTID>990001"
        "</BANKACCTTO><CHECKNUM>77<MEMO>购物&amp;慰问 &#65;&#x42;&lt;"
    )
    text = ofx(row(more=more)).replace("<NAME>某某商店\n", "", 1)
    (one,) = read("a.ofx", text.replace("DEBIT", "SRVCHG").encode()).rows

    assert (one.kind, one.counterparty, one.counterparty_account) == (
        "fee",
        "收款人",
        "990001",
    )
    assert one.text == "购物&慰问 AB< 77"
    assert read("a", text.replace("DEBIT", "INT").encode()).rows[0].kind == "interest"


def test_xml_is_read_alike() -> None:
    closed = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200"?>\n'
    body = ofx(row(more="<MEMO><![CDATA[<买> 米]]>\n")).removeprefix(HEADER)
    for name in ("TRNTYPE", "DTPOSTED", "TRNAMT", "FITID", "NAME", "MEMO", "CURDEF"):
        body = "\n".join(
            f"{line}</{name}>" if line.startswith(f"<{name}>") else line
            for line in body.split("\n")
        )

    (one,) = read("a.ofx", (closed + body).encode()).rows

    assert (one.amount, one.text) == (Money(-25_00), "<买> 米")


def test_groups_need_no_closing_tag_either() -> None:
    bare = ofx(row(), row("5.00", "20260106"))
    for name in ("STMTTRN", "BANKTRANLIST", "BANKACCTFROM", "LEDGERBAL", "STMTRS"):
        bare = bare.replace(f"</{name}>", "")

    assert fens(read("a.ofx", bare.encode()).rows) == [-25_00, 5_00]


def test_a_balance_older_than_the_rows_is_refused() -> None:
    assert "早于最后一笔流水" in refused(ofx(row(), as_of="20260103"))
    late = read("a.ofx", ofx(row(), as_of="20260202").encode())
    assert late.notes[0] == "账面余额截至 2026-02-02，流水截至 2026-01-31；请核对"


def test_the_opening_told_beside_the_file_is_held_against_it() -> None:
    content = ofx(row()).encode()

    assert read("a", content, Asked(opening=Money(125_00))).opening == Money(125_00)
    with pytest.raises(StatementFaulty, match=r"相差 0\.01 元"):
        read("a", content, Asked(opening=Money(124_99)))


def test_several_accounts_are_told_apart() -> None:
    one = ofx(row())
    other = one.removeprefix(HEADER).replace("330001", "440001").replace("-25", "-7")
    both = (one + other).encode()

    assert fens(read("a", both, Asked(account="440001")).rows) == [-7_00]
    assert "2 个账户" in refused(one + other)


def test_two_statements_of_one_account_without_openings_are_refused() -> None:
    one = ofx(row())

    assert "其中有的没有余额" in refused(one + one.removeprefix(HEADER))


def test_cards_and_other_money_are_told() -> None:
    card = ofx(row()).replace("STMTRS>", "CCSTMTRS>")

    assert "信用卡或投资账户的账单不能导入" in refused(card)
    mixed = row(more="<CURRENCY><CURRATE>1.0<CURSYM>USD</CURRENCY>")
    assert "流水与账户的币种不同" in refused(ofx(mixed))
    original = row(more="<ORIGCURRENCY><CURRATE>7.0<CURSYM>USD</ORIGCURRENCY>")
    assert read("a", ofx(original).encode()).rows


def test_the_currency_may_stand_in_the_rows_alone() -> None:
    mixed = row(more="<CURRENCY><CURRATE>1.0<CURSYM>CNY</CURRENCY>")
    text = ofx(mixed).replace("<CURDEF>CNY", "<CURDEF></CURDEF>")

    assert read("a", text.encode()).currency == "CNY"


def test_a_charset_that_is_unknown_is_found_out() -> None:
    for head in ("ENCODING:UTF-8\nCHARSET:NONE", "ENCODING:USASCII\nCHARSET:NONE"):
        text = ofx(row()).replace("ENCODING:USASCII\nCHARSET:1252", head)
        assert read("a", text.encode()).rows[0].counterparty == "某某商店"


def test_a_card_beside_an_account_is_not_mixed_in() -> None:
    card = ofx(row("9.00"), closing="9").removeprefix(HEADER)
    both = ofx(row()) + card.replace("STMTRS>", "CCSTMTRS>")

    told = read("a", both.encode())

    assert (fens(told.rows), told.closing) == ([-25_00], Money(100_00))


def test_document_types_are_refused() -> None:
    bomb = '<!DOCTYPE OFX [<!ENTITY a "aaaa">]>' + ofx(row())

    assert "不予读取" in refused(bomb)


def test_encodings_of_the_header_are_used() -> None:
    text = ofx(row())

    chinese = text.replace("CHARSET:1252", "CHARSET:936").encode("gb18030")
    assert read("a", chinese).rows[0].counterparty == "某某商店"
    western = text.replace("某某商店", "Caf\xe9 \xff!").encode("cp1252")
    assert read("a", western).rows[0].counterparty.startswith("Caf")


@pytest.mark.parametrize(("field", "value"), [("BALAMT", "x"), ("DTEND", "x")])
def test_a_head_that_is_wrong_is_told(field: str, value: str) -> None:
    text = ofx(row()).replace(f"<{field}>", f"<{field}>{value}", 1)

    assert field in refused(text)
