"""CAMT.053 of versions 2 to 8: entries, batches, pages, reversals, balances."""

import datetime as dt

import pytest

from ledger.money import Money
from tests.treasury.banking import fens
from tests.treasury.camt import balance, document, entry, row, statement
from treasury.errors import StatementFaulty, StatementRefused
from treasury.statements import parts, xml_stream
from treasury.statements.parts import Movement
from treasury.statements.reading import Asked, read

DEBTOR = (
    "<Dbtr>{}<Nm>某某公司</Nm>{}</Dbtr>"
    "<DbtrAcct><Id><Othr><Id>990001</Id></Othr></Id></DbtrAcct>"
    "<Cdtr><Nm>本单位</Nm></Cdtr>"
)


def refused(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(StatementRefused) as why:
        read("a.xml", content)
    return str(why.value)


@pytest.mark.parametrize("version", [f"{number:02}" for number in range(2, 9)])
def test_every_version_is_read(version: str) -> None:
    new = version == "08"
    party = DEBTOR.format(*(("<Pty>", "</Pty>") if new else ("", "")))
    one = entry(rows=row(party=party, text="捐赠款"))
    if new:
        one = one.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")

    told = read("a.xml", document(statement(one), version=version))

    assert (told.form, told.account, told.currency) == ("camt053", "330001", "CNY")
    assert (told.since, told.until) == (dt.date(2026, 1, 5), dt.date(2026, 1, 31))
    assert (told.opening, told.closing) == (Money(100_00), Money(110_00))
    assert told.rows == (
        Movement(
            dt.date(2026, 1, 5),
            Money(10_00),
            reference="R1",
            counterparty="某某公司",
            counterparty_account="990001",
            text="捐赠款",
            place=7,
        ),
    )


@pytest.mark.parametrize(
    ("space", "why"),
    [
        ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.01", "不支持 camt.053.001.01"),
        ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.09", "不支持 camt.053.001.09"),
        ("urn:iso:std:iso:20022:tech:xsd:camt.054.001.02", "到账通知"),
        ("urn:iso:std:iso:20022:tech:xsd:camt.052.001.02", "日间账户报告"),
        ("urn:iso:std:iso:20022:tech:xsd:camt.060.001.02", "其他报文"),
        ("urn:other", "不是 CAMT.053 对账单"),
    ],
)
def test_other_messages_are_refused(space: str, why: str) -> None:
    assert why in refused(document(statement(), space=space))


def test_a_prefix_is_no_matter() -> None:
    content = document(statement(entry())).decode()
    content = content.replace("xmlns=", "xmlns:c=")
    content = content.replace("</", "\0").replace("<", "<c:").replace("\0", "</c:")

    assert read("a", content.replace("<c:?", "<?").encode()).rows


def test_the_side_decides_of_a_reversal_too() -> None:
    back = entry("3.00", "DBIT", more="<RvslInd>true</RvslInd>")

    told = read("a", document(statement(back, closing="97.00")))

    assert [(r.amount, r.kind) for r in told.rows] == [(Money(-3_00), "return")]


def test_what_is_not_booked_is_left_out_and_told() -> None:
    told = read("a", document(statement(entry(), entry(status="PDNG"))))

    assert len(told.rows) == 1
    assert told.notes == ("另有 1 笔尚未入账（非 BOOK），没有导入",)


def test_an_entry_without_a_status_is_proved_by_the_balances() -> None:
    silent = entry().replace("<Sts>BOOK</Sts>", "")

    assert len(read("a", document(statement(silent))).rows) == 1
    with pytest.raises(StatementFaulty, match="相差"):
        read("a", document(statement(silent, silent)))


@pytest.mark.parametrize(
    "day",
    [
        "<BookgDt><DtTm>2026-01-05T23:59:59+08:00</DtTm></BookgDt>",
        "<ValDt><Dt>2026-01-05</Dt></ValDt>",
        "<ValDt><DtTm>2026-01-05T00:00:00</DtTm></ValDt>",
        "<BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-09</Dt></ValDt>",
    ],
)
def test_days_as_banks_tell_them(day: str) -> None:
    (one,) = read("a", document(statement(entry(day=day)))).rows

    assert one.booked_on == dt.date(2026, 1, 5)


def test_a_batch_is_told_row_by_row() -> None:
    many = row("4.00", text="甲") + row("7.00", text="乙") + row("1.00", "DBIT")

    told = read("a", document(statement(entry(rows=many))))

    assert [(r.amount.fen, r.text) for r in told.rows] == [
        (4_00, "甲"),
        (7_00, "乙"),
        (-1_00, ""),
    ]


@pytest.mark.parametrize(
    "many",
    [
        row("4.00") + row("5.00"),
        row() + row(),
        row("4.00") + row("6.00").replace("CNY", "USD"),
        row("4.00") + row("-6.00"),
    ],
)
def test_a_batch_that_does_not_sum_up_stays_one(many: str) -> None:
    assert fens(read("a", document(statement(entry(rows=many)))).rows) == [10_00]


def test_amounts_of_version_two_stand_deeper() -> None:
    def deep(amount: str, name: str = "TxAmt") -> str:
        paid = f'<AmtDtls><{name}><Amt Ccy="CNY">{amount}</Amt></{name}></AmtDtls>'
        return row(more=paid)

    many = deep("4") + deep("6.0000", "InstdAmt")

    assert fens(read("a", document(statement(entry(rows=many)))).rows) == [4_00, 6_00]


def test_a_payment_tells_who_was_paid() -> None:
    party = (
        "<Dbtr><Nm>本单位</Nm></Dbtr><Cdtr><Nm>某某商店</Nm></Cdtr>"
        "<CdtrAcct><Id><IBAN>CN990002</IBAN></Id></CdtrAcct>"
    )
    paid = entry("10.00", "DBIT", rows=row(party=party))

    (one,) = read("a", document(statement(paid, closing="90.00"))).rows

    assert (one.counterparty, one.counterparty_account) == ("某某商店", "CN990002")


def test_a_returned_payment_tells_whose_it_was() -> None:
    back = "<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>"
    party = "<Cdtr><Nm>某某学校</Nm></Cdtr>"

    (one,) = read(
        "a", document(statement(entry(rows=row(party=party, more=back))))
    ).rows

    assert (one.kind, one.counterparty) == ("return", "某某学校")


@pytest.mark.parametrize(
    ("code", "kind"),
    [("CHRG", "fee"), ("INTR", "interest"), ("RRTN", "return"), ("STDO", "")],
)
def test_kinds_by_the_bank_code(code: str, kind: str) -> None:
    domain = (
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>X</Cd><SubFmlyCd>{code}</SubFmlyCd>"
        "</Fmly></Domn></BkTxCd>"
    )
    (one,) = read("a", document(statement(entry(more=domain)))).rows

    assert one.kind == kind


def test_texts_and_references() -> None:
    row_of = row(text="第一</Ustrd><Ustrd>第二", more="<AddtlTxInf>附言</AddtlTxInf>")
    row_of = row_of.replace("NOTPROVIDED", "E2E-1")
    said = entry(rows=row_of, more="<AddtlNtryInf>附言</AddtlNtryInf>")

    (one,) = read("a", document(statement(said))).rows
    without = said.replace("<AcctSvcrRef>R1</AcctSvcrRef>", "")
    (other,) = read("a", document(statement(without))).rows

    assert (one.reference, one.text) == ("R1", "第一 第二 附言")
    assert other.reference == "E2E-1"
    bare = without.replace("E2E-1", "NOTPROVIDED")
    assert read("a", document(statement(bare))).rows[0].reference == "N1"
    nothing = bare.replace("<NtryRef>N1</NtryRef>", "")
    assert read("a", document(statement(nothing))).rows[0].reference == ""


def test_days_of_the_whole_come_from_the_statement() -> None:
    days = (
        "<FrToDt><FrDtTm>2026-01-01T00:00:00</FrDtTm>"
        "<ToDtTm>2026-01-30T23:59:59</ToDtTm></FrToDt>"
    )
    told = read("a", document(statement(entry(), head=days)))

    assert (told.since, told.until) == (dt.date(2026, 1, 1), dt.date(2026, 1, 30))
    wrong = days.replace("2026-01-01", "2026-13-01")
    assert "FrToDt: 没有这一天" in refused(document(statement(entry(), head=wrong)))


def test_statements_without_balances_are_not_strung() -> None:
    told = refused(document(statement(entry()), statement().replace("CLBD", "OTHR")))

    assert "Bal/CLBD" in told


def test_pages_meet_in_balances_between() -> None:
    first = statement(entry()).replace("CLBD", "ITBD")
    second = statement(entry(), opening="110.00", closing="120.00").replace(
        "OPBD", "ITBD"
    )

    told = read("a", document(first, second))

    assert (told.opening, told.closing, len(told.rows)) == (
        Money(100_00),
        Money(120_00),
        2,
    )


def test_a_previous_closing_opens_too() -> None:
    told = read("a", document(statement(entry()).replace("OPBD", "PRCD")))

    assert told.opening == Money(100_00)


def test_a_balance_below_zero() -> None:
    below = statement(entry("200.00", "DBIT"), closing="100.00")
    place = below.index("CLBD")
    below = below[:place] + below[place:].replace("CRDT", "DBIT", 1)

    assert read("a", document(below)).closing == Money(-100_00)


def test_the_account_asked_for_is_read() -> None:
    other = statement(entry("20.00"), closing="120.00", account="440001")
    both = document(statement(entry()), other)

    assert fens(read("a", both, Asked(account="4400-01")).rows) == [20_00]
    assert "2 个账户" in refused(both)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (entry("ten"), "Ntry[1]/Amt: 不是金额"),
        (entry("1.005"), "Ntry[1]/Amt: 金额至多两位小数"),
        (entry("-10.00"), "金额不能为负"),
        (entry(side="X"), "Ntry[1]/CdtDbtInd: 没有写明收付方向"),
        (entry(day=""), "没有入账日期"),
        (entry(day="<BookgDt><Dt>2026-02-30</Dt></BookgDt>"), "没有这一天"),
        (entry().replace("CNY", "USD"), "币种不同"),
    ],
)
def test_an_entry_that_is_wrong_is_told(one: str, why: str) -> None:
    told = refused(document(statement(one)))

    assert "a.xml:7: " in told
    assert why in told


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("OPBD", "OTHR", "Bal/OPBD: 缺少这项余额"),
        ("CLBD", "OTHR", "Bal/CLBD: 缺少这项余额"),
        ('<Amt Ccy="CNY">100.00', '<Amt Ccy="CNY">x', "Bal/Amt: 不是金额"),
        ('<Amt Ccy="CNY">100.00', '<Amt Ccy="USD">100.00', "余额与账户的币种不同"),
        ("2026-01-31", "2026-01-32", "Bal/Dt: 没有这一天"),
        ("110.00", "110.01", "相差 0.01 元"),
    ],
)
def test_a_balance_that_is_wrong_is_told(old: str, new: str, why: str) -> None:
    assert why in refused(document(statement(entry()).replace(old, new)))


def test_the_currency_may_stand_at_the_amounts_alone() -> None:
    content = document(statement(entry())).replace(b"<Ccy>CNY</Ccy>", b"")

    assert read("a", content).currency == "CNY"
    assert read("a", content.replace(b"CNY", b"EUR")).currency == "EUR"


def test_a_document_without_statements_is_refused() -> None:
    assert "没有找到对账单" in refused(document())


def test_other_balances_are_no_matter() -> None:
    extra = statement(entry()).replace("</Stmt>", balance("CLAV", "1.00") + "</Stmt>")

    assert read("a", document(extra)).closing == Money(110_00)


def test_documents_in_gb18030_and_utf16() -> None:
    content = document(statement(entry(rows=row(text="捐赠款")))).decode()

    chinese = content.replace("UTF-8", "GB18030").encode("gb18030")
    assert read("a", chinese).rows[0].text == "捐赠款"
    wide = content.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read("a", wide).rows[0].text == "捐赠款"
    broken = chinese.replace("捐".encode("gb18030"), b"\xff\xff")
    assert "编码与声明不符" in refused(broken)


def test_texts_and_rows_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    long = entry(rows=row(text="长" * (2 * xml_stream.TEXT_MAX)))

    assert "一段文字超过 10,000 个字符" in refused(document(statement(long)))
    monkeypatch.setattr("treasury.statements.camt053.ROWS_MAX", 1)
    assert parts.ROWS_MAX > 1
    many = statement(entry(), entry(), entry())
    assert "流水超过 1 笔" in refused(document(many))


@pytest.mark.parametrize(
    "cut", [-3, -200, len('<?xml version="1.0" encoding="UTF-8"?>\n<Doc')]
)
def test_half_a_document_is_refused(cut: int) -> None:
    with pytest.raises(StatementFaulty, match="XML 的格式不对或不完整"):
        read("a.xml", document(statement(entry()))[:cut])
