"""Documents that the tests of this folder print: one with everything, one long."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from ledger.money import Money
from reports.report import (
    Chart,
    Code,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Piece,
    Provenance,
    Row,
    Series,
    Signatures,
    Table,
    Together,
)

PROVENANCE = Provenance(
    unit="岱山县总工会困难职工帮扶中心",
    period="2025年度",
    position=1284,
    digest="0123456789abcdef" * 4,
    known_on=dt.datetime(2026, 1, 20, 9, 30, 15),  # noqa: DTZ001 - the books' own time
)

CODE = Code(f"BANGFU1 position=1284 digest={PROVENANCE.digest}", "链位与摘要")

BALANCE_COLUMNS = (
    Column("fund", "资金"),
    Column("opening", "上年结余", "money"),
    Column("received", "本年收入", "money"),
    Column("spent", "本年支出", "money"),
    Column("persons", "人次", "count"),
    Column("rate", "执行率", "rate"),
    Column("closing", "年末结余", "money"),
)

BALANCE_ROWS = (
    Row(("一、财政资金", None, None, None, None, None, None), "group"),
    Row(
        (
            "中央财政专项帮扶资金",
            Money(1234567890),
            Money(500000000),
            Money(432109800),
            6655,
            8642,
            Money(1302458090),
        )
    ),
    Row(
        (
            "地方财政配套帮扶资金",
            Money(0),
            Money(120000000),
            Money(119999999),
            1203,
            10000,
            Money(1),
        )
    ),
    Row(
        (
            "小计",
            Money(1234567890),
            Money(620000000),
            Money(552109799),
            7858,
            8905,
            Money(1302458091),
        ),
        "subtotal",
    ),
    Row(("二、工会资金", None, None, None, None, None, None), "group"),
    Row(
        (
            "本级工会自筹帮扶资金（含经费结余划转）",
            Money(88000),
            Money(3000000),
            Money(-120050),
            42,
            389,
            Money(3208050),
        )
    ),
    Row(
        (
            "合计",
            Money(1234655890),
            Money(623000000),
            Money(551989749),
            7900,
            8860,
            Money(1305666141),
        ),
        "total",
    ),
)


def balances() -> Table:
    """A small table with a group, a subtotal and a total."""
    return Table(
        columns=BALANCE_COLUMNS,
        rows=BALANCE_ROWS,
        caption="表一　帮扶资金收支结存",
        note="注：执行率按本年支出占本年可用资金计算。",
        name="fund_balances",
    )


def chart() -> Chart:
    """Budgets of twenty-one years as bars, what they had to reach as a line."""
    years = range(2005, 2026)
    budgets = tuple(Money(123_456_700 + 17_345_600 * n) for n in range(21))
    wanted = tuple(Money(123_456_700 + 16_345_600 * n) for n in range(21))
    return Chart(
        name="growth",
        caption="图一　2005年以来年度预算",
        axis="年度",
        places=tuple(map(str, years)),
        series=(
            Series("budget", "年度预算", budgets),
            Series("wanted", "应达到", wanted),
        ),
        drawing="bars_and_line",
        note="注：应达到数按基数和增长率计算。",
    )


def voucher(number: int) -> Together:
    """One printed voucher among several."""
    columns = (
        Column("summary", "摘要"),
        Column("account", "会计科目"),
        Column("debit", "借方金额", "money"),
        Column("credit", "贷方金额", "money"),
    )
    rows = (
        Row(("发放特困职工生活救助金", "50301 生活救助", Money(1500000), None)),
        Row(("发放特困职工生活救助金", "102 银行存款", None, Money(1500000))),
        Row(("合计", None, Money(1500000), Money(1500000)), "total"),
    )
    facts = KeyValues(
        (
            ("日期", dt.date(2025, 3, 9)),
            ("凭证号", f"付字第 {number} 号"),
            ("附单据", "12 张"),
        )
    )
    signers = Signatures(
        ("会计主管", "记账", "审核", "出纳", "制单"),
        ("赵一", "钱二", "孙三", "李四", "周五"),
        dated=False,
    )
    return Together(
        (
            Heading("记账凭证（付）", 2),
            facts,
            Table(columns, rows, name="voucher"),
            signers,
        )
    )


def report() -> Document:
    """A report that holds every kind of block, and text that means to do harm."""
    return Document(
        name="annual_audit",
        title="2025年度困难职工帮扶资金内部审计报告",
        subtitle="岱工审〔2026〕3号",
        provenance=PROVENANCE,
        recipient="岱山县总工会经费审查委员会",
        blocks=(
            Paragraph(
                "根据《工会审计条例》和年度审计工作安排，我们对困难职工帮扶中心2025年度"
                "帮扶资金的筹集、使用和管理情况进行了审计。\n"
                "被审计单位对其提供资料的真实性、完整性负责，我们的责任是发表审计意见。"
            ),
            Heading("一、基本情况"),
            KeyValues(
                (
                    ("被审计单位", "岱山县总工会困难职工帮扶中心"),
                    ("审计期间", "2025年1月1日至12月31日"),
                    ("资金结存", Money(1305666141)),
                    ("报告日期", dt.date(2026, 1, 20)),
                )
            ),
            Heading("二、资金收支结存", 1),
            Paragraph("全年收支结存见下表，各项金额以元为单位。"),
            balances(),
            Heading("（一）审计发现", 2),
            Paragraph('#set page(fill: red) <b>粗体</b> {{ 7 * 7 }} $x$ \\ "引" @a'),
            Note("说明：本报告数据以所载链位为准，任何改动均可由摘要查出。"),
            Signatures(("审计组长", "审计人员", "被审计单位负责人")),
            CODE,
            PageBreak(),
            *(voucher(number) for number in range(1, 7)),
            Paragraph("历年预算见下图："),
            chart(),
        ),
    )


def ledger_rows(count: int) -> Iterator[Row]:
    """An account ledger's lines, one by one."""
    for number in range(count):
        yield Row(
            (
                dt.date(2025, number % 12 + 1, number % 28 + 1),
                f"付-{number % 9999 + 1:04d}",
                ("发放困难职工生活救助金", "收到市总工会拨入帮扶资金")[number % 2],
                Money(number * 137) if number % 2 else None,
                None if number % 2 else Money(number * 1371),
                Money(number * 1000 - 5),
            )
        )


def ledger(count: int) -> Document:
    """An account ledger with so many lines, that may be printed once."""
    columns = (
        Column("date", "日期", "date"),
        Column("voucher", "凭证号"),
        Column("summary", "摘要"),
        Column("debit", "借方", "money"),
        Column("credit", "贷方", "money"),
        Column("balance", "余额", "money"),
    )
    return Document(
        name="account_ledger",
        title="明细账",
        subtitle="102 银行存款",
        provenance=PROVENANCE,
        blocks=(Table(columns, ledger_rows(count), name="ledger"),),
    )


HOSTILE = (
    "#set page(fill: red)",
    "*粗体* _斜体_ $x$ @a",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "=cmd|'/C calc'!A0",
    "+1-2",
    "-2+3",
    "@SUM(1,1)",
    "\t=1+1",
    "&amp;&P&N",
    "=HYPERLINK(0)" + "长" * 47,
    "𠮷㼆",
    "买买提·艾力·阿不都热合曼",
)
"""Texts that mean to do harm, or that are hard to print; one has 60 characters."""


def saying(text: str, *, drawn: bool = False) -> Document:
    """A document that says one text in every field of every kind of block.

    Only one that is `drawn` has a chart, which takes time.
    """
    columns = Column("a", text), Column("b", f"{text}2", "money")
    rows = Row((text, None), "group"), Row((text, Money(1))), Row((text, None), "total")
    table = Table(columns, rows, text, text, "said")
    figures = Series("s", text, (Money(1),))
    chart = Chart("drawn", text, text, (text,), (figures,), note=text)
    return Document(
        name="trial",
        title=text,
        subtitle=text,
        recipient=text,
        provenance=dataclasses.replace(PROVENANCE, unit=text, period=text),
        blocks=(
            Heading(text),
            Paragraph(text),
            Note(text),
            KeyValues(((text, text),)),
            table,
            *((chart,) if drawn else ()),
            Code("BANGFU1", text),
            Together((Heading(text, 2), Signatures((text,), (text,)))),
        ),
    )


def of_all_kinds() -> Document:
    """A document whose table has every kind of column, and a total for each."""
    columns = (
        Column("name", "项目"),
        Column("sum", "金额", "money"),
        Column("n", "人次", "count"),
        Column("rate", "执行率", "rate"),
        Column("on", "日期", "date"),
    )
    day = dt.date(2025, 3, 9)
    rows = (
        Row(("甲", Money(123_456_789), 1200, 9876, day)),
        Row(("乙", Money(-223_456_800), 34, -125, day)),
        Row(("合计", Money(-100_000_011), 1234, 4875, day), "total"),
    )
    table = Table(columns, rows, "表一", name="kinds")
    return Document("trial", "试", "", PROVENANCE, (table,))


def of_all_kinds_total() -> list[str]:
    """The total of `of_all_kinds` as people read it."""
    return ["合计", "-1,000,000.11", "1,234", "48.75%", "2025-03-09"]


LONG_NAME = (
    "燕北省临川市白榆县国营第一棉纺织印染联合总厂退休职工管理委员会"
    "困难职工帮扶中心暨职工法律援助工作站（原县纺织工业局工会）"
)
"""A name of 60 characters."""

RARE_NAME = "𠮷㼆"
MINORITY_NAME = "古丽巴哈尔·艾买提江"

HOSTILE_LINE = (
    "#panic() *a* _b_ $x$ @c <d> <script>alert(1)</script> {{ 7*7 }} \\n [e] `f`"
)
"""What other languages would run, show or swallow; as text it is only text."""

FORMULA = "=cmd|'/C calc'!A0"


def hostile(text: str) -> Document:
    """A document that says nothing but this text, in every field of every block."""
    columns = (
        Column("a", f"{text} 1"),
        Column("b", f"{text} 2", "money"),
        Column("c", f"{text} 3"),
    )
    rows = (
        Row((text, None, None), "group"),
        Row((text, Money(-1), text)),
        Row((text, Money(2), text), "subtotal"),
        Row((text, Money(3), text), "total"),
    )
    series = (
        Series("s", f"{text} 1", (Money(1), Money(2))),
        Series("t", f"{text} 2", (Money(3), Money(-4))),
    )
    places = (f"{text} 1", f"{text} 2")
    pieces: tuple[Piece, ...] = (
        Heading(text, 1),
        Heading(text, 2),
        Heading(text, 3),
        Paragraph(text),
        Note(text),
        KeyValues(((text, text), (text, Money(-5)), (text, text))),
        Table(columns, rows, text, text, alike=True),
        Table(columns, (), text, text),
        Chart("chart", text, text, places, series, "bars", text),
        Signatures((text, text), (text, text)),
        Signatures((text,), (text,), dated=False),
        Code("BANGFU1", text),
    )
    provenance = dataclasses.replace(PROVENANCE, unit=text, period=text)
    return Document(
        "trial",
        text,
        text,
        provenance,
        (*pieces, Together(pieces)),
        recipient=text,
    )


def named(name: str) -> Document:
    """A statement in which everybody and everything goes by one name."""
    columns = (
        Column("name", "姓名"),
        Column("unit", "单位"),
        Column("sum", "金额", "money"),
        Column("balance", "余额", "money"),
    )
    rows = tuple(
        Row((name, name, Money(123_456_789 * n), Money(-5 * n))) for n in range(1, 4)
    )
    total = Row(("合计", "", Money(740_740_734), Money(-30)), "total")
    years = Series("s", name, (Money(100_000), Money(-50_000), Money(0)))
    return Document(
        name="trial",
        title=name,
        subtitle=name,
        provenance=dataclasses.replace(PROVENANCE, unit=name),
        blocks=(
            Heading(name, 1),
            KeyValues((("姓名", name), ("金额", Money(-120_050)), ("单位", name))),
            Table(columns, (*rows, total), caption=name, note=name),
            Signatures(("单位负责人", "财务负责人", "复核", "制表"), (name,) * 4),
            Chart("chart", name, name, (f"{name}一", f"{name}二", "三"), (years,)),
            Signatures((name, "制表"), (name, name)),
        ),
    )
